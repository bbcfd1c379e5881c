"""Numbers that a claim rounds and says so: "more than 100" for 116, "nearly 1.2 million" for 1,197,432.

To a figure of at most two digits, zeros aside. "More than" may round any longer figure down by less than one unit of
its last digit, "nearly" one up (of less than three digits: by less than half). "About" rounds a figure of three or more
digits by less than half a unit, and any by a thirtieth: "about 35" stands in three dozen, "about 40" not in 42.
"""

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Literal

Hedge = Literal["over", "under", "about"]

_HEDGES: dict[str, Hedge] = {
    "more than": "over",
    "over": "over",
    "above": "over",
    "at least": "over",
    "no fewer than": "over",
    "no less than": "over",
    "a minimum of": "over",
    "not less than": "over",
    "exceeding": "over",
    "upwards of": "over",
    "in excess of": "over",
    "nearly": "under",
    "almost": "under",
    "under": "under",
    "below": "under",
    "less than": "under",
    "fewer than": "under",
    "up to": "under",
    "as many as": "under",
    "as much as": "under",
    "at most": "under",
    "no more than": "under",
    "a maximum of": "under",
    "not more than": "under",
    "close to": "about",
    "approaching": "about",
    "about": "about",
    "around": "about",
    "roughly": "about",
    "approximately": "about",
    "an estimated": "about",
}
_BEFORE = re.compile(rf"\b({'|'.join(_HEDGES)}) (?:an? |the )?$", re.IGNORECASE)
_ROUND = 2  # digits that a rounded number may have, zeros at its end aside
_EXACT = 3  # digits of a number that may be rounded further
_NEAR = 30  # parts of a number, one of which "about" may be off


def hedge_before(text: str, start: int) -> Hedge | None:
    """The hedge right before the number that starts at ``start``, if there is one."""
    match = _BEFORE.search(text[max(0, start - 24) : start])
    return _HEDGES[match[1].lower()] if match else None


def rounds(value: Fraction, hedge: Hedge, exact: Iterable[Fraction]) -> bool:
    """Whether ``value`` is a hedged rounding of one of ``exact``."""
    digits, unit = _digits(value)
    return 0 < digits <= _ROUND and any(_is_rounded(value, (digits, unit), hedge, said) for said in exact)


def _is_rounded(value: Fraction, measure: tuple[int, Fraction], hedge: Hedge, said: Fraction) -> bool:
    digits, unit = measure
    off, exactly = (said - value) / unit, _digits(said)[0]
    if hedge == "over":
        return 0 < off < 1 and exactly > digits
    if hedge == "under":
        return (-1 if exactly >= _EXACT else -Fraction(1, 2)) < off < 0
    return (abs(off) * 2 < 1 and exactly >= _EXACT) or abs(said - value) * _NEAR <= said


def opposed(hedge: Hedge, others: Iterable[Hedge | None]) -> bool:
    """Whether a number with ``hedge`` is bounded from the other side wherever else it stands ("less than" for "more
    than")."""
    wrong = {"over": "under", "under": "over"}.get(hedge)
    found = list(others)
    return bool(wrong and found) and all(other == wrong for other in found)


def _digits(value: Fraction) -> tuple[int, Fraction]:
    """How many digits ``value`` has without zeros at either end, and the unit of the last of them."""
    unit = Fraction(1)
    if value <= 0:
        return 0, unit
    while unit > Fraction(1, 10**6) and (value / unit).denominator > 1:
        unit /= 10
    while value % (unit * 10) == 0:
        unit *= 10
    return len(str(int(value / unit))), unit
