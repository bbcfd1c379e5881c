"""Bulk writing in another process: it is used, it is limited, and nothing depends on how it ends."""

from __future__ import annotations

import asyncio
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from qa.adapters.chroma import ChromaIndex, keeper, worker
from qa.adapters.chroma.forget import REQUEST
from qa.adapters.chroma.graph import Graph
from qa.adapters.chroma.worker import Worker, WorkerError
from qa.types import Filters
from tests.chroma_support import LIVES, PATIENCE, POLL, answering, until
from tests.vector_log import MemoryLog, brute_force, fill, unit_vectors

VECTORS = unit_vectors(keeper.FIRST + 100)
IDS = [str(number) for number in range(len(VECTORS))]
QUERY = unit_vectors(1, seed=7)[0]


@pytest.fixture
def generation(tmp_path: Path) -> Path:
    """An empty graph."""
    made = tmp_path / "generation"
    made.mkdir()
    Graph.create(made).close()
    return made


@pytest.fixture
async def log() -> MemoryLog:
    made = MemoryLog("test-16")
    fill(made, VECTORS)
    return made


@pytest.fixture
async def index(tmp_path: Path, log: MemoryLog) -> AsyncIterator[ChromaIndex]:
    made = ChromaIndex(tmp_path / "index", log, "test-16", poll_seconds=POLL)
    yield made
    await made.close()


async def right(index: ChromaIndex, log: MemoryLog) -> bool:
    hits = (await index.search_vector(QUERY, 10, Filters())).hits
    return [p for p, _ in hits] == [p for p, _ in brute_force(log.vectors, QUERY, 10)]


