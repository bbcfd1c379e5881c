"""Numbers that are fixed by a bound, a range or roughly: they disagree only where no one number fits both."""

from __future__ import annotations

import pytest

from tests.sources import report
from tests.test_disagree import values

DAY = "2016-12-30"


def differ(one: str, other: str) -> bool:
    """Whether two reports of one day disagree on how many people the fire killed, whichever comes first."""
    told = [
        report("Meridian", f"The fire killed {one} people.", DAY),
        report("Estuary", f"The fire killed {other} people.", DAY),
    ]
    question = "How many people did the fire kill?"
    found = {len(values(question, *pair)) for pair in (told, told[::-1])}
    assert len(found) == 1
    return found == {2}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("at least 23", "21"),
        ("no fewer than 23", "21"),
        ("more than 100", "86"),
        ("over 100", "86"),
        ("23 or more", "21"),
        ("up to 30", "41"),
        ("as many as 30", "41"),
        ("no more than 30", "41"),
        ("fewer than 30", "41"),
        ("30 or fewer", "41"),
        ("about 40", "61"),
        ("some 40", "61"),
        ("nearly 40", "44"),
        ("between 20 and 30", "41"),
        ("20 to 30", "41"),
        ("20-30", "41"),
        ("at least 23", "fewer than 20"),
        ("at least 23", "about 12"),
        ("more than 100", "fewer than 100"),
    ],
)
def test_bounds_that_no_number_meets_are_a_disagreement(one: str, other: str) -> None:
    assert differ(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("at least 23", "25"),
        ("at least 23", "23"),
        ("at least 23", "at least 21"),
        ("more than 100", "100"),  # people round
        ("more than 100", "450"),
        ("23 or more", "25"),
        ("up to 30", "21"),
        ("as many as 30", "21"),
        ("no more than 30", "21"),
        ("fewer than 30", "21"),
        ("up to 30", "more than 20"),
        ("about 40", "38"),
        ("40 or so", "38"),
        ("nearly 40", "38"),
        ("between 20 and 30", "24"),
        ("20 to 30", "24"),
        ("20 to 30", "25 to 40"),
        ("at least 23", "up to 23"),
    ],
)
def test_bounds_that_one_number_meets_are_none(one: str, other: str) -> None:
    assert not differ(one, other)
