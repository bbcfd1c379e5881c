"""Dates of a claim: ``Dec. 30``, ``30 December``, ``2016-12-30``, ``Friday``, ``in 2016``, ``2016年12月30日``.

A part that the cited sentences leave open (a year, a weekday) may come from the day on which the article was
published, never from anything else, and only while the sentences name no such part themselves.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from qa.remembered import remembered
from qa.verify.number_words import SMALL
from qa.verify.source import Cited, Source

_MONTHS = (
    *("jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?", "july?", "aug(?:ust)?"),
    *("sept?(?:ember)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?"),
)
_FULL_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})\.?"
_YYYY = r"(?:1[5-9]|20)\d\d"
_DD = r"(?:3[01]|[12]\d|0?[1-9])"
_YEAR = rf"(?P<year>{_YYYY})(?![\w%]|[.,:/]\d)"
_NO_UNIT = r"(?![\w%]|[.,:/]\d| (?:million|billion|thousand|hundred|percent|per cent|people)\b)"
_DAY = rf"(?P<day>{_DD})(?:st|nd|rd|th)?{_NO_UNIT}"
_UNTIL = rf"(?P<until>{_DD})(?:st|nd|rd|th)?"
_RANGE = rf"(?:(?:(?P<dash> ?- ?)| (?:to|and|through|or) ){_UNTIL}{_NO_UNIT}(?(dash)|(?=[,.;)]|$)))?"
_AND_YEAR = rf"(?:,? (?:of |in )?{_YEAR})?"
_ALONE = r"(?<![\w.,/-])"
_NOT_AFTER = r"(?<![\w.,:/$€£¥-])"

# In the order in which they are tried: the longer forms first, so that a year inside a date is not a second date.
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_ALONE}(?P<year>{_YYYY})(?P<sep>[-/.])(?P<month>0?[1-9]|1[0-2])(?P=sep)(?P<day>{_DD})(?!\d)",
        rf"{_ALONE}(?P<one>{_DD})(?P<sep>[/.-])(?P<two>{_DD})(?P=sep)(?P<year>{_YYYY})(?!\d)",
        rf"(?<!\d)(?P<year>\d{{4}})年(?:(?P<month>1[0-2]|0?[1-9])月(?:(?P<day>{_DD})[日号])?)?",
        rf"(?<!\d)(?P<month>1[0-2]|0?[1-9])月(?:(?P<day>{_DD})[日号])?",
        rf"\b{_MONTH} ?{_DAY}{_RANGE}{_AND_YEAR}",
        rf"{_NOT_AFTER}{_DAY}(?:(?: ?- ?| to | and | or ){_UNTIL})?(?: of)? {_MONTH}(?!\w){_AND_YEAR}",
        rf"\b{_MONTH},? (?:of )?{_YEAR}",
        rf"\b(?P<month>{'|'.join(_FULL_MONTHS)})(?![\w-])",
        rf"\b(?P<weekday>{'|'.join(_WEEKDAYS)})(?=s?\b)",
        r"(?<![\w'.,])(?P<decade>(?:1[5-9]|20)\d0|'?[1-9]0)'?s\b",
        rf"{_NOT_AFTER}{_YEAR}(?:-(?P<short>\d\d)(?!\d))?",
    )
)
_MONTH_NUMBER = {name[:3].lower(): number for number, name in enumerate(_FULL_MONTHS, start=1)}
_MAY_BE_A_WORD = {"may", "march"}
_BEFORE_A_MONTH = re.compile(
    r"\b(?:in|into|since|by|until|till|before|after|during|early|late|mid|last|next|this|of|from|to|through|between|and)$"
)
_RELATIVE = re.compile(
    r"\b(?:today|tonight|yesterday|tomorrow|(?:last|this|next) (?:year|month)|[a-z]+ (?:years?|months?) ago)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:will|would|shall|next|coming|upcoming|due|scheduled|set|planned|plans?|planning|expected|expects?|until|by|"
    r"(?:is|are) (?:to|on)|tomorrow|ahead of|before)\b|'ll\b",
    re.IGNORECASE,
)
"""What tells that a weekday may be one to come."""
_DAYS_OFF = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_OFF = {"last": -1, "this": 0, "next": 1}
_YEAR_LIKE = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


class Parts(NamedTuple):
    """What a mention fixes of a date; ``weekday`` counts from Monday = 0."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None


