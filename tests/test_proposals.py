"""Proposals that were turned down: told as such, and no answer to what was done."""

from __future__ import annotations

import pytest

from qa.premise import refused, turned_down_by
from qa.question import understand
from qa.statements import statements
from tests.newsroom import Edition
from tests.premises import ORDERED, REFUSAL, REQUEST, STAY, against
from tests.sources import found, report


def turned_down(*editions: Edition) -> str | None:
    """What turns down the first sentence of all."""
    first, *rest = statements(found(*editions))
    denial = turned_down_by(first, [first, *rest])
    return denial.text if denial else None


def test_a_proposal_that_was_turned_down_is_told_as_one() -> None:
    assert turned_down(REQUEST, STAY) == '"We will not expel anyone," Putin said.'
    plan = report("Ledger", "Putin turned down the plan to expel American diplomats.", "2016-12-30")
    assert turned_down(REQUEST, plan) == "Putin turned down the plan to expel American diplomats."


def test_a_refusal_from_before_the_proposal_does_not_turn_it_down() -> None:
    early = report("Ledger", "Putin turned down the plan to expel American diplomats.", "2016-12-01")
    assert turned_down(REQUEST, early) is None


def test_a_refusal_of_something_else_does_not_turn_it_down() -> None:
    other = report("Ledger", "Putin refused to expel the British diplomats.", "2016-12-30")
    assert turned_down(REQUEST, other) is None


def test_what_was_done_is_no_proposal() -> None:
    assert turned_down(ORDERED, REFUSAL) is None


@pytest.mark.parametrize(
    "question",
    [
        "How many American diplomats were expelled?",
        "Who expelled the American diplomats?",
        "When were the US diplomats expelled?",
        "Why were American diplomats expelled?",
    ],
)
def test_a_deed_that_was_only_proposed_and_turned_down_is_a_false_premise_by_whomever(question: str) -> None:
    outcome = against(question, REQUEST, STAY, ORDERED)
    assert [draft.text for draft in outcome.drafts] == ['"We will not expel anyone," Putin said.']
    assert outcome.notice is not None


@pytest.mark.parametrize(
    ("question", "aside"),
    [
        ("How many diplomats were expelled?", {"S1.1"}),  # Washington's were, so the request is no answer
        ("Who expelled diplomats?", {"S1.1"}),
        ("How many Russian diplomats were expelled?", set()),  # the request is about others
        ("How many diplomats does Russia want to expel?", set()),  # this asks for the request
        ("How many diplomats did Medvedev criticise?", set()),
    ],
)
def test_a_proposal_that_was_turned_down_does_not_answer_what_was_done(question: str, aside: set[str]) -> None:
    assert refused(understand(question), statements(found(REQUEST, STAY, ORDERED))) == aside


def test_a_proposal_is_left_to_the_reader_where_nothing_is_told_as_done() -> None:
    assert refused(understand("How many diplomats were expelled?"), statements(found(REQUEST, STAY))) == set()
