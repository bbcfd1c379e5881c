"""Who may come in.

As long as no key was ever made, everybody on this machine, but no web page from elsewhere: a page may point its own
name at 127.0.0.1 (DNS rebinding) and would then read what this machine serves, so Host and Origin are checked. Once
there is a key, every request needs one, and Host and Origin say nothing any more: a page from elsewhere has no key.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.routing import Match
from starlette.types import ASGIApp, Receive, Scope, Send

from api import problem, scopes
from api.keys import KeyRing, Rates
from api.problem import Problem
from qa.errors import QAError

LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class Access:
    """``hosts`` are the names that requests may address the service by while it is open, on any port, and with
    ``addresses`` every IP address too (rebinding needs a name). ``keys`` says when a key is needed: once one was made
    (``auto``), ``always``, ``never``."""

    hosts: tuple[str, ...] = LOOPBACK_NAMES
    addresses: bool = False
    keys: str = "auto"


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches ``host`` (a name or an address to listen on)."""
    return host == "localhost" or bool((address := _address(host)) and address.is_loopback)


class Gate:
    """Lets in who may come in. ``scope["api_key"]`` is then the key, or ``None``."""

    def __init__(self, app: ASGIApp, access: Access, ring: KeyRing, rates: Rates) -> None:
        self.app = app
        self._access = access
        self._ring = ring
        self._rates = rates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] == "http":
            try:
                await self._admit(scope)
            except (Problem, QAError) as error:
                known = error if isinstance(error, Problem) else problem.from_error(error)
                await problem.response(Request(scope), known)(scope, receive, send)
                return
        await self.app(scope, receive, send)

    async def _admit(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        scope["api_key"] = None
        scope["keys_needed"] = self._access.keys == "always" or (
            self._access.keys == "auto" and await self._ring.any_made()
        )
        if scope["path"] in scopes.SIGNED:
            return
        if not scope["keys_needed"]:
            if fault := self._fault(headers):
                raise Problem("host_not_allowed", fault)
            return
        wanted = scopes.needed(scope["method"], scope["path"], scope["query_string"].decode("latin-1"))
        kind, _, text = headers.get("authorization", "").partition(" ")
        key = await self._ring.holder(text.strip()) if kind.lower() == "bearer" else None
        scope["api_key"] = key
        if wanted is None:
            return
        if key is None:
            raise Problem("unauthorized", "This service needs a key, and there is none that is valid in the request.")
        if wanted not in key.scopes:
            if all(route.matches(scope)[0] is Match.NONE for route in scope["app"].routes):
                raise Problem("not_found", "There is nothing at this address.")
            raise Problem("forbidden", f"The key “{key.name}” lacks the scope `{wanted}`: {scopes.WORDS[wanted]}.")
        if seconds := self._rates.wait(key):
            raise Problem("rate_limited", f"The key “{key.name}” has used up its requests.", retry_after=seconds)

    def _fault(self, headers: Headers) -> str | None:
        host = headers.get("host", "").lower()
        name = _name(host)
        if name not in self._access.hosts and not (self._access.addresses and _address(name)):
            return f"The Host header may name {', '.join(self._access.hosts)}."
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin.lower()).netloc != host:
            return "A page from another origin may not use this service."
        return None


def _name(host: str) -> str:
    """The host without its port."""
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdecimal() else host


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None
