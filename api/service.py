"""What the routes share: the installation, the runs, the limits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Request

from api.jobs import JobRunner
from api.limits import Limits
from api.metrics import Metrics
from api.purges import PurgeWatch
from api.runs import Run, Runs, new_id
from api.worker import Worker
from qa.app import App
from qa.ask import ask
from qa.types import Exchange, Filters


@dataclass(frozen=True, slots=True)
class Service:
    """One installation, served."""

    app: App
    limits: Limits
    worker: Worker
    runs: Runs
    metrics: Metrics
    jobs: JobRunner
    purges: PurgeWatch

    @classmethod
    def of(cls, app: App, limits: Limits) -> Service:
        """The service on ``app``, idle."""
        worker = Worker("answers")
        metrics = Metrics()
        runs = Runs(limits, worker, metrics)
        return cls(app, limits, worker, runs, metrics, JobRunner(app, metrics), PurgeWatch(app, runs.forget))

    def begin_stop(self) -> None:
        """Says that the service will stop as soon as what runs is finished."""
        self.jobs.begin_stop()

    async def close(self) -> None:
        """Stops what still runs, and waits until it has ended."""
        await self.purges.stop()
        self.runs.stop()
        await self.worker.close()
        await self.jobs.stop()

    def now_seconds(self) -> int:
        """The present moment in seconds since 1970."""
        return int(datetime.fromisoformat(self.app.asking.clock.now()).timestamp())

    def start(
        self,
        text: str,
        filters: Filters,
        *,
        conversation_id: str | None = None,
        earlier: tuple[Exchange, ...] = (),
    ) -> Run:
        """Begins to answer ``text``, asked in that conversation or after what was said ``earlier``. Problem ``busy``
        when too much is being answered."""
        answer_id = new_id()
        asked = self.app.asking.question(text, filters=filters, conversation_id=conversation_id)
        question = replace(asked, answer_id=answer_id, earlier=earlier)
        return self.runs.start(answer_id, ask(question, self.app.asking))


async def _service(request: Request) -> Any:  # a plain def would run in a thread
    return request.app.state.service


Shared = Annotated[Service, Depends(_service)]
"""The parameter by which a route gets the service."""
