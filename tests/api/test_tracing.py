"""Traces: a span for each request and for the steps of its answer, in memory and at a real collector."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from api import tracing
from qa import stopwatch
from qa.errors import ConfigError, ReaderUnavailableError
from tests.api.support import QUESTION, StubReader
from tests.api.test_serve import serving

CALLER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    for module in (tracing, stopwatch):
        monkeypatch.setattr(module, "tracer", provider.get_tracer("test"))
    return exporter


def family(spans: Sequence[ReadableSpan]) -> set[tuple[str, str | None]]:
    """Each span's name, with its parent's."""
    names = {span.context.span_id: span.name for span in spans if span.context}
    return {(span.name, names.get(span.parent.span_id) if span.parent else None) for span in spans}


async def test_an_answers_steps_stand_below_its_request(http: httpx.AsyncClient, spans: InMemorySpanExporter) -> None:
    response = await http.post("/v1/ask", json={"question": QUESTION}, headers={"traceparent": CALLER})
    finished = spans.get_finished_spans()
    tree = family(finished)
    within = {"verify", "corroborate"}  # once a claim, while the reader reads
    assert {("POST /v1/ask", None), ("qa.ask", "POST /v1/ask"), *((f"qa.{step}", "qa.read") for step in within)} <= tree
    steps = set(response.json()["timings_ms"]) - {"total", *within}
    assert {"retrieve", "read"} <= steps
    assert {(f"qa.{step}", "qa.ask") for step in steps} <= tree  # what the record times is in the trace
    assert {f"{span.context.trace_id:032x}" for span in finished if span.context} == {CALLER.split("-")[1]}
    [ask] = [span for span in finished if span.name == "qa.ask"]
    assert ask.attributes
    assert ask.attributes["qa.status"] == "answered"
    assert ask.attributes["qa.answer_id"] == response.json()["id"]
    [request] = [span for span in finished if span.name == "POST /v1/ask"]
    assert request.attributes
    assert request.attributes["qa.request_id"] == response.headers["x-request-id"]
    assert request.attributes["http.response.status_code"] == 200


async def test_no_span_holds_what_people_or_articles_say(
    http: httpx.AsyncClient, spans: InMemorySpanExporter, reader: StubReader
) -> None:
    await http.post("/v1/ask", json={"question": QUESTION})
    reader.script = lambda _: [ReaderUnavailableError("It said: crowns, bridge.")]
    await http.post("/v1/ask", json={"question": QUESTION})
    written = "".join(span.to_json() for span in spans.get_finished_spans())
    assert "qa.ask" in written
    assert "bridge" not in written
    assert "crowns" not in written
    assert "reader_unavailable" in written


async def test_a_search_has_its_span(http: httpx.AsyncClient, spans: InMemorySpanExporter) -> None:
    await http.post("/v1/search", json={"query": QUESTION})
    assert ("qa.retrieve", "POST /v1/search") in family(spans.get_finished_spans())


class Collector(BaseHTTPRequestHandler):
    """Takes what OTLP exporters send over HTTP."""

    taken: list[ExportTraceServiceRequest]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.taken.append(ExportTraceServiceRequest.FromString(body))
        self.send_response(200)
        self.send_header("Content-Type", "application/x-protobuf")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def collecting() -> Iterator[tuple[str, list[ExportTraceServiceRequest]]]:
    taken: list[ExportTraceServiceRequest] = []
    handler = type("Handler", (Collector,), {"taken": taken})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}", taken
        server.shutdown()
        thread.join()


def test_a_served_installation_sends_its_spans_to_the_collector(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with collecting() as (collector, taken):
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector)
        monkeypatch.setenv("OTEL_SERVICE_NAME", "the-newsroom")
        with serving(tmp_path) as (process, address):
            assert httpx.get(f"{address}/v1/models").status_code == 200
            process.terminate()
            assert process.wait(30) == 0  # what is left is sent before it ends
    sent = [
        (resource, span)
        for r in taken
        for resource in r.resource_spans
        for s in resource.scope_spans
        for span in s.spans
    ]
    assert "GET /v1/models" in {span.name for _, span in sent}
    attributes = {a.key: a.value.string_value for resource, _ in sent for a in resource.resource.attributes}
    assert attributes["service.name"] == "the-newsroom"


def test_without_an_endpoint_nothing_is_installed() -> None:
    tracing.start()()


def test_an_endpoint_without_the_library_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)
    with pytest.raises(ConfigError, match=r"ontherecord\[tracing\]"):
        tracing.start()
