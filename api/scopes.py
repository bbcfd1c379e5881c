"""Which scope each address needs. What stands here nowhere needs ``admin``: a route that is forgotten is not open."""

from __future__ import annotations

from urllib.parse import parse_qsl

from qa.types.operations import Scope

_PUBLIC = ("/", "/healthz", "/readyz", "/openapi.json")
_PUBLIC_BELOW = ("/page/", "/problems/")
SIGNED = ("/slack/events",)
"""Where a signature proves who sends, instead of a key, and whatever name it is addressed by."""
_ASKING = ("/v1/ask", "/v1/search", "/v1/chat", "/v1/conversations", "/v1/feedback", "/v1/answers", "/mcp")
_READING = ("/v1/articles", "/v1/models", *(place for place in _ASKING if place != "/v1/feedback"))
_INGESTING = ("/v1/articles", "/v1/uploads", "/v1/ingest", "/v1/jobs", "/v1/sources")
WORDS: dict[Scope, str] = {
    "ask": "ask and search, read articles and answers, converse, give feedback",
    "ingest": "take articles in and out, follow and cancel jobs",
    "admin": "purge articles, read feedback, /metrics and the details of /readyz, and what else runs the service",
}
"""What each scope is for."""


_FALSE = ("false", "0", "no", "off", "f", "n")


def needed(method: str, path: str, query: str = "") -> Scope | None:
    """The scope that a key needs for it; ``None`` when nobody needs a key. A purge cannot be undone, also in answers
    that others were given, so it is not for a program that delivers articles."""
    if path in _PUBLIC or path.startswith(_PUBLIC_BELOW):
        return None
    reads = method in ("GET", "HEAD")
    if _below(path, _READING if reads else _ASKING):
        return "ask"
    if _below(path, _INGESTING):
        return "admin" if _purges(method, query) else "ingest"
    return "admin"


def _purges(method: str, query: str) -> bool:
    asked = [value.lower() for name, value in parse_qsl(query, keep_blank_values=True) if name == "purge"]
    return method == "DELETE" and any(value not in _FALSE for value in asked)


def _below(path: str, places: tuple[str, ...]) -> bool:
    return any(path == place or path.startswith(f"{place}/") for place in places)
