"""The Fetcher of web addresses: a page to its bytes, a feed or sitemap to its sources."""

from __future__ import annotations

import asyncio
import ipaddress
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from qa import __version__
from qa.adapters.web.addresses import Network, checked_url
from qa.adapters.web.pace import Pace
from qa.adapters.web.robots import Robots
from qa.adapters.web.transfer import MOST_REDIRECTS, Limits, Reply, get
from qa.errors import ConfigError, NotAnArticleError, SourceError
from qa.links import listed
from qa.types import Fetched, Source
from qa.types.sources import Listing, NotModified, Visit

_MOVED = (301, 302, 303, 307, 308)
_RETRIED = (429, 500, 502, 503, 504)
_LONGEST_WAIT = 60.0  # seconds that a server may ask us to wait before the second try
_TYPE = re.compile(r"\s*([\w.+-]+/[\w.+-]+)")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_NO_TEXT = ("image/", "video/", "audio/", "font/")
_PRODUCT = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class WebSettings:
    """How the web is asked. ``allow`` are networks (``10.1.2.0/24``) that are reached although they are private;
    ``interval`` is the least number of seconds between two requests to one host."""

    agent: str = f"ontherecord/{__version__}"
    interval: float = 1.0
    allow: tuple[str, ...] = ()
    limits: Limits = Limits()  # noqa: RUF009 - frozen, so one instance serves all


class Web:
    """Safe to share between threads and event loops: a connection lives for one request."""

    def __init__(self, settings: WebSettings = WebSettings()) -> None:
        self._settings = settings
        self._allowed = _networks(settings.allow)
        self._pace = Pace()
        self._robots = Robots(self._plain)

    def sources(self, argument: str) -> Iterator[Source]:
        """The one source at the address ``argument``. SourceError ``bad_address``."""
        url = checked_url(argument)
        return iter([Source(url, url)])

    async def fetch(self, source: Source, visit: Visit | None = None) -> Fetched | Listing | NotModified:
        """What stands at the address of ``source``; with ``visit``, only if it changed since.

        SourceError: see ``transfer.get``, and ``robots``, ``not_found``, ``gone``, ``forbidden``, ``rate_limited``,
        ``server_error``, ``media_type``.
        """
        reply = await self._reply(checked_url(source.path), _conditions(visit))
        if reply.status == 304 and visit is not None:
            return NotModified(source)
        _check_status(reply)
        fetched = _fetched(source, reply)
        return listed(fetched) or fetched

    async def _reply(self, url: str, conditions: Mapping[str, str]) -> Reply:
        """The reply at the end of all redirects; each host's rules and pace are kept on the way."""
        for _ in range(MOST_REDIRECTS):
            reply = await self._polite(url, conditions)
            location = reply.headers.get("location")
            if reply.status not in _MOVED or not location:
                return reply
            url = checked_url(urljoin(url, location))
        message = f"It was passed on more than {MOST_REDIRECTS} times."
        raise SourceError("redirects", message, next_step="Open it in a browser and take the address it ends at.")

    async def _polite(self, url: str, conditions: Mapping[str, str]) -> Reply:
        rules = await self._robots.rules(url)
        product = (_PRODUCT.match(self._settings.agent) or [""])[0]
        if not rules.allows(url, product):
            message = "The site's robots.txt asks programs to stay away from it."
            raise NotAnArticleError("robots", message, next_step="Ask the site, or save the page and ingest the file.")
        interval = max(self._settings.interval, rules.delay(product))
        reply = await self._once(url, conditions, interval)
        if reply.status in _RETRIED:
            wait = _wait(reply)
            if wait <= _LONGEST_WAIT:
                await asyncio.sleep(wait)
                reply = await self._once(url, conditions, interval)
        return reply

    async def _once(self, url: str, conditions: Mapping[str, str], interval: float) -> Reply:
        host = urlsplit(url).netloc
        await self._pace.turn(host, interval)
        headers = {"User-Agent": self._settings.agent, **conditions}
        try:
            return await get(url, headers, self._settings.limits, self._allowed, follow=False)
        finally:
            self._pace.answered(host, interval)

    async def _plain(self, url: str) -> Reply:
        """A GET for robots.txt itself."""
        host = urlsplit(url).netloc
        await self._pace.turn(host, self._settings.interval)
        try:
            return await get(url, {"User-Agent": self._settings.agent}, self._settings.limits, self._allowed)
        finally:
            self._pace.answered(host, self._settings.interval)


def _networks(names: tuple[str, ...]) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(name.strip(), strict=False) for name in names if name.strip())
    except ValueError as error:
        raise ConfigError(f"QA_WEB_ALLOW: {error}.", next_step="Write networks as 10.1.2.0/24.") from None


def _conditions(visit: Visit | None) -> dict[str, str]:
    if visit is None:
        return {}
    given = {"If-None-Match": visit.etag, "If-Modified-Since": visit.last_modified}
    return {name: value for name, value in given.items() if value}


def _wait(reply: Reply) -> float:
    """Seconds that the server asks for; one, when it does not say."""
    asked = reply.headers.get("retry-after", "1").strip()
    return float(asked) if asked.isdecimal() and len(asked) < 8 else 5.0


def _check_status(reply: Reply) -> None:
    if 200 <= reply.status < 300:
        return
    reasons = {404: "not_found", 410: "gone", 451: "gone", 401: "forbidden", 403: "forbidden", 429: "rate_limited"}
    reason = reasons.get(reply.status, "server_error" if reply.status >= 500 else "refused")
    steps = {
        "not_found": "Check the address.",
        "gone": "Nothing: the publisher took it away.",
        "forbidden": "Save the page from a browser and ingest the file.",
    }
    raise SourceError(reason, f"The server answers {reply.status}.", next_step=steps.get(reason, "Try again later."))


def _fetched(source: Source, reply: Reply) -> Fetched:
    said = reply.headers.get("content-type", "")
    media_type, charset = _TYPE.match(said), _CHARSET.search(said)
    kind = media_type[1].lower() if media_type else None
    if kind and kind.startswith(_NO_TEXT):
        raise NotAnArticleError("media_type", f"It is no text ({kind}).", next_step="Name the page of an article.")
    return Fetched(
        replace(source, name=source.name),
        reply.data,
        media_type=kind,
        charset=charset[1].lower() if charset else None,
        url=reply.url,
        etag=reply.headers.get("etag"),
        last_modified=reply.headers.get("last-modified"),
    )
