"""How fast one host is asked: a request per interval, whoever asks in this process."""

from __future__ import annotations

import asyncio
import threading
import time

_REMEMBERED = 10_000  # hosts


class Pace:
    """Gives turns. Safe to share between threads and event loops."""

    def __init__(self) -> None:
        self._next: dict[str, float] = {}
        self._lock = threading.Lock()

    async def turn(self, host: str, interval: float) -> None:
        """Returns when ``host`` may be asked again."""
        await asyncio.sleep(self._reserve(host, interval))

    def answered(self, host: str, interval: float) -> None:
        """The reply is here: the next turn comes ``interval`` after it, so that a slow host is not asked again at
        once."""
        rested = time.monotonic() + interval
        with self._lock:
            self._next[host] = max(rested, self._next.get(host, 0.0))

    def _reserve(self, host: str, interval: float) -> float:
        """Takes the next free turn; gives the seconds until then."""
        now = time.monotonic()
        with self._lock:
            if len(self._next) > _REMEMBERED:
                self._next = {name: at for name, at in self._next.items() if at > now}
            turn = max(now, self._next.get(host, 0.0))
            self._next[host] = turn + interval
        return turn - now
