"""A claim says itself what took the place of what it tells."""

from __future__ import annotations

import pytest

from qa.period import period
from qa.question import understand
from qa.types import Claim, DraftClaim, Notice, Question
from qa.verify import verify
from qa.weigh import compare, supersede, weigh
from tests.newsroom import Edition
from tests.sources import found, report

REQUEST = report("Meridian", "The foreign ministry asked President Putin to expel 35 American diplomats.", "2016-12-30")
REFUSAL = report("Northwire", "American diplomats can stay. Putin will not expel anyone.", "2016-12-30")
TOLL = "How many people died in the fire?"
TWELVE = report("Meridian", "Twelve people died in the fire in Lindholm.", "2023-05-04")


def claimed(question: str, *editions: Edition, label: str = "S1.1") -> tuple[Claim, list[Notice]]:
    """The claim that is the sentence ``label``, as the answer has it, and the notices behind it."""
    evidence = found(*editions)
    weighed = weigh(Question(question, "2023-06-01T12:00:00Z"), understand(question), None, evidence)
    claim = verify(DraftClaim(evidence.sentences()[label].text, (label,), "Twelve"), evidence)
    assert isinstance(claim, Claim)
    claim = supersede(claim, weighed, evidence)
    return claim, list(compare(weighed, [claim], evidence, {}).notices)


@pytest.mark.parametrize(
    ("later", "value"),
    [
        ("The number of people who died in the fire rose to 15 people on Friday.", "15 people"),
        ("The death toll of the fire in Lindholm has risen to 15.", "15"),
        ("Fifteen people died in the fire in Lindholm.", "Fifteen people"),  # the dead are counted on
        ("Officials revised the number of people who died in the fire down to 10 people.", "10 people"),
    ],
)
def test_a_value_that_a_later_article_tells_the_change_of_is_updated(later: str, value: str) -> None:
    claim, notices = claimed(TOLL, TWELVE, report("Estuary", later, "2023-05-06"))
    assert claim.superseded_by is not None
    assert (claim.superseded_by.how, claim.superseded_by.value, claim.superseded_by.text) == ("updated", value, later)
    assert [citation.quote.strip() for citation in claim.superseded_by.citations] == [later]
    assert notices == []  # the claim says it


def test_a_toll_of_one_day_is_updated_by_what_it_rose_to_on_another() -> None:
    first = report(
        "Estuary", "A fire in Lindholm killed 12 people on Monday, police chief Ida Roth said.", "2023-05-02"
    )
    later = "The death toll of the fire in Lindholm rose to 15 on Sunday after three bodies were found, doctors said."
    claim, notices = claimed(TOLL, first, report("Meridian", later, "2023-05-07"))
    assert claim.superseded_by is not None
    assert (claim.superseded_by.how, claim.superseded_by.value, claim.superseded_by.text) == ("updated", "15", later)
    assert notices == []


def test_what_rose_in_another_event_is_no_update() -> None:
    first = report("Estuary", "A fire in Lindholm killed 12 people on Monday.", "2023-05-02")
    later = "The death toll of the fire in Granvik rose to 15 on Sunday."
    assert (
        claimed("How many people died in the fire in Lindholm?", first, report("Meridian", later, "2023-05-07"))[
            0
        ].superseded_by
        is None
    )


def test_a_value_that_its_own_origin_gave_differently_later_is_corrected() -> None:
    later = report("Meridian", "Fifteen people died in the fire in Lindholm.", "2023-05-06")
    claim, _ = claimed(TOLL, TWELVE, later)
    assert claim.superseded_by is not None
    assert (claim.superseded_by.how, claim.superseded_by.value) == ("corrected", "Fifteen people")


def test_what_no_claim_rests_on_is_told_in_a_notice() -> None:
    later = report("Meridian", "Fifteen people died in the fire in Lindholm.", "2023-05-06")
    claim, (notice,) = claimed(TOLL, TWELVE, later, label="S2.1")
    assert claim.superseded_by is None
    assert (notice.kind, "Twelve people" in notice.text) == ("corrected", True)


