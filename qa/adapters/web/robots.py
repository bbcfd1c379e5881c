"""robots.txt, as RFC 9309 has it: what is not there allows everything, what cannot be had forbids it for now."""

from __future__ import annotations

import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from qa.adapters.web.transfer import Reply
from qa.errors import SourceError

_KEPT = 3600.0  # seconds; the RFC allows a day
_KEPT_WHEN_UNREACHABLE = 60.0
_LONGEST_DELAY = 30.0  # a site that asks for more is asked this seldom
_MOST = 5_000  # hosts
_ABSENT, _BROKEN = 400, 500
_SIZE = 512_000  # bytes that are read, as the RFC asks at least


@dataclass(frozen=True, slots=True)
class Rules:
    """What one host allows: ``parsed`` rules, or everything (``None``), or nothing (``reachable`` is false)."""

    parsed: Any
    reachable: bool
    until: float

    def allows(self, url: str, agent: str) -> bool:
        """Whether ``agent`` may fetch ``url``."""
        return self.reachable and (self.parsed is None or bool(self.parsed.can_fetch(url, agent)))

    def delay(self, agent: str) -> float:
        """Seconds between two requests that the host asks for."""
        asked = self.parsed.crawl_delay(agent) if self.parsed is not None else None
        return min(float(asked or 0.0), _LONGEST_DELAY)


class Robots:
    """The rules of each host, fetched by ``get`` once an hour."""

    def __init__(self, get: Callable[[str], Awaitable[Reply]]) -> None:
        self._get = get
        self._rules: dict[str, Rules] = {}
        self._lock = threading.Lock()

    async def rules(self, url: str) -> Rules:
        """The rules of the host of ``url``. SourceError ``private_address`` and ``unknown_host`` as for the page."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        known = self._rules.get(origin)
        if known and known.until > time.monotonic():
            return known
        rules = await self._fetched(origin)
        with self._lock:
            if len(self._rules) > _MOST:
                self._rules.clear()
            self._rules[origin] = rules
        return rules

    async def _fetched(self, origin: str) -> Rules:
        try:
            reply = await self._get(f"{origin}/robots.txt")
        except SourceError as error:
            if error.reason in ("private_address", "unknown_host", "unreachable"):
                raise
            # Too large, too slow or packed badly: no rules that can be read.
            return Rules(None, error.reason == "too_large", time.monotonic() + _KEPT_WHEN_UNREACHABLE)
        if reply.status >= _BROKEN:
            return Rules(None, False, time.monotonic() + _KEPT_WHEN_UNREACHABLE)
        if reply.status >= _ABSENT:
            return Rules(None, True, time.monotonic() + _KEPT)
        from protego import Protego

        text = reply.data[:_SIZE].decode("utf-8", "replace")
        return Rules(Protego.parse(text), True, time.monotonic() + _KEPT)
