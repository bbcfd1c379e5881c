"""The store does not grow with the number of times that an article was replaced, but by the texts that it keeps."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from qa.adapters.sqlite import SqliteStore, vector_log
from tests.newsroom import Edition, edition, publish
from tests.torture.whole import problems

ARTICLES, CYCLES = 8, 50
DERIVED = ("passages", "passage_words", "vector_log", "next_vectors")  # what belongs to current versions only


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = SqliteStore(tmp_path / "store.sqlite3")
    yield opened
    await opened.close()


def issue(cycle: int) -> list[Edition]:
    """Every article, each with words of its own for this cycle, of about the same length."""
    return [edition(f"{n}.txt", " ".join(_sentences(random.Random(cycle * ARTICLES + n)))) for n in range(ARTICLES)]


def _sentences(rng: random.Random) -> list[str]:
    return [" ".join(f"word{rng.randrange(3000)}" for _ in range(40)) + "." for _ in range(32)]


def with_vectors(editions: Sequence[Edition]) -> list[Edition]:
    rng = np.random.default_rng(0)
    return [
        Edition(e.article, e.sentences, e.passages, rng.standard_normal((len(e.passages), 384)).astype("f4"), "p")
        for e in editions
    ]


def used(path: Path, tables: Sequence[str]) -> int:
    """Bytes in those tables, their indexes and shadow tables."""
    names = [f"(tbl_name = '{t}' OR tbl_name LIKE '{t}\\_%' ESCAPE '\\')" for t in tables]
    query = f"SELECT sum(pgsize) FROM dbstat WHERE name IN (SELECT name FROM sqlite_schema WHERE {' OR '.join(names)})"
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute(query).fetchone()[0])


async def test_fifty_replace_cycles_keep_vectors_and_words_within_half_again_of_one(
    store: SqliteStore, tmp_path: Path
) -> None:
    path = tmp_path / "store.sqlite3"
    await publish(store, *with_vectors(issue(0)))
    sizes = [used(path, DERIVED)]
    for cycle in range(1, CYCLES):
        await publish(store, *with_vectors(issue(cycle)))
        sizes.append(used(path, DERIVED))
    assert max(sizes) <= 1.5 * sizes[0]
    assert len(store.changes(0, 10**6)) <= 2 * sum(len(e.passages) for e in issue(0)) + vector_log.GONE_KEPT
    assert (await store.stats()).versions == ARTICLES * CYCLES


async def test_going_back_and_forth_between_two_texts_keeps_the_file_within_half_again(
    store: SqliteStore, tmp_path: Path
) -> None:
    path = tmp_path / "store.sqlite3"
    texts = [with_vectors(issue(0)), with_vectors(issue(1))]
    await publish(store, *texts[0], *texts[1])
    await store.close()
    once = path.stat().st_size
    again = SqliteStore(path)
    for cycle in range(2, CYCLES):
        await publish(again, *texts[cycle % 2])
    await again.close()
    assert path.stat().st_size <= 1.5 * once


async def test_old_marks_of_passages_that_went_are_pruned_and_the_floor_tells(
    store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_log, "GONE_KEPT", 8)
    floors = []
    for cycle in range(10):
        await publish(store, *[edition(f"{n}.txt", f"Day {cycle} in {n}.") for n in range(4)])
        floors.append(store.floor())
    assert floors == sorted(floors)
    assert 0 < floors[-1] < store.newest()
    gone = [change for change in store.changes(0, 1000) if change.vector is None]
    assert len(gone) <= 8
    assert min(change.seq for change in gone) > store.floor()
    await store.close()
    assert problems(tmp_path / "store.sqlite3") == []


async def test_whoever_follows_the_log_and_starts_again_below_the_floor_holds_what_is_current(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One consumer keeps up, one is away for most of it: both end with the current passages."""
    monkeypatch.setattr(vector_log, "GONE_KEPT", 8)
    near, far = Follower(store), Follower(store)
    for cycle in range(40):
        await publish(store, *[edition(f"{n}.txt", f"Day {cycle} in {n}.") for n in range(cycle % 5 + 1)])
        near.catch_up()
        if cycle in {2, 39}:
            far.catch_up()
    current = {
        p.id for a in await store.current() for p in await store.passages([f"{a.id}.{a.version}.0-{len(a.text)}"])
    }
    assert current
    assert near.held == far.held == current
    assert far.restarts == 1


class Follower:
    """Keeps the ids of the log's passages, as its floor asks for."""

    def __init__(self, store: SqliteStore) -> None:
        self.store, self.held, self.seen, self.restarts = store, set[str](), 0, 0

    def catch_up(self) -> None:
        while True:
            changes = self.store.changes(self.seen, 3)
            if 0 < self.seen < self.store.floor():
                self.held, self.seen, self.restarts = set(), 0, self.restarts + 1
                continue
            if not changes:
                return
            for change in changes:
                self.held.discard(change.passage_id)
                if change.vector is not None:
                    self.held.add(change.passage_id)
            self.seen = changes[-1].seq
