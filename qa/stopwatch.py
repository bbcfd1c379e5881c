"""Times the steps of one answer."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Stopwatch:
    """Adds up wall-clock time by step, from its making on."""

    def __init__(self) -> None:
        self._started = time.perf_counter()
        self._seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Adds the time spent inside to ``name``. Steps may nest: the outer one includes the inner one."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self._seconds[name] = self._seconds.get(name, 0.0) + time.perf_counter() - started

    def milliseconds(self) -> dict[str, float]:
        """Milliseconds by step, and ``total`` since the making."""
        total = time.perf_counter() - self._started
        return {name: round(seconds * 1000, 1) for name, seconds in [*self._seconds.items(), ("total", total)]}
