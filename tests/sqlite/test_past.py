"""A question about the past finds what was to be had then, in the version of then; one about now never does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from qa.adapters.exact import ExactScan
from qa.adapters.sqlite import SqliteHistory, SqliteStore
from qa.retrieve import Retrieval, retrieve
from qa.types import Filters, Question
from tests.fakes import FakeEmbedder
from tests.newsroom import edition, publish

OLD = "The bridge cost 40 million crowns. The council paid half."
NEW = "The bridge cost 45 million crowns. The council paid half."


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = SqliteStore(tmp_path / "store.sqlite3")
    yield opened
    await opened.close()


async def corrected(store: SqliteStore) -> None:
    """Published on the 1st, corrected on the 10th; another article, undated, taken in now."""
    await publish(store, edition("a", OLD, published_at="2024-03-01"))
    await publish(store, edition("a", NEW, published_at="2024-03-01", updated_at="2024-03-10T12:00:00Z"))
    await publish(store, edition("b", "The bridge is red. Its crowns are of tin."))


async def found(store: SqliteStore, as_of: str | None, **filters: str) -> list[str]:
    embedder = FakeEmbedder()
    ports = Retrieval(embedder, ExactScan(store, embedder.fingerprint), store)
    question = Question("What did the bridge cost in crowns?", "2024-06-01T00:00:00Z", Filters(as_of=as_of, **filters))
    hits = (await retrieve(question, ["bridge", "cost", "crowns"], ports)).hits
    return sorted(hit.passage.text[:27] for hit in hits)


async def test_each_time_has_its_version(store: SqliteStore) -> None:
    await corrected(store)
    assert await found(store, "2024-02-29") == []
    assert await found(store, "2024-03-05") == ["The bridge cost 40 million "]
    assert await found(store, "2024-03-10") == ["The bridge cost 45 million "]
    assert await found(store, "2024-03-10T11:59:59Z") == ["The bridge cost 40 million "]
    assert await found(store, None) == ["The bridge cost 45 million ", "The bridge is red. Its crow"]


async def test_what_was_taken_out_is_still_known_to_the_past(store: SqliteStore) -> None:
    a = edition("a", OLD, published_at="2024-03-01")
    await publish(store, a)
    await store.delete(a.article.id)
    assert await found(store, "2024-03-05") == ["The bridge cost 40 million "]
    assert await found(store, None) == []


async def test_filters_hold_for_the_past(store: SqliteStore) -> None:
    await corrected(store)
    assert await found(store, "2024-03-05", from_="2024-03-02") == []
    assert await found(store, "2024-03-05", publisher="Post") == []
    assert await found(store, "2024-03-05", article_id=edition("b", "x").article.id) == []


async def test_a_version_that_comes_back_is_current_again_and_was_twice(store: SqliteStore) -> None:
    a = edition("a", OLD, published_at="2024-03-01")
    await publish(store, a, edition("a", NEW, updated_at="2024-03-10"), edition("a", OLD, updated_at="2024-03-20"))
    editions = await SqliteHistory(store.database).editions(a.article.id)
    assert [(e.since, e.until) for e in editions] == [
        ("2024-03-01", "2024-03-10"),
        ("2024-03-10", "2024-03-20"),
        ("2024-03-20", None),
    ]
    assert await found(store, "2024-03-05") == []  # it is current, and only since the 20th can that be said
    assert await found(store, "2024-03-12") == ["The bridge cost 45 million "]
    assert await found(store, "2024-03-25") == ["The bridge cost 40 million "]


async def test_the_same_version_again_changes_no_history(store: SqliteStore) -> None:
    a = edition("a", OLD, published_at="2024-03-01")
    await publish(store, a, a, edition("a", OLD, published_at="2024-03-01", publisher="Post"))
    assert len(await SqliteHistory(store.database).editions(a.article.id)) == 1


async def test_a_date_of_the_future_is_no_knowledge_of_it(store: SqliteStore) -> None:
    a = edition("a", OLD, published_at="2099-01-01")
    await publish(store, a)
    [only] = await SqliteHistory(store.database).editions(a.article.id)
    assert only.since < "2099"
    assert only.since == only.taken_at


async def test_older_than_goes_by_publication_else_by_arrival(store: SqliteStore) -> None:
    a, b = edition("a", OLD, published_at="2020-03-01"), edition("b", NEW)
    await publish(store, a, b)
    history = SqliteHistory(store.database)
    assert await history.older_than("2021-01-01") == [a.article.id]
    assert set(await history.older_than("2999-01-01")) == {a.article.id, b.article.id}
