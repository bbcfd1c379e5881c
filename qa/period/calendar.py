"""Days of the calendar: months, quarters, seasons, holidays, and parts of them, as first and last day."""

from calendar import monthrange
from datetime import date, timedelta

Days = tuple[date, date]
"""The first and the last."""

SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}  # by the month in which each begins
_FIXED = {
    "christmas": ((12, 24), (12, 26)),
    "christmas day": ((12, 25), (12, 25)),
    "christmas eve": ((12, 24), (12, 24)),
    "boxing day": ((12, 26), (12, 26)),
    "new year's eve": ((12, 31), (12, 31)),
    "new year's day": ((1, 1), (1, 1)),
    "new year": ((1, 1), (1, 1)),
    "valentine's day": ((2, 14), (2, 14)),
    "halloween": ((10, 31), (10, 31)),
}
HOLIDAYS = (*_FIXED, "good friday", "easter sunday", "easter monday", "easter")


def year(of: int) -> Days:
    """A year."""
    return date(of, 1, 1), date(of, 12, 31)


def month(year: int, month: int) -> Days:
    """A month; numbers beyond 12 or below 1 run on into other years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def quarter(year: int, number: int) -> Days:
    """A quarter of a year, ``number`` from 1; below 1 or beyond 4 in other years."""
    return month(year, 3 * number - 2)[0], month(year, 3 * number)[1]


def week(day: date) -> Days:
    """The week of ``day``, from Monday."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def weekend(day: date) -> Days:
    """The last Saturday up to ``day``, and its Sunday."""
    saturday = day - timedelta(days=(day.weekday() - 5) % 7)
    return saturday, saturday + timedelta(days=1)


def season(name: str, year: int) -> Days:
    """The season that begins in ``year``."""
    first = SEASONS[name]
    return month(year, first)[0], month(year, first + 2)[1]


def holiday(name: str, year: int) -> Days:
    """One of ``HOLIDAYS``."""
    if name in _FIXED:
        first, last = (date(year, *day) for day in _FIXED[name])
        return first, last
    sunday = _easter(year)
    before, behind = {"good friday": (2, -2), "easter sunday": (0, 0), "easter monday": (-1, 1)}.get(name, (2, 1))
    return sunday - timedelta(days=before), sunday + timedelta(days=behind)


def share(days: Days, number: int, of: int) -> Days:
    """The ``number``th (from 1) of ``of`` equal parts of ``days``; halves and quarters of a year in whole months."""
    first, last = days
    if days == year(first.year) and 12 % of == 0:
        width = 12 // of
        return month(first.year, width * (number - 1) + 1)[0], month(first.year, width * number)[1]
    length = (last - first).days + 1
    start = first + timedelta(days=length * (number - 1) // of)
    return start, max(start, first + timedelta(days=length * number // of - 1))


def edge(days: Days, unit: str, count: int) -> Days:
    """The first ``count`` days, weeks or months of ``days``, or the last ones where it is negative."""
    first, last = days
    if unit == "month":
        if count > 0:
            return first, min(last, month(first.year, first.month + count - 1)[1])
        return max(first, month(last.year, last.month + count + 1)[0]), last
    length = timedelta(days=abs(count) * (7 if unit == "week" else 1) - 1)
    return (first, min(last, first + length)) if count > 0 else (max(first, last - length), last)


def _easter(year: int) -> date:
    """Easter Sunday (the anonymous Gregorian computus; Meeus, Astronomical Algorithms, 1991)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    whole = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, whole // 31, whole % 31 + 1)
