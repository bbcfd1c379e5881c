"""Several processes on one index, and a disk that fills up: with real processes, files and limits."""

from __future__ import annotations

import asyncio
import contextlib
import resource
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from qa.adapters.chroma import ChromaIndex, status
from qa.adapters.sqlite import SqliteStore
from qa.types import Filters
from tests.chroma_support import LIVES, PATIENCE, POLL, answering, until, written_here
from tests.fakes import FakeEmbedder
from tests.newsroom import edition, publish
from tests.vector_log import MemoryLog, brute_force, fill, unit_vectors

ALL = Filters()
EMBEDDER = FakeEmbedder()
FIRST = edition("first.txt", "The river rose. Bridges closed. Schools opened late.")
SECOND = edition("second.txt", "Ships waited outside. The harbour froze.")
TINY_FILE = 64 * 1024


@contextlib.contextmanager
def process(target: Any, *arguments: Any) -> Iterator[tuple[Any, Connection]]:
    """Another process that runs ``target(*arguments, pipe)``, and our end of the pipe; killed at the end."""
    ours, theirs = LIVES.Pipe()
    other = LIVES.Process(target=target, args=(*arguments, theirs))
    other.start()
    theirs.close()
    try:
        yield other, ours
    finally:
        other.kill()
        other.join()
        ours.close()


def received(pipe: Connection) -> Any:
    assert pipe.poll(PATIENCE), "the other process says nothing"
    return pipe.recv()


def serve(folder: Path, pipe: Connection) -> None:
    """Owns the index and answers each vector that comes through ``pipe`` with the nearest passage's id."""

    async def run() -> None:
        store = SqliteStore(folder / "store.sqlite3")
        await store.check_fingerprint(EMBEDDER.fingerprint)
        index = ChromaIndex(folder / "index", store, EMBEDDER.fingerprint, poll_seconds=POLL)
        await answering(index, store)
        pipe.send("serving")
        while True:
            vector = await asyncio.to_thread(pipe.recv)
            hits = await index.search_vector(vector, 1, ALL)
            pipe.send([passage_id for passage_id, _ in hits.hits])

    with written_here():
        asyncio.run(run())


@pytest.fixture
def _written_here() -> Iterator[None]:
    with written_here():
        yield


@pytest.mark.usefixtures("_written_here")
async def test_two_processes_share_an_index_and_see_each_others_writes(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "store.sqlite3")
    await store.check_fingerprint(EMBEDDER.fingerprint)
    await publish(store, FIRST)
    with process(serve, tmp_path) as (server, pipe):
        assert received(pipe) == "serving"
        ours = ChromaIndex(tmp_path / "index", store, EMBEDDER.fingerprint, poll_seconds=POLL)
        assert ours.status().owner == server.pid
        await publish(store, SECOND)
        pipe.send(SECOND.vectors[0])
        assert received(pipe) == [SECOND.ids[0]]
        hits = await ours.search_vector(SECOND.vectors[0], 1, ALL)
        assert ([p for p, _ in hits.hits], hits.degraded) == ([SECOND.ids[0]], None)
        assert ours.status().owner == server.pid
        server.kill()
        server.join()
        await until(lambda: ours.status().owner not in {None, server.pid})
        await answering(ours, store)
    hits = await ours.search_vector(SECOND.vectors[0], 1, ALL)
    assert [p for p, _ in hits.hits] == [SECOND.ids[0]]
    await ours.close()
    assert ours.status().clean
    await store.close()


def fill_up(folder: Path, pipe: Connection) -> None:
    """Has an index at work when no file may grow any more, then may go on. Says what it saw, a dict a stage."""

    async def run() -> None:
        log = MemoryLog("test-16")
        fill(log, unit_vectors(300))
        index = await answering(ChromaIndex(folder, log, "test-16", poll_seconds=POLL), log)
        query = unit_vectors(1, seed=7)[0]

        async def say(stage: str) -> None:
            found = await index.search_vector(query, 10, ALL)
            right = [p for p, _ in found.hits] == [p for p, _ in brute_force(log.vectors, query, 10)]
            pipe.send({"stage": stage, "right": right, "degraded": found.degraded, "trouble": index.status().trouble})

        await say("before")
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (TINY_FILE, hard))
        fill(log, unit_vectors(300, seed=9), prefix="new")
        await say("just filled")
        await until(lambda: index.status().trouble is not None)
        await say("full")
        log.delete("a0")
        await say("still full")
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        await answering(index, log)
        await say("space again")
        await index.close()
        pipe.send({"stage": "closed", "clean": index.status().clean})

    with written_here():  # in this process, where the limit is
        asyncio.run(run())


def test_while_the_disk_is_full_the_scan_answers_and_the_index_comes_back_with_the_space(tmp_path: Path) -> None:
    with process(fill_up, tmp_path / "index") as (_, pipe):
        stages = {stage["stage"]: stage for stage in (received(pipe) for _ in range(6))}
    assert all(stage["right"] for name, stage in stages.items() if name != "closed")
    assert stages["before"]["degraded"] is None
    assert stages["full"]["degraded"] == stages["still full"]["degraded"] == "index_rebuilding"
    assert stages["space again"]["degraded"] is stages["space again"]["trouble"] is None
    assert stages["closed"]["clean"]


@pytest.mark.parametrize("what", ["a file in its place", "no right to write"])
async def test_an_index_folder_that_cannot_be_used_costs_no_answer(tmp_path: Path, what: str) -> None:
    folder = tmp_path / "index"
    if what == "a file in its place":
        folder.write_text("not a folder")
    else:
        folder = Path("/proc/index")
    log = MemoryLog("test-16")
    fill(log, unit_vectors(30))
    index = ChromaIndex(folder, log, "test-16", poll_seconds=POLL)
    for _ in range(5):
        hits = await index.search_vector(unit_vectors(30)[4], 1, ALL)
        assert [p for p, _ in hits.hits] == ["a0.v1.4-5"]
        await asyncio.sleep(POLL)
    await index.close()
    assert status(folder).owner is None
