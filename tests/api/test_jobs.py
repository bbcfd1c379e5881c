"""Taking in many articles as a job: on disk when it is answered, done in the background, whatever happens."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from fastapi import FastAPI

from api import jobs
from api.app import create_app
from api.limits import Limits
from qa.app import App
from qa.errors import StoreFullError
from qa.types import Fetched, Source
from qa.types.operations import Job, JobItem
from qa.types.sources import Visit
from tests.api.support import StubReader, client, events, installation, served, until
from tests.api.test_refusals import refused
from tests.fakes import FakeEmbedder

if TYPE_CHECKING:
    from qa.ports import Vectors

STORY = "The ferry to Port {n} was late on Friday. Its captain, Anna Berg, waited for {n} passengers."


class GatedEmbedder(FakeEmbedder):
    """Embeds only while ``gate`` is open."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()
        self.gate.set()
        self.waiting = threading.Event()

    async def embed(self, texts: Sequence[str]) -> Vectors:
        self.waiting.set()
        await until(self.gate.is_set, 60)
        return await super().embed(texts)


@pytest.fixture
def embedder() -> GatedEmbedder:
    return GatedEmbedder()


@pytest.fixture
async def app(tmp_path: Path, reader: StubReader, embedder: GatedEmbedder) -> AsyncIterator[App]:
    made = await installation(tmp_path, reader, embedder)
    yield made
    await made.close()


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "POLL_SECONDS", 0.05)
    monkeypatch.setattr(jobs, "BEAT_SECONDS", 0.05)


def stories(*numbers: int) -> dict[str, Any]:
    return {"articles": [{"text": STORY.format(n=n), "name": f"{n}.txt"} for n in numbers]}


