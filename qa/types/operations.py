"""What operating a service adds: keys, jobs, and replies that are kept for requests that are sent twice."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Scope = Literal["ask", "ingest", "admin"]
"""What a key may do. None of them includes another."""

JobStatus = Literal["queued", "running", "done", "cancelled"]
"""A job is ``done`` when each of its items has its reports, also where those say that it could not be used."""


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key for the service, without its secret: ``digest`` is the SHA-256 of that. ``per_minute`` limits its requests;
    ``None`` leaves it to the service."""

    id: str
    name: str
    digest: bytes = field(repr=False)
    scopes: tuple[Scope, ...]
    created_at: str
    per_minute: int | None = None
    revoked_at: str | None = None


@dataclass(frozen=True, slots=True)
class JobItem:
    """One thing that a job takes in: the bytes of an article with its metadata, or, without bytes, an address to
    fetch. They count from 1. ``attempts`` says how often it was begun, this time included."""

    number: int
    source: str
    data: bytes | None
    metadata: Mapping[str, str] = field(default_factory=dict)
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """Articles to be taken in one after the other, and how far that is. ``outcomes`` counts its reports; ``code`` and
    ``message`` say why one that is queued again could not go on."""

    id: str
    created_at: str
    items: int
    status: JobStatus = "queued"
    finished: int = 0
    started_at: str | None = None
    ended_at: str | None = None
    code: str | None = None
    message: str | None = None
    outcomes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class JobReport:
    """What came of one source of a job's item, as ``qa ingest`` says it. They count from 1 as they come."""

    item: int
    source: str
    outcome: str
    article_id: str | None = None
    version: str | None = None
    reason: str | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What was sent in reply to a request."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
