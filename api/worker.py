"""A second event loop, in a thread of its own: what computes there keeps no request waiting."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")


class Worker:
    """Runs coroutines on its own loop. Starts with the first one; ``close`` cancels what is left."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None

    def submit(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Begins ``work``; cancelling the future cancels it."""
        if self._loop is None:
            self._start()
        assert self._loop is not None  # noqa: S101 - _start has set it
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Does ``work`` there, and waits for it here."""
        return await asyncio.wrap_future(self.submit(work))

    async def close(self) -> None:
        """Cancels what still runs and waits until it has ended."""
        if self._thread is None or self._loop is None or self._stop is None:
            return
        self._loop.call_soon_threadsafe(self._stop.set)
        await asyncio.to_thread(self._thread.join)
        self._thread = self._loop = self._stop = None

    def _start(self) -> None:
        started = threading.Event()

        async def until_stopped() -> None:
            self._loop = asyncio.get_running_loop()
            self._stop = asyncio.Event()
            started.set()
            await self._stop.wait()  # asyncio.run then cancels the rest

        self._thread = threading.Thread(target=lambda: asyncio.run(until_stopped()), name=self._name, daemon=True)
        self._thread.start()
        started.wait()
