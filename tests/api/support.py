"""A served installation: a real store, an embedder and a reader that are functions of their input."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import uvicorn
from fastapi import FastAPI

from qa.adapters.exact import ExactScan
from qa.adapters.files import Files
from qa.adapters.sqlite import SqliteHistory, SqliteStore, SqliteVisits, operations
from qa.app import App
from qa.ask import Asking
from qa.ingest import Ingesting
from qa.retrieve import Retrieval
from qa.settings import load
from qa.types import DraftClaim, Evidence, Question, ReadReport
from tests.fakes import FakeClock, FakeEmbedder, FakeExtractor, words_of
from tests.newsroom import edition, publish

TEXT = "The mayor of Lindholm opened the bridge on Monday. It cost 40 million crowns. Traffic was light."
QUESTION = "How much did the bridge cost?"
Said = DraftClaim | ReadReport | Exception


def honest(evidence: Evidence) -> Sequence[Said]:
    """Says what the article says about the cost, where it is there."""
    labels = tuple(name for name, sentence in evidence.sentences().items() if "40 million" in sentence.text)
    return [*([DraftClaim("It cost 40 million crowns.", labels)] if labels else []), ReadReport(model="m-1")]


def label(evidence: Evidence, words: str) -> str:
    return next(name for name, sentence in evidence.sentences().items() if words in sentence.text)


class StubReader:
    """Says what a function of the evidence tells it to, each item only when ``gate`` is open; notes how it ended."""

    name = "stub"

    def __init__(self, script: Callable[[Evidence], Sequence[Said]] = honest) -> None:
        self.script = script
        self.gate = threading.Event()  # not asyncio's: the service reads on a loop of its own
        self.gate.set()
        self.steps = 0
        self.asked = 0
        self.closed = 0

    async def read(self, question: Question, evidence: Evidence) -> AsyncGenerator[DraftClaim | ReadReport, None]:
        self.asked += 1
        try:
            for item in self.script(evidence):
                await until(self._may_go_on, 60)
                if isinstance(item, Exception):
                    raise item
                yield item
        finally:
            self.closed += 1

    def step(self) -> None:
        """Lets one more item through the closed gate."""
        self.steps += 1

    def _may_go_on(self) -> bool:
        if self.gate.is_set():
            return True
        self.steps, taken = max(0, self.steps - 1), self.steps > 0
        return taken


class WordCounter:
    """A word is a piece."""

    def count(self, text: str) -> int:
        return len(words_of(text))


async def installation(folder: Path, reader: StubReader, embedder: FakeEmbedder | None = None) -> App:
    """One article about a bridge in a store of its own."""
    embedder = embedder or FakeEmbedder()
    store = SqliteStore(folder / "store.sqlite3")
    await publish(store, edition("bridge.txt", TEXT, embedder, title="The bridge", published_at="2017-01-01"))
    index = ExactScan(store)
    asking = Asking(Retrieval(embedder, index, store), store, store, reader, FakeClock(), store)
    history = SqliteHistory(store.database)
    ingesting = Ingesting(
        Files(),
        store,
        store,
        embedder,
        WordCounter(),
        FakeExtractor(),
        SqliteVisits(store.database),
        FakeClock(),
        history,
        history,
    )
    return App(load(data_dir=folder), store, embedder, index, asking, ingesting, operations(store))


@asynccontextmanager
async def client(web: FastAPI, headers: dict[str, str] | None = None) -> AsyncIterator[httpx.AsyncClient]:
    """Speaks to ``web`` without a socket. Responses come whole: for streams use ``served``."""
    transport = httpx.ASGITransport(app=web, raise_app_exceptions=False)
    # Not under the lifespan: it has to be entered and left in one task, which a fixture is not.
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost", headers=headers) as http:
        yield http
    await web.state.service.close()


async def until(holds: Callable[[], object], seconds: float = 10) -> None:
    """Waits until it holds; TimeoutError when it does not come to."""
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 - what is waited for sets no event
            await asyncio.sleep(0.01)


@asynccontextmanager
async def served(web: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """``web`` on a port of this machine, and a client for it."""
    config = uvicorn.Config(web, log_config=None, ws="none", timeout_graceful_shutdown=5)
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        task = asyncio.create_task(server.serve(sockets=[listening]))
        await until(lambda: server.started)
        try:
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=20) as http:
                yield http
        finally:
            server.should_exit = True
            await task


async def events(response: httpx.Response) -> AsyncGenerator[tuple[str, str | None, dict[str, object]], None]:
    """The events of a stream as (name, id, data); a comment is (``:``, None, {})."""
    name, number, data = "", None, ""
    async for line in response.aiter_lines():
        if line.startswith(":"):
            yield ":", None, {}
        elif line.startswith("event: "):
            name = line[7:]
        elif line.startswith("id: "):
            number = line[4:]
        elif line.startswith("data: "):
            data += line[6:]
        elif not line and data:
            yield name, number, json.loads(data)
            name, number, data = "", None, ""