async def when(http: httpx.AsyncClient, job_id: str, holds: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """The job as soon as that holds of it."""
    async with asyncio.timeout(20):
        while True:
            job: dict[str, Any] = (await http.get(f"/v1/jobs/{job_id}")).json()
            if holds(job):
                return job
            await asyncio.sleep(0.02)


async def ended(http: httpx.AsyncClient, job_id: str) -> dict[str, Any]:
    """The job when it is over."""
    return await when(http, job_id, lambda job: job["status"] in ("done", "cancelled"))


async def reports(http: httpx.AsyncClient, job_id: str) -> list[tuple[str, str]]:
    found = (await http.get(f"/v1/jobs/{job_id}/reports")).json()["reports"]
    assert [report["number"] for report in found] == list(range(1, len(found) + 1))
    return [(report["source"], report["outcome"]) for report in found]


async def test_articles_are_taken_in_and_asked_about(http: httpx.AsyncClient) -> None:
    begun = await http.post("/v1/ingest", json=stories(3, 4))
    assert begun.status_code == 202
    job = await ended(http, begun.json()["id"])
    assert begun.headers["location"] == f"/v1/jobs/{job['id']}"
    assert (job["status"], job["items"], job["finished"], job["outcomes"]) == ("done", 2, 2, {"new": 2})
    assert await reports(http, job["id"]) == [("3.txt", "new"), ("4.txt", "new")]
    hits = (await http.post("/v1/search", json={"query": "ferry Port 4"})).json()["hits"]
    assert any("Port 4" in hit["text"] for hit in hits)


async def test_what_cannot_be_used_is_reported_and_the_rest_goes_on(http: httpx.AsyncClient) -> None:
    body = {"articles": [{"text": " \n ", "name": "empty.txt"}, *stories(5)["articles"]]}
    job = await ended(http, (await http.post("/v1/ingest", json=body)).json()["id"])
    assert (job["status"], job["outcomes"]) == ("done", {"failed": 1, "new": 1})
    first = (await http.get(f"/v1/jobs/{job['id']}/reports?limit=1")).json()["reports"][0]
    assert (first["source"], first["reason"]) == ("empty.txt", "empty")
    assert first["detail"]


async def test_files_are_sent_as_a_form(http: httpx.AsyncClient) -> None:
    files = [("files", (f"{n}.txt", STORY.format(n=n).encode())) for n in (6, 7)]
    job = await ended(http, (await http.post("/v1/ingest/files", files=files)).json()["id"])
    assert await reports(http, job["id"]) == [("6.txt", "new"), ("7.txt", "new")]
    unnamed = await http.post("/v1/ingest/files", files=[("files", ("a\x1bb.txt", b"x"))])
    assert unnamed.status_code == 422 or await reports(http, unnamed.json()["id"])


async def test_the_files_of_a_job_may_be_larger_than_a_request(app: App) -> None:
    async with client(create_app(app, limits=Limits(body_bytes=1_000, files_bytes=10_000))) as http:
        text = (STORY.format(n=1) + "\n\n") * 30
        assert (await http.post("/v1/ingest/files", files=[("files", ("a.txt", text.encode()))])).status_code == 202
        refused(await http.post("/v1/ingest", json={"articles": [{"text": text}]}), 413, "too_large")
        refused(await http.post("/v1/ingest/files", files=[("files", ("a.txt", b"x" * 11_000))]), 413, "too_large")


@pytest.mark.parametrize("body", [{}, {"articles": []}, {"urls": ["file:///etc/passwd"]}, {"urls": ["/etc/passwd"]}])
async def test_a_job_of_nothing_or_of_a_local_path_is_refused(http: httpx.AsyncClient, body: dict[str, Any]) -> None:
    refused(await http.post("/v1/ingest", json=body), 422, "invalid_request")


class Web:
    """A Fetcher of two pages; a feed leads to both."""

    def sources(self, argument: str) -> Iterator[Source]:
        names = ["https://a.example/1", "https://a.example/2"] if argument.endswith("/feed") else [argument]
        return (Source(name, name) for name in names)

    async def fetch(self, source: Source, visit: Visit | None = None) -> Fetched:
        return Fetched(source, STORY.format(n=source.name[-1]).encode(), {"url": source.name})


async def test_an_address_is_fetched_and_may_be_several_articles(app: App, limits: Limits) -> None:
    app = replace(app, ingesting=replace(app.ingesting, fetcher=Web()))
    async with client(create_app(app, limits=limits)) as http:
        body = {"urls": ["https://a.example/feed", "https://a.example/3"]}
        job = await ended(http, (await http.post("/v1/ingest", json=body)).json()["id"])
        assert job["outcomes"] == {"new": 3}
        assert [source for source, _ in await reports(http, job["id"])] == [
            "https://a.example/1",
            "https://a.example/2",
            "https://a.example/3",
        ]


async def test_progress_comes_as_events_and_goes_on_where_it_broke_off(web: FastAPI, embedder: GatedEmbedder) -> None:
    async with served(web) as http:
        embedder.gate.clear()
        job_id = (await http.post("/v1/ingest", json=stories(1, 2))).json()["id"]
        async with http.stream("GET", f"/v1/jobs/{job_id}/events") as response:
            stream = events(response)
            assert (await anext(stream))[0] == ":"  # nothing yet: it is kept alive
            embedder.gate.set()
            told = [item async for item in stream if item[0] != ":"]
        assert [(name, number) for name, number, _ in told] == [("report", "1"), ("report", "2"), ("done", None)]
        assert told[-1][2]["status"] == "done"
        again = await http.get(f"/v1/jobs/{job_id}/events", headers={"Last-Event-ID": "1"})
        assert "2.txt" in again.text
        assert "1.txt" not in again.text


async def test_a_job_is_cancelled_and_what_is_in_stays(http: httpx.AsyncClient, embedder: GatedEmbedder) -> None:
    embedder.gate.clear()
    job_id = (await http.post("/v1/ingest", json=stories(1, 2, 3))).json()["id"]
    await until(embedder.waiting.is_set)
    cancelled = await http.post(f"/v1/jobs/{job_id}/cancel")
    assert (cancelled.status_code, cancelled.json()["status"]) == (200, "cancelled")
    assert (await http.post(f"/v1/jobs/{job_id}/cancel")).json()["status"] == "cancelled"
    await asyncio.sleep(0.2)  # whoever does it notices
    embedder.gate.set()
    done = await ended(http, (await http.post("/v1/ingest", json=stories(4))).json()["id"])
    assert done["status"] == "done"
    assert len(await reports(http, job_id)) <= 1
    refused(await http.post(f"/v1/jobs/{done['id']}/cancel"), 409, "job_over")
    refused(await http.post("/v1/jobs/" + "0" * 32 + "/cancel"), 404, "job_not_found")


async def test_jobs_are_listed_page_by_page(http: httpx.AsyncClient) -> None:
    made = [(await http.post("/v1/ingest", json=stories(n))).json()["id"] for n in (1, 2, 3)]
    first = (await http.get("/v1/jobs?limit=2")).json()
    assert [job["id"] for job in first["jobs"]] == [made[2], made[1]]
    second = (await http.get(f"/v1/jobs?limit=2&cursor={first['next_cursor']}")).json()
    assert ([job["id"] for job in second["jobs"]], second["next_cursor"]) == ([made[0]], None)


async def test_a_service_that_stops_gives_its_job_back_and_the_next_one_goes_on(
    app: App, embedder: GatedEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "STOP_SECONDS", 0.1)
    embedder.gate.clear()
    async with client(create_app(app)) as http:
        job_id = (await http.post("/v1/ingest", json=stories(1, 2))).json()["id"]
        await until(embedder.waiting.is_set)
    found = await app.operations.jobs.job(job_id)
    assert found
    assert (found.status, found.finished) == ("queued", 0)
    embedder.gate.set()
    async with client(create_app(app)) as http:
        second = (await http.post("/v1/ingest", json=stories(3))).json()["id"]  # wakes it
        await ended(http, second)
        assert await reports(http, job_id) == [("1.txt", "new"), ("2.txt", "new")]


async def test_a_dead_processs_job_goes_on_when_its_lease_has_run_out(app: App) -> None:
    items = [JobItem(n, f"{n}.txt", STORY.format(n=n).encode()) for n in (1, 2)]
    await app.operations.jobs.add_job(Job("d" * 32, "2017-01-02T12:00:00Z", 2), items)
    now = time.time()
    assert await app.operations.queue.claim_job("dead", now, now + 0.5)
    assert await app.operations.queue.next_item("d" * 32)
    async with client(create_app(app)) as http, running(http):
        assert (await http.get("/v1/jobs/" + "d" * 32)).json()["finished"] == 0
        job = await ended(http, "d" * 32)
        assert (job["status"], job["outcomes"]) == ("done", {"new": 2})


@asynccontextmanager
async def running(http: httpx.AsyncClient) -> AsyncIterator[None]:
    """Wakes the runner behind ``http``, as the start of the service does."""
    transport = http._transport
    assert isinstance(transport, httpx.ASGITransport)
    transport.app.state.service.jobs.wake()  # type: ignore[attr-defined]  # our own application
    yield


async def test_two_processes_share_the_jobs_and_do_none_twice(tmp_path: Path, reader: StubReader) -> None:
    apps = [await installation(tmp_path, reader) for _ in range(2)]
    async with client(create_app(apps[0])) as one, client(create_app(apps[1])) as two, running(one), running(two):
        made = [
            (await http.post("/v1/ingest", json=stories(n, n + 100))).json()["id"] for n in range(6) for http in (one,)
        ]
        for n, job_id in enumerate(made):
            assert (await ended(two, job_id))["outcomes"] == {"new": 2}
            assert await reports(one, job_id) == [(f"{n}.txt", "new"), (f"{n + 100}.txt", "new")]
    for app in apps:
        await app.close()


async def test_an_item_that_brings_the_process_down_is_given_up(app: App) -> None:
    items = [JobItem(n, f"{n}.txt", STORY.format(n=n).encode()) for n in (1, 2)]
    await app.operations.jobs.add_job(Job("d" * 32, "2017-01-02T12:00:00Z", 2), items)
    for _ in range(jobs.ATTEMPTS):
        await app.operations.queue.next_item("d" * 32)
    async with client(create_app(app)) as http, running(http):
        assert (await ended(http, "d" * 32))["outcomes"] == {"failed": 1, "new": 1}
        [first, _] = (await http.get("/v1/jobs/" + "d" * 32 + "/reports")).json()["reports"]
        assert first["reason"] == "gave_up"


async def test_a_full_disk_stops_a_job_which_then_goes_on_by_itself(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "AGAIN_SECONDS", 0.3)
    full = [True]
    replace_ = app.store.replace

    async def limited(*arguments: Any) -> None:
        if full[0]:
            raise StoreFullError("No space.")
        await replace_(*arguments)

    monkeypatch.setattr(app.store, "replace", limited)
    async with client(create_app(app)) as http:
        job_id = (await http.post("/v1/ingest", json=stories(1))).json()["id"]
        job = await when(http, job_id, lambda job: job["code"])
        assert (job["status"], job["code"]) == ("queued", "store_full")
        full[0] = False
        job = await ended(http, job_id)
        assert (job["outcomes"], job["code"]) == ({"new": 1}, None)


async def test_a_fault_between_jobs_does_not_end_them(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    claim = app.operations.queue.claim_job
    faults = [ZeroDivisionError("once")]

    async def faulty(*arguments: Any) -> Job | None:
        if faults:
            raise faults.pop()
        return await claim(*arguments)

    monkeypatch.setattr(app.operations.queue, "claim_job", faulty)
    async with client(create_app(app)) as http:
        job_id = (await http.post("/v1/ingest", json=stories(1))).json()["id"]
        assert (await ended(http, job_id))["outcomes"] == {"new": 1}
    assert not faults
