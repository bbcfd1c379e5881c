"""The time of a question that an event gives: dated by the articles, or said to be unknown."""

from __future__ import annotations

import pytest

from qa.period import dated, happening
from qa.question import understand
from qa.statements import statements
from qa.types import Period, Question
from qa.when import When, when
from tests.fakes import MemoryStore
from tests.newsroom import Edition, publish
from tests.sources import found, report
from tests.test_ask import asking, honest

NOW = "2024-06-01T12:00:00Z"
VOTE = report("Northwire", "Malta held the election of May 11 in calm weather. Turnout was 71 percent.", "2024-05-12")
QUAKE = report("Argus", "An earthquake struck Soufli on Tuesday. It damaged 300 houses.", "2024-03-07")


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("How many laws has Malta passed since the election?", "since the election"),
        ("What did Marsh say after the summit in Geneva?", "after the summit in Geneva"),
        ("After the summit in Geneva, what did Marsh say?", "after the summit in Geneva"),
        ("How many lived in Soufli before the earthquake?", "before the earthquake"),
        ("What did Marsh say until Obama ordered the expulsions?", "until Obama ordered the expulsions"),
        ("Who protested during the trial?", "during the trial"),
        ("How many fled since the beginning of the war?", "since the beginning of the war"),
    ],
)
def test_an_event_behind_a_word_of_time_is_seen(question: str, shown: str) -> None:
    event = happening(question, understand(question).names)
    assert event is not None
    assert event.shown == shown


@pytest.mark.parametrize(
    "question",
    [
        "What was the square named after the war called?",
        "Who appeared before the committee?",
        "What happened after all?",
        "Which country banned it after it was revealed that what was sold?",
        "How much did the bridge cost?",
        "Who looked after the children?",
        "Which band played after his death?",
        "What did a British man ask for after his death?",
    ],
)
def test_what_is_no_event_or_no_time_is_none(question: str) -> None:
    assert happening(question, understand(question).names) is None


def days(question: str, *editions: Edition, asked_at: str = NOW) -> tuple[str, str] | None:
    event = happening(question, understand(question).names)
    assert event is not None
    at = dated(event, statements(found(*editions)), asked_at)
    return (at.days[0].isoformat(), at.days[1].isoformat()) if at else None


def test_a_date_beside_the_noun_dates_it() -> None:
    asked = "How many laws has Malta passed since the election?"
    assert days(asked, VOTE) == ("2024-05-11", "2024-05-11")
    sunday = report("Ledger", "Sunday's vote in Malta was calm.", "2024-05-14")
    assert days(asked, sunday) == ("2024-05-12", "2024-05-12")


def test_a_date_in_the_clause_of_its_verb_dates_it() -> None:
    asked = "How many lived in Soufli before the earthquake?"
    assert days(asked, QUAKE) == ("2024-03-05", "2024-03-05")
    same_day = report("Argus", "An earthquake struck Soufli on Tuesday.", "2024-03-05")
    assert days(asked, same_day) == ("2024-03-05", "2024-03-05")


@pytest.mark.parametrize(
    "told",
    [
        "The mayor of Soufli spoke on Tuesday of the earthquake.",  # the day is of another deed
        "The earthquake in Soufli, said Rossi, who visited on Tuesday, was the worst.",
        "The earthquake in Izmir struck on Tuesday.",  # another place
        "Did the earthquake strike Soufli on Tuesday?",
        "The dam of Soufli held, so no earthquake struck on Tuesday.",
        "Soufli counted 96 new tents Tuesday for a total since the earthquake began to shake houses.",
        "The minister flew to Soufli on Tuesday because the earthquake had killed many.",
        "The drill for the earthquake in Soufli on Tuesday was cancelled.",
        "The earthquake that made the bay of Soufli struck 5,000 years ago.",
    ],
)
def test_a_date_of_something_else_dates_nothing(told: str) -> None:
    assert days("How many lived in Soufli before the earthquake?", report("Argus", told, "2024-03-07")) is None


def test_whose_event_it_is_the_names_of_the_question_tell() -> None:
    asked = "What did Marsh say after her resignation?"
    assert days(asked, report("Argus", "Otieno's resignation on Tuesday surprised Kenya.", "2024-03-07")) is None
    marsh = report("Argus", "Marsh's resignation on Tuesday surprised everybody.", "2024-03-07")
    assert days(asked, marsh) == ("2024-03-05", "2024-03-05")


def test_articles_that_put_it_on_different_days_date_nothing_unless_most_agree() -> None:
    other = report("Argus", "An earthquake struck Soufli on 9 January 2021.", "2021-01-10")
    asked = "How many lived in Soufli before the earthquake?"
    assert days(asked, QUAKE, other) is None
    also = report("Ledger", "The earthquake hit Soufli on 5 March.", "2024-03-09")
    assert days(asked, QUAKE, also, other) == ("2024-03-05", "2024-03-05")


def test_nothing_is_dated_after_the_moment_of_asking_and_a_year_in_the_name_counts() -> None:
    asked = "How many lived in Soufli before the earthquake?"
    assert days(asked, QUAKE, asked_at="2024-03-01T00:00:00Z") is None
    assert days("How many lived in Soufli before the 2021 earthquake?", QUAKE) is None


async def of(question: str, *editions: Edition) -> When:
    store = MemoryStore()
    await publish(store, *editions)
    ports = await asking(honest, store=store)
    return await when(Question(question, NOW), understand(question), ports.retrieval, store)


async def test_a_dated_event_becomes_a_range_with_the_sentence_that_dates_it() -> None:
    found_ = await of("How many laws has Malta passed since the election?", VOTE)
    assert found_.period == found_.narrows == Period("since the election", "2024-05-11")
    (notice,) = found_.notices
    assert notice.kind == "dated_event"
    assert [citation.quote for citation in notice.citations] == ["Malta held the election of May 11 in calm weather."]


async def test_what_was_before_an_event_is_told_later_too_and_leaves_no_article_out() -> None:
    found_ = await of("How many lived in Soufli before the earthquake?", QUAKE)
    assert (found_.period, found_.narrows) == (Period("before the earthquake", None, "2024-03-04"), None)


async def test_an_event_that_no_article_dates_is_said_to_be_unknown_and_narrows_nothing() -> None:
    found_ = await of("What did Marsh say after the summit in Geneva?", VOTE)
    assert (found_.period, found_.narrows) == (None, None)
    assert [notice.kind for notice in found_.notices] == ["unknown_time"]
    assert "the summit in Geneva" in found_.notices[0].text


async def test_an_event_with_a_year_that_no_article_dates_is_of_that_year() -> None:
    found_ = await of("What did Marsh say after the 2019 summit?", VOTE)
    assert found_.period == Period("after the 2019 summit", "2019-01-01")


async def test_a_question_whose_words_name_days_or_no_event_searches_nothing() -> None:
    class Broken:
        """Fails when it is used."""

    for text in ("What did Marsh say last week after the summit?", "How much did the bridge cost?"):
        found_ = await when(Question(text, NOW), understand(text), Broken(), Broken())  # type: ignore[arg-type]
        assert found_.notices == ()
