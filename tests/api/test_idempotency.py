"""`Idempotency-Key`: a write that is sent twice is done once, and is replied to twice alike."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api.app import create_app
from qa.app import App
from qa.errors import ReaderUnavailableError
from qa.keys import mint
from qa.types import ReadReport
from tests.api.support import QUESTION, StubReader, client, installation, served, until
from tests.api.test_refusals import refused
from tests.fakes import FakeClock

ASKED = {"question": QUESTION}
KEY = {"Idempotency-Key": "0b6cf3a5-6f3a-4b77-9f57-9c7c2f0f2d11"}
STORY = {"text": "The ferry to Nordholm was late on Friday.", "name": "ferry.txt"}


async def test_the_same_request_gets_the_same_answer_and_is_read_once(
    http: httpx.AsyncClient, reader: StubReader
) -> None:
    first, second = [await http.post("/v1/ask", json=ASKED, headers=KEY) for _ in range(2)]
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.content == second.content
    for name in ("x-answer-id", "content-location", "content-type"):
        assert first.headers[name] == second.headers[name]
    assert "idempotency-replayed" not in first.headers
    assert second.headers["idempotency-replayed"] == "true"
    assert reader.asked == 1


async def test_without_a_key_each_request_stands_for_itself(http: httpx.AsyncClient, reader: StubReader) -> None:
    first, second = [await http.post("/v1/ask", json=ASKED) for _ in range(2)]
    assert first.headers["x-answer-id"] != second.headers["x-answer-id"]
    assert reader.asked == 2


@pytest.mark.parametrize(
    "other",
    [
        {"json": {"question": "Who opened it?"}},
        {"json": ASKED, "params": {"x": "y"}},
        {"json": ASKED, "headers": KEY | {"accept": "text/event-stream"}},
    ],
)
async def test_another_request_with_the_same_key_is_refused(http: httpx.AsyncClient, other: dict[str, Any]) -> None:
    assert (await http.post("/v1/ask", json=ASKED, headers=KEY)).status_code == 200
    refused(await http.post("/v1/ask", **({"headers": KEY} | other)), 422, "idempotency_other")


async def test_two_addresses_may_share_a_key(http: httpx.AsyncClient) -> None:
    assert (await http.post("/v1/ask", json=ASKED, headers=KEY)).status_code == 200
    assert (await http.post("/v1/articles", json=STORY, headers=KEY)).status_code == 201


async def test_while_the_first_is_being_answered_the_second_is_told_to_wait(
    http: httpx.AsyncClient, reader: StubReader
) -> None:
    reader.gate.clear()
    first = asyncio.create_task(http.post("/v1/ask", json=ASKED, headers=KEY))
    await until(lambda: reader.asked)
    again = await http.post("/v1/ask", json=ASKED, headers=KEY)
    refused(again, 409, "idempotency_running")
    assert again.headers["retry-after"] == "1"
    reader.gate.set()
    assert (await first).status_code == 200
    assert (await http.post("/v1/ask", json=ASKED, headers=KEY)).headers["idempotency-replayed"] == "true"


async def test_a_failure_of_ours_is_not_kept(http: httpx.AsyncClient, reader: StubReader) -> None:
    honest = reader.script
    reader.script = lambda _: [ReaderUnavailableError("Connection refused.")]
    refused(await http.post("/v1/ask", json=ASKED, headers=KEY), 502, "reader_unavailable")
    reader.script = honest
    assert (await http.post("/v1/ask", json=ASKED, headers=KEY)).json()["status"] == "answered"


async def test_a_request_that_was_refused_is_refused_again(http: httpx.AsyncClient) -> None:
    body = {"text": " \n", "name": "empty.txt"}
    first, second = [await http.post("/v1/articles", json=body, headers=KEY) for _ in range(2)]
    refused(first, 422, "bad_source")
    assert second.content == first.content
    assert second.headers["content-type"] == "application/problem+json"


async def test_a_deletion_that_is_sent_twice_is_no_error(http: httpx.AsyncClient) -> None:
    where = (await http.post("/v1/articles", json=STORY)).headers["location"]
    first, second = [await http.delete(where, headers=KEY) for _ in range(2)]
    assert (first.status_code, second.status_code) == (204, 204)
    assert (await http.delete(where)).status_code == 410


async def test_a_stream_comes_again_whole(web: FastAPI, reader: StubReader) -> None:
    headers = KEY | {"Accept": "text/event-stream"}
    async with served(web) as http:
        first = await http.post("/v1/ask", json=ASKED, headers=headers)
        second = await http.post("/v1/ask", json=ASKED, headers=headers)
    assert "event: done" in first.text
    assert second.text == first.text
    assert second.headers["content-type"].startswith("text/event-stream")
    assert reader.asked == 1


async def test_a_form_that_is_sent_again_with_another_boundary_is_the_same_job(http: httpx.AsyncClient) -> None:
    def form(boundary: str) -> dict[str, Any]:
        head = 'Content-Disposition: form-data; name="files"; filename="a.txt"'
        body = f"--{boundary}\r\n{head}\r\n\r\nA ferry was late.\r\n"
        kind = f"multipart/form-data; boundary={boundary}"
        return {"content": f"{body}--{boundary}--\r\n", "headers": KEY | {"Content-Type": kind}}

    first, second = [await http.post("/v1/ingest/files", **form(boundary)) for boundary in ("one", "another")]
    assert first.status_code == 202
    assert (second.json()["id"], second.headers["idempotency-replayed"]) == (first.json()["id"], "true")
    assert len((await http.get("/v1/jobs")).json()["jobs"]) == 1


async def test_a_job_that_was_taken_before_a_breakdown_is_not_begun_twice(tmp_path: Path, reader: StubReader) -> None:
    """The first server is gone after the job was kept and before its reply was."""
    body = {"articles": [STORY]}
    app = await installation(tmp_path, reader)
    async with client(create_app(app)) as http:
        first = await http.post("/v1/ingest", json=body, headers=KEY)

        def lost(connection: Any) -> None:
            connection.execute("UPDATE replies SET status = NULL, reply = NULL, headers = NULL")

        await app.store.database.writing(lost)
    async with client(create_app(app)) as http:
        second = await http.post("/v1/ingest", json=body, headers=KEY)
        assert second.status_code == 202
        assert second.json()["id"] == first.json()["id"]
        assert len((await http.get("/v1/jobs")).json()["jobs"]) == 1
    await app.close()


async def test_two_holders_may_use_the_same_word(app: App, http: httpx.AsyncClient, reader: StubReader) -> None:
    for name in ("one", "two"):
        text, key = mint(name, ("ask",), "2017-01-02T12:00:00Z")
        await app.operations.keys.add_key(key)
        async with client(create_app(app), headers={"Authorization": f"Bearer {text}"}) as holder:
            answer = await holder.post("/v1/ask", json=ASKED, headers=KEY)
            assert "idempotency-replayed" not in answer.headers
    assert reader.asked == 2


async def test_after_a_day_a_key_is_free_again(app: App, http: httpx.AsyncClient, reader: StubReader) -> None:
    assert isinstance(app.asking.clock, FakeClock)
    await http.post("/v1/ask", json=ASKED, headers=KEY)
    app.asking.clock.instant = "2017-01-03T12:00:01Z"
    await http.post("/v1/ask", json=ASKED, headers=KEY)
    assert reader.asked == 2


@pytest.mark.parametrize("key", ["", "a b", "x" * 201, "é"])
async def test_a_key_that_is_none_is_refused(http: httpx.AsyncClient, key: str) -> None:
    headers = {"Idempotency-Key": key.encode("utf-8")}
    response = await http.post("/v1/ask", json=ASKED, headers=headers)  # type: ignore[arg-type]  # httpx takes bytes
    refused(response, 422, "invalid_request")


async def test_an_answer_that_declines_is_kept_like_any_other(http: httpx.AsyncClient, reader: StubReader) -> None:
    reader.script = lambda _: [ReadReport()]
    first, second = [await http.post("/v1/ask", json=ASKED, headers=KEY) for _ in range(2)]
    assert first.json()["status"] == "insufficient_evidence"
    assert first.content == second.content
