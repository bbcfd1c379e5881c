"""Captions and the credits of pictures: found by the credit or by a mark such as ``Image:``, never by their wording."""

import re

from qa.extract.names import HOUSE, NAME
from qa.extract.sheet import Line, Sheet

_SUFFIX = r"(?: (?:file|File|FILE|Photos?|Images?|Pool|pool|via|Handout|handout))*"
_AGENCY_CREDIT = rf"(?:{NAME} ?[/|,–-] ?)?{HOUSE}{_SUFFIX}(?: ?/ ?{NAME}){{0,2}}"
_CREDIT = rf"(?:{_AGENCY_CREDIT}|{NAME}(?: ?/ ?{NAME}){{0,2}})"
_LABEL = r"(?:File )?(?:[Pp]hoto(?:graph)?|PHOTO|[Pp]icture|[Ii]mage|[Cc]redit)s?(?: credit| courtesy)?"

_LABELLED = rf"{_LABEL} ?(?::|/| by| of) ?"
_NAME_HOUSE = rf"{NAME} ?[/|] ?{HOUSE}{_SUFFIX}"
_PERSON_HOUSE = rf"(?=\S+ [^/|]){NAME} ?[/|] ?{NAME}{_SUFFIX}"  # a house that is not known, so two words before it
_HOUSE_PHOTO = rf"{HOUSE} [Pp]hotos?(?: ?/ ?{NAME})?"

# A line that is nothing but a credit. A bare "Reuters" is not: it may sign the article.
_ONLY_CREDIT = re.compile(
    rf"[(\[]?(?:{_LABELLED}{_CREDIT}|{_NAME_HOUSE}|{_HOUSE_PHOTO}|Getty Images"
    rf"|Image (?:source|copyright),? {_CREDIT})[)\]]?\.?"
)
# A credit at the end of a caption: in brackets, or glued to its full stop.
_CREDITS_AT_END = (
    re.compile(rf"[(\[](?:{_LABELLED}[^()\[\]]{{2,80}}|{_NAME_HOUSE}|{_HOUSE_PHOTO})[)\]]$"),
    re.compile(rf"(?<=[.!?\"”’)]) ?{_NAME_HOUSE}$"),
    re.compile(rf"(?<=[.!?\"”’)])(?:{HOUSE}{_SUFFIX}|{_PERSON_HOUSE})$"),
    re.compile(rf"(?<=[.!?\"”’)]) {HOUSE} (?:file|Photos?|Images)$"),
    re.compile(rf"(?<=[.!?\"”’)]) ?{_LABEL}(?: by|:) ?{_CREDIT}$"),
)
_MARK = re.compile(r"(?:Image|Photo|Picture|Caption|File photo|(?:Image|Photo|Media) caption)(?: ?:|,) (?=\S)")
_LONGEST = 900  # no caption is longer; a longer paragraph with a credit at its end is something else
_WORD = re.compile(r"\w+")


def find_captions(sheet: Sheet) -> None:
    """Makes captions of the lines that have a mark or a credit, takes both out, and keeps each caption once."""
    for line in [*sheet.body(), *sheet.captions()]:
        _read(sheet, line)
    _drop_repeats(sheet)


def _read(sheet: Sheet, line: Line) -> None:
    if len(line.text) > _LONGEST:
        return
    if _ONLY_CREDIT.fullmatch(line.text):
        _caption_above(sheet, line)
        sheet.drop(line, "credit")
        return
    if mark := _MARK.match(line.text):
        line.role = "caption"
        sheet.take(line, "image_mark", mark.group(), line.text[mark.end() :])
    for pattern in _CREDITS_AT_END:
        credit = pattern.search(line.text)
        if credit and len(_WORD.findall(line.text[: credit.start()])) > 2:
            line.role = "caption"
            sheet.take(line, "credit", credit.group(), line.text[: credit.start()])
            return


def _caption_above(sheet: Sheet, credit: Line) -> None:
    """A line with its credit right below it, and nothing else in their block, is a caption; the first is the title."""
    above = sheet.lines[credit.number - 1] if credit.joined else None
    if above and above.role == "body" and not above.joined and next(sheet.body()) is not above:
        above.role = "caption"


def _drop_repeats(sheet: Sheet) -> None:
    """Of a caption that stands twice the first stays; so does no copy without its credit next to it."""
    seen: set[str] = set()
    for line in list(sheet.captions()):
        if line.text in seen:
            sheet.drop(line, "repeat")
            continue
        seen.add(line.text)
        for near in sheet.lines[max(0, line.number - 1) : line.number + 2]:
            if near.role == "body" and near.text == line.text:
                sheet.drop(near, "repeat")