def gone(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return True
    return state in {"Z", "X"}


def test_what_it_writes_is_there_when_it_has_closed(generation: Path) -> None:
    writer = Worker.open(generation, len(IDS))
    writer.add(IDS, VECTORS)
    writer.delete(IDS[:7])
    writer.close()
    graph = Graph.open(generation)
    assert graph.ids() == set(IDS[7:])
    assert list(graph.nearest(VECTORS[9], 1)) == ["9"]
    graph.close()
    assert worker.opens_well(generation, len(IDS) - 7, threading.Event())


FILL_HEAP = """
import asyncio, ctypes, sys
from pathlib import Path
from qa.adapters.chroma import ChromaIndex, keeper
from qa.types import Filters
from tests import chroma_support
from tests.chroma_support import POLL, answering
from tests.vector_log import MemoryLog, fill, unit_vectors

chroma_support.PATIENCE *= 5  # four processes are waited for
ctypes.CDLL(None).mallopt(-6, 0x5A)  # M_PERTURB: what is allocated and not filled is full of 0xA5 from here on
keeper.WAITING = 1

async def main(passages):
    log = MemoryLog("test-16")
    for part in range(2):
        index = ChromaIndex(Path(sys.argv[1]), log, "test-16", poll_seconds=POLL)
        fill(log, unit_vectors(passages, seed=passages), prefix=f"b{part}")
        if passages >= keeper.FIRST:
            await answering(index, log)
        await index.search_vector(unit_vectors(1, seed=3)[0], 5, Filters())
        await index.close()

asyncio.run(main(int(sys.argv[2])))
"""


@pytest.mark.parametrize("passages", [30, keeper.FIRST])
def test_memory_of_the_serving_process_never_reaches_a_file(tmp_path: Path, passages: int) -> None:
    """hnswlib writes its tables out up to their capacity, and memory as it was found lies behind the last passage: a
    text that was purged may have stood there. Here all memory is filled with a mark before it is given out."""
    if not hasattr(ctypes.CDLL(None), "mallopt"):
        pytest.skip("this C library cannot fill what it gives out")
    root, folder = Path(__file__).parent.parent, tmp_path / "index"
    subprocess.run([sys.executable, "-c", FILL_HEAP, str(folder), str(passages)], cwd=root, check=True)
    marked = [path.name for path in folder.rglob("*") if path.is_file() and b"\xa5" * 24 in path.read_bytes()]
    assert marked == []
    assert bool(list(folder.rglob("data_level0.bin"))) == (passages >= keeper.FIRST)


def test_what_fails_there_is_told_here(generation: Path) -> None:
    with pytest.raises(WorkerError, match="0 passages instead of 3"):
        Worker.open(generation, 0)._ask("check", 3)


def test_its_files_cannot_grow_without_end(generation: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "GIB", 1 << 15)
    monkeypatch.setattr(worker, "MEMORY_BYTES", 1 << 40)
    writer = Worker.open(generation, 1)
    with pytest.raises(WorkerError):
        writer.add(IDS, VECTORS)


def test_a_process_that_hangs_is_ended(generation: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = Worker.open(generation, 0)
    os.kill(writer.pid, signal.SIGSTOP)
    monkeypatch.setattr(worker, "START_SECONDS", 0.3)
    with pytest.raises(WorkerError, match="too long"):
        writer.add(IDS, VECTORS)
    assert gone(writer.pid)


def test_nothing_is_written_on_that_is_to_be_forgotten(generation: Path) -> None:
    writer = Worker.open(generation, 0)
    os.kill(writer.pid, signal.SIGSTOP)
    (generation.parent / REQUEST).touch()
    begun = time.monotonic()
    with pytest.raises(WorkerError):
        writer.add(IDS, VECTORS)
    assert time.monotonic() - begun < 10
    assert gone(writer.pid)


def test_a_process_that_died_is_told_from_one_that_ended_well(generation: Path) -> None:
    writer = Worker.open(generation, 0)
    os.kill(writer.pid, signal.SIGKILL)
    with pytest.raises(WorkerError, match="-9"):
        writer.close()


def start_and_wait(generation: Path, pipe: Connection) -> None:
    pipe.send(Worker.open(generation, 0).pid)
    time.sleep(PATIENCE)


async def test_it_ends_when_the_process_that_started_it_is_killed(generation: Path) -> None:
    ours, theirs = LIVES.Pipe()
    process = LIVES.Process(target=start_and_wait, args=(generation, theirs))
    process.start()
    assert ours.poll(PATIENCE)
    pid = ours.recv()
    process.kill()
    process.join()
    await until(lambda: gone(pid))


async def test_many_passages_are_written_by_another_process_and_answered_by_this_one(
    index: ChromaIndex, log: MemoryLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Graph, "add", None)
        await answering(index, log)
        assert await right(index, log)
    monkeypatch.setattr(Worker, "open", None)
    log.replace("few", {"few.v1.0-1": QUERY})
    await asyncio.sleep(10 * POLL)
    assert await right(index, log)
    assert (index.status().answering, index.status().trouble) == (True, None)


async def test_a_worker_that_is_killed_costs_no_answer(
    index: ChromaIndex, log: MemoryLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = Worker.add
    killed: list[int] = []

    def killed_in_the_first(self: Worker, *arguments: Any) -> None:
        if not killed:
            killed.append(self.pid)
            os.kill(self.pid, signal.SIGKILL)
        add(self, *arguments)

    monkeypatch.setattr(Worker, "add", killed_in_the_first)
    await until(lambda: bool(killed) and index.status().trouble is not None)
    assert await right(index, log)
    await answering(index, log)
    assert await right(index, log)
    assert index.status().trouble is None


async def test_closing_while_another_process_writes_keeps_what_it_wrote(
    tmp_path: Path, log: MemoryLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.adapters.chroma.copy.STEP", keeper.FIRST + 10)
    monkeypatch.setattr(keeper, "WAITING", 1)
    add, writing = Worker.add, threading.Event()

    def slowly(self: Worker, *arguments: Any) -> None:
        add(self, *arguments)
        writing.set()
        time.sleep(0.5)

    monkeypatch.setattr(Worker, "add", slowly)
    first = ChromaIndex(tmp_path / "index", log, "test-16", poll_seconds=POLL)
    await asyncio.to_thread(writing.wait)
    await first.close()
    closed = first.status()
    assert closed.clean
    second = await answering(ChromaIndex(tmp_path / "index", log, "test-16", poll_seconds=POLL), log)
    assert second.status().generation == closed.generation
    assert await right(second, log)
    await second.close()
