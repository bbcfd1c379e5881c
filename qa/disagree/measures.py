"""What a statement counts or measures: a number with its unit and the words that it counts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from qa.disagree.bounds import Span, range_from, span
from qa.disagree.deeds import DYING
from qa.statements import Statement
from qa.verify.dates import mentions
from qa.verify.figures import Number, extract, grouped
from qa.words import STOP_WORDS, stem, word_set

_NO_AMOUNT = word_set("ordinal digits vague fraction time")
# A number behind one of these is a part of another, or a step: "another four", "from 12 to 15", "up by 3".
_PARTS = word_set(
    """another further additional extra other others remaining each every per from by no next last first these those
    half either both grade age aged no number chapter page route flight section article"""
)
_NOUNS = 4  # words behind a number that say what is counted
_STEPS = word_set("after before later ago earlier since")
_TOLL = 12  # words before a bare number in which a toll is named
_PEOPLE = (stem("people"),)
_PLURALS = word_set("people men women children police feet")
_EACH = re.compile(
    r" (?:per|each|apiece|an? (?:second|minute|hour|day|night|week|month|year|person|head|share|barrel))\b"
)
_YEARS = range(1500, 2101)
_TIMES = word_set("second minut hour day week month year decad centuri")  # as stems


@dataclass(frozen=True, slots=True)
class Measure:
    """``value`` of ``unit`` (``""`` for a count) at the word ``place``; ``nouns`` are the keys of what is counted,
    ``head`` that of them which says what it is ("sequoia groves" are groves). ``shown`` is how it stands in the text;
    ``span`` is what it may be exactly."""

    value: Fraction
    unit: str
    nouns: tuple[str, ...]
    place: int
    shown: str
    span: Span
    head: str = ""

    @property
    def is_time(self) -> bool:
        """Whether it says how long."""
        return any(noun in _TIMES for noun in self.nouns[:1])

    def agrees(self, other: "Measure") -> bool:
        """Whether both may be told of the same thing: their spans meet, or one is a rounding of the other."""
        if self.span.meets(other.span):
            return True
        if not (self.span.is_exact and other.span.is_exact):
            return False
        return _rounded(self.value, other.value) or _rounded(other.value, self.value)


def measures(statement: Statement) -> tuple[Measure, ...]:
    """The measures of ``statement``, in order. Numbers that are denied ("not 48 hours"), ordinals, clock times, years,
    parts of another number and numbers that count nothing named are left out."""
    return tuple(_measures(statement))


def _measures(statement: Statement) -> Iterator[Measure]:
    text = grouped(statement.text)
    if len(text) != len(statement.text):  # a space was dropped, so the places would not fit
        text = statement.text
    dated = {at for mention in mentions(text) for at in range(mention.start, mention.end)}
    low: Fraction | None = None
    numbers = extract(text)
    for at, number in enumerate(numbers):
        value, unit = number.readings[0]
        opens, low = low, None
        if number.start in dated or not isinstance(value, Fraction) or unit in _NO_AMOUNT:
            continue
        if at + 1 < len(numbers) and opens is None:
            low = range_from(value, text, number.start, number.end, numbers[at + 1].start)
        found = None if low is not None else _measure(statement, text, number, value, opens)
        if found:
            yield found


def _measure(
    statement: Statement, text: str, number: Number, value: Fraction, opens: Fraction | None
) -> Measure | None:
    """``number`` as a measure, from ``opens`` on where it closes a range; ``None`` for what is none."""
    unit = number.readings[0][1] + ("/" if _EACH.match(text, number.end) else "")
    place = statement.at(number.start)
    token = statement.tokens[place]
    if token.odd or token.asked or (opens is None and _is_part(statement, place)):
        return None
    around, counted_from = span(value, text, number.start, number.end)
    nouns, head, end = _nouns(statement, counted_from)
    if not nouns and not unit and _is_toll(statement, place):
        nouns, head = _PEOPLE, _PEOPLE[0]
    if not (nouns or unit) or _is_step(statement, end):
        return None
    if not unit and value in _YEARS and value.denominator == 1 and "," not in text[number.start : number.end]:
        return None
    if text[number.start : number.end].lower() in ("one", "a", "single", "half"):
        return None
    if opens is not None and opens < value:
        around = Span(opens, value)
    return Measure(value, unit, nouns, place, statement.text[number.start : end], around, head)


def _is_part(statement: Statement, place: int) -> bool:
    if place and statement.tokens[place].hyphened:
        return True  # the second half of "20-35" or "covid-19"
    return _word_before(statement, place) in _PARTS


def _is_toll(statement: Statement, place: int) -> bool:
    """Whether a "toll" stands before the bare number in its clause ("the death toll rose to 35")."""
    return "toll" in statement.keys[max(statement.clause(place).start, place - _TOLL) : place]


def _is_step(statement: Statement, end: int) -> bool:
    """Whether "after", "ago", … stands right behind: "16 days after" is a time, not how long something took."""
    place = statement.at(end)
    return statement.words[place].start >= end and statement.tokens[place].word in _STEPS


def _word_before(statement: Statement, place: int) -> str:
    return statement.tokens[place - 1].word if place and not statement.tokens[place].breaks else ""


def _nouns(statement: Statement, start: int) -> tuple[tuple[str, ...], str, int]:
    """The keys of the words that a number counts, which stand from ``start`` on, that of the last plural or else the
    last of them, and where they end. The dead are people."""
    found: list[str] = []
    head = ""
    end = start
    for place in range(statement.at(start), len(statement.words)):
        word, token = statement.words[place], statement.tokens[place]
        if word.start < start:
            continue
        gap = statement.text[end : word.start]
        if gap not in (" ", "-") or token.word in STOP_WORDS or token.word[0].isdigit() or len(found) == _NOUNS:
            break
        if found and re.search(r"(?:ed|ing|ly)$", token.word):
            break  # "35 people injured", "12 dogs barking"
        found.append(statement.keys[place])
        if token.word.endswith("s") or token.word in _PLURALS:
            head = found[-1]
        end = word.end
    if found and (not head or found[0] in _TIMES):  # "17 days stuck", "a five-year tenure"
        head = found[0] if found[0] in _TIMES else found[-1]
    return tuple(found), _PEOPLE[0] if head in DYING else head, end


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
