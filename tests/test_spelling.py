"""Typing errors are mended with the words of the articles, and nothing else is changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.adapters.minilm import MiniLM
from qa.adapters.sqlite import SqliteStore
from qa.adapters.sqlite.vocabulary import SqliteVocabulary, edits
from qa.spelling import Spelling, corrected
from tests.newsroom import edition, publish

KREMLIN = "Kremlin spokesman Dmitry Peskov spoke. The earthquake hit Kerano. Biden met Peskov in the harbour."
STRIKE = "Union leader Brigit Solane called the strike fair. Eric Cantor sang. The council of Lindholm met."
ARTICLES = (edition("one.txt", KREMLIN), edition("two.txt", STRIKE))


@pytest.fixture
async def spelling(tmp_path: Path) -> Spelling:
    store = SqliteStore(tmp_path / "store.sqlite3")
    await publish(store, *ARTICLES)
    return Spelling(SqliteVocabulary(store.database), MiniLM())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Who is Dimitri Peskov?", "Who is Dmitry Peskov?"),
        ("What did Bidden do?", "What did Biden do?"),
        ("Where did the earthqake strike?", "Where did the earthquake strike?"),
        ("Why the stirke?", "Why the strike?"),
        ("What is the Kremliin?", "What is the Kremlin?"),
        ("what did the counsil of lindholm do?", "what did the council of lindholm do?"),
    ],
)
async def test_a_word_that_no_article_has_becomes_the_one_it_nearly_is(
    spelling: Spelling, typed: str, meant: str
) -> None:
    assert await corrected(typed, spelling) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "Who is Dmitry Peskov?",
        "Who is Angela Merkel?",  # neither is known: nobody near
        "What did Eric Cantona sing?",  # a surname beside a given name is another person
        "Is there an earthwork?",  # a word of English
        "Wie viele Diplomaten wurden ausgewiesen und warum?",
        "Qzxv?",
        "",
    ],
)
async def test_all_else_stays_as_it_was_typed(spelling: Spelling, typed: str) -> None:
    assert await corrected(typed, spelling) == typed


async def test_a_word_that_went_with_its_article_is_unknown(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "store.sqlite3")
    await publish(store, *ARTICLES)
    words = SqliteVocabulary(store.database)
    assert await words.unknown(["Solane", "harbours", "zeppelin"]) == {"zeppelin"}
    await store.delete(ARTICLES[1].article.id)
    assert await words.unknown(["Solane"]) == {"Solane"}
    assert not await words.near("Solanne")


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [("putin", "putin", 0), ("putn", "putin", 1), ("wirht", "wirth", 1), ("dimitri", "dmitry", 2), ("a", "abcd", 3)],
)
def test_edits_are_letters_wrong_missing_too_many_or_exchanged(one: str, other: str, count: int) -> None:
    assert edits(one, other) == edits(other, one) == count
