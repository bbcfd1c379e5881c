"""Phrases that name days from the moment of asking, or a season, holiday or quarter: each with what it comes to."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from qa.period import calendar
from qa.period.calendar import Days
from qa.remembered import of_texts
from qa.words import NUMBER_WORDS, is_past_form, tokens

Resolve = Callable[[re.Match[str], date], Days | None]

_UNITS = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365, "decade": 3652, "fortnight": 14}
_VAGUE = {"few": 4, "several": 6, "couple": 2}  # a little more than is meant
_COUNT = (
    r"(?P<count>(?<![\d.,])[1-9]\d{0,2}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:a )?few|"
    r"several|(?:a )?couple(?: of)?)"
)
_UNIT = r"(?P<unit>hour|day|week|fortnight|month|quarter|year|decade)"
_YYYY = r"(?P<year>(?:19|20)\d\d)"
_COMING = re.compile(r"\b(?:will|shall|going to|due|upcoming|scheduled|planned|expected)\b", re.IGNORECASE)
_RECENT = 4  # of what "recent weeks" counts in


@of_texts
@lru_cache(maxsize=4)
def is_coming(text: str) -> bool:
    """Whether ``text`` is about what is to come. Kept, for each weekend in a text asks it again."""
    return bool(_COMING.search(text))


def number(text: str) -> int:
    """What a count says, for one that leaves it open a little more than is meant."""
    last = text.lower().removesuffix(" of").split()[-1]
    if last in _VAGUE:
        return _VAGUE[last]
    return int(last) if last.isdecimal() else (1 if last in ("a", "an") else NUMBER_WORDS[last])


def _days_off(count: int) -> Resolve:
    return lambda _, today: (today + timedelta(days=count), today + timedelta(days=count))


def _ago(match: re.Match[str], today: date) -> Days:
    """ "Three weeks ago": that day, give or take a share of the unit, or of all where the count is open."""
    count = number(match["count"])
    length = _length(match["unit"], count)
    is_open = match["count"].lower().removesuffix(" of").split()[-1] in _VAGUE
    day = today - timedelta(days=length)
    slack = timedelta(days=(length if is_open else length // count) // 2)
    return day - slack, day + slack


def _past(match: re.Match[str], today: date) -> Days:
    """ "The past three days"."""
    return today - timedelta(days=max(1, _length(match["unit"], number(match["count"] or "one")))), today


def _length(unit: str, count: int) -> int:
    """In days."""
    return -(-count // 24) if unit.lower() == "hour" else _UNITS[unit.lower()] * count


def _recent(match: re.Match[str], today: date) -> Days:
    unit = match["unit"].lower()
    return today - timedelta(days=7 if unit == "day" else _RECENT * _UNITS[unit]), today


def _calendar(match: re.Match[str], today: date) -> Days:
    """ "This week", "last month", "next year": whole ones of the calendar; weeks begin on Monday."""
    off = {"this": 0, "next": 1, "coming": 1}.get(match["which"].lower(), -1)
    unit = match["unit"].lower()
    if unit == "week":
        return calendar.week(today + timedelta(days=7 * off))
    if unit == "year":
        return calendar.year(today.year + off)
    if unit == "quarter":
        return calendar.quarter(today.year, (today.month - 1) // 3 + 1 + off)
    return calendar.month(today.year, today.month + off)


def _weekend(match: re.Match[str], today: date) -> Days:
    """The weekend that is or was last; the one to come with "next", and in a question about what is to come."""
    ahead = match["which"].lower() == "next" or is_coming(match.string)
    return calendar.weekend(today + timedelta(days=7 if ahead else 0))


def _quarter(match: re.Match[str], _: date) -> Days:
    of = int(match["year"])
    half, at = match["kind"].upper() == "H", int(match["number"])
    if half:
        return calendar.share(calendar.year(of), min(at, 2), 2)
    return calendar.quarter(of, at)


def _modifies(match: re.Match[str]) -> bool:
    """Whether a noun follows, so that the season says what kind of thing that is: "the spring offensive"."""
    behind = match.string[match.end() : match.end() + 40]
    word = next(iter(tokens(behind)), None)
    if word is None or word.start != 1 or not behind.startswith(" "):
        return False
    return not (word.is_stop or word.is_number or word.is_capital or is_past_form(word.lower))


def _season(match: re.Match[str], today: date) -> Days | None:
    name, which = match["season"].lower(), (match["which"] or "").lower()
    if match["year"]:
        return calendar.season(name, int(match["year"]))
    if not which and _modifies(match):
        return None
    begun = calendar.season(name, today.year)[0] <= today
    if which == "next":
        return calendar.season(name, today.year + begun)
    if which == "this":
        return calendar.season(name, today.year)
    days = calendar.season(name, today.year - (not begun))
    return calendar.season(name, days[0].year - 1) if which == "last" and days[1] >= today else days


def _holiday(match: re.Match[str], today: date) -> Days:
    name = match["holiday"].lower()
    if match["year"]:
        return calendar.holiday(name, int(match["year"]))
    days = calendar.holiday(name, today.year)
    return days if days[0] <= today else calendar.holiday(name, today.year - 1)


_IN = r"(?<!\w)(?:(?<=in )|(?<=in the )|(?<=during )|(?<=during the )|(?<=since )|(?<=over the )|(?<=by ))"
_ON = (
    r"(?<!\w)(?:(?<=on )|(?<=at )|(?<=over )|(?<=since )|(?<=before )|(?<=after )|(?<=until )|(?<=during )|(?<=by )|"
    r"(?<=last )|(?<=around ))"
)
# Not "the fall of Kabul", nor "Winter Park".
_OF_YEAR = rf"(?! of (?!(?:19|20)\d\d))(?!(?-i: (?!I\b)[A-Z]\w))(?:(?: of)? {_YYYY})?"
RELATIVE: tuple[tuple[re.Pattern[str], Resolve], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), resolve)
    for pattern, resolve in (
        (r"\b(?:the )?day before yesterday\b", _days_off(-2)),
        (r"\b(?:yesterday|last night)\b", _days_off(-1)),
        (r"\b(?:today|tonight|this (?:morning|afternoon|evening))\b", _days_off(0)),
        (r"(?<!after )\btomorrow\b", _days_off(1)),
        (rf"\b{_COUNT} {_UNIT}s? ago\b", _ago),
        (rf"\b(?:the )?(?:past|last|previous) (?:{_COUNT} )?{_UNIT}s\b", _past),
        (rf"\b(?:the )?past (?:{_COUNT} )?{_UNIT}\b", _past),
        (r"\b(?:the )?last (?P<count>one )?(?P<unit>decade|fortnight)\b", _past),
        (r"\b(?:the )?recent (?P<unit>day|week|month|year)s\b", _recent),
        (
            r"\b(?P<which>this|last|next|coming|previous) (?P<unit>week|month|quarter|year)\b(?!'| (?:of|in) )",
            _calendar,
        ),
        (r"\b(?P<which>this|last|next|the|past) weekend\b(?! of)", _weekend),
        (rf"\b(?P<kind>[QH])(?P<number>[1-4])(?: of)?,? {_YYYY}\b", _quarter),
        (rf"(?:\b(?P<which>last|this|next) |{_IN})(?P<season>{'|'.join(calendar.SEASONS)})\b{_OF_YEAR}", _season),
        (rf"{_ON}(?P<holiday>{'|'.join(sorted(calendar.HOLIDAYS, key=len, reverse=True))})\b(?:,? {_YYYY})?", _holiday),
        (r"(?<=on )9/11\b|(?<=since )9/11\b|(?<=after )9/11\b", lambda *_: (date(2001, 9, 11), date(2001, 9, 11))),
    )
)
