"""What the articles say against a question's premise, and of proposals that were turned down."""

from __future__ import annotations

import pytest

from qa.premise import Premise, premise, rejected
from qa.question import understand
from qa.statements import statements
from qa.types import Claim, DraftClaim
from qa.verify import verify
from tests.newsroom import Edition
from tests.sources import found, report

REQUEST = report("Meridian", "The foreign ministry asked President Putin to expel 35 American diplomats.", "2016-12-30")
REFUSAL = report(
    "Northwire",
    'Russian President Vladimir Putin spoke on Friday. "We will not expel anyone," Putin said.',
    "2016-12-30",
)
ORDERED = report("Northwire", "Washington expelled 35 Russian diplomats on Thursday.", "2016-12-29")


def against(question: str, *editions: Edition) -> Premise:
    evidence = found(*editions)
    return premise(understand(question), statements(evidence), evidence)


@pytest.mark.parametrize(
    "question",
    [
        "How many US diplomats did Russia expel?",
        "Why did Putin expel American diplomats?",
        "When did Russia expel the US diplomats?",
    ],
)
def test_a_deed_that_is_only_denied_is_a_false_premise(question: str) -> None:
    outcome = against(question, REQUEST, REFUSAL, ORDERED)
    assert [draft.text for draft in outcome.drafts] == ['"We will not expel anyone," Putin said.']
    assert outcome.notice is not None
    assert outcome.notice.kind == "false_premise"
    assert [citation.quote.strip() for citation in outcome.notice.citations] == [outcome.drafts[0].text]


def test_a_question_of_yes_or_no_is_answered_by_the_denial_and_has_no_premise() -> None:
    outcome = against("Did Putin expel any American diplomats?", REQUEST, REFUSAL)
    assert (len(outcome.drafts), outcome.notice) == (1, None)


def test_the_denial_cites_every_article_that_denies() -> None:
    also = report("Ledger", "Putin said that Russia would expel nobody.", "2016-12-31")
    (draft,) = against("How many US diplomats did Russia expel?", REFUSAL, also).drafts
    assert draft.text.startswith("Putin said that Russia would expel nobody")
    assert len(draft.labels) == 2


@pytest.mark.parametrize(
    "question",
    [
        "How many Russian diplomats did Washington expel?",  # told as done
        "How many Russian diplomats were expelled?",  # the denial is about others
        "Did Medvedev resign?",  # nothing is said of it
        "Who is the foreign minister?",  # takes nothing for granted
        "Will Russia expel US diplomats?",  # asks about what is to come
    ],
)
def test_no_denial_of_another_deed_or_of_one_that_was_done(question: str) -> None:
    assert against(question, REQUEST, REFUSAL, ORDERED) == Premise()


def test_a_deed_that_one_article_tells_as_done_is_left_to_the_reader() -> None:
    done = report("Ledger", "Russia expelled 12 American diplomats on Saturday.", "2016-12-31")
    assert against("How many US diplomats did Russia expel?", REFUSAL, done) == Premise()


def notices(question_label: str, *editions: Edition) -> list[str]:
    evidence = found(*editions)
    claim = verify(DraftClaim(evidence.sentences()[question_label].text, (question_label,)), evidence)
    assert isinstance(claim, Claim)
    return [c.quote.strip() for n in rejected([claim], statements(evidence), evidence) for c in n.citations]


def test_a_proposal_that_was_turned_down_is_told_as_one() -> None:
    plan = report("Ledger", "Putin turned down the plan to expel American diplomats.", "2016-12-30")
    assert notices("S1.1", REQUEST, plan) == [
        "The foreign ministry asked President Putin to expel 35 American diplomats.",
        "Putin turned down the plan to expel American diplomats.",
    ]


def test_a_refusal_from_before_the_proposal_does_not_turn_it_down() -> None:
    early = report("Ledger", "Putin turned down the plan to expel American diplomats.", "2016-12-01")
    assert notices("S1.1", REQUEST, early) == []


def test_a_refusal_of_something_else_does_not_turn_it_down() -> None:
    other = report("Ledger", "Putin refused to expel the British diplomats.", "2016-12-30")
    assert notices("S1.1", REQUEST, other) == []


def test_what_was_done_is_no_proposal() -> None:
    assert notices("S1.1", ORDERED, REFUSAL) == []
