"""Answers in the making. A run goes on by itself; any number of clients follow its events, from any of them on."""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import Future
from contextlib import aclosing
from typing import cast

from api.limits import Limits
from api.metrics import Metrics
from api.problem import KINDS, Problem
from api.worker import Worker
from qa.ask import figures
from qa.types import ClaimEvent, DoneEvent, ErrorEvent, Event

log = logging.getLogger("api")


class Run:
    """One question being answered. Its last event is ``done`` or ``error``, whatever happens.

    The work is done by ``worker``, in another thread; everything else happens on the loop that made the run. It starts
    with nobody following. Whoever follows joins and leaves; when the last one has left, it is stopped after
    ``grace_seconds``, and the reader with it.
    """

    def __init__(
        self,
        answer_id: str,
        stream: AsyncGenerator[Event, None],
        limits: Limits,
        worker: Worker,
        ended: Callable[[Run], None],
    ) -> None:
        self.answer_id = answer_id
        self.events: list[Event] = []
        self.finished = False
        self.first_claim: float | None = None  # seconds from the beginning
        self._limits = limits
        self._news = asyncio.Event()
        self._followers = 0
        self._ended = ended
        self._begun = time.perf_counter()
        self._stop: asyncio.TimerHandle | None = None
        self._loop = asyncio.get_running_loop()
        self._work = worker.submit(self._drive(stream))
        self._work.add_done_callback(lambda work: self._loop.call_soon_threadsafe(self._over, work))
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

    def stop(self) -> None:
        """Cancels the work; the last event says so."""
        self._work.cancel()

    async def _drive(self, stream: AsyncGenerator[Event, None]) -> None:
        try:
            async with asyncio.timeout(self._limits.answer_seconds), aclosing(stream) as events:
                async for event in events:
                    self._loop.call_soon_threadsafe(self._tell, event)
        except TimeoutError:
            late = _error("timeout", f"There was no answer within {self._limits.answer_seconds:g} seconds.")
            self._loop.call_soon_threadsafe(self._tell, late)

    def _over(self, work: Future[None]) -> None:
        """Sees to the last event. A callback, because work that is stopped before it began runs none of its lines."""
        if work.cancelled():
            self._tell(_error("cancelled", "Nobody was waiting for the answer any more, or the service is stopping."))
        elif error := work.exception():
            log.error("unforeseen error in answer %s", self.answer_id, exc_info=error)
            self._tell(_error("internal_error", "Something went wrong that nobody foresaw."))
        self.finished = True
        self._wake()
        self._ended(self)

    async def _news_within(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            return False
        return True

    def _tell(self, event: Event) -> None:
        if not self.finished:  # what is stopped may still say something
            self.events.append(event)
            if self.first_claim is None and isinstance(event, ClaimEvent):
                self.first_claim = time.perf_counter() - self._begun
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
            self._stop = asyncio.get_running_loop().call_later(self._limits.grace_seconds, self.stop)


class Runs:
    """The runs of this process: those that go on, and those that ended a short while ago."""

    def __init__(self, limits: Limits, worker: Worker, metrics: Metrics) -> None:
        self._limits = limits
        self._worker = worker
        self._metrics = metrics
        self._runs: dict[str, Run] = {}
        self._running: set[str] = set()
        self._fleeting: set[str] = set()

    def start(self, answer_id: str, stream: AsyncGenerator[Event, None]) -> Run:
        """Begins to answer. Problem ``busy`` when as many answers as may are being made."""
        if len(self._running) >= self._limits.questions:
            raise Problem("busy", f"{len(self._running)} questions are being answered.")
        run = Run(answer_id, stream, self._limits, self._worker, self._ended)
        self._runs[answer_id] = run
        self._running.add(answer_id)
        self._metrics.running.inc()
        return run

    def find(self, answer_id: str) -> Run | None:
        """The run of that answer, while it is kept."""
        return self._runs.get(answer_id)

    def forget(self) -> None:
        """Keeps no answer any longer than it takes to make it: an article was purged that they may quote."""
        self._fleeting |= self._running
        self._runs = {answer_id: self._runs[answer_id] for answer_id in self._running}

    def stop(self) -> None:
        """Stops what still runs."""
        for answer_id in self._running:
            self._runs[answer_id].stop()

    def _ended(self, run: Run) -> None:
        self._running.discard(run.answer_id)
        self._metrics.running.dec()
        last = run.events[-1]
        self._metrics.ended(last, run.first_claim)
        if isinstance(last, DoneEvent):
            answer = last.answer
            told = {key.removeprefix("qa."): value for key, value in figures(answer).items()}
            log.info("answer", extra=told | {"timings_ms": answer.timings_ms, "question": answer.question})
        else:
            log.info("no answer", extra={"answer_id": run.answer_id, "code": getattr(last, "code", None)})
        kept = 0 if run.answer_id in self._fleeting else self._limits.kept_seconds
        self._fleeting.discard(run.answer_id)
        asyncio.get_running_loop().call_later(kept, self._forget, run.answer_id)

    def _forget(self, answer_id: str) -> None:
        self._runs.pop(answer_id, None)


def new_id() -> str:
    """The id of an answer that is still to be made."""
    return uuid.uuid4().hex


def _error(code: str, message: str) -> ErrorEvent:
    return ErrorEvent(code, message, KINDS[code].next_step)
