"""`sources.toml`: which sources are taken in again and again, and how often."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass

from qa.errors import InputError

FILE = "sources.toml"
KEYS = ("source", "every", "limit")
SHORTEST = 60
"""Seconds; feeds are not asked more often, whatever the file says."""

_EVERY = re.compile(r"(\d+) ?(s|m|min|h|d)")
_UNITS = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86_400}
_EXAMPLE = '[[sources]]\nsource = "https://example.com/feed.xml"\nevery = "15m"'


@dataclass(frozen=True, slots=True)
class Entry:
    """One source (a file, a folder, a web address), the seconds between two visits, and how much of a listing is
    taken each time."""

    source: str
    every: int = 3600
    limit: int | None = None


def parse(text: str, where: str = FILE) -> tuple[Entry, ...]:
    """The entries of the file's ``text``, in its order. InputError names the entry and what is wrong with it."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _bad(f"{where} is no TOML: {error}.") from None
    rows = tables.get("sources")
    if not isinstance(rows, list) or not rows or set(tables) != {"sources"}:
        raise _bad(f"{where} has no list of [[sources]].")
    return tuple(_entry(row, f"{where}, source {number}") for number, row in enumerate(rows, 1))


def _entry(row: object, where: str) -> Entry:
    if not isinstance(row, dict) or not isinstance(row.get("source"), str) or not row["source"].strip():
        raise _bad(f"{where}: `source` is missing.")
    if unknown := sorted(set(row) - set(KEYS)):
        raise _bad(f"{where}: there is no `{unknown[0]}`.")
    limit = row.get("limit")
    if limit is not None and (not isinstance(limit, int) or isinstance(limit, bool) or limit < 1):
        raise _bad(f"{where}: `limit` is not a number from 1 up.")
    return Entry(row["source"].strip(), _seconds(row.get("every", "1h"), where), limit)


def _seconds(written: object, where: str) -> int:
    match = _EVERY.fullmatch(written.strip()) if isinstance(written, str) else None
    if match is None:
        raise _bad(f'{where}: `every` is not a time such as "15m", "2h" or "1d".')
    return max(SHORTEST, int(match[1]) * _UNITS[match[2]])


def _bad(message: str) -> InputError:
    return InputError(message, next_step=f"Write it like this:\n{_EXAMPLE}")


class Due:
    """When each entry is to be visited. Times are seconds of any clock that only goes forward."""

    def __init__(self, entries: tuple[Entry, ...], now: float) -> None:
        self._next = dict.fromkeys(entries, now)

    def take(self, now: float) -> list[Entry]:
        """The entries that are due at ``now``; each is due again its interval later."""
        due = [entry for entry, at in self._next.items() if at <= now]
        for entry in due:
            self._next[entry] = now + entry.every
        return due

    def wait(self, now: float) -> float:
        """Seconds until the next entry is due."""
        return max(0.0, min(self._next.values()) - now)
