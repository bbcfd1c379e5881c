"""Who somebody is, and what happened somewhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.extractive import pool
from qa.extractive.introduced import asks_who_is, introduced
from qa.extractive.latest import asks_for_latest, latest
from qa.question import understand
from qa.types import Evidence
from tests.extractive.test_reader import evidence


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Who is Dmitry Peskov?", "Dmitry Peskov"),
        ("who's havel", "havel"),
        ("Who is the mayor?", None),
        ("Who is accused of spying?", None),
        ("Who was Nora Lie?", "Nora Lie"),
        ("What is the GRU?", None),
    ],
)
def test_only_a_name_is_asked_who_it_is(text: str, name: str | None) -> None:
    assert asks_who_is(text) == name


@pytest.mark.parametrize(
    "sentence",
    [
        "Kremlin spokesman Mark Havel spoke.",
        "Mark Havel, the mayor of Tarn, spoke.",
        "Mark Havel is a nurse from Tarn.",
        "The crowd cheered Mark Havel, who had been in hospital.",
    ],
)
def test_the_sentence_that_introduces_a_person_answers(sentence: str) -> None:
    found = introduced("Mark Havel", pool(evidence(["Mark Havel left.", sentence])))
    assert [claim.text for claim in found] == [sentence]


def test_each_bearer_of_a_surname_is_introduced() -> None:
    seen = evidence(
        ["The mayor, Jana Havel, was ill."], ["Goalkeeper Marek Havel has left."], ["Havel Street is shut."]
    )
    assert {claim.text for claim in introduced("Havel", pool(seen))} == {
        "The mayor, Jana Havel, was ill.",
        "Goalkeeper Marek Havel has left.",
    }
    assert len(introduced("Jana Havel", pool(seen))) == 1


def test_a_spokesman_is_named_by_the_sentence_that_goes_on() -> None:
    told = ["A reply will come, a spokesman for the government made clear.", "Dmitry Peskov said so on Friday."]
    (claim,) = introduced("Dmitry Peskov", pool(evidence(told)))
    assert claim.text == " ".join(told)
    assert claim.labels == ("S1.1", "S1.2")


def test_nobody_is_introduced_who_is_only_named() -> None:
    assert introduced("Mark Havel", pool(evidence(["Mark Havel left.", "Rain fell on Havel."]))) == ()


def dated(seen: Evidence, *days: str) -> Evidence:
    pairs = zip(seen.passages, days, strict=True)
    return Evidence(tuple(replace(one, article=replace(one.article, published_at=day)) for one, day in pairs))


def test_what_happened_somewhere_is_told_by_the_openings_of_the_newest_articles() -> None:
    first = ["A strong earthquake struck Kerano on Monday.", "It was felt far away, in Kerano and beyond."]
    later = ["The toll in Kerano has risen to 19 people.", "Rescuers went on."]
    other = ["The league begins on Sunday with three matches.", "Nobody from Kerano plays in it this year."]
    seen = dated(evidence(first, later, other), "2026-03-02", "2026-03-04", "2026-03-03")
    told = latest(understand("What happened in Kerano?"), pool(seen), None)
    assert [claim.text for claim in told] == [later[0], other[1], first[0]]


@pytest.mark.parametrize("text", ["Norvik", "Norvik?", "Bank of Norvik?", "Mara Lind"])
def test_a_bare_name_asks_for_its_news(text: str) -> None:
    assert asks_for_latest(text)


@pytest.mark.parametrize("text", ["Why?", "Who Won?", "Did Mara Lind Resign?", "Who Is Lind?", "Has Lind Resigned?"])
def test_a_question_in_capitals_is_no_name(text: str) -> None:
    assert not asks_for_latest(text)
