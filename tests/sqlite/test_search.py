"""Full-text search in SQLite: stems, accents, and what is done about frequent words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from qa.adapters.sqlite import SqliteStore, search
from qa.types import Filters
from tests.newsroom import edition, publish

NO_FILTERS = Filters()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = SqliteStore(tmp_path / "store.sqlite3")
    yield opened
    await opened.close()


async def found(store: SqliteStore, *words: str) -> list[str]:
    return [passage_id for passage_id, _ in await store.search_text(words, 10, NO_FILTERS)]


@pytest.mark.parametrize(
    "word",
    [
        "expulsions",
        "EXPULSION",
        "sao",
        "São",
        "Sa\u0303o",
        "U.S.",
        "us",
        "vice-president",
        "Putin's",
        "Putin’s",
        "1,200",
    ],
)
async def test_forms_of_a_word_find_it(store: SqliteStore, word: str) -> None:
    """Stems and accents are the tokenizer's; a possessive finds the name, points and hyphens separate."""
    one = edition("a.txt", "Us: expulsion, a vice president and Putin in São Paulo over 1,200 cases in the U.S.")
    await publish(store, one, edition("b.txt", "Nothing here."))
    assert await found(store, word) == one.ids


async def test_a_word_of_the_title_counts_more_than_one_of_the_text(store: SqliteStore) -> None:
    titled = edition("a.txt", "Ferries stopped in the cold.", title="Harbour")
    told = edition("b.txt", "Harbour stopped in the cold.", title="Ferries")
    others = [edition(f"{n}.txt", "Wind and weather in the north.", title="Weather") for n in range(6)]
    await publish(store, titled, told, *others)
    assert await found(store, "harbour") == [*titled.ids, *told.ids]


async def test_a_frequent_word_scores_what_rarer_words_find_exactly_as_without_a_limit(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    editions = [
        edition(
            f"{n}.txt", f"The president spoke{' of zinc' * (n % 5 == 0)}{' and of copper' * (n % 7 == 0)}. Day {n}."
        )
        for n in range(60)
    ]
    await publish(store, *editions)
    words = ["copper", "president", "zinc"]
    everything = dict(await store.search_text(words, 100, NO_FILTERS))
    monkeypatch.setattr(search, "POSTINGS", 25)
    limited = dict(await store.search_text(words, 100, NO_FILTERS))
    rare = {p for e in editions for p in e.ids if "zinc" in e.article.text or "copper" in e.article.text}
    assert set(everything) == {p for e in editions for p in e.ids}
    assert limited == {passage_id: everything[passage_id] for passage_id in rare}


async def test_frequent_words_alone_still_find(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    editions = [edition(f"{n}.txt", f"The president spoke. Day {n}.") for n in range(20)]
    await publish(store, *editions)
    monkeypatch.setattr(search, "POSTINGS", 5)
    assert len(await store.search_text(["president", "spoke"], 100, NO_FILTERS)) == 20


async def test_results_do_not_depend_on_the_order_of_writing(tmp_path: Path) -> None:
    editions = [edition(f"{n}.txt", f"Snow fell on town {n % 4}. Ferries stopped.", title="Snow") for n in range(30)]
    rankings = []
    for number, order in enumerate((editions, editions[::-1], editions[10:] + editions)):
        store = SqliteStore(tmp_path / f"{number}.sqlite3")
        await publish(store, *order)
        await store.delete(editions[3].article.id)
        await publish(store, editions[3])
        rankings.append(await store.search_text(["snow", "town", "2"], 7, NO_FILTERS))
        await store.close()
    assert rankings[0] == rankings[1] == rankings[2]


@pytest.mark.parametrize("few", [0.0, 0.3, 1.0])
async def test_a_filter_leaves_out_what_does_not_pass_and_changes_no_score(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch, few: float
) -> None:
    """However many pass, and wherever they stand among what is found; many have the score of the last that is given."""
    editions = [
        edition(
            f"{n}.txt",
            f"The president spoke{' of zinc' * (n % 3)}{' and of copper' * (n % 4 == 0)}. Snow fell.",
            publisher=f"Paper {n % 2}",
            published_at=f"2025-01-{n % 30 + 1:02}",
        )
        for n in range(60)
    ]
    await publish(store, *editions)
    monkeypatch.setattr(search, "POSTINGS", 60)
    monkeypatch.setattr(search, "FEW", few)
    monkeypatch.setattr(search, "TIED", 1)
    words = ["copper", "president", "zinc"]
    everything = await store.search_text(words, 1000, NO_FILTERS)
    assert len(everything) >= 40
    of = {passage_id: e.article for e in editions for passage_id in e.ids}
    for filters in (NO_FILTERS, Filters(publisher="paper 1"), Filters(from_="2025-01-29"), Filters(to="2025-01-28")):
        passing = [
            hit
            for hit in everything
            if (filters.publisher or "").lower() in (of[hit[0]].publisher or "").lower()
            and (filters.from_ or "") <= (of[hit[0]].published_at or "") <= (filters.to or "9999")
        ]
        assert passing
        for limit in (1, 2, 5, 20, 100):
            assert await store.search_text(words, limit, filters) == passing[:limit]
