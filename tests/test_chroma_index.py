"""The Chroma index beyond the contract: who owns it, what it survives, when the exact scan stands in."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from qa.adapters.chroma import ChromaIndex, worker
from qa.adapters.chroma.graph import Graph
from qa.adapters.exact import ExactScan
from qa.errors import StoreBusyError
from qa.ports import VectorChange
from qa.types import Filters
from tests.chroma_support import POLL, answering, until, written_here
from tests.vector_log import MemoryLog, brute_force, fill, unit_vectors

ALL = Filters()
FINGERPRINT = "test-16"
VECTORS = unit_vectors(300)
QUERY = unit_vectors(1, seed=7)[0]

Opener = Callable[..., ChromaIndex]


class PanicError(BaseException):
    """Like an exception of Chroma's Rust side, no Exception."""


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No other process opens an index first, or writes one: that costs seconds a time, and test_chroma_damage.py and
    test_chroma_worker.py see to it."""
    monkeypatch.setattr(worker, "opens_well", lambda *_: True)
    with written_here():
        yield


@pytest.fixture
def log() -> MemoryLog:
    made = MemoryLog(FINGERPRINT)
    fill(made, VECTORS)
    return made


@pytest.fixture
async def open_index(tmp_path: Path, log: MemoryLog) -> AsyncIterator[Opener]:
    """Opens an index over ``log``, or another one, in the same folder each time; all are closed at the end."""
    opened: list[ChromaIndex] = []

    def opener(other: MemoryLog | None = None, fingerprint: str = FINGERPRINT) -> ChromaIndex:
        opened.append(ChromaIndex(tmp_path / "index", other or log, fingerprint, poll_seconds=POLL))
        return opened[-1]

    yield opener
    for index in opened:
        await index.close()


async def top(index: ChromaIndex, limit: int = 10) -> list[str]:
    return [passage_id for passage_id, _ in (await index.search_vector(QUERY, limit, ALL)).hits]


def truth(log: MemoryLog, limit: int = 10) -> list[str]:
    return [passage_id for passage_id, _ in brute_force(log.vectors, QUERY, limit)]


def test_importing_the_index_loads_neither_chroma_nor_llama_index() -> None:
    code = "import sys, qa.adapters.chroma; sys.exit(bool({'chromadb', 'llama_index'} & set(sys.modules)))"
    root = Path(__file__).parent.parent
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


async def test_the_graph_answers_once_it_is_open(
    open_index: Opener, log: MemoryLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = await answering(open_index(), log)
    monkeypatch.setattr(ExactScan, "search", None)
    assert await top(index) == truth(log)


async def test_a_first_search_waits_for_nothing_and_is_whole(
    open_index: Opener, log: MemoryLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, create = threading.Event(), Graph.create
    monkeypatch.setattr(Graph, "create", lambda generation: (go_on.wait(30), create(generation))[1])
    async with asyncio.timeout(10):
        assert await top(open_index()) == truth(log)
    go_on.set()


async def test_an_index_that_was_closed_well_is_opened_again_as_it_is(open_index: Opener, log: MemoryLog) -> None:
    index = await answering(open_index(), log)
    await index.close()
    closed = index.status()
    assert (closed.owner, closed.clean) == (None, True)
    log.replace("new", {"new.v1.0-1": QUERY})
    index = await answering(open_index(), log)
    assert (index.status().generation, index.status().clean) == (closed.generation, False)
    assert (await top(index))[0] == "new.v1.0-1"


async def test_without_a_mark_the_index_is_built_anew_while_the_scan_answers_and_says_so(
    open_index: Opener, log: MemoryLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await (await answering(open_index(), log)).close()
    [mark] = (tmp_path / "index").glob("*.clean")
    mark.unlink()
    go_on, add = threading.Event(), Graph.add
    monkeypatch.setattr(Graph, "add", lambda *arguments: (go_on.wait(30), add(*arguments)))
    index = open_index()
    await until(lambda: index.status().rebuilding is True)
    meanwhile = await index.search_vector(QUERY, 10, ALL)
    assert ([p for p, _ in meanwhile.hits], meanwhile.degraded) == (truth(log), "index_rebuilding")
    log.publishers = {"a0": "Post"}
    filtered = await index.search_vector(QUERY, 10, Filters(publisher="Post"))
    assert (len(filtered.hits), filtered.degraded) == (5, None)  # a filtered search is always the scan's
    go_on.set()
    await answering(index, log)
    assert (await index.search_vector(QUERY, 10, ALL)).degraded is None
    assert await top(index) == truth(log)


@pytest.mark.parametrize("error", [PanicError, RuntimeError, MemoryError])
async def test_a_search_in_which_chroma_fails_is_answered_and_the_index_comes_back(
    open_index: Opener, log: MemoryLog, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    index = await answering(open_index(), log)
    broken = index.status().generation

    def fails(*_: Any) -> Sequence[str]:
        raise error("failed to apply logs to the hnsw segment writer")

    with monkeypatch.context() as patch:
        patch.setattr(Graph, "nearest", fails)
        assert await top(index) == truth(log)
    await until(lambda: index.status().generation not in {None, broken})
    await answering(index, log)
    assert await top(index) == truth(log)


async def test_a_write_in_which_chroma_fails_is_tried_again_in_a_new_generation(
    open_index: Opener, log: MemoryLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = await answering(open_index(), log)
    add, calls = Graph.add, iter(range(100))

    def fails_twice(*arguments: Any) -> None:
        if next(calls) < 2:
            raise PanicError
        add(*arguments)

    monkeypatch.setattr(Graph, "add", fails_twice)
    log.replace("new", {"new.v1.0-1": QUERY})
    assert (await top(index))[0] == "new.v1.0-1"
    await answering(index, log)
    assert next(calls) > 2
    assert await top(index) == truth(log)
    assert index.status().trouble is None


async def test_trouble_in_the_store_is_told_and_costs_no_index(open_index: Opener) -> None:
    class BusyLog(MemoryLog):
        busy = False

        def changes(self, after: int, limit: int) -> Sequence[VectorChange]:
            if self.busy:
                raise StoreBusyError("The store is locked.")
            return super().changes(after, limit)

    log = BusyLog(FINGERPRINT)
    fill(log, VECTORS)
    index = await answering(open_index(log), log)
    generation = index.status().generation
    log.busy = True
    await until(lambda: "locked" in (index.status().trouble or ""))
    with pytest.raises(StoreBusyError):
        await top(index)
    log.busy = False
    await until(lambda: index.status().trouble is None)
    assert index.status().generation == generation
    assert await top(index) == truth(log)


async def test_of_two_only_one_owns_the_index_and_both_answer(open_index: Opener, log: MemoryLog) -> None:
    first = await answering(open_index(), log)
    second = open_index()
    log.replace("new", {"new.v1.0-1": QUERY})
    assert await top(second) == await top(first) == truth(log)
    await asyncio.sleep(5 * POLL)
    assert second._keeper._ownership is None
    await first.close()
    await answering(second, log)
    assert await top(second) == truth(log)


async def test_closing_while_the_index_is_being_checked_keeps_it(
    open_index: Opener, log: MemoryLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = await answering(open_index(), log)
    generation = index.status().generation
    await index.close()
    begun = threading.Event()

    def slow(*arguments: Any) -> bool:
        begun.set()
        stopping: threading.Event = arguments[-1]
        return not stopping.wait(30)

    with monkeypatch.context() as patch:
        patch.setattr(worker, "opens_well", slow)
        index = open_index()
        await asyncio.to_thread(begun.wait)
        await index.close()
        assert index.status().clean
    await answering(open_index(), log)
    assert index.status().generation == generation


async def test_closing_while_the_index_is_built_keeps_what_is_there(
    open_index: Opener, log: MemoryLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.adapters.chroma.copy.STEP", 100)
    add, batches = Graph.add, iter(range(100))
    index = open_index()

    def stops_in_the_second(*arguments: Any) -> None:
        add(*arguments)
        if next(batches) == 1:
            index._keeper._stopping.set()

    with monkeypatch.context() as patch:
        patch.setattr(Graph, "add", stops_in_the_second)
        await asyncio.to_thread(index._keeper._thread.join)
    closed = index.status()
    assert closed.clean
    index = await answering(open_index(), log)
    assert index.status().generation == closed.generation
    assert await top(index) == truth(log)


async def test_an_index_of_another_embedder_is_built_anew(open_index: Opener, log: MemoryLog) -> None:
    old = await answering(open_index(), log)
    generation = old.status().generation
    await old.close()
    other = MemoryLog("other-24")
    fill(other, unit_vectors(60, 24))
    index = await answering(open_index(other, "other-24"), other)
    assert index.status().generation != generation
    query = unit_vectors(1, 24, seed=5)[0]
    hits = (await index.search_vector(query, 5, ALL)).hits
    assert [p for p, _ in hits] == [p for p, _ in brute_force(other.vectors, query, 5)]


@pytest.mark.parametrize("count", [5, 290, 400])
async def test_an_index_beside_another_store_is_built_anew(open_index: Opener, log: MemoryLog, count: int) -> None:
    """A store that was made again, or put back, at the place of the one that the index was made from."""
    old = await answering(open_index(), log)
    generation = old.status().generation
    await old.close()
    other = MemoryLog(FINGERPRINT)
    fill(other, unit_vectors(count, seed=3), prefix="b")
    index = await answering(open_index(other), other)
    assert await top(index) == truth(other)
    assert index.status().generation != generation


async def test_a_store_put_back_under_a_running_index_is_followed(open_index: Opener, log: MemoryLog) -> None:
    index = await answering(open_index(), log)
    generation = index.status().generation
    older = MemoryLog(FINGERPRINT)
    fill(older, unit_vectors(50, seed=3), prefix="b")
    log.put_back(older)
    assert await top(index) == truth(older)
    await until(lambda: index.status().generation not in {None, generation})
    await answering(index, log)
    assert await top(index) == truth(older)


async def test_fifty_cycles_of_replacing_everything_take_no_more_space(open_index: Opener, tmp_path: Path) -> None:
    log = MemoryLog(FINGERPRINT)
    fill(log, VECTORS, passages_each=50)
    index = await answering(open_index(log), log)
    once = index.status().bytes
    for cycle in range(50):
        for article in range(6):
            rows = unit_vectors(50, seed=100 * cycle + article)
            log.replace(f"a{article}", {f"a{article}.v{cycle}.{n}-{n + 1}": row for n, row in enumerate(rows)})
        await answering(index, log)
        assert await top(index) == truth(log)
    await index.close()
    assert index.status().bytes <= 1.5 * once
    assert len([path for path in (tmp_path / "index").iterdir() if path.is_dir()]) == 1


async def test_what_is_written_while_a_worn_generation_is_renewed_is_not_lost(
    open_index: Opener, log: MemoryLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = await answering(open_index(), log)
    create, rounds = Graph.create, iter(range(100))

    def while_everything_changes_again(generation: Path) -> Graph:
        for article in range(60):
            log.replace(f"a{article}", {f"a{article}.again{next(rounds)}": VECTORS[article]})
        return create(generation)

    with monkeypatch.context() as patch:
        patch.setattr(Graph, "create", while_everything_changes_again)
        for article in range(60):
            log.delete(f"a{article}")
        await until(lambda: bool(log.vectors) and index.status().applied == log.newest())
    await answering(index, log)
    monkeypatch.setattr(ExactScan, "search", None)
    assert await top(index) == truth(log)
    assert index.status().trouble is None


async def test_deleted_passages_never_come_back(open_index: Opener, log: MemoryLog) -> None:
    index = await answering(open_index(), log)
    for article in range(58):
        log.delete(f"a{article}")
        assert await top(index, 20) == truth(log, 20)
    await answering(index, log)
    assert await top(index, 20) == truth(log, 20)


async def test_the_status_of_no_index_is_empty(tmp_path: Path) -> None:
    from qa.adapters.chroma import status

    nothing = status(tmp_path / "nowhere")
    assert (nothing.owner, nothing.generation, nothing.clean, nothing.bytes) == (None, None, False, 0)
