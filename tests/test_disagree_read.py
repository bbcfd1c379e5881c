"""Articles that give different answers to one question in sentences of their own, as a model reads them."""

from __future__ import annotations

import pytest

from qa.disagree import disagree, is_of_one, worth_reading
from qa.disagree.read import MOST, OF_ONE
from qa.ports import SentenceReading
from qa.question import understand
from qa.statements import statements
from qa.types import Claim, DraftClaim
from qa.verify import verify
from tests.newsroom import Edition
from tests.sources import found, report

SURE = 0.95
AWARD = "Who won the Lindholm Prize?"
WON = report("Meridian", "Anna Vik won the Lindholm Prize for her first novel.")
ALSO = report("Estuary", "The Lindholm Prize was won by Karl Brandt, the poet.")


def values(question: str, *told: tuple[Edition, str], sure: float = SURE) -> list[str | None]:
    """What the sides of the only disagreement give, where a model reads the second of each pair in its article's first
    sentence."""
    evidence = found(*(edition for edition, _ in told))
    said = statements(evidence)
    readings = {}
    for edition, answer in told:
        label = next(s.label for s in said if s.article.id == edition.article.id)
        start = evidence.sentences()[label].text.index(answer)
        readings[label] = SentenceReading(sure, (start, start + len(answer)), sure)
    claim = verify(DraftClaim(evidence.sentences()["S1.1"].text, ("S1.1",)), evidence)
    assert isinstance(claim, Claim)
    disagreements = disagree(understand(question), said, [claim], evidence, readings).disagreements
    assert len(disagreements) <= 1
    return [side.value for one in disagreements for side in one.sides]


def test_two_names_in_the_place_of_the_answer_are_a_disagreement() -> None:
    assert values(AWARD, (WON, "Anna Vik"), (ALSO, "Karl Brandt")) == ["Anna Vik", "Karl Brandt"]


def test_a_lie_that_is_repeated_in_one_article_is_a_side_of_its_own() -> None:
    lie = report("Forger", " ".join(["Karl Brandt, a poet, won the Lindholm Prize."] * 10))
    again = report("Ledger", "The Lindholm Prize went to Anna Vik, who won it with her first novel.")
    told = (WON, "Anna Vik"), (again, "Anna Vik"), (lie, "Karl Brandt")
    assert values(AWARD, *told) == ["Anna Vik", "Karl Brandt"]


def test_what_is_read_without_certainty_is_no_side() -> None:
    assert values(AWARD, (WON, "Anna Vik"), (ALSO, "Karl Brandt"), sure=0.6) == []


def test_a_kind_of_thing_is_compared_too() -> None:
    one = report("Meridian", "What hung from the bridge of Lindholm was a bell.")
    other = report("Estuary", "A bale of straw hung from the bridge of Lindholm.")
    question = "What was the thing that hung from the bridge of Lindholm?"
    assert values(question, (one, "bell"), (other, "bale of straw")) == ["bell", "bale of straw"]


@pytest.mark.parametrize(
    ("one", "answer", "other", "otherwise"),
    [
        # the same, more or less of it
        ("Anna Vik won the Lindholm Prize.", "Anna Vik", "Vik won the Lindholm Prize.", "Vik"),
        ("The World Health Body won the Lindholm Prize.", "World Health Body", "WHB won the Lindholm Prize.", "WHB"),
        ("Anna Vik won the Lindholm Prize.", "Anna Vik", "Anna Vick won the Lindholm Prize.", "Anna Vick"),
        # one article knows both
        (
            "Anna Vik won the Lindholm Prize. Karl Brandt came second.",
            "Anna Vik",
            "Karl Brandt won the Lindholm Prize.",
            "Karl Brandt",
        ),
        # only possible
        ("Anna Vik won the Lindholm Prize.", "Anna Vik", "The Lindholm Prize may go to Karl Brandt.", "Karl Brandt"),
        # somebody's kin
        (
            "Anna Vik won the Lindholm Prize.",
            "Anna Vik",
            "Karl Brandt's brother won the Lindholm Prize.",
            "Karl Brandt",
        ),
        # too little of what is asked
        ("Anna Vik won the Lindholm Prize.", "Anna Vik", "Karl Brandt was glad.", "Karl Brandt"),
    ],
)
def test_what_may_both_hold_is_none(one: str, answer: str, other: str, otherwise: str) -> None:
    assert values(AWARD, (report("Meridian", one), answer), (report("Estuary", other), otherwise)) == []


