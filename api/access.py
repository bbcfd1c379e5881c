"""Who may come in. On loopback everybody on this machine, but no web page from elsewhere: a page may point its own
name at 127.0.0.1 (DNS rebinding) and would then read what this machine serves, so Host and Origin are checked."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api import problem
from api.problem import Problem

LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches ``host`` (a name or an address to listen on)."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class HostCheck:
    """Lets requests through whose Host is one of ``hosts`` (any port), and whose Origin, when there is one, is the
    same place as the Host."""

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...] = LOOPBACK_NAMES) -> None:
        self.app = app
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] == "http" and (fault := self._fault(Headers(scope=scope))):
            refusal = problem.response(Request(scope), Problem("host_not_allowed", fault))
            await refusal(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _fault(self, headers: Headers) -> str | None:
        host = headers.get("host", "").lower()
        if _name(host) not in self.hosts:
            return f"The Host header may name {', '.join(self.hosts)}."
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin.lower()).netloc != host:
            return "A page from another origin may not use this service."
        return None


def _name(host: str) -> str:
    """The host without its port."""
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdecimal() else host
