"""Whether the service lives, and whether it can answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from api.service import Shared
from qa.app import App
from qa.errors import QAError
from qa.operating import Checked
from qa.types import Filters

router = APIRouter(tags=["operations"])
SECONDS = 5.0
"""For each check: a probe that hangs is worse than one that fails."""


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz", responses={503: {"description": "Something does not work; `checks` says what."}})
async def readyz(request: Request, service: Shared) -> Response:
    """Asks the store, the embedder, the index, the reader (a model's endpoint only whether it is there) and the jobs,
    and says what each answered. Where keys are needed, what each said in words is for the scope `admin`; whether it
    works is for everybody."""
    names = list(_CHECKS)
    said = await asyncio.gather(*(_tried(_CHECKS[name], service.app) for name in names))
    key = request.scope["api_key"]
    in_full = not request.scope["keys_needed"] or (key is not None and "admin" in key.scopes)
    checks = [
        {"name": name, "ok": works, "detail": detail if in_full else None}
        for name, (works, detail) in zip(names, said, strict=True)
    ]
    ready = all(works for works, _ in said)
    return JSONResponse({"status": "ready" if ready else "not_ready", "checks": checks}, 200 if ready else 503)


async def _tried(check: Callable[[App], Awaitable[str]], app: App) -> tuple[bool, str]:
    try:
        async with asyncio.timeout(SECONDS):
            return True, await check(app)
    except QAError as error:
        return False, str(error)
    except TimeoutError:
        return False, f"No reply within {SECONDS:g} seconds."


async def _store(app: App) -> str:
    stats = await app.store.stats()
    if not stats.articles:
        return "No articles yet: run `qa ingest FOLDER`, or start `qa serve --demo`."
    return f"{stats.articles} articles, {stats.passages} passages."


async def _embedder(app: App) -> str:
    await app.embedder.embed(["Does it work?"])
    await app.store.check_fingerprint(app.embedder.fingerprint)
    return f"{app.embedder.fingerprint}."


async def _index(app: App) -> str:
    [vector] = await app.embedder.embed(["Does it work?"])
    found = await app.index.search_vector(vector, 1, Filters())
    return f"{app.index.name}, " + (f"answered around ({found.degraded})." if found.degraded else "searchable.")


async def _reader(app: App) -> str:
    # A model is asked nothing: that would cost money at every probe.
    reader = app.asking.reader
    return f"{app.reader_notice} {await reader.check()}" if isinstance(reader, Checked) else app.reader_notice


async def _jobs(app: App) -> str:
    newest = await app.operations.jobs.jobs(limit=20)
    return f"{sum(job.status in ('queued', 'running') for job in newest)} of the newest {len(newest)} are not over."


_CHECKS: dict[str, Callable[[App], Awaitable[str]]] = {
    "store": _store,
    "embedder": _embedder,
    "index": _index,
    "reader": _reader,
    "jobs": _jobs,
}
