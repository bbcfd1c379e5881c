"""Where articles of different origins differ: both sides shown, and nothing else called a disagreement."""

from __future__ import annotations

import pytest

from qa.disagree import Differences, disagree
from qa.question import understand
from qa.statements import statements
from qa.types import Claim, DraftClaim
from qa.verify import verify
from tests.newsroom import Edition
from tests.sources import found, report


def differences(question: str, *editions: Edition, cited: str = "S1.1") -> Differences:
    evidence = found(*editions)
    claim = verify(DraftClaim(evidence.sentences()[cited].text, (cited,)), evidence)
    assert isinstance(claim, Claim)
    return disagree(understand(question), statements(evidence), [claim], evidence)


def values(question: str, *editions: Edition) -> list[str | None]:
    """What the sides of the only disagreement give; none when there is none."""
    disagreements = differences(question, *editions).disagreements
    return [side.value for disagreement in disagreements for side in disagreement.sides]


FOUR = report("Meridian", "The sanctions name four individuals, all of them officials.", "2016-12-30")
TWO = report("Estuary", "The sanctions name two individuals, both suspected hackers.", "2016-12-29")
HOW_MANY = "How many individuals do the sanctions name?"


def test_two_numbers_for_one_thing_are_a_disagreement_oldest_side_first() -> None:
    (disagreement,) = differences(HOW_MANY, FOUR, TWO).disagreements
    assert disagreement.about == HOW_MANY
    assert [side.value for side in disagreement.sides] == ["two individuals", "four individuals"]


def test_each_side_cites_its_articles_and_quotes_them_to_the_letter() -> None:
    again = report("Northwire", "The sanctions name four individuals.", "2016-12-31")
    (disagreement,) = differences(HOW_MANY, FOUR, TWO, again).disagreements
    texts = {e.article.id: e.article.text for e in (FOUR, TWO, again)}
    assert [len(side.citations) for side in disagreement.sides] == [1, 2]
    for side in disagreement.sides:
        for citation in side.citations:
            assert citation.quote == texts[citation.article_id][citation.start : citation.end]


def test_without_dates_both_sides_are_shown_all_the_same() -> None:
    undated = report("Estuary", "The sanctions name two individuals.")
    assert values(HOW_MANY, FOUR, undated) == ["four individuals", "two individuals"]


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (
            "How long did they have to leave?",
            "The envoys have 48 hours to leave.",
            "The envoys have 72 hours to leave.",
        ),
        ("How many people died?", "Ten people died in the fire.", "In the fire 12 people died."),  # no rounding
        ("When was the bridge opened?", "The bridge was opened in 1912.", "The bridge was opened in 1921."),
        ("When was the bridge opened?", "The bridge opened on March 3.", "The bridge opened on March 4."),
        ("How much did the bridge cost?", "The bridge cost 40 million euros.", "The bridge cost 60 million euros."),
        ("How many people died?", "Twelve people died in the fire.", "In the fire 31 people died."),
    ],
)
def test_lengths_dates_and_amounts_differ_too(question: str, one: str, other: str) -> None:
    assert len(values(question, report("Meridian", one), report("Estuary", other))) == 2


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("Who opened the bridge?", "The old bridge of Lindholm was opened by Anna Vik.", "by Karl Brandt."),
        ("Where did he practise law?", "He studied law and began to practise in Boston.", "in Chicago."),
    ],
)
def test_a_name_in_the_place_of_a_name_is_one_when_a_name_is_asked_for(question: str, one: str, other: str) -> None:
    head = one.rsplit(" ", 3 if other.startswith("by") else 2)[0]
    told = report("Meridian", one), report("Estuary", f"{head} {other}")
    assert len(values(question, *told)) == 2
    assert values("Why is it known?", *told) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The fire killed 35 people.", "The fire killed thirty-five people."),
        ("The fire killed about 40 people.", "The fire killed 38 people."),
        ("The fire killed more than 1,200 people.", "The fire killed 1,243 people."),
        ("The fire killed 12 people in Lindholm.", "The fire killed 31 people in Granvik."),
        ("The fire killed 112 people.", "The fire killed fewer than 150 people."),
        ("The fire killed 112 people.", "The fire killed more than 80 people."),
        ("The fire killed 12 people.", "The fire killed another 31 people."),
        ("The fire killed 12 people.", "The fire may have killed 31 people."),
        ("The fire killed 12 people.", "The fire killed 12 people, not 31 people."),
        ("The fire killed 12 people.", "The fire killed 31 horses."),
        ("The fire killed 12 people on Monday.", "The fire killed 31 people on Friday."),
        ("The fire killed 12 people.", "In 1911 a storm injured 31 people."),
    ],
)
def test_roundings_parts_and_other_things_are_none(one: str, other: str) -> None:
    told = report("Meridian", one, "2016-12-30"), report("Estuary", other, "2016-12-30")
    assert values("How many people did the fire kill?", *told) == []


def test_a_part_of_a_date_does_not_disagree_with_the_whole() -> None:
    told = (
        report("Meridian", "The bridge was opened in 1912."),
        report("Estuary", "The bridge was opened on 3 May 1912."),
    )
    assert values("When was the bridge opened?", *told) == []


def test_an_update_by_the_same_origin_is_a_correction() -> None:
    first = report("Ledger", "The envoys were given 48 hours to leave.", "2016-12-29")
    later = report("Ledger", "The envoys were given 72 hours to leave, not 48 hours.", "2016-12-31")
    outcome = differences("How long were the envoys given to leave?", first, later)
    assert outcome.disagreements == ()
    (replaced,) = outcome.replaced
    assert (replaced.how, replaced.before, replaced.after) == ("corrected", "48 hours", "72 hours")
    assert (replaced.earlier.article.id, replaced.later.article.id) == (first.article.id, later.article.id)


def test_a_corrected_value_is_no_side_against_a_third_origin() -> None:
    first = report("Ledger", "The envoys were given 48 hours to leave.", "2016-12-29")
    later = report("Ledger", "The envoys were given 72 hours to leave.", "2016-12-31")
    third = report("Northwire", "The envoys were given 72 hours to leave.", "2016-12-29")
    assert differences("How long were the envoys given to leave?", first, later, third).disagreements == ()


def test_copies_of_one_text_are_one_origin() -> None:
    story = (
        "The harbour of Lindholm was closed for three days after the storm of last week, the port master said. "
        "Fishing boats lay at anchor in the bay while divers looked for the wreck of a barge. "
        "The sanctions name {} individuals. Nobody was hurt. The ferries will run again on Tuesday."
    )
    one, other = report("Meridian", story.format("four")), report("Estuary", story.format("two"))
    evidence_cited = "S2.1"
    assert differences(HOW_MANY, one, other, cited=evidence_cited).disagreements == ()


def test_one_article_does_not_disagree_with_itself() -> None:
    both = report("Meridian", "The sanctions name four individuals. In May the sanctions name two individuals.")
    assert values(HOW_MANY, both) == []


def test_what_a_claim_says_beside_the_question_is_told_as_what_it_is() -> None:
    told = (
        report("Meridian", "The 35 envoys had 72 hours to leave."),
        report("Estuary", "The 31 envoys had 72 hours to leave."),
    )
    (disagreement,) = differences("How long did the envoys have to leave?", *told).disagreements
    assert disagreement.about == "35 envoys or 31 envoys"
