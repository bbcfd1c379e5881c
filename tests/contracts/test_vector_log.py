"""VectorLog: what every store keeps to."""

from __future__ import annotations

import numpy as np
import pytest

from qa.ports import VectorChange
from qa.types import Filters
from tests.contracts.conftest import Store
from tests.newsroom import edition, publish

ONE = edition("a.txt", "One. Two. Three.", publisher="The Courier", published_at="2017-01-01")
OTHER = edition("a.txt", "Four. Five. Six. Seven. Eight.", publisher="The Courier", published_at="2017-01-01")
UNDATED = edition("b.txt", "Nine.")


def everything(store: Store, page: int = 2) -> list[VectorChange]:
    """The whole log, page by page."""
    read: list[VectorChange] = []
    while entries := store.changes(read[-1].seq if read else 0, page):
        assert len(entries) <= page
        read.extend(entries)
    return read


def live(changes: list[VectorChange]) -> dict[str, list[float]]:
    """What a consumer holds after applying ``changes``."""
    held: dict[str, list[float]] = {}
    for change in changes:
        held.pop(change.passage_id, None)
        if change.vector is not None:
            held[change.passage_id] = change.vector.tolist()
    return held


async def test_an_empty_log(store: Store) -> None:
    assert (store.newest(), store.floor(), store.fingerprint()) == (0, 0, None)
    assert list(store.changes(0, 10)) == []


async def test_every_passage_has_its_vector_in_the_log(store: Store) -> None:
    await publish(store, ONE, UNDATED)
    changes = everything(store)
    vectors = [*ONE.vectors.tolist(), *UNDATED.vectors.tolist()]
    assert live(changes) == dict(zip(ONE.ids + UNDATED.ids, vectors, strict=True))
    assert {c.passage_id: c.article_id for c in changes} == {
        **dict.fromkeys(ONE.ids, ONE.article.id),
        **dict.fromkeys(UNDATED.ids, UNDATED.article.id),
    }
    assert all(c.vector is not None and c.vector.dtype == np.float32 for c in changes)


async def test_sequence_numbers_rise_and_the_last_is_the_newest(store: Store) -> None:
    await publish(store, ONE, UNDATED, OTHER)
    await store.delete(UNDATED.article.id)
    seqs = [change.seq for change in everything(store)]
    assert seqs == sorted(set(seqs))
    assert seqs[-1] == store.newest()
    assert list(store.changes(store.newest(), 10)) == []


async def test_whoever_applies_the_changes_since_it_looked_holds_what_is_current(store: Store) -> None:
    await publish(store, ONE, UNDATED)
    held, seen = live(everything(store)), store.newest()
    await publish(store, OTHER)
    await store.delete(UNDATED.article.id)
    for change in store.changes(seen, 100):
        held.pop(change.passage_id, None)
        if change.vector is not None:
            held[change.passage_id] = change.vector.tolist()
    assert held == dict(zip(OTHER.ids, OTHER.vectors.tolist(), strict=True))


async def test_a_passage_that_goes_and_comes_back_has_one_later_entry(store: Store) -> None:
    await publish(store, ONE)
    first = {change.passage_id: change.seq for change in everything(store)}
    await store.delete(ONE.article.id)
    gone = {change.passage_id: change for change in everything(store)}
    assert all(gone[p].vector is None and gone[p].seq > first[p] for p in ONE.ids)
    await publish(store, ONE)
    again = everything(store)
    assert sorted(change.passage_id for change in again) == sorted(ONE.ids)
    assert all(change.vector is not None and change.seq > gone[change.passage_id].seq for change in again)


async def test_the_same_version_again_moves_its_entries_up(store: Store) -> None:
    await publish(store, ONE)
    seen = store.newest()
    await publish(store, ONE)
    assert live(list(store.changes(seen, 100))) == dict(zip(ONE.ids, ONE.vectors.tolist(), strict=True))


async def test_deleting_what_is_not_there_leaves_the_log_alone(store: Store) -> None:
    await publish(store, ONE)
    seen = store.newest()
    await store.delete(UNDATED.article.id)
    assert store.newest() == seen


async def test_the_first_write_keeps_the_fingerprint(store: Store) -> None:
    await store.check_fingerprint("fake-16")
    assert store.fingerprint() is None
    await publish(store, ONE)
    assert store.fingerprint() == "fake-16"


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), None),
        (Filters(publisher="THE courier"), {OTHER.article.id}),
        (Filters(from_="2017-01-02"), {UNDATED.article.id}),
        (Filters(to="2017-01-01"), {OTHER.article.id, UNDATED.article.id}),
        (Filters(article_id=ONE.article.id, to="2016-12-31"), set()),
    ],
)
async def test_a_selection_names_current_articles_only(
    store: Store, filters: Filters, expected: set[str] | None
) -> None:
    await publish(store, ONE, UNDATED, OTHER)
    assert store.selection(filters) == expected