class Mention(NamedTuple):
    """A date in a cleaned text and its span. Several ``parts`` are several readings (``1/2/2016``)."""

    parts: tuple[Parts, ...]
    start: int
    end: int
    decade: str | None = None


@remembered
def mentions(text: str) -> tuple[Mention, ...]:
    """The dates of a cleaned text, in order, none inside another; a range gives its two ends with one span."""
    taken = bytearray(len(text) + 1)
    found: list[Mention] = []
    for form in _FORMS:
        for match in form.finditer(text):
            start, end = match.span()
            if any(taken[start:end]) or _is_a_word(match):
                continue
            taken[start:end] = b"\1" * (end - start)
            found.extend(Mention(parts, start, end, decade) for parts, decade in _readings(match.groupdict()))
    return tuple(sorted(found, key=lambda mention: mention.start))


def _is_a_word(match: re.Match[str]) -> bool:
    """``may`` and ``march`` are words unless a day, a year or what stands before makes them months."""
    groups = match.groupdict()
    month = groups.get("month") or ""
    if not month.isalpha() or groups.get("year") or groups.get("day"):
        return False
    before = match.string[max(0, match.start() - 10) : match.start()].rstrip().lower()
    return month.islower() or (month.lower() in _MAY_BE_A_WORD and not _BEFORE_A_MONTH.search(before))


