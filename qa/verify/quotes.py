"""Quoted phrases of a claim: each stands in the cited sentences word for word.

Typography does not matter; a dropped or changed word does. Square brackets are the editor's: they may stand for a few
words of the source, or for none. An ellipsis leaves something out: the pieces stand in order. Speech that the source
interrupts ("We will not," he said, "expel anyone") may be quoted in one piece.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from qa.verify.normalise import Letters, letters
from qa.verify.source import Source

_PAIRS = {
    '"': '"”',
    "“": '”"',
    "„": '“”"',
    "‟": "”",
    "”": "”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "「": "」",
    "『": "』",
    "《": "》",
}
_MARK = re.compile(r"[\"“”„‟«»‹›「」『』《》]")
_SINGLE_OPENS = re.compile(r"(?<!\w)'(?=[^\W\d_])")
_SINGLE_CLOSES = re.compile(r"(?<=[^\s'])'(?!\w)")
_LONGEST_SINGLE = 600  # characters; beyond it a single quote is taken for an apostrophe
_GUESSES = 6  # closing places that are tried for a single quote, since some are apostrophes
_ASIDE = re.compile(r"\([^()]{0,200}\)|\[[^\[\]]{0,200}\]")
_CUT = re.compile(r"[\[(]?(?:\.{3,}|…)[\])]?|(?P<bracket>\[[^\[\]]{0,200}\])")
_BRACKETED_LETTER = re.compile(r"\[(\w)\](?=\w)")
_STAND_IN = 60  # letters of the source that a bracket may stand for
_SHORTEST = 2  # letters of a phrase that is looked for
_STARTS = 20  # places where the first piece of a cut quote is tried


def backed(claim: str, source: Source) -> bool:
    """Whether every quoted phrase of ``claim`` (a cleaned text) stands in the sentences of one cited article."""
    wanted = list(quoted(claim))
    if not wanted:
        return True
    texts = [whole for cited in source.cited for whole in cited.wholes]
    places = [letters(text) for text in texts]
    places += [letters(" ".join(phrases)) for text in texts if (phrases := [p[0] for p in quoted(text)])]
    bare = [letters(_ASIDE.sub("", text)) for text in texts if _ASIDE.search(text)]
    return all(any(_stands(phrase, places, bare) for phrase in phrases) for phrases in wanted)


def quoted(text: str) -> Iterator[tuple[str, ...]]:
    """The quoted phrases of a cleaned text; several readings of one where a single quote may be an apostrophe.

    A quote that is never closed, or never opened, is left alone.
    """
    opened: dict[str, int] = {}
    for match in _MARK.finditer(text):
        mark, place = match.group(), match.start()
        if mark in opened and not _looks_open(text, place):
            start = opened[mark]
            opened = {closer: at for closer, at in opened.items() if at != start}
            yield (text[start:place],)
        elif mark in _PAIRS and (mark not in '"”' or _may_open(text, place)):
            opened |= dict.fromkeys(_PAIRS[mark], place + 1)
    closes = [match.start() for match in _SINGLE_CLOSES.finditer(text)]
    for match in _SINGLE_OPENS.finditer(text):
        first = bisect_left(closes, match.end())
        ends = [end for end in closes[first : first + _GUESSES] if end - match.end() <= _LONGEST_SINGLE]
        if ends:
            yield tuple(text[match.end() : end] for end in ends)


def _may_open(text: str, place: int) -> bool:
    """A mark without a direction opens before a word, unless it stands right behind one (``6'2"``, a lost opening)."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    return bool(after.strip()) and not (before.isalnum() and before.isascii()) and before not in tuple(".,!?;")


def _looks_open(text: str, place: int) -> bool:
    """Whether a mark that could close stands like an opening one: a space before it, none behind."""
    return text[place - 1 : place] == " " and bool(text[place + 1 : place + 2].strip(" .,;:!?)"))


def _stands(phrase: str, places: Sequence[Letters], bare: Sequence[Letters]) -> bool:
    """Whether ``phrase`` stands in one of ``places``; an aside in brackets may be missing on either side, not both."""
    if len(letters(phrase).text) < _SHORTEST:
        return True
    without = _ASIDE.sub("", phrase)
    return any(
        _in_order(phrase, place) or (without != phrase and _in_order(without, place)) for place in places
    ) or any(_in_order(phrase, place) for place in bare)


def _in_order(phrase: str, place: Letters) -> bool:
    pieces, gaps = _pieces(phrase)
    start = place.find(pieces[0])
    for _ in range(_STARTS):
        if start < 0:
            return False
        if _follow(pieces, gaps, place, start + len(pieces[0])):
            return True
        start = place.find(pieces[0], start + 1)
    return False


def _pieces(phrase: str) -> tuple[list[str], list[int | None]]:
    """The letters of a phrase between its cuts, and how many letters each cut may stand for (``None``: any number)."""
    phrase = _BRACKETED_LETTER.sub(r"\1", phrase)
    found: list[tuple[str, int | None]] = []
    gap: int | None = 0
    end = 0
    for match in _CUT.finditer(phrase):
        found.append((letters(phrase[end : match.start()]).text, gap))
        end, gap = match.end(), (_STAND_IN if match["bracket"] else None)
    found.append((letters(phrase[end:]).text, gap))
    found = [(piece, gap) for piece, gap in found if piece] or [("", 0)]
    return [piece for piece, _ in found], [gap for _, gap in found]


def _follow(pieces: list[str], gaps: list[int | None], place: Letters, end: int) -> bool:
    for piece, gap in zip(pieces[1:], gaps[1:], strict=True):
        start = place.find(piece, end)
        if start < 0 or (gap is not None and start - end > gap):
            return False
        end = start + len(piece)
    return True