@pytest.mark.parametrize(
    "other",
    [
        report("Estuary", "The number of people who died in the fire rose to 15 people.", "2023-05-01"),  # before
        report("Estuary", "The number of people who died in the fire rose to 15 people."),  # nobody knows when
        report("Estuary", "Ten people died in the fire in Lindholm.", "2023-05-06"),  # no toll falls by itself
        report("Estuary", "Fifteen people died in the fire in Lindholm.", "2023-05-04"),  # of the same day
        report("Estuary", "The number of people hurt in the storm of Granvik rose to 15 people.", "2023-05-06"),
        report("Estuary", "The number of people who died in the fire fell to 15 people.", "2023-05-06"),  # 12 to 15?
    ],
)
def test_what_is_not_told_as_a_change_of_it_does_not_supersede(other: Edition) -> None:
    assert claimed(TOLL, TWELVE, other)[0].superseded_by is None


def test_a_proposal_that_was_turned_down_carries_the_refusal_and_no_exact_answer() -> None:
    claim, _ = claimed("How many American diplomats were expelled?", REQUEST, REFUSAL)
    assert claim.superseded_by is not None
    assert (claim.superseded_by.how, claim.superseded_by.text) == ("turned_down", "Putin will not expel anyone.")
    assert claim.exact is None
    assert claim.in_full == f"{claim.text} (Turned down: Putin will not expel anyone.)"


RATE = report("Meridian", "The bank's main rate is 5 percent.", "2014-04-08")


@pytest.mark.parametrize(("label", "said"), [("S1.1", True), ("S2.1", False)])
def test_what_is_cited_for_now_is_told_to_be_old_although_newer_articles_were_found(label: str, *, said: bool) -> None:
    evidence = found(RATE, report("Estuary", "The bank opened a branch in Lindholm.", "2023-05-20"))
    question = Question("What is the bank's main rate now?", "2023-06-01T12:00:00Z")
    weighed = weigh(question, understand(question.text), period(question.text, question.asked_at), evidence)
    assert weighed.notices == ()
    claim = verify(DraftClaim(evidence.sentences()[label].text, (label,)), evidence)
    assert isinstance(claim, Claim)
    notices = compare(weighed, [claim], evidence, {}).notices
    assert [(one.kind, "2014-04-08" in one.text) for one in notices] == ([("old_evidence", True)] if said else [])


RISE = "The finance minister proposed on Thursday to raise the fuel tax by 12 percent."


@pytest.mark.parametrize(
    "refusal",
    [
        "Parliament rejected the proposal on Friday by 188 votes to 142.",
        "On Friday the bill was rejected.",
        "On Friday parliament dismissed his controversial plan.",
    ],
)
def test_a_proposal_that_the_next_sentence_turns_down_without_naming_it_is_turned_down(refusal: str) -> None:
    claim, _ = claimed("How much was the fuel tax raised?", report("Meridian", f"{RISE} {refusal}", "2023-05-04"))
    assert claim.superseded_by is not None
    assert (claim.superseded_by.how, claim.superseded_by.text) == ("turned_down", refusal)


@pytest.mark.parametrize(
    "sequel",
    [
        "Parliament rejected the proposal to cut pensions.",
        "Parliament rejected the proposal on pensions.",
        "Parliament has not rejected the proposal.",
        "Parliament may have rejected the budget.",
        "Lawmakers would not say whether they rejected the plan for schools.",
        "Critics wait. Nobody voted. Parliament rejected the proposal.",
    ],
)
def test_another_proposal_or_none_that_was_turned_down_says_nothing_of_it(sequel: str) -> None:
    claim, _ = claimed("How much was the fuel tax raised?", report("Meridian", f"{RISE} {sequel}", "2023-05-04"))
    assert claim.superseded_by is None


@pytest.mark.parametrize(
    ("next_sentence", "value"),
    [("The Red Cross says that 47 people were injured.", "47 people"), ("The Red Cross runs the camp.", None)],
)
def test_what_an_earlier_report_gave_is_corrected_by_the_next_sentence(next_sentence: str, value: str | None) -> None:
    first = "An earlier report gave the number of people injured in Lindholm as 41."
    told = report("Meridian", f"{first} {next_sentence}", "2023-05-04")
    claim, _ = claimed("How many people were injured in Lindholm?", told)
    assert (claim.superseded_by and (claim.superseded_by.how, claim.superseded_by.value)) == (
        ("corrected", value) if value else None
    )
