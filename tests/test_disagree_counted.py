"""The same count in other words: found as a disagreement or an update, and nothing else is."""

from __future__ import annotations

import pytest

from tests.newsroom import Edition
from tests.sources import report
from tests.test_disagree import differences, values

DEAD = "How many people were killed in the Sarnath bus crash?"
SAID = report("Meridian", "Fourteen people were killed in the Sarnath bus crash, police said.", "2026-06-02")


def beside(text: str, day: str = "2026-06-02", origin: str = "Estuary", title: str = "Bus crash at Sarnath") -> Edition:
    return report(origin, text, day, title)


@pytest.mark.parametrize(
    "text",
    [
        "The crash claimed 16 lives.",
        "The crash has claimed the lives of 16 people, doctors said.",
        "The death toll stands at 16, the ministry said.",
        "Rescuers said that 16 bodies had been recovered.",
        "The accident left 16 dead and a road closed.",
        "The bus plunged into a river, killing 16 people.",
        "Sixteen passengers died.",  # more of some than there are of all
    ],
)
def test_the_dead_are_counted_in_other_words(text: str) -> None:
    assert len(values(DEAD, SAID, beside(text))) == 2


@pytest.mark.parametrize(
    "text",
    [
        "The crash left 16 people injured.",
        "The accident claimed the lives of 11 of its pupils.",
        "Twelve children died.",
        "Bus accidents have claimed 16 lives since January.",
        "In 2019 a crash here claimed 16 lives.",
        "The crash claimed 16 lives in Marrow.",
        "Sixteen people are confirmed dead in Sarnath and Marrow.",
        "At least 12 people lost their lives.",
        "The death toll rose to 16.",  # of the same day: nothing tells which is later
        "In a separate crash 16 people died.",
        "The crash claimed 90 lives.",
        "Sixteen people were killed or injured.",
        "The crash killed 14 people.",
        "The crash killed 16 sheep.",
        "Ten people died at the scene.",
        "Ten people were killed instantly.",
        "The seat belts saved 16 lives.",
        "The crash could have killed 20 people.",
        "If the bridge had fallen, 16 people would have died.",
        "Reports that 16 people were killed were wrong.",
        "Sixteen people were nearly killed.",
    ],
)
def test_what_counts_something_else_is_no_disagreement(text: str) -> None:
    assert values(DEAD, SAID, beside(text)) == []


@pytest.mark.parametrize("title", ["Storm over Lindholm", "Fire at Lindholm"])
def test_another_event_is_no_disagreement(title: str) -> None:
    text = "Sixteen people were killed, police said. The Sarnath crash was remembered, and the bus that burnt there."
    assert values(DEAD, SAID, beside(text, title=title)) == []


def test_another_week_is_no_disagreement() -> None:
    assert values(DEAD, SAID, beside("The crash claimed 16 lives.", "2026-06-20")) == []


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (
            "How many people were wounded in the Sarnath bus crash?",
            "Forty people were wounded in the Sarnath bus crash.",
            "After the crash 58 passengers were taken to hospital.",
        ),
        (
            "How many protesters were arrested in Sarnath?",
            "In Sarnath 40 protesters were arrested.",
            "Officers took 70 demonstrators into custody.",
        ),
        (
            "How many people are missing after the Sarnath bus crash?",
            "Nine people are missing after the Sarnath bus crash.",
            "Thirteen people remain unaccounted for.",
        ),
        (
            "How many people were evacuated from Sarnath?",
            "Four hundred people were evacuated from Sarnath.",
            "The fire forced 600 residents from their homes.",
        ),
        (
            "How many jobs will Sarnath Steel cut?",
            "Sarnath Steel will cut 400 jobs.",
            "Sarnath Steel plans to lay off 600 workers.",
        ),
    ],
)
def test_the_hurt_the_arrested_the_missing_and_jobs_too(question: str, one: str, other: str) -> None:
    sides = values(question, report("Meridian", one, "2026-06-02"), beside(other, title="Sarnath Steel: bus crash"))
    assert len(sides) == 2


@pytest.mark.parametrize(
    "text", ["At Sarnath Steel 600 workers will be laid off.", "At Sarnath Steel 600 jobs are to go."]
)
def test_jobs_that_will_go_are_compared(text: str) -> None:
    plan = report("Meridian", "Sarnath Steel will cut 400 jobs.", "2026-06-02")
    assert len(values("How many jobs will Sarnath Steel cut?", plan, beside(text, title="Sarnath Steel"))) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Sarnath Steel employs 600 workers.",
        "Sarnath Steel will create 600 jobs.",
        "The loan saved 600 jobs at Sarnath Steel.",
        "At Sarnath Steel 600 workers went on strike.",
    ],
)
def test_jobs_that_are_not_cut_are_no_disagreement(text: str) -> None:
    plan = report("Meridian", "Sarnath Steel will cut 400 jobs.", "2026-06-02")
    assert values("How many jobs will Sarnath Steel cut?", plan, beside(text, title="Sarnath Steel")) == []


def test_jobs_that_are_made_are_not_compared_with_those_that_are_cut() -> None:
    plan = report("Meridian", "Sarnath Steel will create 400 jobs.", "2026-06-02")
    cut = beside("Sarnath Steel will cut 600 jobs.", title="Sarnath Steel")
    assert values("How many jobs will Sarnath Steel create?", plan, cut) == []


@pytest.mark.parametrize(
    "text", ["The fire forced 600 residents to boil water.", "Some 600 residents refused to leave their homes."]
)
def test_who_did_not_leave_is_no_disagreement(text: str) -> None:
    plan = report("Meridian", "Four hundred people were evacuated from Sarnath.", "2026-06-02")
    assert values("How many people were evacuated from Sarnath?", plan, beside(text)) == []


def test_more_dead_on_a_later_day_are_an_update() -> None:
    found = differences(DEAD, SAID, beside("The crash has now claimed 16 lives.", "2026-06-04"))
    assert [(one.how, one.before, one.after) for one in found.replaced] == [("updated", "Fourteen people", "16 lives")]
    assert not found.disagreements


def test_fewer_dead_on_a_later_day_are_nothing() -> None:
    found = differences(DEAD, SAID, beside("The crash claimed 12 lives.", "2026-06-04"))
    assert not found.replaced
    assert not found.disagreements
