"""Taking in many articles: a job is on disk when it is answered, and is done in the background."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, File, Header, Query, Request, UploadFile
from fastapi.responses import JSONResponse, Response
from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event
from pydantic import TypeAdapter, ValidationError

from api import sse
from api.problem import Problem
from api.routes.errors import problems
from api.schemas import ArticleName, IngestIn, JobId, JobOut, JobReportsOut, JobsOut
from api.schemas.jobs import MOST
from api.service import Service, Shared
from api.uploads import Upload
from qa.types.operations import Job, JobItem

router = APIRouter(prefix="/v1", tags=["jobs"])
FILES_PATH = "/v1/ingest/files"
LOOK_SECONDS = 0.5
_FILE = "The ferry to Nordholm was late on Friday."
_NAME: TypeAdapter[str] = TypeAdapter(ArticleName)
_TAKEN: dict[int | str, dict[str, Any]] = {
    202: {
        "description": "It is on disk and will be done.",
        "headers": {"Location": {"description": "The job.", "schema": {"type": "string"}}},
    }
}
_EVENTS: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            "text/event-stream": {
                "schema": sse.EVENT,
                "example": (
                    'event: report\ndata: {"number": 1, "source": "ferry.txt", "outcome": "new"}\nid: 1\n\n'
                    'event: done\ndata: {"status": "done", "finished": 1}\n\n'
                ),
            }
        }
    }
}


@router.post(
    "/ingest",
    status_code=202,
    response_model=JobOut,
    responses=_TAKEN | problems("invalid_json", "too_large", "store_full", "store_busy"),
)
async def ingest(request: Request, sent: IngestIn, service: Shared) -> Response:
    """Takes in articles and addresses as a job. Everything that is sent is on disk when this answers 202: the job
    survives a restart. `Location` says where to look, `…/events` tells each report as it comes.

    Where several have the same name or URL, the later one is a newer version of the earlier one."""
    uploads = [Upload(one.text.encode(), one.name, one.metadata()) for one in sent.articles]
    return await _begun(request, service, uploads, sent.urls)


@router.post(
    "/ingest/files",
    status_code=202,
    response_model=JobOut,
    responses=_TAKEN | problems("invalid_json", "too_large", "store_full", "store_busy"),
    openapi_extra={"requestBody": {"content": {"multipart/form-data": {"example": {"files": [_FILE]}}}}},
)
async def ingest_files(
    request: Request,
    files: Annotated[
        list[UploadFile],
        File(description="Articles as files; each one's name names its article.", min_length=1, max_length=MOST),
    ],
    service: Shared,
) -> Response:
    """Takes in files as a job, sent as a form: `curl -F files=@one.txt -F files=@two.md ADDRESS/v1/ingest/files`."""
    uploads = [Upload(await file.read(), _name(file), {}) for file in files]
    return await _begun(request, service, uploads, [])


@router.get("/jobs", response_model=JobsOut, responses=problems())
async def listed(
    service: Shared,
    cursor: Annotated[JobId | None, Query(description="The `next_cursor` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Response:
    """The jobs, newest first."""
    found = await service.app.operations.jobs.jobs(cursor, limit + 1)
    more = found[limit - 1].id if len(found) > limit else None
    return JSONResponse({"jobs": [_shown(job) for job in found[:limit]], "next_cursor": more})


@router.get("/jobs/{job_id}", response_model=JobOut, responses=problems("job_not_found"))
async def job(job_id: JobId, service: Shared) -> Response:
    """How far the job is."""
    return JSONResponse(_shown(await _job(service, job_id)))


@router.get("/jobs/{job_id}/reports", response_model=JobReportsOut, responses=problems("job_not_found"))
async def reports(
    job_id: JobId,
    service: Shared,
    after: Annotated[int, Query(ge=0, le=1_000_000_000, description="Go on after this report.")] = 0,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
) -> Response:
    """What came of each source, in the order in which it came."""
    await _job(service, job_id)
    return JSONResponse({"reports": await _reports(service, job_id, after, limit)})


@router.post("/jobs/{job_id}/cancel", response_model=JobOut, responses=problems("job_not_found", "job_over"))
async def cancel(job_id: JobId, service: Shared) -> Response:
    """Ends the job. What it took in so far stays, and so may the article at hand."""
    cancelled = await service.app.operations.jobs.cancel_job(job_id, service.app.asking.clock.now())
    found = await _job(service, job_id)
    if not cancelled and found.status != "cancelled":
        raise Problem("job_over", f"The job {job_id} has ended already.")
    return JSONResponse(_shown(found))


@router.get(
    "/jobs/{job_id}/events",
    response_class=Response,
    responses=_EVENTS | problems("job_not_found"),
)
async def events(
    job_id: JobId,
    service: Shared,
    last_event_id: Annotated[str | None, Header(description="Go on after this event.")] = None,
) -> Response:
    """Each report as it comes, as a `report` event, and last `done` with the job. `Last-Event-ID` goes on after a
    connection was lost."""
    await _job(service, job_id)
    return EventSourceResponse(_followed(service, job_id, sse.number(last_event_id)), headers=sse.HEADERS)


async def _begun(request: Request, service: Service, uploads: Sequence[Upload], urls: Sequence[str]) -> Response:
    # The same request sent again (Idempotency-Key) is the same job, also after a breakdown in between.
    job_id = request.scope.get("idempotency_id") or uuid.uuid4().hex
    items = [JobItem(n, u.source.name, u.data, u.metadata) for n, u in enumerate(uploads, 1)]
    items += [JobItem(n, url, None) for n, url in enumerate(urls, 1 + len(items))]
    jobs = service.app.operations.jobs
    await jobs.add_job(Job(job_id, service.app.asking.clock.now(), len(items)), items)
    service.jobs.wake()
    return JSONResponse(_shown(await _job(service, job_id)), 202, {"Location": f"/v1/jobs/{job_id}"})


def _name(file: UploadFile) -> str:
    try:
        return _NAME.validate_python(file.filename)
    except ValidationError as error:
        raise Problem("invalid_request", "body.files: each file needs a printable name of at most 300.") from error


async def _followed(service: Service, job_id: str, after: int) -> AsyncIterator[bytes]:
    quiet = 0.0
    while not service.jobs.stopping:
        found = await _job(service, job_id)  # before its reports: they are complete when it is over
        for report in await _reports(service, job_id, after, 1_000):
            after, quiet = report["number"], 0.0
            yield format_sse_event(data_str=_json(report), event="report", id=str(after))
        if found.status in ("done", "cancelled"):
            yield format_sse_event(data_str=_json(_shown(found)), event="done")
            return
        await asyncio.sleep(LOOK_SECONDS)
        quiet += LOOK_SECONDS
        if quiet >= service.limits.heartbeat_seconds:
            quiet = 0.0
            yield KEEPALIVE_COMMENT


async def _job(service: Service, job_id: str) -> Job:
    found = await service.app.operations.jobs.job(job_id)
    if found is None:
        raise Problem("job_not_found", f"There is no job {job_id}.")
    return found


async def _reports(service: Service, job_id: str, after: int, limit: int) -> list[dict[str, Any]]:
    found = await service.app.operations.jobs.job_reports(job_id, after, limit)
    return [{"number": number, **asdict(report)} for number, report in enumerate(found, after + 1)]


def _shown(job: Job) -> dict[str, Any]:
    return asdict(job)


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
