"""VectorIndex: what the exact scan, Chroma (with its graph open, and while it still opens) and brute force keep to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa.adapters.chroma import ChromaIndex
from qa.adapters.exact import ExactScan
from qa.adapters.sqlite import SqliteStore
from qa.errors import IndexMismatchError
from qa.ports import VectorHits, VectorIndex, VectorLog
from qa.types import Filters
from tests.chroma_support import POLL, answering, written_here
from tests.fakes import FakeEmbedder
from tests.newsroom import Edition, edition, publish
from tests.vector_log import brute_force, unit_vectors

if TYPE_CHECKING:
    from qa.ports import Vectors

ALL = Filters()
EMBEDDER = FakeEmbedder()
RIVER = edition("river.txt", "The river rose. Bridges closed. Schools opened late. Buses ran.", publisher="The Courier")
HARBOUR = edition("harbour.txt", "Ships waited. The harbour froze. Cranes stood still.", publisher="The Gazette")
FLOOD = edition("river.txt", "The river fell. Bridges opened. Farmers counted losses.", publisher="The Courier")
COPIES = [edition(f"copy{n}.txt", "The same words stand here.") for n in range(5)]

Search = Callable[["Vectors", int, Filters], Awaitable[VectorHits]]


class BruteForce:
    """VectorIndex: reads the whole log at every search and sums in plain Python."""

    name = "brute"

    def __init__(self, log: VectorLog) -> None:
        self._log = log

    async def search_vector(self, vector: Vectors, limit: int, filters: Filters) -> VectorHits:
        if self._log.fingerprint() not in {None, EMBEDDER.fingerprint}:
            raise IndexMismatchError("made by another embedder")
        selected = self._log.selection(filters)
        log = self._log.changes(0, 1_000_000)
        present = [c for c in log if c.vector is not None and (selected is None or c.article_id in selected)]
        chosen = {c.passage_id: c.vector for c in present if c.vector is not None}
        return VectorHits(tuple(brute_force(chosen, vector, limit)))

    async def refresh(self) -> None:
        """Holds nothing."""

    async def close(self) -> None:
        """Nothing to give back."""


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = SqliteStore(tmp_path / "store.sqlite3")
    await opened.check_fingerprint(EMBEDDER.fingerprint)
    yield opened
    await opened.close()


@pytest.fixture(params=["brute", "exact", "chroma", "chroma still opening"])
async def index(request: pytest.FixtureRequest, store: SqliteStore, tmp_path: Path) -> AsyncIterator[VectorIndex]:
    made: VectorIndex
    with written_here() if request.param == "chroma" else nullcontext():
        if request.param == "brute":
            made = BruteForce(store)
        elif request.param == "exact":
            made = ExactScan(store, EMBEDDER.fingerprint)
        else:
            made = ChromaIndex(tmp_path / "index", store, EMBEDDER.fingerprint, poll_seconds=POLL)
        yield made
        await made.close()


@pytest.fixture
def search(index: VectorIndex, store: SqliteStore, request: pytest.FixtureRequest) -> Search:
    """Searches; with ``chroma``, once the graph has everything."""
    waits = request.node.callspec.params["index"] == "chroma"

    async def searched(vector: Vectors, limit: int, filters: Filters) -> VectorHits:
        if waits:
            assert isinstance(index, ChromaIndex)
            await answering(index, store)
        return await index.search_vector(vector, limit, filters)

    return searched


def ids(hits: VectorHits) -> list[str]:
    return [passage_id for passage_id, _ in hits.hits]


def vectors_of(*editions: Edition) -> dict[str, Vectors]:
    return {p: v for e in editions for p, v in zip(e.ids, e.vectors, strict=True)}


async def test_an_empty_store_has_no_hits(search: Search) -> None:
    assert ids(await search(unit_vectors(1)[0], 5, ALL)) == []


async def test_a_passage_is_its_own_nearest(search: Search, store: SqliteStore) -> None:
    await publish(store, RIVER, HARBOUR)
    for passage_id, vector in vectors_of(RIVER, HARBOUR).items():
        hits = await search(vector, 1, ALL)
        assert ids(hits) == [passage_id]
        assert hits.hits[0][1] == pytest.approx(1.0, abs=1e-5)


async def test_hits_are_the_nearest_with_their_cosines_best_first(search: Search, store: SqliteStore) -> None:
    await publish(store, RIVER, HARBOUR)
    query = EMBEDDER.vectors(["The river froze."])[0]
    expected = brute_force(vectors_of(RIVER, HARBOUR), query, 3)
    hits = await search(query, 3, ALL)
    assert ids(hits) == [p for p, _ in expected]
    assert [s for _, s in hits.hits] == pytest.approx([s for _, s in expected], abs=1e-5)


async def test_ties_break_by_id(search: Search, store: SqliteStore) -> None:
    await publish(store, *COPIES)
    assert ids(await search(COPIES[0].vectors[0], 4, ALL)) == sorted(e.ids[0] for e in COPIES)[:4]


async def test_a_limit_above_what_is_there_gives_all(search: Search, store: SqliteStore) -> None:
    await publish(store, RIVER, HARBOUR)
    query = unit_vectors(1)[0]
    assert sorted(ids(await search(query, 500, ALL))) == sorted(RIVER.ids + HARBOUR.ids)
    assert ids(await search(query, 0, ALL)) == []


async def test_a_write_is_seen_by_the_next_search(search: Search, index: VectorIndex, store: SqliteStore) -> None:
    await publish(store, RIVER, HARBOUR)
    await search(RIVER.vectors[0], 5, ALL)
    await publish(store, FLOOD)
    hits = await index.search_vector(FLOOD.vectors[0], 10, ALL)
    assert ids(hits)[0] == FLOOD.ids[0]
    assert not set(RIVER.ids) & set(ids(hits))
    await store.delete(FLOOD.article.id)
    assert sorted(ids(await index.search_vector(FLOOD.vectors[0], 10, ALL))) == sorted(HARBOUR.ids)


async def test_a_text_that_comes_back_is_found_again(search: Search, store: SqliteStore) -> None:
    await publish(store, RIVER, FLOOD, RIVER)
    assert ids(await search(RIVER.vectors[0], 10, ALL))[0] == RIVER.ids[0]
    assert sorted(ids(await search(RIVER.vectors[0], 10, ALL))) == sorted(RIVER.ids)


async def test_filters_choose_before_the_limit_counts(search: Search, store: SqliteStore) -> None:
    await publish(store, RIVER, HARBOUR)
    hits = await search(RIVER.vectors[0], 1, Filters(publisher="The Gazette"))
    assert ids(hits) == [p for p, _ in brute_force(vectors_of(HARBOUR), RIVER.vectors[0], 1)]
    assert hits.degraded is None
    assert ids(await search(RIVER.vectors[0], 9, Filters(article_id=RIVER.article.id))) != []
    assert ids(await search(RIVER.vectors[0], 9, Filters(publisher="Nobody"))) == []


async def test_vectors_of_another_embedder_are_an_error(search: Search, index: VectorIndex, store: SqliteStore) -> None:
    await publish(store, RIVER)
    await search(RIVER.vectors[0], 1, ALL)
    other = FakeEmbedder(name="other")
    await store.put_vectors(other.fingerprint, RIVER.ids, other.vectors([p.text for p in RIVER.passages]))
    assert await store.swap_vectors(other.fingerprint)
    with pytest.raises(IndexMismatchError, match=r"qa reindex|another embedder"):
        await index.search_vector(RIVER.vectors[0], 1, ALL)


async def test_searches_side_by_side_agree(search: Search, index: VectorIndex, store: SqliteStore) -> None:
    await publish(store, RIVER, HARBOUR, *COPIES)
    query = unit_vectors(1, seed=3)[0]
    first = await search(query, 5, ALL)
    together = await asyncio.gather(*(index.search_vector(query, 5, ALL) for _ in range(20)))
    assert {hits.hits for hits in together} == {first.hits}


async def test_closing_twice_is_fine(index: VectorIndex) -> None:
    await index.close()
    await index.close()
