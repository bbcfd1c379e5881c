"""Works the inbox off: leases an event, holds on to it while it is answered, and gives it back when that fails."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from api.slack.calls import LaterError, RefusedError
from qa.errors import StoreError
from qa.inbox import Inbox, InboxEvent, LeasedEvent

log = logging.getLogger("api.slack")

Answer = Callable[[InboxEvent, bool], Awaitable[None]]
GiveUp = Callable[[InboxEvent], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Pace:
    """How the inbox is worked off: by how many at once, how long a lease is, how often an idle worker looks (for what
    other processes took in and for leases that ran out), how often an event is tried, and the first pause between: by
    the defaults, for some four hours in which Slack cannot be reached. A bug is tried ``bug_attempts`` times."""

    workers: int = 4
    lease_seconds: float = 60.0
    look_seconds: float = 1.0
    attempts: int = 60
    bug_attempts: int = 3
    pause_seconds: float = 2.0
    longest_pause_seconds: float = 300.0


class Workers:
    """Workers of this process on ``inbox``. ``wake`` when something was taken in; ``close`` lets go of what is held."""

    def __init__(self, inbox: Inbox, answer: Answer, give_up: GiveUp, pace: Pace | None = None) -> None:
        self._inbox = inbox
        self._answer = answer
        self._give_up = give_up
        self._pace = pace or Pace()
        self._name = f"{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self._news = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begins to work."""
        self._tasks = [asyncio.create_task(self._work(f"{self._name}-{n}")) for n in range(self._pace.workers)]

    def wake(self) -> None:
        """Says that there is something to do."""
        self._news.set()

    async def close(self) -> None:
        """Stops. What is being answered is given back, for the next to look through and go on with."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _work(self, worker: str) -> None:
        while True:
            try:
                now = time.time()
                leased = await self._inbox.lease(worker, now, now + self._pace.lease_seconds)
                if leased is not None:
                    self._news.set()  # there may be more: the others look too
                    await self._attempt(worker, leased)
                    continue
            except StoreError as error:
                log.error("the inbox cannot be worked on: %s", error)
            self._news.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._pace.look_seconds):
                    await self._news.wait()

    async def _attempt(self, worker: str, leased: LeasedEvent) -> None:
        """One try. A lease that somebody else has taken over meanwhile ends it at once."""
        key = leased.event.key
        answering = asyncio.create_task(self._is_done_with(leased))
        holding = asyncio.create_task(self._hold(worker, key))
        try:
            await asyncio.wait({answering, holding}, return_when=asyncio.FIRST_COMPLETED)
            if not answering.done():
                log.warning("the lease on %s was lost", key)
                return
            if answering.result():
                await self._inbox.finish(key, worker)
            else:
                await self._inbox.postpone(key, worker, time.time() + self._pause(leased.attempts))
        except asyncio.CancelledError:
            await self._inbox.postpone(key, worker, time.time())
            raise
        finally:
            for task in (answering, holding):
                task.cancel()
            await asyncio.gather(answering, holding, return_exceptions=True)

    async def _is_done_with(self, leased: LeasedEvent) -> bool:
        """Answers it; False when it is to be tried again."""
        key, last = leased.event.key, leased.attempts >= self._pace.attempts
        try:
            await self._answer(leased.event, leased.attempts > 1)
            return True
        except RefusedError as error:
            log.error("%s cannot be answered: Slack says %s", key, error)
            return True
        except (LaterError, StoreError) as error:
            log.warning("%s could not be answered (try %d): %s", key, leased.attempts, error)
        except Exception:
            log.exception("unforeseen error over %s (try %d)", key, leased.attempts)
            last = last or leased.attempts >= self._pace.bug_attempts
        if last:
            log.error("%s is given up after %d tries", key, leased.attempts)
            try:
                await self._give_up(leased.event)
            except Exception:
                log.exception("nobody could be told that %s was given up", key)
        return last

    async def _hold(self, worker: str, key: str) -> None:
        """Extends the lease until it is lost."""
        while True:
            await asyncio.sleep(self._pace.lease_seconds / 3)
            with contextlib.suppress(StoreError):
                if not await self._inbox.extend(key, worker, time.time() + self._pace.lease_seconds):
                    return

    def _pause(self, attempts: int) -> float:
        return min(self._pace.pause_seconds * 2.0 ** min(attempts - 1, 10), self._pace.longest_pause_seconds)
