"""Whether dates, bylines, publishers and agency credits of pages are found: `python -m bench.extraction --dates`.

`page_facts.json` says what stands in the pages, read in the visible page and its metadata, not taken from any
extractor: of 60 pages (the 39th to the last), which the rules were mended on, and of the first 20, which were read
when the rules stood. ``published`` and ``updated`` have a zone where the page
gives one and does not contradict itself; an ``updated`` within the same minute is none. ``may`` are names and days that
are neither asked for nor wrong (a login name, the newsroom as author). An empty list of publishers is not judged.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from qa.corroborate import agency
from qa.errors import SourceError
from qa.extract import extract
from qa.types import Fetched, Source

FACTS = Path(__file__).with_name("page_facts.json")
_BETWEEN = re.compile(r"\s*[;|/]\s*|\s*,\s+|\s+(?:and|und|e|&)\s+")


@dataclass(frozen=True)
class Said:
    """What one way says of a page."""

    published: str | None = None
    updated: str | None = None
    byline: str | None = None
    publisher: str | None = None
    origin: str | None = None


@dataclass
class Tally:
    """Counts of one field: what was rightly given, given, and there."""

    right: int = 0
    given: int = 0
    there: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, name: str, *, right: int, given: int, there: int, note: str = "") -> None:
        """Counts one page's."""
        self.right, self.given, self.there = self.right + right, self.given + given, self.there + there
        if right < max(given, there):
            self.wrong.append(f"{name} {note}")

    def __str__(self) -> str:
        precision = f"{self.right / self.given:.3f}" if self.given else "-"
        recall = f"{self.right / self.there:.3f}" if self.there else "-"
        return f"{precision} {recall} ({self.right} of {self.given} given, {self.there} there)"


Page = tuple[str, str, bytes]
Fact = Mapping[str, Any]
FIELDS = (
    "published, the day",
    "published, the minute",
    "updated, the day",
    "byline, each name",
    "publisher",
    "origin",
)


def table(pages: Sequence[Page], *, show: bool) -> None:
    """Prints precision and recall of each field for both ways; ``show``: also each page that is not right. ``pages``
    are name, address and bytes."""
    halves: Mapping[str, Mapping[str, Fact]] = json.loads(FACTS.read_text(encoding="utf-8"))
    for half, facts in halves.items():
        held = [page for page in pages if page[0] in facts]
        both = [_tallies(held, facts, way) for way in (ours, trafilatura_alone)]
        print(f"\n{half.replace('_', ' ')}, {len(held)} pages: {'':15} ours {'':33} trafilatura alone")
        for name in FIELDS:
            print(f"    {name:22} {both[0][name]!s:38} {both[1][name]}")
            if show:
                print("".join(f"        {line}\n" for line in both[0][name].wrong), end="")


def ours(url: str, html: bytes) -> Said:
    """The fields of our article; nothing where the page is refused."""
    try:
        article = extract(Fetched(Source(url, url), html, media_type="text/html", url=url))
    except SourceError:
        return Said()
    return Said(article.published_at, article.updated_at, article.byline, article.publisher, article.origin)


def trafilatura_alone(url: str, html: bytes) -> Said:
    """What trafilatura's metadata say; it knows a day of publication, no update and no agency."""
    import trafilatura

    found = trafilatura.extract_metadata(html, default_url=url)
    return Said(found.date, None, found.author, found.sitename)


def _tallies(pages: Sequence[Page], facts: Mapping[str, Fact], way: Callable[[str, bytes], Said]) -> dict[str, Tally]:
    tallies = {name: Tally() for name in FIELDS}
    for name, url, html in pages:
        fact, said = facts[name], way(url, html)
        _date(tallies["published, the day"], name, fact["published"], said.published, _same_day, ())
        if fact["published"] and _zoned(fact["published"]):
            _date(tallies["published, the minute"], name, fact["published"], said.published, _same_minute, ())
        _date(tallies["updated, the day"], name, fact["updated"], said.updated, _same_day, fact.get("may", ()))
        _names(tallies["byline, each name"], name, fact, said.byline)
        if fact["publisher"]:
            right = said.publisher is not None and _folded(said.publisher) in map(_folded, fact["publisher"])
            tallies["publisher"].add(name, right=right, given=bool(said.publisher), there=1, note=f"{said.publisher}")
        given = said.origin if said.origin and _folded(said.origin) not in map(_folded, fact["publisher"]) else None
        right = given is not None and agency(given) == agency(fact["origin"])
        note = f"{given} for {fact['origin']}"
        tallies["origin"].add(name, right=right, given=bool(given), there=bool(fact["origin"]), note=note)
    return tallies


def _date(
    tally: Tally,
    name: str,
    fact: str | None,
    said: str | None,
    same: Callable[[str, str], bool],
    may: Iterable[str],
) -> None:
    if said and not fact and said[:10] in may:
        return
    right = bool(said and fact and same(fact, said))
    tally.add(name, right=right, given=bool(said), there=bool(fact), note=f"{said} for {fact}")


def _names(tally: Tally, name: str, fact: Fact, said: str | None) -> None:
    parts = [_folded(part) for part in _BETWEEN.split(said or "") if part.strip()]
    wanted = [_folded(one) for one in fact["byline"]]
    may = [_folded(one) for one in (*fact.get("may", ()), *fact["publisher"], fact["origin"] or "")]
    right = sum(any(one in part for part in parts) for one in wanted)
    extra = [part for part in parts if part not in may and not any(one in part for one in wanted)]
    tally.add(name, right=right, given=right + len(extra), there=len(wanted), note=f"{said} for {fact['byline']}")


def _folded(text: str) -> str:
    return re.sub(r"^by\s+|[\s.@]+", "", text.casefold())


def _zoned(date: str) -> bool:
    return len(date) > 10 and datetime.fromisoformat(date).tzinfo is not None


def _days(date: str) -> set[str]:
    """The day as it is written, and in UTC where that can be told."""
    return {date[:10], *([datetime.fromisoformat(date).astimezone(UTC).date().isoformat()] if _zoned(date) else [])}


def _same_day(fact: str, said: str) -> bool:
    return bool(_days(fact) & _days(said))


def _same_minute(fact: str, said: str) -> bool:
    if not _zoned(said):
        return False
    times = [datetime.fromisoformat(date).astimezone(UTC).replace(second=0, microsecond=0) for date in (fact, said)]
    return times[0] == times[1]
