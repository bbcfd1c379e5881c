"""How much the service takes on: bytes, characters, questions at once, seconds."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import problem
from api.problem import Problem

QUESTION_CHARACTERS = 2_000
"""Of the longest question: some three hundred words."""


@dataclass(frozen=True, slots=True)
class Limits:
    """``body_bytes`` holds the largest article that ingest takes (5 MB), in JSON. ``answer_seconds`` is for one whole
    answer. A client that goes away has ``grace_seconds`` to come back before its answer is stopped; a finished answer's
    events can be had again for ``kept_seconds``."""

    body_bytes: int = 6_000_000
    questions: int = 64
    answer_seconds: float = 120.0
    grace_seconds: float = 10.0
    kept_seconds: float = 60.0
    heartbeat_seconds: float = 15.0


class BodyLimit:
    """Refuses larger bodies: at once when their length is announced, else when it is passed."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isdecimal() and int(announced[:20]) > self.limit:
            refusal = problem.response(Request(scope), self._problem())
            refusal.headers["Connection"] = "close"  # the body is not read
            await refusal(scope, receive, send)
            return
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self.limit:
                raise self._problem()
            return message

        await self.app(scope, counted, send)

    def _problem(self) -> Problem:
        return Problem("too_large", f"A body may have {self.limit} bytes.")
