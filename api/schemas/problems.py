"""Errors."""

from __future__ import annotations

from api.schemas.shown import Shown


class FaultOut(Shown):
    """One fault of a request."""

    where: str
    what: str
    kind: str


class ErrorOut(Shown):
    """The same error where OpenAI's clients look for it."""

    message: str
    type: str
    code: str
    param: None


class ProblemOut(Shown):
    """An error (RFC 9457). ``error`` is there at the OpenAI-compatible addresses only."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    next_step: str
    request_id: str | None
    errors: list[FaultOut] | None = None
    error: ErrorOut | None = None
