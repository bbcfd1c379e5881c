"""Does the jobs: takes articles in one after the other, on a loop of its own, so that questions are answered
meanwhile.

What is to be done and what came of it stands in the store. A process that is killed leaves its job there; when the
lease has run out, the next one goes on with the item that was not finished. Taking that in again changes nothing if it
was on disk already.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
import uuid
from collections.abc import Iterable
from dataclasses import replace

from api.metrics import Metrics
from api.uploads import Upload, Uploads
from api.worker import Worker
from qa.app import App
from qa.errors import InputError, QAError
from qa.ingest import Ingesting, SourceReport, ingest
from qa.stopwatch import Stopwatch
from qa.types import Source
from qa.types.operations import Job, JobItem, JobReport

LEASE_SECONDS = 10.0
BEAT_SECONDS = 2.0
POLL_SECONDS = 2.0
"""How often is looked for jobs that nobody here was told of: those of a process that died."""
AGAIN_SECONDS = 30.0
"""When a job that the store or the index stopped is tried again."""
STOP_SECONDS = 10.0
"""How long the item at hand may take once the service is told to stop; longer ones are begun again later."""
ATTEMPTS = 3

log = logging.getLogger("api")


class JobRunner:
    """Does the jobs of one installation, one at a time. Starts when it is first woken."""

    def __init__(self, app: App, metrics: Metrics) -> None:
        self._queue = app.operations.queue
        self._ports = app.ingesting
        self._clock = app.asking.clock
        self._metrics = metrics
        self._owner = uuid.uuid4().hex
        self._worker = Worker("jobs")
        self._task: asyncio.Task[None] | None = None
        self._news = asyncio.Event()
        self._stopping = False

    def wake(self) -> None:
        """Says that there may be something to do."""
        if self._task is None and not self._stopping:
            self._task = asyncio.create_task(self._run())
        self._news.set()

    @property
    def stopping(self) -> bool:
        """Whether it was told to stop."""
        return self._stopping

    def begin_stop(self) -> None:
        """Begins nothing new."""
        self._stopping = True
        self._news.set()

    async def stop(self) -> None:
        """Ends when the item at hand has, or after ``STOP_SECONDS``; the job is given back."""
        self.begin_stop()
        if self._task is not None:
            await asyncio.wait({self._task}, timeout=STOP_SECONDS)
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None
        await self._worker.close()

    async def _run(self) -> None:
        while not self._stopping:
            self._news.clear()
            try:
                now = time.time()
                job = await self._queue.claim_job(self._owner, now, now + LEASE_SECONDS)
                if job is not None:
                    await self._do(job)
                    continue
            except QAError as error:  # the store: what is to be done is still in it
                log.warning("jobs wait: %s", error.code)
            except Exception as error:  # a fault of ours must not end the jobs that come after it
                log.error("unforeseen error between jobs", exc_info=error)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(POLL_SECONDS):
                    await self._news.wait()

    async def _do(self, job: Job) -> None:
        log.info("job begins", extra={"job_id": job.id, "items": job.items})
        work = asyncio.create_task(self._items(job))
        beat = asyncio.create_task(self._beat(job, work))
        again_at = None
        try:
            await asyncio.wait({work})
            ended = replace(job, status="queued") if work.cancelled() else work.result()
        except QAError as error:
            ended = replace(job, status="queued", code=error.code, message=str(error))
            again_at = time.time() + AGAIN_SECONDS
        except asyncio.CancelledError:  # there is no time left
            work.cancel()
            await asyncio.wait({work})
            await self._queue.end_job(replace(job, status="queued"), self._owner)
            raise
        finally:
            beat.cancel()
        self._metrics.jobs.labels(ended.status).inc()
        await self._queue.end_job(ended, self._owner, again_at)
        log.info("job ends", extra={"job_id": job.id, "status": ended.status, "code": ended.code})

    async def _beat(self, job: Job, work: asyncio.Task[Job]) -> None:
        """Holds the job while it is done. One that was cancelled, or that another has, is left where it stands."""
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            with contextlib.suppress(QAError):
                if not await self._queue.hold_job(job.id, self._owner, time.time() + LEASE_SECONDS):
                    work.cancel()

    async def _items(self, job: Job) -> Job:
        """Takes the items in until there are none left, or the service stops."""
        item = await self._queue.next_item(job.id)
        while item is not None and not self._stopping:
            if not await self._queue.hold_job(job.id, self._owner, time.time() + LEASE_SECONDS):
                break  # cancelled: to end it again changes nothing
            await self._worker.run(self._take(job, item))
            item = await self._queue.next_item(job.id, finished=item.number)
        if item is not None:
            return replace(job, status="queued")
        return replace(job, status="done", ended_at=self._clock.now())

    async def _take(self, job: Job, item: JobItem) -> None:
        """Takes one item in, and keeps a report of each article as soon as that is on disk."""
        reported = False
        try:
            if item.attempts > ATTEMPTS:
                said = f"The service broke down {ATTEMPTS} times while it took this in."
                await self._keep(job, _failed(item, "gave_up", said))
                return
            sources, ports = _opened(item, self._ports)
            with Stopwatch().span("ingest") as span:
                span.set_attribute("qa.job_id", job.id)
                async for report in ingest(sources, ports):
                    reported = True
                    await self._keep(job, _told(item, report))
            if not reported:
                await self._keep(job, _failed(item, "empty", "Nothing was found there."))
        except InputError as error:
            await self._keep(job, _failed(item, error.code, str(error)))
        except QAError:
            raise
        except Exception as error:  # a fault of ours in one item must not keep the others
            log.error("unforeseen error in a job", exc_info=error, extra={"job_id": job.id})
            await self._keep(job, _failed(item, "internal_error", "Something went wrong that nobody foresaw."))

    async def _keep(self, job: Job, report: JobReport) -> None:
        await self._queue.report_item(job.id, report)
        self._metrics.ingested.labels(report.outcome).inc()


def _opened(item: JobItem, ports: Ingesting) -> tuple[Iterable[Source], Ingesting]:
    """The sources of ``item``, and the ports that fetch them."""
    if item.data is None:
        return ports.fetcher.sources(item.source), ports
    upload = Upload(item.data, item.source, item.metadata)
    return [upload.source], replace(ports, fetcher=Uploads([upload]))


def _told(item: JobItem, report: SourceReport) -> JobReport:
    article = (report.article_id, report.version)
    return JobReport(item.number, report.source, report.outcome, *article, report.reason, report.detail)


def _failed(item: JobItem, reason: str, detail: str) -> JobReport:
    return JobReport(item.number, item.source, "failed", reason=reason, detail=detail)
