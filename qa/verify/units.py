"""Units of measure: a length is not told in another one ("five months" for "five years").

Compared are words right behind a number. A sentence that has the number without such a word settles nothing; money and
percentages are `numbers`' matter.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from qa.verify.figures import extract
from qa.verify.normalise import words
from qa.verify.source import Source
from qa.words import word_set

_SAME = {
    form: forms.split()[0]
    for forms in (
        "second seconds sec secs",
        "minute minutes min mins",
        "hour hours hr hrs",
        "day days",
        "week weeks",
        "month months",
        "year years yr yrs",
        "decade decades",
        "century centuries",
        "kilometre kilometres kilometer kilometers km kms",
        "metre metres meter meters",
        "centimetre centimetres centimeter centimeters cm",
        "millimetre millimetres millimeter millimeters mm",
        "mile miles",
        "yard yards",
        "foot feet ft",
        "inch inches",
        "kilogram kilograms kilo kilos kg kgs",
        "gram grams",
        "tonne tonnes ton tons",
        "pound pounds lb lbs",
        "ounce ounces oz",
        "litre litres liter liters",
        "gallon gallons",
        "barrel barrels",
        "acre acres",
        "hectare hectares",
        "degree degrees",
        "mph",
        "kph kmh",
        "megawatt megawatts mw",
        "gigawatt gigawatts gw",
    )
    for form in forms.split()
}
_FACTORS = (
    ("metre", "kilometre", 1000),
    ("kilogram", "tonne", 1000),
    ("gram", "kilogram", 1000),
    ("hour", "day", 24),
    ("day", "week", 7),
    ("month", "year", 12),
    ("minute", "hour", 60),
    ("year", "decade", 10),
)
_BY = word_set("a an per each every")
_BETWEEN = word_set("or to and more square cubic nautical additional full")
_REACH = 3  # words from a number to its unit: "five more years", "ten to twelve years"


def agree(claim: str, source: Source) -> bool:
    """Whether no number of ``claim`` (a cleaned text) has another unit of measure than the sentences give it, nor is
    told by another one ("a day" for "an hour")."""
    for reading in (_measured, _rated):
        theirs: dict[object, set[str]] = {}
        for text in source.texts:
            for value, unit in reading(text):
                theirs.setdefault(value, set()).add(unit)
        for value, unit in reading(claim):
            if unit and theirs.get(value) and "" not in theirs[value] and unit not in theirs[value]:
                return False
    return True


def converted(text: str) -> Iterator[Fraction]:
    """The whole numbers that the measures of a cleaned text come to in other units (``72 hours``: 3 days)."""
    for value, unit in _measured(text):
        if isinstance(value, Fraction):
            for small, large, factor in _FACTORS:
                if unit == small and value and value % factor == 0:
                    yield value / factor
                elif unit == large and (value * factor).denominator == 1:
                    yield value * factor


def _measured(text: str) -> list[tuple[object, str]]:
    """Each value of a text with its unit of measure, ``""`` where there is none."""
    found: list[tuple[object, str]] = []
    every = words(text)
    for number in extract(text):
        behind = [word.folded for word in every if word.start >= number.end][:_REACH]
        unit = ""
        for word in behind:
            if word in _SAME:
                unit = _SAME[word]
            if word in _SAME or not (word in _BETWEEN or word[0].isdigit()):
                break
        found.extend((value, unit) for value, _ in number.readings)
    return found


def _rated(text: str) -> list[tuple[object, str]]:
    """Each value of a text with what it is told by ("an hour", "per day"), ``""`` where there is nothing such."""
    found: list[tuple[object, str]] = []
    every = words(text)
    for number in extract(text):
        behind = [word.folded for word in every if word.start >= number.end][:_REACH]
        pairs = [pair for pair in pairwise(behind) if pair[0] in _BY]
        unit = next((_SAME[word] for _, word in pairs if word in _SAME), "")
        found.extend((value, unit) for value, _ in number.readings)
    return found
