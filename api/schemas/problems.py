"""Errors."""

from __future__ import annotations

from api.schemas.shown import Shown


class FaultOut(Shown):
    """One fault of a request."""

    where: str
    what: str
    kind: str


class ProblemOut(Shown):
    """An error (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    next_step: str
    request_id: str | None
    errors: list[FaultOut] | None = None
