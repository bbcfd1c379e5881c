"""How much the service takes on: bytes, characters, questions at once, seconds."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
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
    """``body_bytes`` holds the largest article that ingest takes (5 MB), in JSON; ``files_bytes`` is for the files of a
    job, together. A body has ``body_seconds`` to come, and a second more for every ``slowest`` bytes of it.
    ``answer_seconds`` is for one whole answer. A client that goes away has ``grace_seconds`` to come back before its
    answer is stopped; a finished answer's events can be had again for ``kept_seconds``."""

    body_bytes: int = 6_000_000
    files_bytes: int = 64_000_000
    body_seconds: float = 30.0
    slowest: int = 16_384
    questions: int = 64
    answer_seconds: float = 120.0
    grace_seconds: float = 10.0
    kept_seconds: float = 60.0
    heartbeat_seconds: float = 15.0


class BodyLimit:
    """Refuses larger bodies: at once when their length is announced, else when it is passed; and slower ones, which
    would hold a connection for as long as they like. ``larger`` are the limits of single paths."""

    def __init__(self, app: ASGIApp, limits: Limits, larger: Mapping[str, int]) -> None:
        self.app = app
        self._limits = limits
        self._larger = larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self._larger.get(scope["path"], self._limits.body_bytes)
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isdecimal() and int(announced[:20]) > limit:
            refusal = problem.response(Request(scope), _problem(limit))
            refusal.headers["Connection"] = "close"  # the body is not read
            await refusal(scope, receive, send)
            return
        taken, whole, begun = 0, False, time.monotonic()

        async def counted() -> Message:
            nonlocal taken, whole
            if whole:
                return await receive()  # that the client went away
            allowed = self._limits.body_seconds + taken / self._limits.slowest
            try:
                async with asyncio.timeout(begun + allowed - time.monotonic()):
                    message = await receive()
            except TimeoutError:
                late = Problem("too_slow", f"Of the body {taken} bytes came within {allowed:.0f} seconds.")
                late.headers = {"Connection": "close"}  # the rest is not read
                raise late from None
            taken += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            if taken > limit:
                raise _problem(limit)
            return message

        await self.app(scope, counted, send)


def _problem(limit: int) -> Problem:
    return Problem("too_large", f"A body may have {limit} bytes.")
