"""Copies are found when they come in, and forgotten when they change or go."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from qa.adapters.sqlite import SqliteHistory, SqliteStore
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
