"""Values that are of something else: another place, person, verb, time or measure, each beside one of the same."""

from __future__ import annotations

import pytest

from tests.sources import report
from tests.test_disagree import differences, values

DAY = "2023-05-04"


@pytest.mark.parametrize(
    ("question", "one", "same", "other"),
    [
        (
            "How many people died in Erie County?",
            "At least 31 people died in Erie County.",
            "Three people died in Erie County.",
            "Granvik: Three people died in Montgomery County.",  # another place
        ),
        (
            "When was Anna Vik arrested?",
            "Anna Vik was arrested in 2021.",
            "Anna Vik was arrested in 2022.",
            "Anna Vik met Karl Brandt, who was arrested in 2022.",  # another person
        ),
        (
            "When was Anna Vik elected again?",
            "Anna Vik was elected again in 2012.",
            "Anna Vik was elected again in 2014.",
            "Anna Vik was elected in 2006.",  # the time before
        ),
        (
            "How many people won two Lindholm Prizes?",
            "Twelve people won two Lindholm Prizes.",
            "Nineteen people won two Lindholm Prizes.",
            "Nineteen people won Lindholm Prizes in two years.",  # counted otherwise
        ),
        (
            "How many people won the Lindholm Prize?",
            "Twelve people won the Lindholm Prize.",
            "Nineteen people won the Lindholm Prize.",
            "Nineteen people won the International Lindholm Prize.",  # another prize
        ),
        (
            "How many sequoias are in Lindholm Grove?",
            "There are 500 mature sequoias in Lindholm Grove.",
            "There are 300 sequoias in Lindholm Grove.",
            "There are three sequoia groves in Lindholm Grove.",  # groves
        ),
        (
            "How much do Lindholm shoppers spend?",
            "Lindholm shoppers spend $12 million.",
            "Lindholm shoppers spend $90 million.",
            "Lindholm shoppers spend $90 per person.",  # each
        ),
        (
            "When was Anna Vik arrested?",
            "Anna Vik was arrested in Lindholm in 2021.",
            "Anna Vik was arrested in Lindholm in 2022.",
            "Anna Vik was arrested in Lindholm and released in 2022.",  # another deed is nearer
        ),
    ],
)
def test_what_is_of_something_else_is_none(question: str, one: str, same: str, other: str) -> None:
    first = report("Meridian", one, DAY)
    assert len(values(question, first, report("Estuary", same, DAY))) == 2
    assert values(question, first, report("Estuary", other, DAY)) == []


def test_a_pronoun_stands_for_whom_the_title_names() -> None:
    question = "When was Vik inducted into the Hall of Lindholm?"
    first = report("Meridian", "Vik was inducted into the Hall of Lindholm in 1978.")
    text = "He was inducted into the Hall of Lindholm in 2015."
    named = report("Estuary", text, title="Anton Vik, poet")
    list_of_many = report("Estuary", f"{text} Vik was not there.", title="Fifty poets")
    assert len(values(question, first, named)) == 2
    assert values(question, first, list_of_many) == []


def test_the_dead_are_counted_on() -> None:
    """A larger toll of a later day is an update, a smaller one of something else; of one day they disagree."""
    question = "How many people died in the fire?"
    first = report("Meridian", "Twelve people died in the fire.", DAY)
    for day, toll, disputed, how in [
        (DAY, "Fifteen", 2, []),
        ("2023-05-06", "Fifteen", 0, ["updated"]),
        ("2023-05-06", "Ten", 0, []),
    ]:
        outcome = differences(question, first, report("Estuary", f"{toll} people died in the fire.", day))
        assert sum(len(one.sides) for one in outcome.disagreements) == disputed
        assert [one.how for one in outcome.replaced] == how
