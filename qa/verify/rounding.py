"""Numbers that a claim rounds and says so: "more than 100" for 116, "nearly 1.2 million" for 1,197,432.

Only from a figure of three or more digits to one of at most two, zeros aside, and by less than one unit of its last
digit ("more than", "nearly") or half of it ("about"): "about 40" does not stand in 42, nor "about 1,190" in 1,197.
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
    "exceeding": "over",
    "upwards of": "over",
    "nearly": "under",
    "almost": "under",
    "under": "under",
    "below": "under",
    "less than": "under",
    "fewer than": "under",
    "up to": "under",
    "close to": "about",
    "about": "about",
    "around": "about",
    "roughly": "about",
    "approximately": "about",
    "an estimated": "about",
}
_BEFORE = re.compile(rf"\b({'|'.join(_HEDGES)}) (?:an? |the )?$", re.IGNORECASE)
_ROUND = 2  # digits that a rounded number may have, zeros at its end aside
_EXACT = 3  # digits that the number it rounds must have


def hedge_before(text: str, start: int) -> Hedge | None:
    """The hedge right before the number that starts at ``start``, if there is one."""
    match = _BEFORE.search(text[max(0, start - 20) : start])
    return _HEDGES[match[1].lower()] if match else None


def rounds(value: Fraction, hedge: Hedge, exact: Iterable[Fraction]) -> bool:
    """Whether ``value`` is a hedged rounding of one of ``exact``."""
    digits, unit = _digits(value)
    if value <= 0 or digits > _ROUND:
        return False
    for said in exact:
        if _digits(said)[0] < _EXACT:
            continue
        off = (said - value) / unit
        if (hedge == "over" and 0 < off < 1) or (hedge == "under" and -1 < off < 0) or abs(off) * 2 < 1:
            return True
    return False


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
