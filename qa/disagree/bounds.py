"""How far a number is fixed: exactly, by a bound ("at least 23"), by a range ("20 to 30"), or about."""

import re
from dataclasses import dataclass
from fractions import Fraction

from qa.verify.rounding import hedge_before

_NEARBY = Fraction(15, 100)  # of a number that says that it is rounded, how far the exact one may be from it
_LOOSELY = re.compile(r"\b(?:some|estimated)\s$", re.IGNORECASE)
_BEHIND = re.compile(r"\s?\+|(?:-| )plus\b| or (more|so|fewer|less)\b", re.IGNORECASE)
_STRICT = re.compile(
    r"\b(?:than|over|above|exceeding|upwards of|under|below|nearly|almost)\s(?:an?\s|the\s)?$", re.IGNORECASE
)
_NOT_STRICT = re.compile(r"\b(?:no|not) (?:more|less|fewer) than\s$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """From ``low`` to ``high``; ``None`` where it is open. Both ends belong to it unless ``strict``."""

    low: Fraction | None
    high: Fraction | None
    strict: bool = False

    @property
    def is_exact(self) -> bool:
        """Whether it is one value."""
        return self.low is not None and self.low == self.high

    def meets(self, other: "Span") -> bool:
        """Whether one value may lie in both. An end that is just touched is met, strict or not ("more than 100" by 100:
        people round), but for two open spans that run apart ("more than 100", "fewer than 100")."""
        lows = [span.low for span in (self, other) if span.low is not None]
        highs = [span.high for span in (self, other) if span.high is not None]
        if not lows or not highs or max(lows) < min(highs):
            return True
        run_apart = len(lows) == len(highs) == 1 and (self.strict or other.strict)
        return max(lows) == min(highs) and not run_apart


def span(value: Fraction, text: str, start: int, end: int) -> tuple[Span, int]:
    """What the words around the number at ``text[start:end]`` make of its ``value``, and where they end: behind "or
    more" and the like."""
    before, behind = text[max(0, start - 24) : start], _BEHIND.match(text, end)
    word = (behind[1] or "more").lower() if behind else None
    end = behind.end() if behind else end
    hedge = hedge_before(text, start)
    strict = bool(_STRICT.search(before)) and not _NOT_STRICT.search(before)
    if word == "more" or hedge == "over":
        return Span(value, None, strict and word is None), end
    if word in ("fewer", "less"):
        return Span(None, value), end
    near = abs(value) * _NEARBY
    if hedge == "under":
        low = value - near if re.search(r"\b(?:nearly|almost)\s", before, re.IGNORECASE) else None
        return Span(low, value, strict), end
    if word == "so" or hedge == "about" or _LOOSELY.search(before):
        return Span(value - near, value + near), end
    return Span(value, value), end


def range_from(low: Fraction, text: str, start: int, end: int, next_start: int) -> Fraction | None:
    """``low`` when the number at ``text[start:end]`` opens a range that the next one closes: "between 20 and 30", "20
    to 30", not "from 20 to 30", which may be a change."""
    gap = text[end:next_start]
    before = text[max(0, start - 10) : start].lower()
    between = before.endswith("between ")
    if gap == " and ":
        return low if between else None
    return low if gap in (" to ", "-", " - ") and not before.endswith("from ") else None
