"""The event stream: in order, verified, resumable, with a last event whatever happens."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

import httpx
from fastapi import FastAPI

from api.schemas import AnswerOut
from qa.errors import ReaderUnavailableError
from qa.types import DraftClaim, Evidence, ReadReport
from tests.api.support import QUESTION, Said, StubReader, events, label, served, until

STREAM = {"Accept": "text/event-stream"}


def two_claims(evidence: Evidence) -> list[Said]:
    return [
        DraftClaim("It cost 40 million crowns.", (label(evidence, "40 million"),)),
        DraftClaim("It cost 90 million crowns.", (label(evidence, "40 million"),)),
        DraftClaim("Traffic was light.", (label(evidence, "Traffic"),)),
        ReadReport(),
    ]


async def names(response: httpx.Response) -> list[str]:
    return [name async for name, _, _ in events(response) if name != ":"]


async def test_the_events_come_in_order_and_end_with_the_record(web: FastAPI, reader: StubReader) -> None:
    reader.script = two_claims
    async with served(web) as http, http.stream("POST", "/v1/ask", json={"question": QUESTION}, headers=STREAM) as r:
        seen = [event async for event in events(r) if event[0] != ":"]
    assert [name for name, _, _ in seen] == ["status", "hits", "status", "claim", "claim", "done"]
    assert [number for _, number, _ in seen] == ["1", "2", "3", "4", "5", "6"]
    assert all(data["type"] == name for name, _, data in seen)
    assert "90 million" not in str([data for name, _, data in seen if name == "claim"])
    record = seen[-1][2]["answer"]
    AnswerOut.model_validate(record)
    assert seen[0][2]["answer_id"] == record["id"]  # type: ignore[index]  # JSON


async def test_no_proxy_may_hold_the_events_back(web: FastAPI) -> None:
    async with served(web) as http, http.stream("POST", "/v1/ask", json={"question": QUESTION}, headers=STREAM) as r:
        assert r.headers["content-type"].startswith("text/event-stream")
        assert r.headers["x-accel-buffering"] == "no"
        assert "no-transform" in r.headers["cache-control"]
        assert r.headers["content-location"] == f"/v1/answers/{r.headers['x-answer-id']}"
        await r.aread()


async def test_a_stream_is_complete_when_there_is_nothing_to_cite(web: FastAPI) -> None:
    body = {"question": QUESTION, "filters": {"article_id": "f" * 16}}
    async with served(web) as http, http.stream("POST", "/v1/ask", json=body, headers=STREAM) as r:
        seen = [event async for event in events(r) if event[0] != ":"]
    assert [name for name, _, _ in seen] == ["status", "hits", "done"]
    assert seen[-1][2]["answer"]["status"] == "nothing_retrieved"  # type: ignore[index]  # JSON


async def test_a_failure_is_the_last_event(web: FastAPI, reader: StubReader) -> None:
    reader.script = lambda _: [ReaderUnavailableError("Connection refused.")]
    async with served(web) as http, http.stream("POST", "/v1/ask", json={"question": QUESTION}, headers=STREAM) as r:
        *_, (name, _, data) = [event async for event in events(r)]
    assert (name, data["code"]) == ("error", "reader_unavailable")
    assert data["next_step"]


async def test_a_comment_keeps_a_quiet_stream_alive(web: FastAPI, reader: StubReader) -> None:
    reader.gate.clear()
    async with served(web) as http, http.stream("POST", "/v1/ask", json={"question": QUESTION}, headers=STREAM) as r:
        seen: list[str] = []
        async with asyncio.timeout(10):
            async for name, _, _ in events(r):
                seen.append(name)
                if seen.count(":") == 2:
                    reader.gate.set()
    assert seen[-1] == "done"


async def test_a_client_that_comes_back_goes_on_where_it_was(web: FastAPI, reader: StubReader) -> None:
    reader.gate.clear()
    async with served(web) as http:
        async with http.stream("POST", "/v1/ask", json={"question": QUESTION}, headers=STREAM) as r:
            address = r.headers["content-location"] + "/events"
            async with aclosing(events(r)) as coming:
                async for _, number, _ in coming:
                    if number == "2":
                        break
        reader.gate.set()
        async with http.stream("GET", address, headers={"Last-Event-ID": "2"}) as r:
            seen = [(name, number) async for name, number, _ in events(r) if name != ":"]
    assert seen == [("status", "3"), ("claim", "4"), ("done", "5")]
    assert (reader.asked, reader.closed) == (1, 1)


async def test_a_client_that_stays_away_has_its_answer_stopped(web: FastAPI, reader: StubReader) -> None:
    reader.gate.clear()
    async with served(web) as http:
        async with http.stream("POST", "/v1/ask", json={"question": QUESTION}, headers=STREAM) as r:
            address = r.headers["content-location"] + "/events"
            async with aclosing(events(r)) as coming:
                async for name, _, _ in coming:
                    if name == "hits":
                        break
        assert reader.closed == 0
        await until(lambda: reader.closed)
        async with http.stream("GET", address) as r:
            assert (await names(r))[-1] == "error"


async def test_an_answer_made_long_ago_still_streams_its_record(web: FastAPI) -> None:
    async with served(web) as http:
        asked = await http.post("/v1/ask", json={"question": QUESTION})
        await until(lambda: web.state.service.runs.find(asked.json()["id"]) is None)
        async with http.stream("GET", asked.headers["content-location"] + "/events") as r:
            seen = [event async for event in events(r) if event[0] != ":"]
    assert [(name, data["answer"]) for name, _, data in seen] == [("done", asked.json())]


async def test_a_service_that_stops_lets_a_running_answer_finish(web: FastAPI, reader: StubReader) -> None:
    reader.gate.clear()
    asked = asyncio.Event()

    async def ask(http: httpx.AsyncClient) -> list[str]:
        async with http.stream("POST", "/v1/ask", json={"question": QUESTION}, headers=STREAM) as r:
            asked.set()
            return await names(r)

    async with httpx.AsyncClient(timeout=20) as http:
        async with served(web) as own:
            http.base_url = own.base_url
            answer = asyncio.create_task(ask(http))
            await asked.wait()
            asyncio.get_running_loop().call_later(0.3, reader.gate.set)  # when the service is stopping already
        assert (await answer)[-1] == "done"
