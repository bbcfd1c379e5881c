"""Dates: those that metadata give, and those of the lines that state when an article was published or updated.

A result is a day (``2016-12-30``) or, where the time zone is known, an instant in UTC (``2016-12-30T14:05:00Z``).
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

ACCEPTED = "2016-12-30, 2016-12-30T14:05Z or 2016-12-30T14:05:00+01:00"

_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d{1,9})? ?(Z|UTC|GMT|[+-]\d\d:?\d\d))?")
_LOOSE_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?=[T ]|$)")
_MONTHS = (
    r"Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
)
_NUMBERS = {name[:3].casefold(): number for number, name in enumerate(_MONTHS.split("|"), 1)}
_MONTH = rf"(?P<month>{_MONTHS})\.?"
WEEKDAY = r"(?:Mon|Tue(?:s)?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?"
_DAYS = (
    rf"{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})",
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)? {_MONTH},? (?P<year>\d{{4}})",
    r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)",
    r"(?P<first>\d{1,2})[/.](?P<second>\d{1,2})[/.](?P<year>\d{4})",
)
_TIME = (
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?::\d\d)?(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?(?: ?\(?(?P<zone>[A-Z]{1,4})\)?)?"
)
_LABEL = (
    r"(?:(?P<published>(?:(?:first|originally) )?(?:published|posted)|date)"
    r"|(?P<updated>(?:last )?(?:updated|modified)))(?: on| at)?(?: ?:)? "
)
_LINES = tuple(
    re.compile(form, re.IGNORECASE)
    for day in _DAYS
    for form in (
        rf"(?:{_LABEL})?(?:{WEEKDAY},? )?{day}(?:(?:,| -| \||T)? ?(?:at )?{_TIME})?\.?",
        rf"(?:{_LABEL})?(?:at )?{_TIME},? (?:on )?(?:{WEEKDAY},? )?{day}\.?",
    )
)
_BETWEEN = re.compile(
    r" ?[|·•] ?|; |, (?=(?:last )?(?:updated|modified))|(?<=\d) (?=(?:last )?(?:updated|modified))", re.IGNORECASE
)
_UTC = ("UTC", "GMT", "Z")
_HOURS = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
"""The zones besides UTC that have a name in a mail's date (RFC 5322, 4.3); other names mean several."""
_JAVASCRIPT = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d) (\d{4}) (\d\d:\d\d:\d\d) GMT([+-]\d{4})(?: \(.*\))?")


@dataclass(frozen=True, slots=True)
class DateLine:
    """What a line of dates says. ``labelled`` is false for a bare date, which may also be a heading."""

    published_at: str | None
    updated_at: str | None
    labelled: bool


def from_iso(value: str) -> str | None:
    """``value`` as a day or an instant in UTC; ``None`` when it is neither, or a time without its zone."""
    match = _ISO.fullmatch(value)
    if match is None:
        return None
    day, time, zone = match.groups()
    try:
        if time is None:
            return date.fromisoformat(day).isoformat()
        offset = "+00:00" if zone in _UTC else zone
        return _instant(datetime.fromisoformat(f"{day}T{time}{offset}"))
    except (ValueError, OverflowError):
        return None


def read_line(line: str) -> DateLine | None:
    """The dates of a line that holds nothing but dates; ``None`` for any other line.

    A date that can be read in two ways (03/04/2016) is recognised, but stays unknown.
    """
    if len(line) > 120:  # two dates with labels and times are shorter
        return None
    matches = [_match(part) for part in _BETWEEN.split(line)]
    dates: dict[str, str | None] = {}
    labelled = False
    for match in matches:
        if match is None:
            return None
        labelled = labelled or bool(match["published"] or match["updated"])
        dates.setdefault("updated" if match["updated"] else "published", _value(match))
    return DateLine(dates.get("published"), dates.get("updated"), labelled)


def _match(part: str) -> re.Match[str] | None:
    return next((match for line in _LINES if (match := line.fullmatch(part))), None)


def _value(match: re.Match[str]) -> str | None:
    try:
        day = _day(match)
        zone = (match["zone"] or "").upper()
        if day is None or match["hour"] is None or (zone not in _UTC and zone not in _HOURS):
            return day.isoformat() if day else None
        hour = int(match["hour"])
        if match["half"]:
            hour = hour % 12 + (12 if match["half"] in "pP" else 0)
        return _instant(datetime(day.year, day.month, day.day, hour, int(match["minute"]), tzinfo=_offset(zone)))
    except ValueError:
        return None


def _day(match: re.Match[str]) -> date | None:
    found = match.groupdict()
    year = int(found["year"])
    if "first" in found:
        first, second = int(found["first"]), int(found["second"])
        if first <= 12 and second <= 12 and first != second:
            return None
        return date(year, min(first, second), max(first, second))
    month = found["month"]
    number = int(month) if month.isdigit() else _NUMBERS[month[:3].casefold()]
    return date(year, number, int(found["day"]))


def _offset(zone: str) -> timezone:
    return timezone(timedelta(hours=_HOURS.get(zone, 0)))


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def from_any(value: str) -> str | None:
    """``value`` as pages and mails write dates: ISO with or without a zone, as mail headers or JavaScript have it, or a
    line of dates. A time whose zone is not given leaves the day; an ambiguous or impossible date is ``None``."""
    text = _JAVASCRIPT.sub(r"\2 \1 \3 \4 \5", " ".join(value.split())[:100])
    if found := from_iso(text):
        return _sane(found)
    if loose := _LOOSE_ISO.match(text):
        return _sane(from_iso(loose.group(1)))
    try:
        moment = parsedate_to_datetime(text)
        return _sane(_instant(moment) if moment.tzinfo else moment.date().isoformat())
    except (ValueError, TypeError, IndexError, OverflowError):
        line = read_line(text)
        return _sane(line.published_at or line.updated_at) if line else None


def _sane(value: str | None) -> str | None:
    """No newspaper went on the web before 1980; a clock at its zero, or a year 9999, is no date."""
    return value if value and "1980" <= value[:4] <= "2100" else None
