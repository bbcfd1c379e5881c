"""The web application: `create_app(app) -> FastAPI`. Routes stand in `api/routes`, a module per noun."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from api import openapi, page, problem
from api.access import Access, Gate
from api.idempotency import Idempotency
from api.keys import KeyRing, Rates
from api.limits import BodyLimit, Limits
from api.logs import AccessLog
from api.metrics import Counting
from api.request_id import RequestId
from api.routes import (
    answers,
    articles,
    chat,
    conversations,
    feedback,
    health,
    jobs,
    problem_types,
    search,
    uploads,
)
from api.service import Service
from api.tracing import Tracing
from qa import __version__
from qa.app import App

DESCRIPTION = "Answers questions about news articles in short claims, each tied to exact sentences of named articles."


def create_app(app: App, *, limits: Limits | None = None, access: Access | None = None) -> FastAPI:
    """The service on the installation ``app``, which stays the caller's to close; ``access`` says who may come in."""
    from api import mcp  # its library takes a second to load

    limits = limits or Limits()
    service = Service.of(app, limits)
    agents = mcp.server(service)
    agents_web = mcp.web(agents)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with agents.session_manager.run():
            service.jobs.wake()  # some may be left from before
            service.purges.start()
            yield
        await service.close()

    web = FastAPI(
        title="On the Record",
        version=__version__,
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,  # its page loads scripts from elsewhere
        redoc_url=None,
    )
    web.state.service = service
    problem.install(web)
    openapi.install(web)
    nouns = (answers, conversations, feedback, search, articles, uploads, jobs, chat, health, problem_types)
    for module in nouns:
        web.include_router(module.router)
    web.router.routes.extend(agents_web.routes)
    page.mount(web)
    web.include_router(service.metrics.router())
    # The last one added is the first to see a request.
    web.add_middleware(Idempotency, replies=app.operations.replies, clock=app.asking.clock)
    web.add_middleware(BodyLimit, limits=limits, larger={jobs.FILES_PATH: limits.files_bytes})
    rates = Rates(app.settings.requests_per_minute)
    web.add_middleware(Gate, access=access or Access(), ring=KeyRing(app.operations.keys), rates=rates)
    web.add_middleware(problem.Unforeseen)
    web.add_middleware(Counting, metrics=service.metrics)
    web.add_middleware(AccessLog)
    web.add_middleware(Tracing)
    web.add_middleware(RequestId)
    return web
