"""Finds the numbers of a text and reads each as exact values with units."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from qa.remembered import remembered
from qa.verify.number_words import (
    CJK_SCALES,
    CURRENCIES,
    DOLLARS_OF,
    FRACTIONS,
    JOINED,
    ORDINALS,
    SCALES,
    SHORT_SCALES,
    SMALL,
    TENS,
    VAGUE,
    cardinal,
    chinese,
)

Reading = tuple[Fraction | str, str]
"""A value and its unit: ``""`` (a count), ``%``, ``points``, ``ordinal``, ``fraction``, ``time`` (minutes of the day),
``digits`` (a string, such as ``1.2.3``), ``vague`` (dozens, hundreds), or a currency."""

# Digits right after a Latin, Greek or Cyrillic letter belong to a word (CO2, A23a): a matter for names.
_TOKEN = re.compile(
    r"(?P<figure>(?:(?<![A-Za-z\u00c0-\u04ff])|(?<=USD)|(?<=EUR)|(?<=GBP)|(?<=Rs))\d+(?:[.,:/]\d+)*)(?P<suffix>[A-Za-z]*)"
    r"|(?P<chinese>[〇零一二三四五六七八九十百千万亿億萬兩两]+)"
    r"|(?P<money>(?:US|HK|NZ|[ACS])?\$|[€£¥₹₽₩₪₺₴])"
    r"|(?P<percent>[%٪])"
    r"|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)?)"
)
_GROUPED = re.compile(r"(?<![\d.,])(\d{1,3}),? (?=\d{3}(?!\d))|(?<= \d{3}),? (?=\d{3}(?!\d))")
_PARTED_DECIMAL = re.compile(r"(?<=\d)\. (?=\d)")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{2,3})*,\d{3}(?:\.\d+)?")
_DECIMAL = re.compile(r"\d+(?:\.\d+)?")
_POINTS = re.compile(r"([1-9]\d{0,2}(?:\.\d{3})+)(?:,(\d+))?")
_COMMA_DECIMAL = re.compile(r"(\d+),(\d{1,2})")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_RATIO = re.compile(r"(\d{1,9})/(\d{1,9})")
_LONGEST = 30  # characters; a longer figure is a string like any other (and Python's int() refuses 4,300 digits)
_BETWEEN = re.compile(r" ?(?:-|/|,|to|and|or|through|until|versus|vs) ?(?:US)?[$€£¥]?")
_NOT_SHARED = {"digits", "vague", "time", "ordinal"}
_WORDS_AHEAD = 12
_HALF_DAY = 12 * 60
_COUNTING = frozenset([*SMALL, *TENS, *JOINED, "a", "an", "half"])


class Number(NamedTuple):
    """A number of a cleaned text with all that it may mean, and its span."""

    readings: tuple[Reading, ...]
    start: int
    end: int
    scale: int = 1


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int
    gap: str
    suffix: str = ""


def grouped(text: str) -> str:
    """``text`` with the spaces between groups of three digits taken for thousands separators (``1 200``, ``1, 200``),
    and one behind a decimal point for none (``1. 7``)."""
    return _PARTED_DECIMAL.sub(".", _GROUPED.sub(lambda match: (match.group(1) or "") + ",", text))


@remembered
def extract(text: str) -> tuple[Number, ...]:
    """The numbers of a cleaned text, in order. In a range each end also has the other's unit and scale."""
    tokens = list(_tokens(text))
    found: list[Number] = []
    at = 0
    while at < len(tokens):
        number, used = _number(tokens, at)
        if number:
            found.append(number)
        at += used
    for place in range(len(found) - 2, -1, -1):
        left, right = found[place], found[place + 1]
        if right.start - left.end < 12 and _BETWEEN.fullmatch(text, left.end, right.start):
            found[place], found[place + 1] = _shared(left, right), _shared(right, left)
    return tuple(found)


def _tokens(text: str) -> Iterator[_Token]:
    end = 0
    for match in _TOKEN.finditer(text):
        kind, gap = match.lastgroup or "", text[end : min(match.start(), end + 3)]
        if kind == "suffix":
            yield _Token("figure", match["figure"], match.start(), match.end(), gap, match["suffix"].lower())
        else:
            yield _Token(kind, match.group().lower(), match.start(), match.end(), gap)
        end = match.end()


