"""The figures for Prometheus: what happened is counted, what people wrote is not in them."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families

from qa.app import App
from qa.types import DraftClaim, ReadReport, Usage
from tests.api.support import QUESTION, StubReader, label, served
from tests.api.test_refusals import refused


async def figures(http: httpx.AsyncClient) -> dict[tuple[str, ...], float]:
    text = (await http.get("/metrics")).text
    assert "crowns" not in text
    families = text_string_to_metric_families(text)
    return {(s.name, *sorted(s.labels.values())): s.value for family in families for s in family.samples}


async def test_answers_claims_and_tokens_are_counted(http: httpx.AsyncClient, reader: StubReader) -> None:
    reader.script = lambda evidence: [
        DraftClaim("It cost 40 million crowns.", (label(evidence, "40 million"),)),
        DraftClaim("It cost 90 million crowns.", (label(evidence, "40 million"),)),
        ReadReport(usage=Usage(100, 20, 0.5)),
    ]
    for _ in range(2):
        assert (await http.post("/v1/ask", json={"question": QUESTION})).status_code == 200
    seen = await figures(http)
    assert seen["qa_answers_total", "partial"] == 2
    assert seen["qa_claims_total",] == 2
    assert seen["qa_rejected_claims_total", "number_not_in_source"] == 2
    assert (seen["qa_tokens_total", "input"], seen["qa_tokens_total", "output"]) == (200, 40)
    assert seen["qa_cost_usd_total",] == 1.0
    assert seen["qa_answers_running",] == 0
    for step in ("retrieve", "read", "verify", "total"):
        assert seen["qa_step_seconds_count", step] == 2
    assert seen["qa_first_claim_seconds_count",] == 2
    assert seen["qa_http_requests_open",] == 1  # this one
    assert seen["process_resident_memory_bytes",] > 1e7


async def test_jobs_are_counted_by_what_came_of_them(http: httpx.AsyncClient) -> None:
    begun = await http.post("/v1/ingest", json={"articles": [{"text": "A ferry was late."}, {"text": " "}]})
    for _ in range(200):
        if (await http.get(begun.headers["location"])).json()["status"] == "done":
            break
        await asyncio.sleep(0.05)
    seen = await figures(http)
    assert (seen["qa_ingested_total", "new"], seen["qa_ingested_total", "failed"]) == (1, 1)
    assert seen["qa_jobs_total", "done"] == 1


async def test_requests_are_counted_by_route_and_not_by_id(http: httpx.AsyncClient) -> None:
    for digit in "123":
        await http.get(f"/v1/articles/{digit * 16}")
    await http.get("/no/such/address")
    seen = await figures(http)
    assert seen["qa_http_requests_total", "/v1/articles/{article_id}", "404", "GET"] == 3
    assert not any("1" * 16 in part or "such" in part for name in seen for part in name)


async def test_what_nobody_foresaw_is_counted_and_bears_a_request_id(
    app: App, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise ZeroDivisionError("crowns")

    monkeypatch.setattr(app.store, "listed", broken)
    response = await http.get("/v1/articles")
    assert "crowns" not in response.text
    refused(response, 500, "internal_error")
    assert (await figures(http))["qa_http_requests_total", "/v1/articles", "500", "GET"] == 1


async def test_a_client_that_goes_away_is_no_failure_of_the_service(web: FastAPI, reader: StubReader) -> None:
    reader.gate.clear()
    async with served(web) as http:
        with pytest.raises(httpx.ReadTimeout):
            await http.post("/v1/ask", json={"question": QUESTION}, timeout=0.3)
        reader.gate.set()
        for _ in range(200):
            if seen := [name for name in await figures(http) if name[:2] == ("qa_http_requests_total", "/v1/ask")]:
                break
            await asyncio.sleep(0.05)
        assert seen == [("qa_http_requests_total", "/v1/ask", "499", "POST")]
