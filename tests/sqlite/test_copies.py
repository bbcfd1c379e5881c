"""Copies are found when they come in, and forgotten when they change or go."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from qa.adapters.sqlite import SqliteHistory, SqliteStore
from qa.adapters.sqlite.copies import COMMON, compared, of, stories
from qa.fingerprint import sketch
from tests.extract.web import PARAGRAPHS
from tests.newsroom import edition, publish

TEXT = " ".join(PARAGRAPHS).replace(".", ". ")
OTHER = (
    "Lindholm has a bridge again. At noon on Monday a ribbon was cut on the western ramp, while a brass band played and"
    " children waved. Engineers had worked for three years on the piers, which frost had split. Drivers pay no toll."
)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = SqliteStore(tmp_path / "store.sqlite3")
    yield opened
    await opened.close()


async def copies(store: SqliteStore, name: str) -> list[str]:
    names = {edition(n, "x").article.id: n for n in "abcd"}
    return [names[other] for other in await SqliteHistory(store.database).copies_of(edition(name, "x").article.id)]


async def test_a_cut_copy_under_another_beginning_is_one_and_another_report_is_none(store: SqliteStore) -> None:
    await publish(store, edition("a", TEXT, published_at="2024-03-05"))
    await publish(store, edition("b", f"Our own lead stands here. {TEXT[: len(TEXT) // 2]}", published_at="2024-03-04"))
    await publish(store, edition("c", OTHER))
    assert (await copies(store, "a"), await copies(store, "b"), await copies(store, "c")) == (["b"], ["a"], [])


async def test_a_cluster_is_what_hangs_together_the_earliest_first(store: SqliteStore) -> None:
    half = len(TEXT) // 2
    await publish(store, edition("a", TEXT[:half], published_at="2024-03-05"))
    await publish(store, edition("b", TEXT[half:], published_at="2024-03-06"))
    assert await copies(store, "a") == []
    await publish(store, edition("c", TEXT, published_at="2024-03-04"))
    assert await copies(store, "a") == ["c", "b"]
    await store.delete(edition("c", "x").article.id)
    assert await copies(store, "a") == []


async def test_an_article_that_is_rewritten_is_no_copy_any_more(store: SqliteStore) -> None:
    await publish(store, edition("a", TEXT), edition("b", TEXT + " One more."))
    assert await copies(store, "a") == ["b"]
    await publish(store, edition("b", OTHER))
    assert await copies(store, "a") == []
    await publish(store, edition("b", TEXT + " One more."))
    assert await copies(store, "a") == ["b"]


async def test_a_story_that_very_many_print_is_still_one(store: SqliteStore) -> None:
    """Each hash is looked up in some articles only, so that a newspaper's own text does not cost the time of all."""
    editions = [edition(f"n{number}", f"The lead of outlet {number}. {TEXT}") for number in range(COMMON + 5)]
    await publish(store, *editions, edition("other", OTHER))
    for one in (editions[0], editions[-1]):
        assert len(await SqliteHistory(store.database).copies_of(one.article.id)) == COMMON + 4


async def test_articles_that_share_little_are_not_compared(store: SqliteStore) -> None:
    """Comparing reads whole texts: of two long articles that share a note it would be for nothing."""
    note = " ".join(f"note{number}" for number in range(60))
    one, two = (edition(name, " ".join(f"{name}{number}" for number in range(1500)) + f" {note}") for name in "ab")
    await publish(store, one)
    assert set(sketch(one.article.text)) & set(sketch(two.article.text))
    assert await store.database.reading(compared, two.article.text) == []
    assert [share for _, share in await store.database.reading(compared, note)] == [1.0]


async def test_a_cluster_is_found_without_going_through_all_copies(store: SqliteStore) -> None:
    await publish(store, edition("a", TEXT), edition("b", TEXT))
    strangers = [(f"{n:016x}", f"{n + 1:016x}", 1.0) for n in range(0, 20_000, 2)]
    with closing(sqlite3.connect(store.database.path)) as connection:
        connection.executemany("INSERT INTO copies (one, two, share) VALUES (?, ?, ?)", strangers)
        thousands: list[None] = []
        connection.set_progress_handler(lambda: thousands.append(None), 1000)
        assert of(connection, edition("a", "x").article.id) == [edition("b", "x").article.id]
    assert len(thousands) < 10


async def test_the_stories_of_many_copies_are_found_without_going_through_them_for_each(store: SqliteStore) -> None:
    names = [f"{n:016x}" for n in range(200)]
    with closing(sqlite3.connect(store.database.path)) as connection:
        pairs = [(names[n], names[n + step], 1.0) for step in range(1, 21) for n in range(200 - step)]
        connection.executemany("INSERT INTO copies (one, two, share) VALUES (?, ?, ?)", pairs)
        thousands: list[None] = []
        connection.set_progress_handler(lambda: thousands.append(None), 1000)
        asked = [*names[150:], "f" * 16]
        assert stories(connection, asked) == dict.fromkeys(names[150:], names[0]) | {"f" * 16: "f" * 16}
    assert len(thousands) < 200
