"""What a person may write in a thread besides questions: show the passage, only one publisher, as of a day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from qa.extract.dates import read_line

_HELP = re.compile(r"(help|hello|hi|how do i ask|what can you do)\W*", re.IGNORECASE)
_SHOW = re.compile(
    r"(please |can you |could you )?(show|quote|open)( me)? (the |all )?(passages?|sources?|sentences?|quotes?|context)"
    r"( (of |for )?\[?(?P<number>\d{1,3})\]?)?( please)?\W*",
    re.IGNORECASE,
)
_ONLY = re.compile(
    r"(and )?only (from |by )?(the )?(?P<name>[^?]{2,60}?)( articles| stories| please)*[\s.!]*", re.IGNORECASE
)
_AS_OF = re.compile(r"(and )?as of (?P<when>[^?]{3,40}?)[\s.!?]*", re.IGNORECASE)
_AGO = {"today": 0, "now": 0, "yesterday": 1, "the day before yesterday": 2, "last week": 7, "a week ago": 7}


@dataclass(frozen=True, slots=True)
class Help:
    """How to ask."""


@dataclass(frozen=True, slots=True)
class ShowPassage:
    """The sentences of the last answer among their neighbours; of one source, where it has a ``number``."""

    number: int | None = None


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The last question again, over fewer articles: of ``source`` (a publisher or an origin), up to the day ``to``."""

    source: str | None = None
    to: str | None = None


Followup = Help | ShowPassage | Narrowed


def followup(text: str, today: str) -> Followup | None:
    """What ``text`` asks for besides an answer; ``None`` for a question. ``today`` is an ISO day."""
    words = text.strip()
    if not words or _HELP.fullmatch(words):
        return Help()
    if found := _SHOW.fullmatch(words):
        return ShowPassage(int(found["number"]) if found["number"] else None)
    if found := _AS_OF.fullmatch(words):
        day = _day(found["when"], date.fromisoformat(today))
        return Narrowed(to=day.isoformat()) if day else None
    if found := _ONLY.fullmatch(words):
        return Narrowed(source=found["name"].strip(" ,"))
    return None


def _day(when: str, today: date) -> date | None:
    """The day that ``when`` names: yesterday, last week, 3 days ago, 2016-12-30, 30 December, December 30, 2016."""
    words = when.casefold().strip()
    if words in _AGO:
        return today - timedelta(days=_AGO[words])
    if found := re.fullmatch(r"(\d{1,3}) (day|week)s? ago", words):
        return today - timedelta(days=int(found[1]) * (7 if found[2] == "week" else 1))
    # A day without its year is the last of that name.
    for given in (words, f"{words}, {today.year}", f"{words}, {today.year - 1}"):
        line = read_line(given)
        if line and line.published_at and (given == words or line.published_at[:10] <= today.isoformat()):
            return date.fromisoformat(line.published_at[:10])
    return None
