"""Notes about the article itself: corrections, clarifications, editors' notes. They are kept beside the text, where a
reader of its history finds them: a correction repeats what was wrong, and nothing that is wrong may be cited."""

import re

from qa.extract.sheet import Line, Sheet

_HEAD, _TAIL = 3, 6  # lines of the body among which notes stand
_LONGEST = 1_200

_CORRECTION = re.compile(
    r"[*_(\[]*(?:(?:Correction|Clarification|CORRECTION|CLARIFICATION|Erratum)s?"
    r"(?:,? (?:on |\(|: )?[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?\)?|,? \d{1,2} [A-Z][a-z]+ \d{4})?"
    r"(?: (?:appended|notice))?\s?[:\u2013\u2014]"
    r"|(?:An|A) (?:earlier|previous|prior) version of this (?:article|story|report|post|column|headline)\b"
    r"|This (?:article|story|report|post|piece|headline|column) (?:was|has been) (?:amended|corrected|clarified)\b"
    r"|This (?:article|story|report|post) (?:originally|previously|initially) (?:stated|said|misstated|reported)\b)"
)
_EDITORS_NOTE = re.compile(
    r"[*_(\[]*(?:Editor(?:s?['\u2019]s?|s)? [Nn]ote|EDITOR['\u2019]?S NOTE|Note to readers)\s?[:\u2013\u2014]"
)


def find_notes(sheet: Sheet) -> None:
    """Takes out the lines near the top or the end that are notes about the article, unless nothing would be left.

    Where the title says that the article is a correction, the note is what it reports.
    """
    lines = list(sheet.body())
    if len(lines) < 2 or _CORRECTION.match(sheet.known_title or sheet.title or ""):
        return
    near = lines if len(lines) <= _HEAD + _TAIL else lines[:_HEAD] + lines[-_TAIL:]
    notes = [(line, kind) for line in near if (kind := _kind(line))]
    if len(notes) < len(lines):
        for line, kind in notes:
            sheet.drop(line, kind)


def _kind(line: Line) -> str | None:
    if len(line.text) > _LONGEST:
        return None
    if _CORRECTION.match(line.text):
        return "correction"
    return "editors_note" if _EDITORS_NOTE.match(line.text) else None