def _readings(groups: dict[str, str | None]) -> Iterator[tuple[tuple[Parts, ...], str | None]]:
    if decade := groups.get("decade"):
        yield (), decade.strip("'")
        return
    year, day, until = (int(g) if (g := groups.get(name)) else None for name in ("year", "day", "until"))
    if weekday := groups.get("weekday"):
        yield (Parts(weekday=_WEEKDAYS.index(weekday.lower())),), None
    elif (one := groups.get("one")) and (two := groups.get("two")):
        pairs = dict.fromkeys(((int(one), int(two)), (int(two), int(one))))
        if parts := tuple(Parts(year, month, d) for month, d in pairs if month <= 12):
            yield parts, None
    else:
        name = groups.get("month")
        month = (int(name) if name.isdecimal() else _MONTH_NUMBER[name[:3].lower()]) if name else None
        yield (Parts(year, month, day),), None
        if until:
            yield (Parts(year, month, until),), None
        if year and (short := groups.get("short")):
            yield (Parts(year // 100 * 100 + int(short)),), None


def relative(text: str) -> list[str]:
    """The phrases of a cleaned text that count from the day of its article: "yesterday", "last month"."""
    return [match.group().lower() for match in _RELATIVE.finditer(text)]


def is_part(one: Mention, other: Mention) -> bool:
    """Whether two dates may be the same: what both name agrees."""
    if one.decade or other.decade:
        return one.decade == other.decade
    return any(
        all(a is None or b is None or a == b for a, b in zip(ours, theirs, strict=True))
        for ours in one.parts
        for theirs in other.parts
    )


def backed(claim: str, source: Source) -> bool:
    """Whether every date of ``claim`` (a cleaned text) stands in ``source`` or follows from it and its day."""
    wanted = mentions(claim)
    if not wanted:
        return True
    found = [mention for text in source.texts for mention in mentions(text)]
    known = [parts for cited in source.cited for parts in _known(cited)]
    known += [Parts(year=int(n)) for text in source.texts for n in _YEAR_LIKE.findall(text.replace(",", ""))]
    decades = [mention.decade for mention in found if mention.decade]
    return all(_stands(mention, known, decades) for mention in wanted)


def _stands(mention: Mention, known: Sequence[Parts], decades: Sequence[str]) -> bool:
    if mention.decade:
        ours = mention.decade
        return any(ours == theirs or {ours, theirs} & _short_for(max(ours, theirs, key=len)) for theirs in decades)
    return any(_covers(whole, part) for part in mention.parts for whole in known)


def _short_for(decade: str) -> set[str]:
    """``90`` for 1990; none for decades that nobody shortens."""
    return {decade[2:]} if decade[:2] in ("19", "20") else set()


def _covers(whole: Parts, part: Parts) -> bool:
    return all(theirs is None or ours == theirs for ours, theirs in zip(whole, part, strict=True))


def _known(cited: Cited) -> Iterator[Parts]:
    """What the sentences of one article say about dates, filled up from the day on which it was published."""
    published = _day(cited.article.published_at)
    found: list[Parts] = []
    for text in cited.texts:
        latest = 8 if _AHEAD.search(text) else 1
        for parts in (parts for mention in mentions(text) for parts in mention.parts):
            found.append(parts)
            yield parts
            yield from _filled(parts, published, latest)
    phrases = [phrase for text in cited.texts for phrase in relative(text)]
    if published is None:
        return
    for word in phrases:
        if word in _DAYS_OFF:
            yield _parts(published + timedelta(days=_DAYS_OFF[word]))
        elif (months := _off(word, "month")) is not None:
            year, month = divmod(published.year * 12 + published.month - 1 + months, 12)
            yield Parts(year=year, month=month + 1)
        elif (years := _off(word, "year")) is not None:
            yield Parts(year=published.year + years)
    if not any(word not in ("today", "tonight") for word in phrases):
        yield from _of_the_article(published, found)


def _off(phrase: str, unit: str) -> int | None:
    """How many of ``unit`` "last year" or "two years ago" is off; ``None`` where it speaks of another unit."""
    first, theirs, *ago = phrase.split()
    if theirs.rstrip("s") != unit:
        return None
    number = SMALL.get(first, 1 if first == "a" else None) if ago else None
    return _OFF.get(first) if not ago else None if number is None else -number


def _of_the_article(published: date, found: Sequence[Parts]) -> Iterator[Parts]:
    """The day of publication itself, as far as the sentences name nothing of the kind."""
    if not found:
        yield _parts(published)
    if not any(parts.weekday is not None for parts in found):
        yield Parts(weekday=published.weekday())
    if not any(parts.year for parts in found):
        yield Parts(year=published.year)


def _filled(parts: Parts, published: date | None, latest: int) -> Iterator[Parts]:
    """``parts`` with what it leaves open: the year that is nearest to publication, the date of a weekday in the week
    up to it, or up to ``latest`` days behind it."""
    if parts.weekday is not None:
        if published is not None:
            yield from (
                _parts(day)
                for off in range(-6, latest)
                if (day := published + timedelta(days=off)).weekday() == parts.weekday
            )
        return
    years: Iterable[int] = ()
    if parts.year is not None:
        years = (parts.year,)
    elif published is not None and parts.month is not None:
        near = [date(year, parts.month, 15) for year in range(published.year - 1, published.year + 2)]
        years = (min(near, key=lambda day: abs((day - published).days)).year,)
    for year in years:
        whole = _date(year, parts.month, parts.day) if parts.month and parts.day else None
        yield _parts(whole) if whole else parts._replace(year=year)


def _parts(day: date) -> Parts:
    return Parts(day.year, day.month, day.day, day.weekday())


def _day(published_at: str | None) -> date | None:
    """The day of an ISO date or instant; ``None`` for what is neither, and at the calendar's edges."""
    match = _ISO_DAY.match(published_at or "")
    day = _date(int(match[1]), int(match[2]), int(match[3])) if match else None
    return day if day and 1 < day.year < 9998 else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