def _number(tokens: Sequence[_Token], at: int) -> tuple[Number | None, int]:
    token = tokens[at]
    if token.kind == "figure":
        return _figure(tokens, at)
    if token.kind == "chinese":
        # A single numeral is more often a part of a word (一个, 十分).
        return (_measured(tokens, at, 1, Fraction(chinese(token.text))) if len(token.text) > 1 else None), 1
    if token.kind != "word":
        return None, 1
    parsed = cardinal(_ahead(tokens, at)) if token.text in _COUNTING else None
    if parsed is not None:
        return _after_words(tokens, at, parsed[1], parsed[0])
    return _single(token), 1


def _ahead(tokens: Sequence[_Token], at: int) -> list[str]:
    """The words from ``at`` on that only a space or a hyphen parts."""
    found = [tokens[at].text]
    for token in tokens[at + 1 : at + _WORDS_AHEAD]:
        if token.kind != "word" or token.gap not in (" ", "-"):
            break
        found.append(token.text)
    return found


def _after_words(tokens: Sequence[_Token], at: int, used: int, value: Fraction) -> tuple[Number, int]:
    """A cardinal in words, which a fraction ("two thirds") or an ordinal ("twenty-first") may go on."""
    start, following = tokens[at].start, tokens[at + used] if at + used < len(tokens) else None
    if following and following.kind == "word" and following.gap in (" ", "-"):
        if (part := FRACTIONS.get(following.text)) and (value > 1 or not following.text.endswith("s")) and value < 100:
            return Number(_fraction(value * part), start, following.end), used + 1
        if (order := ORDINALS.get(following.text)) and value >= 20 and value % 10 == 0 and order < 10:
            return Number(((value + order, "ordinal"),), start, following.end), used + 1
    return _measured(tokens, at, used, value), used


def _single(token: _Token) -> Number | None:
    """Words that are numbers by themselves: ordinals, bare scales, "dozens", "half", "a third" (both readings)."""
    readings: list[Reading] = []
    if token.text in ORDINALS:
        readings.append((Fraction(ORDINALS[token.text]), "ordinal"))
    if token.text in FRACTIONS:
        readings.extend(_fraction(FRACTIONS[token.text]))
    if token.text in VAGUE:
        readings.append((Fraction(VAGUE[token.text]), "vague"))
    if token.text in SCALES:
        readings += [(Fraction(SCALES[token.text]), "vague"), (Fraction(SCALES[token.text]), "")]
    if token.text in ("noon", "midnight"):
        readings.append((Fraction(_HALF_DAY if token.text == "noon" else 0), "time"))
    return Number(tuple(readings), token.start, token.end) if readings else None


def _fraction(value: Fraction) -> tuple[Reading, ...]:
    return (value, "fraction"), (value, ""), (value * 100, "%")


def _figure(tokens: Sequence[_Token], at: int) -> tuple[Number, int]:
    token = tokens[at]
    clock = _clock(tokens, at)
    if clock:
        return clock
    values = _values(token.text)
    if not values:
        return Number(((token.text, "digits"),), token.start, token.end), 1
    if token.suffix in ("st", "nd", "rd", "th"):
        return Number(tuple((value, "ordinal") for value in values), token.start, token.end), 1
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following and following.kind == "figure" and following.gap == " " and (part := _below_one(following.text)):
        return _measured(tokens, at, 2, values[0] + part), 2
    scale, used = _scale(tokens, at)
    number = _measured(tokens, at, used, *(value * scale for value in values), sign=_sign(token))
    if token.suffix in SHORT_SCALES and len(token.suffix) == 1 and not number.readings[0][1]:  # "5m" may be metres
        number = number._replace(readings=number.readings + tuple((value, "") for value in values))
    return number._replace(scale=scale), used


def _sign(token: _Token) -> int:
    return -1 if token.gap.endswith((" -", "(-")) or (token.gap == "-" and token.start == 1) else 1


def _below_one(figure: str) -> Fraction | None:
    match = _RATIO.fullmatch(figure)
    if match and 0 < int(match[1]) < int(match[2]) <= 10:
        return Fraction(int(match[1]), int(match[2]))
    return None


def _scale(tokens: Sequence[_Token], at: int) -> tuple[int, int]:
    """What the figure at ``at`` is to be multiplied with, and how many tokens that takes with it."""
    scale, used = SHORT_SCALES.get(tokens[at].suffix, SCALES.get(tokens[at].suffix, 1)), 1
    for token in tokens[at + 1 : at + 4]:
        factor = _factor(token)
        if not factor:
            break
        scale, used = scale * factor, used + 1
    return scale, used


def _factor(token: _Token) -> int:
    """What a token right after a figure multiplies it with; 0 when it does not."""
    if token.kind == "word" and token.gap in (" ", "-"):
        return SCALES.get(token.text) or (SHORT_SCALES.get(token.text, 0) if len(token.text) > 1 else 0)
    if token.kind == "chinese" and token.gap in ("", " ") and token.text[0] in CJK_SCALES:
        return chinese("一" + token.text)
    return 0