def test_news_of_other_weeks_is_about_something_else() -> None:
    one = report("Meridian", "Anna Vik won the Lindholm Prize.", "2023-05-04")
    other = report("Estuary", "Karl Brandt won the Lindholm Prize.", "2023-05-06")
    later = report("Estuary", "Karl Brandt won the Lindholm Prize.", "2023-06-06")
    assert len(values(AWARD, (one, "Anna Vik"), (other, "Karl Brandt"))) == 2
    assert values(AWARD, (one, "Anna Vik"), (later, "Karl Brandt")) == []


def test_what_this_year_means_is_told_by_the_days_of_articles_alone() -> None:
    dated = report("Meridian", "Anna Vik won the Lindholm Prize.", "2023-05-04")
    other = report("Estuary", "Karl Brandt won the Lindholm Prize.", "2023-05-06")
    undated = report("Estuary", "Karl Brandt won the Lindholm Prize.")
    question = "Who won this year's Lindholm Prize?"
    assert len(values(question, (dated, "Anna Vik"), (other, "Karl Brandt"))) == 2
    assert values(question, (dated, "Anna Vik"), (undated, "Karl Brandt")) == []


def test_a_length_of_time_is_not_a_step_in_time() -> None:
    question = "How many days were the workers of Lindholm underground?"
    one = report("Meridian", "The workers of Lindholm were underground for 17 days.")
    other = report("Estuary", "The workers of Lindholm were underground for 24 days.")
    step = report("Ledger", "16 days after the fall the workers of Lindholm were underground.")
    assert len(values(question, (one, "17 days"), (other, "24 days"))) == 2
    assert values(question, (one, "17 days"), (step, "16 days")) == []


@pytest.mark.parametrize(
    ("question", "one"),
    [
        ("Who won?", True),
        ("Which state banned it?", True),
        ("What is the capital of Lindholm?", True),
        ("Why did it fall?", False),
        ("Which reason did Vik give?", False),
        ("What did Vik say?", False),
        ("Did it fall?", False),
    ],
)
def test_only_questions_with_one_answer_are_compared(question: str, one: bool) -> None:
    assert is_of_one(understand(question)) == one


def test_what_happened_is_not_one_thing() -> None:
    assert not is_of_one(understand("What happened in Lindholm?"))
    assert is_of_one(understand("Which bridge collapsed in Lindholm?"))


@pytest.mark.parametrize(
    "other",
    [
        "Anna Vik was greeted by Karl Brandt when she won the Lindholm Prize.",  # he did something else
        "After the Lindholm Prize Karl Brandt rested.",  # the deed is not told
        "Karl Brandt was won over by the Lindholm Prize.",  # it was done to him
    ],
)
def test_who_did_it_is_whoever_does_it_in_the_sentence(other: str) -> None:
    rival = report("Estuary", "Karl Brandt won the Lindholm Prize.")
    assert len(values(AWARD, (WON, "Anna Vik"), (rival, "Karl Brandt"))) == 2
    assert values(AWARD, (WON, "Anna Vik"), (report("Estuary", other), "Karl Brandt")) == []


def test_a_title_with_a_point_hides_no_verb() -> None:
    question = "Who represented St. Vik in the Lindholm senate?"
    one = report("Meridian", "Anna Roth represented St. Vik in the Lindholm senate.")
    other = report("Estuary", "Karl Brandt spoke of St. Vik in the Lindholm senate.")
    assert values(question, (one, "Anna Roth"), (other, "Karl Brandt")) == []


def test_a_date_belongs_to_the_nearest_verb_and_name() -> None:
    question = "When was Anna Vik arrested in Lindholm?"
    one = report("Meridian", "Anna Vik was arrested in Lindholm in 2021.")
    same = report("Estuary", "Anna Vik was arrested in Lindholm in 2022.")
    moved = report("Estuary", "Anna Vik was arrested in Lindholm and moved to Granvik in 2022.")
    another = report("Estuary", "Karl Brandt, arrested in Lindholm in 2022, met Anna Vik.")
    assert len(values(question, (one, "2021"), (same, "2022"))) == 2
    assert values(question, (one, "2021"), (moved, "2022")) == []
    assert values(question, (one, "2021"), (another, "2022")) == []


def test_few_sentences_are_read_and_none_where_one_article_tells() -> None:
    question = understand(AWARD)
    sentences = " ".join(f"Judge {name} voted on who won the Lindholm Prize." for name in ("Ros", "Lind", "Berg"))
    alone = statements(found(report("Meridian", sentences)))
    assert worth_reading(question, alone) == ()
    editions = [report(f"Paper {n}", sentences) for n in range(12)]
    read = worth_reading(question, statements(found(*editions)))
    assert len(read) == MOST
    assert max(sum(label.startswith(f"S{n}.") for label in read) for n in range(1, 13)) == OF_ONE
    dated = [report("Meridian", sentences, "2023-05-04"), report("Estuary", sentences, "2023-07-04")]
    assert worth_reading(question, statements(found(*dated))) == ()
