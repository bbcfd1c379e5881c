"""A generation follows the log: what the graph itself holds, seen past the exact scan."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.adapters.chroma import copy as copies
from qa.adapters.chroma.copy import Copy, ForeignStoreError
from qa.adapters.chroma.graph import Graph
from qa.adapters.exact import ExactScan
from tests.chroma_support import written_here
from tests.vector_log import MemoryLog, fill, unit_vectors

VECTORS = unit_vectors(60)


@pytest.fixture
def log() -> MemoryLog:
    made = MemoryLog()
    fill(made, VECTORS)
    return made


@pytest.fixture
def scan(log: MemoryLog) -> ExactScan:
    return ExactScan(log)


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[Copy]:
    made = Copy.create(tmp_path)
    yield made
    made.close()


def follow(copy: Copy, scan: ExactScan) -> int:
    """Takes every step; how many there were."""
    steps: list[int] = []

    def goes_on() -> bool:
        steps.append(copy.applied)
        return True

    if step := copy.next_step(scan):
        with written_here():
            copy.take(step, scan, threading.Event(), goes_on)
    return len(steps)


def held(copy: Copy) -> Graph:
    assert copy.graph is not None
    return copy.graph


def test_after_following_the_graph_holds_the_current_passages(copy: Copy, scan: ExactScan, log: MemoryLog) -> None:
    follow(copy, scan)
    assert (held(copy).ids(), copy.applied) == (set(log.vectors), log.newest())
    log.delete("a0")
    log.replace("a1", {"a1.v2.0-1": VECTORS[3]})
    follow(copy, scan)
    assert (held(copy).ids(), copy.applied) == (set(log.vectors), log.newest())


def test_nothing_is_done_twice(copy: Copy, scan: ExactScan, log: MemoryLog) -> None:
    assert follow(copy, scan) == 1
    assert follow(copy, scan) == 0


def test_a_passage_written_again_has_its_new_vector_in_the_graph(copy: Copy, scan: ExactScan, log: MemoryLog) -> None:
    """Chroma's add passes over an id that is there, without a word."""
    follow(copy, scan)
    log.replace("a0", {"a0.v1.0-1": VECTORS[50]})
    log.delete("a10")  # the passage that had this vector before
    follow(copy, scan)
    assert list(held(copy).nearest(VECTORS[50], 1)) == ["a0.v1.0-1"]


def test_a_long_log_is_taken_in_batches(
    copy: Copy, scan: ExactScan, log: MemoryLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "STEP", 7)
    assert follow(copy, scan) == 9
    assert held(copy).ids() == set(log.vectors)


def test_it_wears_out_when_a_quarter_and_a_little_was_deleted(copy: Copy, scan: ExactScan, log: MemoryLog) -> None:
    fill(log, unit_vectors(1_000, seed=1), prefix="b")
    follow(copy, scan)
    for article in range(73):
        log.delete(f"b{article}")
    step = copy.next_step(scan)
    assert step is not None
    assert not copy.wears_out(step)  # 365 of 1,060 are gone then
    log.delete("b73")
    step = copy.next_step(scan)
    assert step is not None
    assert copy.wears_out(step)


def test_another_store_is_noticed(copy: Copy, scan: ExactScan, log: MemoryLog, tmp_path: Path) -> None:
    follow(copy, scan)
    older = MemoryLog()
    fill(older, VECTORS[:20])
    log.put_back(older)
    with pytest.raises(ForeignStoreError):
        copy.next_step(scan)


def test_what_is_little_waits_until_it_is_more(copy: Copy, scan: ExactScan, log: MemoryLog) -> None:
    follow(copy, scan)
    log.replace("new", {f"new.v1.{n}-{n}": row for n, row in enumerate(unit_vectors(6, seed=2))})
    assert copy.next_step(scan, least=12) is None
    assert copy.next_step(scan, least=12) is None
    log.delete("a3")  # five that are gone count as well
    assert copy.next_step(scan, least=12) is None
    log.replace("newer", {"newer.v1.0-1": VECTORS[3]})
    step = copy.next_step(scan, least=12)
    assert step is not None
    assert (step.size, len(step.gone)) == (12, 5)
