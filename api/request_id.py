"""A number for every request, which the response, the problem and the log carry."""

from __future__ import annotations

import re
import uuid

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import heads

HEADER = "X-Request-Id"
_GIVEN = re.compile(r"[A-Za-z0-9._-]{1,64}")


class RequestId:
    """Keeps a proxy's request id when it is a plain word, else makes one; also forbids browsers to guess types."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        request_id = scope["request_id"] = given if _GIVEN.fullmatch(given) else uuid.uuid4().hex

        def labelled(head: Message) -> None:
            headers = MutableHeaders(scope=head)
            headers[HEADER] = request_id
            headers.setdefault("X-Content-Type-Options", "nosniff")

        await self.app(scope, receive, heads.seen(send, labelled))
