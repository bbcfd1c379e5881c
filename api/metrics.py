"""Figures for Prometheus, each service's its own. No label holds what a person wrote."""

from __future__ import annotations

import time

from fastapi import APIRouter
from fastapi.responses import Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import heads
from qa.types import DoneEvent, ErrorEvent, Event

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)


class Metrics:
    """What is counted, and how it is read."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        kept = self.registry
        self.requests = Counter("qa_http_requests", "Requests, by route.", ["route", "method", "status"], registry=kept)
        self.latency = Histogram(
            "qa_http_request_seconds", "Until the response began.", ["route"], buckets=_SECONDS, registry=kept
        )
        self.open = Gauge("qa_http_requests_open", "Requests that are being replied to.", registry=kept)
        self.first_claim = Histogram(
            "qa_first_claim_seconds", "From the question to its first claim.", buckets=_SECONDS, registry=kept
        )
        ProcessCollector(registry=kept)
        self.running = Gauge("qa_answers_running", "Answers that are being made.", registry=kept)
        self.answers = Counter("qa_answers", "Answers, by status; errors by code.", ["status"], registry=kept)
        self.steps = Histogram(
            "qa_step_seconds", "What an answer's steps took.", ["step"], buckets=_SECONDS, registry=kept
        )
        self.tokens = Counter("qa_tokens", "Tokens of the model.", ["direction"], registry=kept)
        self.cost = Counter("qa_cost_usd", "What the model cost, where its prices are set.", registry=kept)
        self.claims = Counter("qa_claims", "Verified claims.", registry=kept)
        self.rejected = Counter(
            "qa_rejected_claims", "Claims that verification turned down.", ["reason"], registry=kept
        )
        self.jobs = Counter("qa_jobs", "Jobs that came to a stop, by status.", ["status"], registry=kept)
        self.ingested = Counter("qa_ingested", "Articles that jobs took in, by outcome.", ["outcome"], registry=kept)

    def ended(self, event: Event, first_claim: float | None) -> None:
        """Counts an answer: its last event, and the seconds to its first claim when it has one."""
        if first_claim is not None:
            self.first_claim.observe(first_claim)
        if isinstance(event, ErrorEvent):
            self.answers.labels(event.code).inc()
        if not isinstance(event, DoneEvent):
            return
        answer = event.answer
        self.answers.labels(answer.status).inc()
        self.claims.inc(len(answer.claims))
        for rejection in answer.rejected:
            self.rejected.labels(rejection.reason).inc()
        for step, milliseconds in answer.timings_ms.items():
            self.steps.labels(step).observe(milliseconds / 1000)
        self.tokens.labels("input").inc(answer.usage.input_tokens)
        self.tokens.labels("output").inc(answer.usage.output_tokens)
        self.cost.inc(answer.usage.cost_usd or 0)

    def router(self) -> APIRouter:
        """`GET /metrics`."""
        router = APIRouter(tags=["operations"])

        @router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
        async def metrics() -> Response:
            """The figures since the service was started, for Prometheus."""
            return Response(generate_latest(self.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

        return router


class Counting:
    """Counts and times each request under the pattern of its route, so that ids make no series of their own."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = time.perf_counter()

        def counted(head: Message) -> None:
            route = getattr(scope.get("route"), "path", "none")
            self.metrics.requests.labels(route, scope["method"], str(head["status"])).inc()
            self.metrics.latency.labels(route).observe(time.perf_counter() - begun)

        with self.metrics.open.track_inprogress():
            await self.app(scope, receive, heads.seen(send, counted))
