"""Notices what was purged, by whichever process: `qa rm --purge` beside this one, or a service on the same store."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

from qa.app import App
from qa.errors import QAError

LOOK_SECONDS = 2.0
"""How long what was purged elsewhere may stay in this process's memory."""


class PurgeWatch:
    """Calls ``forget`` whenever something was purged, and has the index drop its vectors, which it would else do at
    the next search."""

    def __init__(self, app: App, forget: Callable[[], None]) -> None:
        self._app = app
        self._forget = forget
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins to look."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Looks no more; safe to call twice."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def _run(self) -> None:
        known: str | None = None
        while True:
            with contextlib.suppress(QAError):  # the store's trouble: looked at again in a moment
                latest = await self._app.history.purges()
                if known is not None and latest != known:
                    self._forget()
                    await self._app.forget_vectors()
                known = latest
            await asyncio.sleep(LOOK_SECONDS)
