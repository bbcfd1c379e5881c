"""Whether claims state an expected fact, by rules alone: no model, so a grade is the same on every machine.

Numbers and dates are read by the parsers of ``qa.verify``. A fault there cannot hide here: the expected value is
written by hand, so a parser that reads it wrongly makes cases fail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from evals.types import Day, Fact, Form, Number, Text
from qa.types import Citation
from qa.verify.dates import Parts, mentions
from qa.verify.figures import extract
from qa.verify.normalise import clean, fold
from qa.verify.number_words import cardinal
from qa.words import stem

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+|[^\W_]+")
_POSSESSIVE = re.compile(r"(?<=\w)'s\b|(?<=s)'(?!\w)")
_INNER_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_RELATIVE = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_RELATIVE_WORD = re.compile(rf"\b(?:{'|'.join(_RELATIVE)})\b", re.IGNORECASE)
_NO_AMOUNT = frozenset({"time", "ordinal", "vague", "digits"})


@dataclass(frozen=True, slots=True)
class Said:
    """A statement, and the publication days of the articles that it cites."""

    text: str
    published: tuple[date, ...] = ()


def said(text: str, citations: Iterable[Citation]) -> Said:
    """``text`` as a claim says it that rests on ``citations``."""
    days = (day for citation in citations if (day := _day(citation.published_at)))
    return Said(text, tuple(dict.fromkeys(days)))


def states(fact: Fact, statements: Sequence[Said]) -> bool:
    """Whether any of ``statements`` says ``fact`` in any of its forms."""
    return any(_states(form, statement) for form in fact.forms for statement in statements)


def _states(form: Form, statement: Said) -> bool:
    match form:
        case Text(text):
            return _contains(_tokens(statement.text), _tokens(text))
        case Number(value, tolerance):
            return any(abs(float(number) - value) <= tolerance + 1e-9 for number in _numbers(statement.text))
        case Day(day):
            return date.fromisoformat(day) in set(_days(statement, date.fromisoformat(day)))


def _contains(whole: Sequence[str], part: Sequence[str]) -> bool:
    width = len(part)
    return any(whole[at : at + width] == part for at in range(len(whole) - width + 1))


def _tokens(text: str) -> list[str]:
    """Word stems and figures to compare: without case, accents, punctuation, possessives; number words as figures."""
    plain = _INNER_APOSTROPHE.sub("", _POSSESSIVE.sub("", fold(clean(text))))
    words = [_THOUSANDS.sub("", token) for token in _TOKEN.findall(plain)]
    found: list[str] = []
    at = 0
    while at < len(words):
        number = cardinal(words[at : at + 12])  # no number that people write has more words
        found.append(str(number[0]) if number else stem(words[at]))
        at += number[1] if number else 1
    return found


def _numbers(text: str) -> Iterator[Fraction]:
    """The amounts in ``text``; a day of the month is none, a year is."""
    plain = clean(text)
    dated = {at for m in mentions(plain) if any(part.day for part in m.parts) for at in range(m.start, m.end)}
    for number in extract(plain):
        if number.start not in dated:
            yield from (
                value for value, unit in number.readings if isinstance(value, Fraction) and unit not in _NO_AMOUNT
            )


def _days(statement: Said, wanted: date) -> Iterator[date]:
    """The days that ``statement`` may mean, as far as they can be ``wanted``."""
    plain = clean(statement.text)
    for mention in mentions(plain):
        for part in mention.parts:
            yield from _of(part, wanted, statement.published)
    for word in _RELATIVE_WORD.findall(plain):
        yield from (day + timedelta(days=_RELATIVE[word.lower()]) for day in statement.published)


def _of(part: Parts, wanted: date, published: Sequence[date]) -> Iterator[date]:
    """A day and month without a year may be any year's; a weekday is one within a week of the publication."""
    if part.day and part.month and part.year in (None, wanted.year):
        if (part.month, part.day) == (wanted.month, wanted.day):
            yield wanted
    elif part.weekday == wanted.weekday() and any(-6 <= (wanted - day).days <= 7 for day in published):
        yield wanted


def _day(published_at: str | None) -> date | None:
    try:
        return date.fromisoformat((published_at or "")[:10])
    except ValueError:
        return None
