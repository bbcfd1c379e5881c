"""What a statement counts or measures: a number with its unit and the words that it counts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from qa.statements import Statement
from qa.verify.dates import mentions
from qa.verify.figures import Number, extract, grouped
from qa.verify.rounding import Hedge, hedge_before
from qa.words import STOP_WORDS, stem, word_set

_NO_AMOUNT = word_set("ordinal digits vague fraction time")
# A number behind one of these is a part of another, or a step: "another four", "from 12 to 15", "up by 3".
_PARTS = word_set(
    """another further additional extra other others remaining each every per from by no next last first these those
    least half nearly either both grade age aged no number chapter page route flight section article"""
)
_HEDGES = word_set("some about around roughly approximately nearly almost over under least most estimated than")
_NOUNS = 4  # words behind a number that say what is counted
_STEPS = word_set("after before later ago earlier since")
_TOLL = 12  # words before a bare number in which a toll is named
_PEOPLE = (stem("people"),)
_NEARBY = Fraction(15, 100)  # of a hedged number, how far the exact one may be from it
_YEARS = range(1500, 2101)
_TIMES = word_set("second minut hour day week month year decad centuri")  # as stems


@dataclass(frozen=True, slots=True)
class Measure:
    """``value`` of ``unit`` (``""`` for a count) at the word ``place``; ``nouns`` are the keys of what is counted, the
    last of them the head. ``shown`` is how it stands in the text; ``hedged`` when it says that it is rounded,
    ``bound`` how."""

    value: Fraction
    unit: str
    nouns: tuple[str, ...]
    place: int
    shown: str
    hedged: bool
    bound: Hedge | None = None

    @property
    def is_time(self) -> bool:
        """Whether it says how long."""
        return any(noun in _TIMES for noun in self.nouns[:1])

    def agrees(self, other: "Measure") -> bool:
        """Whether both may be told of the same thing: equal, or one of them a rounding of the other."""
        if self.value == other.value or self._allows(other) or other._allows(self):
            return True
        small, large = sorted((abs(self.value), abs(other.value)))
        if self.hedged or other.hedged:
            return large - small <= _NEARBY * large
        return _rounded(self.value, other.value) or _rounded(other.value, self.value)

    def _allows(self, other: "Measure") -> bool:
        """Whether it says "less than" of more, or "more than" of less."""
        return (self.bound == "under" and other.value < self.value) or (
            self.bound == "over" and other.value > self.value
        )


def measures(statement: Statement) -> tuple[Measure, ...]:
    """The measures of ``statement``, in order. Numbers that are denied ("not 48 hours"), ordinals, clock times, years,
    parts of another number and numbers that count nothing named are left out."""
    return tuple(_measures(statement))


def _measures(statement: Statement) -> Iterator[Measure]:
    text = grouped(statement.text)
    if len(text) != len(statement.text):  # a space was dropped, so the places would not fit
        text = statement.text
    dated = {at for mention in mentions(text) for at in range(mention.start, mention.end)}
    for number in extract(text):
        value, unit = number.readings[0]
        if number.start in dated or not isinstance(value, Fraction) or unit in _NO_AMOUNT:
            continue
        place = statement.at(number.start)
        if statement.tokens[place].odd or statement.tokens[place].asked or _is_part(statement, place):
            continue
        nouns, end = _nouns(statement, number)
        if not nouns and not unit and _is_toll(statement, place):
            nouns = _PEOPLE
        if not (nouns or unit) or _is_step(statement, end):
            continue
        if not unit and value in _YEARS and value.denominator == 1 and "," not in text[number.start : number.end]:
            continue
        if text[number.start : number.end].lower() in ("one", "a", "single", "half"):
            continue
        before = _word_before(statement, place)
        hedge = hedge_before(text, number.start)
        hedged = bool(hedge) or before in _HEDGES or (before == "to" and _is_limit(statement, place))
        yield Measure(value, unit, nouns, place, statement.text[number.start : end], hedged, hedge)


def _is_part(statement: Statement, place: int) -> bool:
    if place and statement.tokens[place].hyphened:
        return True  # the second half of "20-35" or "covid-19"
    return _word_before(statement, place) in _PARTS


def _is_toll(statement: Statement, place: int) -> bool:
    """Whether a "toll" stands before the bare number in its clause ("the death toll rose to 35")."""
    return "toll" in statement.keys[max(statement.clause(place).start, place - _TOLL) : place]


def _is_limit(statement: Statement, place: int) -> bool:
    """Whether "up" or "close" stands before the "to" before ``place``: "rose to 35" is no rounding."""
    return place > 1 and statement.tokens[place - 2].word in ("up", "close")


def _is_step(statement: Statement, end: int) -> bool:
    """Whether "after", "ago", … stands right behind: "16 days after" is a time, not how long something took."""
    place = statement.at(end)
    return statement.words[place].start >= end and statement.tokens[place].word in _STEPS


def _word_before(statement: Statement, place: int) -> str:
    return statement.tokens[place - 1].word if place and not statement.tokens[place].breaks else ""


def _nouns(statement: Statement, number: Number) -> tuple[tuple[str, ...], int]:
    """The keys of the words that the number counts, and where the last of them ends."""
    found: list[str] = []
    end = number.end
    for place in range(statement.at(number.end), len(statement.words)):
        word, token = statement.words[place], statement.tokens[place]
        if word.start < number.end:
            continue
        gap = statement.text[end : word.start]
        if gap not in (" ", "-") or token.word in STOP_WORDS or token.word[0].isdigit() or len(found) == _NOUNS:
            break
        if found and re.search(r"(?:ed|ing|ly)$", token.word):
            break  # "35 people injured", "12 dogs barking"
        found.append(statement.keys[place])
        end = word.end
    return tuple(found), end


def _rounded(value: Fraction, exact: Fraction) -> bool:
    """Whether ``value`` (two digits or fewer, zeros aside) is ``exact`` (three or more) to its own last digit."""
    digits, unit = _digits(value)
    return digits <= 2 and _digits(exact)[0] >= 3 and exact % unit != 0 and abs(value - exact) < unit


def _digits(value: Fraction) -> tuple[int, Fraction]:
    """How many digits ``value`` has, zeros at its end aside, and what its last one counts."""
    unit = Fraction(1, 1000)
    while value and value % (unit * 10) == 0:
        unit *= 10
    return len(str(abs(int(value / unit)))), unit
