"""Writes that may be sent twice: the second time, whoever sent it gets the reply to the first.

A client whose connection broke cannot know whether its request was done. With an `Idempotency-Key` it sends the same
request again without a second effect (draft-ietf-httpapi-idempotency-key-header-07).
"""

from __future__ import annotations

import hashlib
import re
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import problem
from api.problem import Problem
from qa.errors import QAError
from qa.operating import ReplyStore
from qa.ports import Clock
from qa.types.operations import Reply

HEADER = "Idempotency-Key"
KEY = "[!-~]{1,200}"
KEPT_HOURS = 24
_WRITES = ("POST", "PUT", "PATCH", "DELETE")
_NOT_KEPT = (408, 425, 429, 499)
"""What says nothing about the request, beside errors of ours (5xx): sent again, it is done."""
_BOUNDARY = re.compile(r"boundary=\"?([^\";,\s]+)")


def applies(method: str, path: str) -> bool:
    """Whether a request there may carry a key. A search has no effect."""
    return method in _WRITES and path.startswith("/v1/") and path != "/v1/search"


class Idempotency:
    """Replies to a request with a key that was used before as to the first one. ``scope["idempotency_id"]``: 32 hex
    digits that are this request's own, the same when it is sent again."""

    def __init__(self, app: ASGIApp, replies: ReplyStore, clock: Clock) -> None:
        self.app = app
        self._replies = replies
        self._clock = clock
        self._owner = uuid.uuid4().hex

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http" or not applies(scope["method"], scope["path"]) or _given(scope) is None:
            await self.app(scope, receive, send)
            return
        try:
            body = await _body(receive)
            name = _name(scope)
            reply = await self._known(scope, name, body)
        except (Problem, QAError) as error:
            known = error if isinstance(error, Problem) else problem.from_error(error)
            await problem.response(Request(scope), known)(scope, receive, send)
            return
        if reply is not None:
            headers = dict(reply.headers) | {"Idempotency-Replayed": "true"}
            await Response(reply.body, reply.status, headers)(scope, receive, send)
            return
        await self._first(scope, _Replay(body, receive), send, name)

    async def _known(self, scope: Scope, name: str, body: bytes) -> Reply | None:
        """The reply to the first request, or ``None`` when this is it."""
        now = self._clock.now()
        await self._replies.forget_before(_earlier(now))
        begun = await self._replies.begin(name, _fingerprint(scope, body), self._owner, now)
        scope["idempotency_id"] = hashlib.sha256(f"{name} {begun.at}".encode()).hexdigest()[:32]
        if begun.state == "other":
            raise Problem("idempotency_other", f"This {HEADER} was sent with another address or body.")
        if begun.state == "running":
            raise Problem("idempotency_running", "The first request has no reply yet.")
        return begun.reply

    async def _first(self, scope: Scope, receive: Receive, send: Send, name: str) -> None:
        heard = _Heard()

        async def listening(message: Message) -> None:
            heard.hear(message)
            if heard.whole:  # kept before the last piece goes out: whoever has the reply can have it again
                await self._replies.keep_reply(name, heard.reply())
                heard.kept = True
            await send(message)

        try:
            await self.app(scope, receive, listening)
        finally:
            if not heard.kept:
                await self._replies.forget(name)


@dataclass
class _Heard:
    """What was sent so far."""

    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    pieces: list[bytes] = field(default_factory=list)
    whole: bool = False
    kept: bool = False

    def hear(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            sent = Headers(raw=message["headers"]).items()
            self.headers = tuple((key, value) for key, value in sent if key != "content-length")
        elif message["type"] == "http.response.body":
            self.pieces.append(message.get("body", b""))
            ended = not message.get("more_body", False)
            self.whole = ended and self.status < 500 and self.status not in _NOT_KEPT

    def reply(self) -> Reply:
        return Reply(self.status, self.headers, b"".join(self.pieces))


class _Replay:
    """Gives the body that was read, then whatever else comes."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> Message:
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}


async def _body(receive: Receive) -> bytes:
    pieces = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Problem("client_gone", "The body did not come whole.")
        pieces.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(pieces)


def _given(scope: Scope) -> str | None:
    return Headers(scope=scope).get(HEADER)


def _name(scope: Scope) -> str:
    """Under what the reply is kept: keys of two holders, or for two addresses, have nothing to do with each other."""
    given = _given(scope) or ""
    if not re.fullmatch(KEY, given):
        raise Problem("invalid_request", f"{HEADER}: at most 200 visible characters of ASCII.")
    holder = scope["api_key"].id if scope["api_key"] else ""
    return hashlib.sha256("\n".join((holder, scope["method"], scope["path"], given)).encode()).hexdigest()


def _fingerprint(scope: Scope, body: bytes) -> str:
    """Tells another request from the same one. A form's boundary is drawn anew each time it is sent."""
    headers = Headers(scope=scope)
    kind = headers.get("content-type", "")
    if found := _BOUNDARY.search(kind):
        kind = "form"
        body = body.replace(found[1].encode("latin-1"), b"")
    parts = (scope["query_string"], kind.encode("latin-1"), headers.get("accept", "").encode("latin-1"), body)
    return hashlib.sha256(b"\n".join(parts)).hexdigest()


def _earlier(now: str) -> str:
    instant = datetime.fromisoformat(now) - timedelta(hours=KEPT_HOURS)
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")
