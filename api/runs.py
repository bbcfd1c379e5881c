"""Answers in the making. A run goes on by itself; any number of clients follow its events, from any of them on."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import cast

from api.limits import Limits
from api.problem import KINDS, Problem
from qa.types import DoneEvent, ErrorEvent, Event

log = logging.getLogger("api")


class Run:
    """One question being answered. Its last event is ``done`` or ``error``, whatever happens.

    It starts with nobody following. Whoever follows joins and leaves; when the last one has left, it is stopped after
    ``grace_seconds``, and the reader with it.
    """

    def __init__(self, answer_id: str, stream: AsyncGenerator[Event, None], limits: Limits) -> None:
        self.answer_id = answer_id
        self.events: list[Event] = []
        self.finished = False
        self._limits = limits
        self._news = asyncio.Event()
        self._followers = 0
        self._stop: asyncio.TimerHandle | None = None
        self.task = asyncio.create_task(self._drive(stream), name=f"answer {answer_id}")
        self.task.add_done_callback(self._over)
        self._nobody_follows()

    async def follow(self, after: int = 0) -> AsyncGenerator[tuple[int, Event] | None, None]:
        """The events from the one after number ``after`` (they count from 1) to the last, as they come; ``None``
        whenever nothing came for ``heartbeat_seconds``. Close it (``aclosing``) to leave."""
        self._join()
        try:
            while True:
                while after < len(self.events):
                    after += 1
                    yield after, self.events[after - 1]
                if self.finished:
                    return
                if not await self._news_within(self._limits.heartbeat_seconds):
                    yield None
        finally:
            self._leave()

    async def end(self) -> DoneEvent | ErrorEvent:
        """Follows to the last event and gives it."""
        self._join()
        try:
            while not self.finished:
                await self._news.wait()
        finally:
            self._leave()
        return cast("DoneEvent | ErrorEvent", self.events[-1])

    async def _drive(self, stream: AsyncGenerator[Event, None]) -> None:
        try:
            async with asyncio.timeout(self._limits.answer_seconds), aclosing(stream) as events:
                async for event in events:
                    self._tell(event)
        except TimeoutError:
            self._tell(_error("timeout", f"There was no answer within {self._limits.answer_seconds:g} seconds."))

    def _over(self, task: asyncio.Task[None]) -> None:
        """Sees to the last event. A callback, because a task that is stopped before it began runs none of its lines."""
        if task.cancelled():
            self._tell(_error("cancelled", "Nobody was waiting for the answer any more, or the service is stopping."))
        elif error := task.exception():
            log.error("unforeseen error in answer %s", self.answer_id, exc_info=error)
            self._tell(_error("internal_error", "Something went wrong that nobody foresaw."))
        self.finished = True
        self._wake()

    async def _news_within(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            return False
        return True

    def _tell(self, event: Event) -> None:
        self.events.append(event)
        self._wake()

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    def _join(self) -> None:
        self._followers += 1
        if self._stop:
            self._stop.cancel()
            self._stop = None

    def _leave(self) -> None:
        self._followers -= 1
        if not self._followers:
            self._nobody_follows()

    def _nobody_follows(self) -> None:
        if not self.finished:
            self._stop = asyncio.get_running_loop().call_later(self._limits.grace_seconds, self.task.cancel)


class Runs:
    """The runs of this process: those that go on, and those that ended a short while ago."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._runs: dict[str, Run] = {}
        self._active = 0

    def start(self, answer_id: str, stream: AsyncGenerator[Event, None]) -> Run:
        """Begins to answer. Problem ``busy`` when as many answers as may are being made."""
        if self._active >= self._limits.questions:
            raise Problem("busy", f"{self._active} questions are being answered.")
        run = Run(answer_id, stream, self._limits)
        self._active += 1
        self._runs[answer_id] = run
        run.task.add_done_callback(lambda _: self._ended(run))
        return run

    def find(self, answer_id: str) -> Run | None:
        """The run of that answer, while it is kept."""
        return self._runs.get(answer_id)

    async def close(self) -> None:
        """Stops what still runs."""
        running = [run.task for run in self._runs.values() if not run.finished]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def _ended(self, run: Run) -> None:
        self._active -= 1
        asyncio.get_running_loop().call_later(self._limits.kept_seconds, self._runs.pop, run.answer_id, None)


def new_id() -> str:
    """The id of an answer that is still to be made."""
    return uuid.uuid4().hex


def _error(code: str, message: str) -> ErrorEvent:
    return ErrorEvent(code, message, KINDS[code].next_step)
