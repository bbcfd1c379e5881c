"""Rounds, quarters, halves and games are told apart by their number."""

from __future__ import annotations

import pytest

from qa.extractive import of_other_stages, pool
from qa.extractive.stages import of_stage, stages
from qa.question import understand
from qa.types import DraftClaim
from qa.yes_no import told
from tests.sources import found, report


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Lind led after the first round and won the run-off.", [("round", 1), ("round", 2)]),
        ("The runoff is on Sunday.", [("round", 2)]),
        ("Profit in the first and second quarters, and in Q3", [("quarter", 1), ("quarter", 2), ("quarter", 3)]),
        ("Third-quarter sales fell.", [("quarter", 3)]),
        ("Roos scored in the second leg; Tamm had done so in the first.", [("leg", 2), ("leg", 1)]),
        ("They won Game 1 and lost in game two.", [("game", 1), ("game", 2)]),
        ("Won the semi-final, lost the final.", [("knockout", 2), ("knockout", 1)]),
        ("She won the second set 6-3 in the final hour.", [("set", 2)]),
        ("The first three games; the first time; a second round-table", [("round", 2)]),
        ("Norvik won the cup final 2-1 after a quarter-final.", [("knockout", 1), ("knockout", 4)]),
        ("The first nuclear test was in May, a second test in June.", [("test", 1), ("test", 2)]),
        ("In the second place, a quarter of them", []),
    ],
)
def test_the_stages_that_a_text_names(text: str, named: list[tuple[str, int]]) -> None:
    assert [(one.noun, one.number) for one in stages(text)] == named


@pytest.mark.parametrize(
    ("question", "others"),
    [
        ("Who won the run-off?", {"S1.2"}),
        ("Who won the first round?", {"S1.1"}),
        ("Who won the third round?", {"S1.1", "S1.2"}),
        ("Who won?", set()),
        ("Who won the second leg?", set()),
    ],
)
def test_a_sentence_about_another_stage_does_not_answer(question: str, others: set[str]) -> None:
    evidence = found(report("Ledger", "Ada Lind won the run-off. Bo Holm won the first round. Many voted."))
    assert of_other_stages(understand(question), pool(evidence)) == others


def test_yes_is_not_said_for_another_stage() -> None:
    evidence = found(report("Ledger", "Ada Lind won the run-off. In the first round Bo Holm had led."))
    assert told(understand("Did Ada Lind win the run-off?"), evidence).done == {"S1.1"}
    assert told(understand("Did Ada Lind win the first round?"), evidence).done == set()


@pytest.mark.parametrize(
    ("question", "exact", "answer"),
    [
        ("How many jobs went in the second half?", "400 jobs", "150"),
        ("How many jobs went in the first half?", "400 jobs", "400 jobs"),
        ("How many jobs went in the first half?", "150", "400"),
    ],
)
def test_the_number_is_that_of_the_clause_that_names_the_stage(question: str, exact: str, answer: str) -> None:
    text = "It cut 400 jobs in the first half of the year and 150 in the second half."
    [claim] = of_stage(understand(question), [DraftClaim(text, ("S1.1",), exact)])
    assert claim.exact == answer


def test_a_claim_that_names_the_stage_comes_first() -> None:
    silent, named = DraftClaim("Marsh scored 31.", ("a",)), DraftClaim("In the first game he scored 12.", ("b",))
    assert of_stage(understand("How many did Marsh score in the first game?"), [silent, named]) == (named, silent)
    assert of_stage(understand("How many did Marsh score?"), [silent, named]) == (silent, named)