def _clock(tokens: Sequence[_Token], at: int) -> tuple[Number, int] | None:
    """A time of day: ``21:45``, ``9:45 pm``, ``9pm``; without am or pm both halves of the day are meant."""
    token = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) and tokens[at + 1].gap == " " else None
    half = token.suffix or (following.text if following and following.text in ("am", "pm") else "")
    match = _CLOCK.fullmatch(token.text)
    if half in ("am", "pm"):
        hour, minute = (int(match[1]), int(match[2])) if match else (_hour(token.text), 0)
        if not 0 < hour <= 12:
            return None
        readings: tuple[Reading, ...] = ((Fraction((hour % 12 + 12 * (half == "pm")) * 60 + minute), "time"),)
        end = token.end if token.suffix else tokens[at + 1].end
        return Number(readings, token.start, end), 1 if token.suffix else 2
    if not match:
        return None
    minutes = int(match[1]) * 60 + int(match[2])
    halves = (minutes, minutes + _HALF_DAY) if 60 <= minutes < 13 * 60 else (minutes,)
    return Number(tuple((Fraction(m % (2 * _HALF_DAY)), "time") for m in halves), token.start, token.end), 1


def _hour(figure: str) -> int:
    return int(figure) if figure.isdecimal() and len(figure) <= 2 else 0


def _values(figure: str) -> tuple[Fraction, ...]:
    """The values of a figure: ``1,200.5``, ``1.200,5``, ``1.200`` (two), ``1/2``; none for ``1.2.3`` and monsters."""
    if len(figure) > _LONGEST:
        return ()
    found = []
    if _THOUSANDS.fullmatch(figure):
        found.append(figure.replace(",", ""))
    elif match := _COMMA_DECIMAL.fullmatch(figure):
        found.append(f"{match[1]}.{match[2]}")
    elif _DECIMAL.fullmatch(figure) or ((match := _RATIO.fullmatch(figure)) and int(match[2])):
        found.append(figure)
    if match := _POINTS.fullmatch(figure):
        found.append(match[1].replace(".", "") + "." + (match[2] or "0"))
    return tuple(Fraction(value) for value in found)


def _measured(tokens: Sequence[_Token], at: int, used: int, *values: Fraction, sign: int = 1) -> Number:
    """The number of ``used`` tokens from ``at`` on, with the unit that stands before or after it."""
    start, end = tokens[at].start, tokens[at + used - 1].end
    before = tokens[at - 1] if at and tokens[at].gap in ("", " ", "-") else None
    if before and before.text == "minus":
        sign = -1
    unit = ""
    if before and (before.kind == "money" or (before.text in CURRENCIES and len(before.text) <= 3)):
        unit, start = CURRENCIES[before.text], before.start
    if not unit:
        unit, end = _unit_after(tokens, at + used, end)
    return Number(tuple((value * sign, unit) for value in values), start, end)


def _unit_after(tokens: Sequence[_Token], at: int, end: int) -> tuple[str, int]:
    """The unit that the tokens from ``at`` on name, and where it ends; ``""`` and ``end`` when they name none."""
    following = tokens[at : at + 2]
    if not following or following[0].gap not in ("", " ", "-"):
        return "", end
    one, two = following[0].text, following[-1].text if len(following) > 1 else ""
    unit, length = "", 0
    if one == "percentage" and two in ("point", "points"):
        unit, length = "points", 2
    elif one == "per" and two == "cent":
        unit, length = "%", 2
    elif one in DOLLARS_OF and CURRENCIES.get(two) == "dollar":
        unit, length = f"dollar {DOLLARS_OF[one]}", 2
    elif following[0].kind == "percent" or one in ("percent", "pct"):
        unit, length = "%", 1
    elif one in CURRENCIES:
        unit, length = CURRENCIES[one], 1
    return unit, following[length - 1].end if length else end


def _shared(number: Number, other: Number) -> Number:
    """``number`` with, beside its own readings, the unit and the scale of the other end of its range."""
    more: list[Reading] = []
    for value, unit in number.readings:
        for _, theirs in other.readings:
            if {unit, theirs} & _NOT_SHARED or (unit and theirs and unit != theirs):
                continue
            scaled = value * other.scale if isinstance(value, Fraction) and number.scale == 1 else value
            more += [(value, unit or theirs), (scaled, unit or theirs)]
    return number._replace(readings=tuple(dict.fromkeys((*number.readings, *more))))
