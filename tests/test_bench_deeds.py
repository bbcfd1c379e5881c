"""The false claims that `bench.deeds` makes are false, each in its own way, and what they are made of is not."""

import random

from bench.deeds import kinds
from bench.gathered import article
from qa.types import Claim, DraftClaim
from qa.verify import verify

BRIDGE = article(
    "bridge",
    "\n\n".join(
        (
            "The Ministry closed the old bridge over the river Tarn on Monday after heavy rain.",
            "Anna Keller said the bridge would be repaired before the winter begins.",
            "The council may build a second bridge beside the old one next year.",
            "A local builder, Tom Reyes, was there when the water rose.",
            "The mayor is accused of hiding the report on the damage from the council.",
        )
    ),
)
SCHOOL = article(
    "school",
    "\n\n".join(
        (
            "The Board opened four small schools for the children of the northern valley.",
            "Mark Olsen said the schools would stay open until the end of the year.",
            "The Board opened two kitchens and a library in the town near the lake.",
            "The teacher, Ruth Amari, was glad about the new rooms.",
        )
    ),
)
PARK = article("park", "The Agency closed a park near the city because a storm had damaged the trees.")
MADE = dict(kinds([BRIDGE, SCHOOL, PARK], random.Random(3)))


def test_another_verb_is_one_that_the_article_has_nowhere() -> None:
    claims = {made.claim for made in MADE["another verb"]}
    assert "The Ministry opened the old bridge over the river Tarn on Monday after heavy rain." in claims
    assert "The Board closed four small schools for the children of the northern valley." in claims


def test_another_predicate_is_another_articles() -> None:
    for made in MADE["another predicate"]:
        subject = made.true.split(" ", 2)[1]
        assert made.claim.split(" ", 2)[1] == subject
        assert made.claim.rstrip(".") not in made.true


def test_another_speaker_is_named_in_the_article_and_cited() -> None:
    claims = {made.claim: made for made in MADE["another speaker"]}
    made = claims["Tom Reyes said the bridge would be repaired before the winter begins."]
    cited = [made.evidence.sentences()[label].text for label in made.labels]
    assert {"Anna Keller", "Tom Reyes"} == {name for name in ("Anna Keller", "Tom Reyes") if name in " ".join(cited)}


def test_a_plan_and_an_allegation_are_told_as_done() -> None:
    assert [made.claim for made in MADE["a plan told as done"]] == [
        "The council built a second bridge beside the old one next year.",
        "Mark Olsen said the schools stayed open until the end of the year.",
    ]
    assert [made.claim for made in MADE["an allegation told as fact"]] == [
        "The mayor hided the report on the damage from the council."
    ]


def test_what_they_are_made_of_passes() -> None:
    for rows in MADE.values():
        for made in rows:
            assert isinstance(verify(DraftClaim(made.true, made.labels), made.evidence), Claim)
