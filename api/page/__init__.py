"""The page at `/`: static files, with a content security policy that lets nothing in from elsewhere."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import heads

STATIC = Path(__file__).parent / "static"
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"  # no text ever becomes markup or code
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cache-control": "no-cache",  # asked for again each time, answered 304 when it has not changed
}


def mount(web: FastAPI) -> None:
    """Serves the page at `/` and its files under `/page/`."""

    @web.get("/", include_in_schema=False)
    async def page() -> FileResponse:
        return FileResponse(STATIC / "index.html", headers=HEADERS)

    web.mount("/page", _Strict(StaticFiles(directory=STATIC)))


class _Strict:
    """Adds the page's headers to every response of ``app``."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        def strict(head: Message) -> None:
            head["headers"] = [*head["headers"], *((k.encode(), v.encode()) for k, v in HEADERS.items())]

        await self.app(scope, receive, heads.seen(send, strict))
