"""The time that a question names, resolved against the moment of asking.

"Yesterday", "last week", "in March 2024", "since Monday", "three days ago" are ranges of days; "latest" and "now" wish
for what is new. A bare year or month is a time only behind a preposition: "the 2016 election" names an election. What
only an article could date ("since the election") is left to the reader.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from qa.types import Filters, Hit, Notice, Period
from qa.verify.dates import Parts, mentions
from qa.verify.normalise import clean
from qa.words import NUMBER_WORDS

FRESH = 30  # days; evidence that is older is old for a question about now
_RANK = 10  # the smaller, the more the first places count; qa/fuse.py has 60 for two searches over the same passages
_NEWNESS = 2  # how much the order by day counts against the order by relevance
_UNITS = {"day": 1, "week": 7, "month": 30, "year": 365, "hour": 0, "fortnight": 14}
_COUNT = r"(?P<count>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
_UNIT = r"(?P<unit>hour|day|week|fortnight|month|year)"
_NOW = re.compile(
    r"\b(?:latest|newest|most recent(?:ly)?|recent(?:ly)?|currently|current|nowadays|right now|now|at the moment|"
    r"at present|these days|so far|up to now|still|as of (?:now|today))\b",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\b(since|after|from|before|until|till|in|on|during|over|of|as of|by)(?: the| early| late| mid)?[ -]$"
)
_OPEN_FROM = frozenset(("since", "after", "from"))
_OPEN_TO = frozenset(("before", "until", "till", "by", "as of"))
_WITHIN = frozenset(("in", "on", "during", "over"))


def period(text: str, asked_at: str) -> Period | None:
    """The time of a question ``text`` that was asked at ``asked_at`` (ISO 8601); ``None`` when it names none."""
    today = date.fromisoformat(asked_at[:10])
    cleaned = clean(text)
    for pattern, resolve in _RELATIVE:
        match = pattern.search(cleaned)
        if match:
            first, last = resolve(match, today)
            return _opened(cleaned, match.start(), match.group(), first, min(last, today))
    for mention in mentions(cleaned):
        before = _BEHIND.search(cleaned[: mention.start].lower())
        span = _span(mention.parts, today) if before else None
        if before and span and before[1] in _OPEN_FROM | _OPEN_TO | _WITHIN:
            return _opened(cleaned, mention.start, cleaned[mention.start : mention.end], *span)
    match = _NOW.search(cleaned)
    return Period(match.group().lower()) if match else None


def within(filters: Filters, found: Period | None, asked_at: str) -> Filters:
    """``filters`` narrowed to articles that can tell of ``found``: none published before it began, for they cannot know
    of it, and none after its end where the question asks for what was before. Days that are given win; a time that is
    still to come narrows nothing, for what is planned was told before."""
    if found is None or (found.from_ or "") > asked_at[:10]:
        return filters
    narrowed = filters
    if found.from_ and not filters.from_:
        narrowed = replace(narrowed, from_=found.from_)
    if found.to and not found.from_ and not filters.to:
        narrowed = replace(narrowed, to=found.to)
    return narrowed


def age(
    found: Period | None, days: Sequence[str | None], asked_at: str, articles: str = "article here"
) -> tuple[Notice, ...]:
    """What has to be said first about the ``days`` of the ``articles``, those in evidence or those that claims cite:
    that the newest is older than what the question asks about, that some have no date and were kept all the same."""
    if found is None or not days:
        return ()
    notices = []
    newest = max((day[:10] for day in days if day), default=None)
    fresh = found.from_ or (date.fromisoformat(asked_at[:10]) - timedelta(days=FRESH)).isoformat()
    asked_of_past = fresh <= asked_at[:10] and not (found.to and not found.from_)
    if newest and newest < fresh and asked_of_past:
        notices.append(
            Notice("old_evidence", f"The question is about {found.phrase}; the newest {articles} is of {newest}.")
        )
    undated = sum(day is None for day in days)
    if undated and (found.from_ or found.to):
        some = "1 article here has no date" if undated == 1 else f"{undated} articles here have no date"
        notices.append(Notice("undated_evidence", f"{some} and may tell of another time than {found.phrase}."))
    return tuple(notices)


def newest_first(hits: Sequence[Hit], days: Mapping[str, str | None], found: Period | None) -> tuple[Hit, ...]:
    """``hits`` as they stand, or for a question about the latest by relevance and newness together (reciprocal rank
    fusion of the two orders); ``days`` gives each article's by its id, undated ones count as the oldest."""
    if found is None or found.from_ or found.to:
        return tuple(hits)
    by_day = sorted(range(len(hits)), key=lambda at: days.get(hits[at].passage.article_id) or "", reverse=True)
    rank = {at: place for place, at in enumerate(by_day, start=1)}
    order = sorted(range(len(hits)), key=lambda at: (-1 / (_RANK + at + 1) - _NEWNESS / (_RANK + rank[at]), at))
    return tuple(hits[at] for at in order)


