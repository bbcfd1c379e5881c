"""Premises that no sentence denies: the articles tell the contrary, or give another number."""

from __future__ import annotations

import pytest

from qa.question import understand
from qa.statements import statements
from qa.weigh import says_against
from tests.sources import found, report

SHARES = (
    "Shares of Torvald Mills fell by 9 percent on Monday. Its rival Ostrava Cloth did well: shares of Ostrava Cloth "
    "rose by 3 percent."
)
STRIKE = "About 120 bakers struck in Lindholm on Monday. In Lindholm 40 shops stayed shut."


def first(question: str, *texts: str) -> str | None:
    """What is told first against the question's premise, if anything is."""
    evidence = found(*(report(f"paper {at}", text, "2026-04-07") for at, text in enumerate(texts)))
    against = says_against(understand(question), statements(evidence), evidence)
    assert bool(against.drafts) == (against.notice is not None)
    return against.drafts[0].text if against.drafts else None


@pytest.mark.parametrize(
    "question", ["Why did shares of Torvald Mills rise?", "By how much did shares of Torvald Mills rise on Monday?"]
)
def test_the_contrary_of_what_is_asked_is_told_first(question: str) -> None:
    assert first(question, SHARES) == "Shares of Torvald Mills fell by 9 percent on Monday."


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Why did shares of Torvald Mills fall?", SHARES),
        ("Why did shares of Ostrava Cloth rise?", SHARES),
        ("Why did shares of Torvald Mills rise?", "Shares of Torvald Mills rose on Monday, then fell by 9 percent."),
        ("Why did shares of Torvald Mills rise?", SHARES + " On Friday shares of Torvald Mills had risen."),
        ("Why did shares of Torvald Mills rise?", "Shares of Torvald Mills may fall, analysts warn."),
        ("Why did shares of Torvald Mills rise?", "Shares of Ostrava Cloth fell by 9 percent."),
        ("Why did Norvik Bank buy Ostrava Mill?", "Norvik Bank sold Ostrava Mill on Monday."),
        ("When did Torvald Mills open?", "Torvald Mills closed on Monday."),
        ("When did Norvik impose a curfew?", "Norvik lifted the curfew on Monday."),
        ("When did Hana Lind join Norvik Bank?", "Hana Lind left Norvik Bank in 2024."),
        ("Why did shares rise?", SHARES),  # whose is not said
    ],
)
def test_nothing_is_held_against_what_is_told_or_of_others(question: str, text: str) -> None:
    assert first(question, text) is None


def test_another_number_is_told_first() -> None:
    assert first("Why did 300 bakers strike in Lindholm?", STRIKE) == "About 120 bakers struck in Lindholm on Monday."


@pytest.mark.parametrize(
    "question",
    [
        "Why did 120 bakers strike in Lindholm?",
        "Why did about 300 bakers strike in Lindholm?",  # rounded, in the question
        "Why did 125 bakers strike in Lindholm?",  # about 120
        "Why did 300 bakers strike?",  # where?
        "Why did 300 nurses strike in Lindholm?",
        "Why did 300 bakers strike in Marrow?",
        "Which 30 bakers struck in Lindholm?",  # may be some of them
        "Why did 300 bakers in Lindholm buy flour?",
    ],
)
def test_a_number_that_may_be_right_or_of_others_is_left(question: str) -> None:
    assert first(question, STRIKE) is None


def test_a_number_that_some_article_has_is_left() -> None:
    question = "Why did 300 bakers strike in Lindholm?"
    assert first(question, STRIKE, "The union counted 300 bakers.") is None
    assert first(question, STRIKE, "A hall for 300 guests opened.") is not None


@pytest.mark.parametrize(
    "text",
    [
        "About 120 bakers struck in Lindholm, then 180 joined.",
        "In 1950 about 120 bakers struck in Lindholm.",
        "About 120 bakers struck in Lindholm; many more did in the evening.",
    ],
)
def test_a_number_that_may_be_a_part_or_of_another_year_is_not_held_against_a_question(text: str) -> None:
    assert first("Why did 300 bakers strike in Lindholm?", text) is None
