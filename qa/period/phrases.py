"""Words of time as days, resolved against the moment of asking.

"Yesterday", "last week", "in March 2024", "between 3 and 9 May", "the first half of 2022", "since Monday" are ranges of
days; "latest" and "now" wish for what is new. A bare year or month is a time only behind a preposition: "the 2016
election" names an election. Words that leave the range open ("a few days", "recent weeks") are taken widely, for a
range only leaves out what is older. Seasons are those of the northern half of the world.
"""

import re
from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import NamedTuple

from qa.period import calendar
from qa.period.calendar import Days
from qa.period.relative import RELATIVE, is_coming, number
from qa.types import Period
from qa.verify.dates import Parts, mentions
from qa.verify.normalise import clean

_NOW = re.compile(
    r"\b(?:latest|newest|most recent(?:ly)?|recent(?:ly)?|currently|current|nowadays|right now|now|at the moment|"
    r"at present|these days|so far|up to now|still|as of (?:now|today))\b",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\b(since|after|from|before|until|till|in|on|during|over|of|as of|by|between|at|around|within|throughout)"
    r"(?: the)?(?: month of| year)?(?: the)? $",
    re.IGNORECASE,
)
_OPEN_FROM = frozenset(("since", "after", "from"))
_BEFORE = frozenset(("before", "until", "till"))
_UP_TO = frozenset(("by", "as of"))
_LEAD = re.compile(r"\b(last|this|next|past) $", re.IGNORECASE)
_LONGEST_BEFORE = 48  # characters: more than _BEHIND, _LEAD and _PART take
_AND = re.compile(r"^ (?:and|to|until|till|through|up to) (?:the )?$", re.IGNORECASE)
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_PART = re.compile(
    r"\b(?:the )?(?:(?P<ordinal>first|second|third|fourth|last|final) (?P<what>half|quarter|third)(?: of)?|"
    r"(?P<side>first|last|final) (?:(?P<count>\d{1,2}|two|three|four|five|six|ten) )?"
    r"(?P<unit>day|week|month)s? (?:of|in)|"
    r"(?P<word>early|mid|late)(?: in)?|(?P<of>beginning|start|middle|end|close) of|"
    r"(?P<around>week|weekend) of)(?: the)?[ -]$",
    re.IGNORECASE,
)
_THIRDS = {"early": 1, "mid": 2, "middle": 2, "late": 3}
_AT_END = re.compile(r"\W*$")
_NAMES_A_THING = re.compile(
    r"(?:\d{4}|[A-Za-z]+|\d{1,2} [A-Za-z]+|[A-Za-z]+ \d{1,2}) (?!and |to |of |in |on |at )[a-z]"
)
_NAME_GOES_ON = re.compile(r" (?!I\b)[A-Z]\w")


class Span(NamedTuple):
    """Words of ``text[start:end]`` that name ``days``; ``bare`` when they do so only behind a preposition; ``whole``
    when the year is theirs; ``several`` when they name a range themselves."""

    start: int
    end: int
    days: Days
    bare: bool = False
    whole: bool = True
    several: bool = False


def period(text: str, asked_at: str) -> Period | None:
    """The time of a question ``text`` that was asked at ``asked_at`` (ISO 8601); ``None`` when it names none."""
    today = date.fromisoformat(asked_at[:10])
    cleaned = clean(text)
    named = spans(cleaned, today)
    for one, other in pairwise(named):
        if (found := _between(cleaned, one, other, today)) is not None:
            return found
    for span in named:
        wider = _of_part(cleaned, span)
        if wider.bare and not _is_time(cleaned, wider):
            continue
        return _opened(cleaned, wider, today)
    match = _NOW.search(cleaned)
    return Period(match.group().lower()) if match else None


# --- the spans of a text ---


def spans(text: str, today: date, *, told: bool = False) -> list[Span]:
    """What names days in a cleaned ``text``, as seen from ``today``, in order, none inside another. Today's own weekday
    is a week ago for who asks, and today in what is ``told``."""
    found: list[Span] = []
    for pattern, resolve in RELATIVE:
        for match in pattern.finditer(text):
            try:
                days = resolve(match, today)
            except OverflowError:  # "300 decades ago": before the calendar's first day
                continue
            if days is not None:
                found.append(Span(*match.span(), days))
    coming = is_coming(text)
    taken = bytearray(len(text))  # a text may name thousands
    for span in found:
        taken[span.start : span.end] = b"\1" * (span.end - span.start)
    for (start, end), group in groupby(mentions(text), key=lambda mention: (mention.start, mention.end)):
        every = list(group)
        if any(taken[start:end]):
            continue
        lead = _before(_LEAD, text, start)
        which = lead[1].lower() if lead else "next" if coming else "told" if told else ""
        days_ = [_days(mention.parts, mention.decade, today, which) for mention in every]
        if every and all(days_):
            known = [days for days in days_ if days]
            whole = any(parts.year for mention in every for parts in mention.parts)
            days = min(known)[0], max(last for _, last in known)
            found.append(Span(lead.start() if lead else start, end, days, not lead, whole, len(every) > 1))
    return sorted(found)