def _opened(text: str, start: int, phrase: str, first: date, last: date) -> Period:
    """The period of ``phrase``, open where "since" or "before" stands in front of it."""
    before = _BEHIND.search(text[:start].lower())
    word = before[1] if before else ""
    if word in _OPEN_FROM:
        return Period(f"{word} {phrase.lower()}" if phrase[0].islower() else f"{word} {phrase}", first.isoformat())
    if word in ("before", "until", "till"):
        end = first - timedelta(days=1) if word == "before" else last
        return Period(f"{word} {phrase}", None, end.isoformat())
    if word in ("by", "as of"):
        return Period(f"{word} {phrase}", None, last.isoformat())
    return Period(phrase.lower() if phrase[0].islower() else phrase, first.isoformat(), last.isoformat())


def _span(readings: Sequence[Parts], today: date) -> tuple[date, date] | None:
    """The days of a date; one without a year is the latest such that is not to come."""
    if len(readings) != 1:
        return None
    parts = readings[0]
    if parts.weekday is not None:
        day = today - timedelta(days=(today.weekday() - parts.weekday) % 7 or 7)
        return day, day
    if parts.month is None:
        return (date(parts.year, 1, 1), date(parts.year, 12, 31)) if parts.year else None
    year = parts.year or (today.year if (parts.month, parts.day or 1) <= (today.month, today.day) else today.year - 1)
    last = monthrange(year, parts.month)[1]
    if parts.day is not None:
        return (day := date(year, parts.month, min(parts.day, last))), day
    return date(year, parts.month, 1), date(year, parts.month, last)


# --- relative phrases ---

Resolve = Callable[[re.Match[str], date], tuple[date, date]]


def _days_ago(count: int) -> Resolve:
    return lambda _, today: (today - timedelta(days=count), today - timedelta(days=count))


def _ago(match: re.Match[str], today: date) -> tuple[date, date]:
    """ "Three weeks ago": that day, give or take a share of the unit."""
    unit = _UNITS[match["unit"].lower()]
    day = today - timedelta(days=unit * _number(match["count"]))
    slack = timedelta(days=unit // 2)
    return day - slack, day + slack


def _past(match: re.Match[str], today: date) -> tuple[date, date]:
    """ "The past three days"."""
    unit = max(1, _UNITS[match["unit"].lower()])
    return today - timedelta(days=unit * _number(match["count"] or "1")), today


def _calendar(match: re.Match[str], today: date) -> tuple[date, date]:
    """ "This week", "last month": whole ones of the calendar; weeks begin on Monday."""
    back = 0 if match["which"].lower() == "this" else 1
    unit = match["unit"].lower()
    if unit == "week":
        monday = today - timedelta(days=today.weekday() + 7 * back)
        return monday, monday + timedelta(days=6)
    if unit == "year":
        return date(today.year - back, 1, 1), date(today.year - back, 12, 31)
    months = today.year * 12 + today.month - 1 - back
    year, month = months // 12, months % 12 + 1
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _weekend(match: re.Match[str], today: date) -> tuple[date, date]:
    """The weekend that is or was last; with "last" the one before this week."""
    saturday = today - timedelta(days=(today.weekday() - 5) % 7)
    return saturday, saturday + timedelta(days=1)


def _number(text: str) -> int:
    text = text.lower()
    return int(text) if text.isdecimal() else (1 if text in ("a", "an") else NUMBER_WORDS[text])


_RELATIVE: tuple[tuple[re.Pattern[str], Resolve], ...] = (
    (re.compile(r"\b(?:the )?day before yesterday\b", re.IGNORECASE), _days_ago(2)),
    (re.compile(r"\b(?:yesterday|last night)\b", re.IGNORECASE), _days_ago(1)),
    (re.compile(r"\b(?:today|tonight|this (?:morning|afternoon|evening))\b", re.IGNORECASE), _days_ago(0)),
    (re.compile(rf"\b{_COUNT} {_UNIT}s? ago\b", re.IGNORECASE), _ago),
    (re.compile(rf"\b(?:the )?(?:past|last) (?:{_COUNT} )?{_UNIT}s\b", re.IGNORECASE), _past),
    (re.compile(rf"\b(?:the )?past (?:{_COUNT} )?{_UNIT}\b", re.IGNORECASE), _past),
    (re.compile(r"\b(?P<which>this|last) (?P<unit>week|month|year)\b(?!')", re.IGNORECASE), _calendar),
    (re.compile(r"\b(?:this|last) weekend\b", re.IGNORECASE), _weekend),
)
