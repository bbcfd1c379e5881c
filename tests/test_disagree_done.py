"""Whether somebody did something: told by one article, denied by another."""

from __future__ import annotations

import pytest

from tests.sources import report
from tests.test_disagree import differences, values

SIGNED = "Anna Vik signed the harbour treaty on Monday."
ASKED = "Did Anna Vik sign the harbour treaty?"
DAY = "2016-12-30"


@pytest.mark.parametrize(
    ("did", "did_not"),
    [
        (SIGNED, "Anna Vik did not sign the harbour treaty."),
        (SIGNED, "Anna Vik never signed the harbour treaty."),
        (SIGNED, "Vik refused to sign the harbour treaty, her office said."),
        (SIGNED, "Vik has not signed the harbour treaty."),
        (SIGNED, "Vik denied signing the harbour treaty."),
        ("The mayor said that Vik expelled four envoys.", "Vik did not expel any envoys, the ministry said."),
        ("Anna Vik was arrested in Granvik.", "Anna Vik was not arrested in Granvik, police said."),
        ("Vik will sign the harbour treaty.", "Vik will not sign the harbour treaty."),
        ("Vik plans to sign the harbour treaty.", "Vik won't sign the harbour treaty."),
    ],
)
def test_that_it_was_done_and_that_it_was_not_are_a_disagreement(did: str, did_not: str) -> None:
    told = report("Meridian", did, DAY), report("Estuary", did_not, DAY)
    assert len(values("What is known of Vik?", *told)) == 2
    assert len(values("What is known of Vik?", *told[::-1])) == 2


def test_the_sides_are_the_words_that_say_so_oldest_first_and_about_the_question_where_it_asks() -> None:
    denied = report("Estuary", "Vik denied signing the harbour treaty.", "2016-12-29")
    (disagreement,) = differences(ASKED, report("Meridian", SIGNED, DAY), denied).disagreements
    assert disagreement.about == ASKED
    assert [side.value for side in disagreement.sides] == ["denied signing", "signed"]
    assert [side.citations[0].quote.strip() for side in disagreement.sides] == [
        "Vik denied signing the harbour treaty.",
        SIGNED,
    ]


@pytest.mark.parametrize(
    "other",
    [
        "Karl Brandt did not sign the harbour treaty.",  # somebody else
        "Anna Vik did not sign the budget.",  # something else
        "Anna Vik may not sign the harbour treaty.",  # only possible
        "It is not known whether Anna Vik signed the harbour treaty.",
        "Why did Anna Vik not sign the harbour treaty?",
        "Anna Vik did not sign the harbour treaty on Sunday.",  # another day
        "Anna Vik will not sign the harbour treaty again.",  # another time
        "Anna Vik signed the harbour treaty, not the budget.",
    ],
)
def test_another_doer_thing_or_time_is_none(other: str) -> None:
    assert values(ASKED, report("Meridian", SIGNED, DAY), report("Estuary", other, DAY)) == []


def test_what_was_not_done_may_be_done_later() -> None:
    not_yet = report("Estuary", "Anna Vik has not signed the harbour treaty.", "2016-12-28")
    after = report("Estuary", "Anna Vik has not signed the harbour treaty.", "2016-12-31")
    signed = report("Meridian", SIGNED, DAY)
    assert values(ASKED, signed, not_yet) == []
    assert len(values(ASKED, signed, after)) == 2


def test_a_plan_that_was_dropped_later_is_an_update() -> None:
    plan = report("Meridian", "Anna Vik will sign the harbour treaty.", "2016-12-28")
    dropped = report("Estuary", "Anna Vik will not sign the harbour treaty.", DAY)
    outcome = differences(ASKED, plan, dropped)
    assert outcome.disagreements == ()
    (replaced,) = outcome.replaced
    assert (replaced.how, replaced.before, replaced.after) == ("updated", "will sign", "will not sign")
