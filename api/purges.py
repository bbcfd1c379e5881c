"""Notices what was purged, by whichever process: `qa rm --purge` beside this one, or a service on the same store."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable

from qa.app import App
from qa.errors import QAError

log = logging.getLogger("api")

LOOK_SECONDS = 2.0
"""How long what was purged elsewhere may stay in this process's memory."""


class PurgeWatch:
    """Calls ``forget`` whenever something was purged, and drops what the app holds of it in memory."""

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

    async def _look(self, known: str | None) -> str:
        latest = await self._app.history.purges()
        if known is not None and latest != known:
            self._forget()
            await self._app.forget_purged()
        return latest

    async def _run(self) -> None:
        known: str | None = None
        while True:
            try:
                known = await self._look(known)
            except QAError:
                pass  # the store's trouble: looked at again in a moment
            except Exception:  # a fault of ours: what is purged next must be noticed all the same
                log.exception("what was purged elsewhere could not be looked at")
            await asyncio.sleep(LOOK_SECONDS)
