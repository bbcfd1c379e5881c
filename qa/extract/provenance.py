"""Who wrote an article, where and when: source line, byline, dateline, lines of dates."""

import re

from qa.extract.dates import WEEKDAY, read_line
from qa.extract.names import AGENCY, CAPITAL, NAME, canonical
from qa.extract.sheet import Line, Sheet

_HEAD = 4  # body lines, title and standfirst among them, before which a byline or dates may stand
_TOP = 3  # title, standfirst, and then a bare date at the latest
_TAIL = 2  # lines at the end where an agency signs, and where some outlets put byline and dates

_SOURCE = re.compile(r"(?P<slash>/ ?)?Source ?: ?(?P<name>.{2,60}?)\.?")
_AGENCIES = re.compile(rf"{AGENCY}(?:(?:,| and|,? &) {AGENCY}){{0,2}}")
_SIGNED = re.compile(rf"[(\[—–-]? ?(?P<name>{AGENCY}) ?[)\]—–-]?")

_WRITER = rf"(?:{AGENCY}|{NAME})"
_BYLINE = re.compile(
    rf"(?:By|BY) (?P<name>{_WRITER}(?:(?:,| and|,? &) {_WRITER}){{0,4}})"
    rf"(?:(?:,| \||,? for) (?P<agency>{AGENCY}))?(?: in [{CAPITAL}]\w+)?"
)
_NO_PERSON = re.compile(
    rf"\b(?:{WEEKDAY}|The|This|That|These|Our|All|Next|Last|Popular|January|February|March|April|June|July|August"
    r"|September|October|November|December)\b"
)

_WORDS = rf"[{CAPITAL}][\w.'’-]*(?:[ /][{CAPITAL}][\w.'’-]*){{0,4}}"
_CAPITALS = rf"[{CAPITAL}][{CAPITAL}.'’-]+(?:[ /][{CAPITAL}][{CAPITAL}.'’-]*){{0,4}}"
_REGION = rf"(?:, [{CAPITAL}][\w.]*(?: [{CAPITAL}][\w.]*){{0,2}})?"
_DAY = r"(?:, (?:Jan|Feb|March|April|May|June|July|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \d{1,2}(?:, \d{4})?)?"
_BEGINS = rf"(?=[\"“‘'(]?[{CAPITAL}\d])"
_SIGNED_DATELINE = re.compile(
    rf"(?P<place>(?:{_WORDS}{_REGION}{_DAY})?) ?\((?P<agency>{AGENCY})\)(?: ?(?:—|–|--|-)|(?<=\(CNN\))) ?{_BEGINS}"
)
_DATELINE_ALONE = re.compile(rf"(?P<place>{_WORDS}{_REGION}) (?P<agency>{AGENCY}) ?[—–]")
_DATELINE = re.compile(rf"(?P<place>{_CAPITALS}{_REGION}{_DAY})(?: ?(?:—|–|--) ?| - ){_BEGINS}")
_SECOND_DASH = re.compile(r"[^.!?]{0,300}?(?:—|–|--| - )")
_SHORTEST_PLACE = 4  # "UN", "EU" and "GRU" are no places; Rome and Oslo have four letters


def find_source(sheet: Sheet) -> None:
    """Takes out the lines that name the article's source; the first that does gives its origin."""
    edges = _edges(sheet)
    for line in list(sheet.body()):
        if source := _source(line.text, signs=line in edges):
            sheet.origin = sheet.origin or source
            sheet.drop(line, "source_line")


def _source(line: str, signs: bool) -> str | None:
    """The origin that a source line names. Without the slash it must name agencies: charts have sources too.
    ``signs``: it stands where an agency's bare name signs the article."""
    signed = _SIGNED.fullmatch(line) if signs else None
    if signed:
        return canonical(signed["name"])
    source = _SOURCE.fullmatch(line)
    if source and (source["slash"] or _AGENCIES.fullmatch(source["name"])):
        return canonical(source["name"])
    return None


def find_byline(sheet: Sheet) -> None:
    """Takes out a line "By …" near the top or at the end. An agency in it is the origin, where none is known yet."""
    for line in _edges(sheet):
        byline = _BYLINE.fullmatch(line.text)
        if (
            byline
            and not _NO_PERSON.search(line.text)
            and (" " in byline["name"] or _AGENCIES.fullmatch(byline["name"]))
        ):
            sheet.byline = sheet.byline or byline["name"]
            agency = byline["agency"] or next(iter(re.findall(rf"\b{AGENCY}\b", byline["name"])), None)
            sheet.origin = sheet.origin or (canonical(agency) if agency else None)
            sheet.drop(line, "byline")


def find_dates(sheet: Sheet) -> None:
    """Takes out lines that hold nothing but dates, near the top or at the end.

    A bare date counts right below the title or standfirst, and only where no other line is one: in a chronicle, dates
    are headings.
    """
    dated = [(line, found) for line in sheet.body() if (found := read_line(line.text))]
    bare = [line for line, found in dated if not found.labelled]
    edges, top = _edges(sheet), list(sheet.body())[:_TOP]
    for line, found in dated:
        if line in edges and (found.labelled or (bare == [line] and line in top)):
            sheet.published_at = sheet.published_at or found.published_at
            sheet.updated_at = sheet.updated_at or found.updated_at
            sheet.drop(line, "date_line")


def _edges(sheet: Sheet) -> list[Line]:
    lines = list(sheet.body())
    return lines if len(lines) <= _HEAD + _TAIL else lines[:_HEAD] + lines[-_TAIL:]


def find_dateline(sheet: Sheet) -> None:
    """Takes the first dateline out of the first lines of the body; it may have a line to itself. An agency in it is the
    origin, where no source line named one.

    Without brackets the place must stand in capitals, and no second dash may follow in its sentence: that pair would
    be a parenthesis.
    """
    for line in list(sheet.body())[:_HEAD]:
        alone = _DATELINE_ALONE.fullmatch(line.text)
        match = alone or _SIGNED_DATELINE.match(line.text) or _plain_dateline(line.text)
        if match:
            sheet.dateline = match["place"].strip() or None
            agency = match.groupdict().get("agency")
            sheet.origin = sheet.origin or (canonical(agency) if agency else None)
            if alone:
                sheet.drop(line, "dateline")
            else:
                sheet.take(line, "dateline", match.group(), line.text[match.end() :])
            return


def _plain_dateline(line: str) -> re.Match[str] | None:
    match = _DATELINE.match(line)
    if match is None or len(match["place"]) < _SHORTEST_PLACE or _SECOND_DASH.match(line, match.end()):
        return None
    return match