def _days(readings: tuple[Parts, ...], decade: str | None, today: date, which: str) -> Days | None:
    """The days of a date. Without a year it is the latest that is not to come, with "next" the first that is, with
    "this" that of the present week or year, with "last" one that is over."""
    if decade:
        return _decade(decade, today)
    if len(readings) != 1:
        return None
    parts = readings[0]
    if parts.weekday is not None:
        ahead = (parts.weekday - today.weekday()) % 7 or 7
        offs = {"next": ahead, "this": parts.weekday - today.weekday(), "told": ahead % 7 and ahead - 7}
        off = offs.get(which, (ahead - 7) or -7)
        return (day := today + timedelta(days=off)), day
    if parts.month is None:
        return calendar.year(parts.year) if parts.year else None
    begun = (parts.month, parts.day or 1) <= (today.month, today.day)
    if which == "next":
        begun = not begun
    if which in ("last", "past") and parts.day is None and parts.month == today.month:
        begun = False
    year = parts.year or today.year + (which == "next" and begun is False) - (which != "next" and not begun)
    if which == "this" and not parts.year:
        year = today.year
    first, last = calendar.month(year, parts.month)
    if parts.day is None:
        return first, last
    return (day := first.replace(day=min(parts.day, last.day))), day


def _decade(text: str, today: date) -> Days:
    ten = int(text[-2:])
    year = int(text) if len(text) == 4 else ten + (2000 if 2000 + ten <= today.year else 1900)
    return date(year, 1, 1), date(year + 9, 12, 31)


# --- what stands before a span ---


def _before(pattern: re.Pattern[str], text: str, end: int) -> re.Match[str] | None:
    """What ``pattern``, which ends with ``$``, finds right before ``end``."""
    return pattern.search(text, max(0, end - _LONGEST_BEFORE), end)


def _is_time(text: str, span: Span) -> bool:
    """Whether ``span`` is said to be a time: by a preposition, or as a weekday or date that ends the question."""
    if not span.whole and _NAME_GOES_ON.match(text, span.end):
        return False  # the Sunday Times
    if text.endswith("the ", 0, span.start) and _NAMES_A_THING.match(text, span.start):
        return False  # the 2016 election
    before = _before(_BEHIND, text, span.start)
    if before and before[1].lower() != "of":
        return True
    word = text[span.start : span.end].lower()
    return word.endswith("day") and bool(_AT_END.fullmatch(text, span.end)) and text[span.start - 1 : span.start] == " "


def _of_part(text: str, span: Span) -> Span:
    """``span`` with the words before it that name a part of it ("the end of March")."""
    match = _before(_PART, text, span.start)
    days = _part(match, span.days) if match else None
    return span if match is None or days is None else Span(match.start(), span.end, days, several=True)


def _part(match: re.Match[str], days: Days) -> Days | None:
    found = {key: value.lower() for key, value in match.groupdict().items() if value}
    if what := found.get("what"):
        parts = {"half": 2, "third": 3, "quarter": 4}[what]
        at = _ORDINALS.get(found["ordinal"], parts)
        return calendar.share(days, at, parts) if at <= parts else None
    if unit := found.get("unit"):
        count = number(found.get("count", "one"))
        return calendar.edge(days, unit, count if found["side"] == "first" else -count)
    if "around" in found:
        return calendar.week(days[0]) if found["around"] == "week" else calendar.weekend(days[0] + timedelta(days=1))
    word = found.get("word") or found["of"]
    if word in _THIRDS:
        return calendar.share(days, _THIRDS[word], 3)
    return calendar.share(days, 1 if word in ("beginning", "start") else 4, 4)


def _between(text: str, one: Span, other: Span, today: date) -> Period | None:
    """The range of "between ``one`` and ``other``", "from ``one`` to ``other``"."""
    one, other = _of_part(text, one), _of_part(text, other)
    before = _before(_BEHIND, text, one.start)
    if not before or before[1].lower() not in ("between", "from") or not _AND.match(text[one.end : other.start]):
        return None
    first, last = one.days[0], other.days[1]
    if first > last and not one.whole:
        first = _earlier(first, last)
    if first <= today:
        last = min(last, today)
    phrase = text[before.start() : other.end]
    return Period(phrase, first.isoformat(), last.isoformat()) if first <= last else None


def _earlier(first: date, last: date) -> date:
    """The same day of the week, or of the year, up to ``last``."""
    if first - last < timedelta(days=8):
        return first - timedelta(days=7)
    start = calendar.month(last.year, first.month)[0]
    year = last.year - (start > last)
    return calendar.month(year, first.month)[0] + timedelta(days=first.day - 1)


def _opened(text: str, span: Span, today: date) -> Period:
    """The period of ``span``, open where "since" or "before" stands in front of it."""
    before = _before(_BEHIND, text, span.start)
    word = before[1].lower() if before else ""
    first, last = span.days
    if first <= today:
        last = min(last, today)
    phrase = text[span.start : span.end]
    if word in _OPEN_FROM and not span.several:
        return Period(f"{word} {phrase}", first.isoformat())
    if word in ("since", "after"):
        return Period(f"{word} {phrase}", first.isoformat())
    if word in _BEFORE:
        end = first - timedelta(days=1) if word == "before" else last
        return Period(f"{word} {phrase}", None, end.isoformat())
    if word in _UP_TO:
        return Period(f"{word} {phrase}", None, last.isoformat())
    shown = f"{word} {phrase}" if word in ("between", "from") else phrase
    return Period(shown, first.isoformat(), last.isoformat())
