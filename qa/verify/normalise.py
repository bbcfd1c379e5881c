"""One form for text that typesetting made different: ligatures, quotes, spaces, hyphens, digits of any script.

Both sides of every comparison go through here, so it may be generous; what changes a meaning (a decimal point, a
minus, the case of an acronym) is left alone. Every pattern starts at a character that it consumes and never repeats a
choice, so all of this is linear in the length of the text.
"""

import re
import unicodedata
from bisect import bisect_left
from typing import NamedTuple

from qa.remembered import remembered

# Python's \w leaves out combining marks, which would cut most Indic words to pieces.
_MARKS = "".join(chr(c) for c in range(0x300, 0xAC00) if unicodedata.category(chr(c)).startswith("M"))
_INVISIBLE: dict[int, None] = dict.fromkeys(
    c
    for first, last in (
        *((0x34F, 0x34F), (0x61C, 0x61C), (0x180E, 0x180E), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F)),
        *((0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xE0000, 0xE01EF), (0x2120, 0x2120), (0x2122, 0x2122)),
        *((0xA9, 0xA9), (0xAE, 0xAE)),
    )
    for c in range(first, last + 1)
)
_SIGNS: dict[int, str] = {
    **{ord(c): "'" for c in "’‘‛ʼʹ′`´＇"},
    **{ord(c): "-" for c in "‐‑‒–−﹣－⁃"},
    **{ord(c): '"' for c in "″＂〝〞〟❝❞"},
    0x2044: "/",
}
_SOFT_HYPHEN = re.compile(r"\u00ad(?:[ \t]*[\r\n][ \t]*)?")
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])[-\u2010\u2011][ \t]*[\r\n]+[ \t]*(?=[^\W\d_])")
_BROKEN_AT_HYPHEN = re.compile(r"(?<=\w)[-\u2010\u2011\u2013][ \t]*[\r\n]+[ \t]*(?=\w)")
_SPACE = re.compile(r"\s+")
_DASH = re.compile(r" ?[\u2014\u2015] ?| [\u2012\u2013\u2212-]{1,3} ")
# Beyond thirty marks Unicode's own stream-safe text format (UAX 15) breaks the run; sorting a longer one is quadratic.
_TOO_MANY_MARKS = re.compile(f"([{_MARKS}]{{30}})[{_MARKS}]+")
_RAISED = re.compile(r"(?<=[\d.,;:!?'\"’”)\]])(?=[\u00b2\u00b3\u00b9\u2070-\u2079\u00bc-\u00be\u2150-\u215e])")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_ACRONYM = re.compile(r"\b[A-ZА-ЯΑ-Ω](?:\.[A-ZА-ЯΑ-Ω])+\b\.?|\bU\. [SKN]\.|\b[ap]\.m\b\.?")
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}]|'(?=[^\W\d_]))*")
_LATIN_MARKS = re.compile(r"(?<=[a-z])[\u0300-\u036f]+|[\u0591-\u05c7\u0640\u064b-\u0655]")
_LATIN_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})
_NO_CASE = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]")


@remembered
def readings(text: str) -> tuple[str, ...]:
    """``clean(text)``, and where a hyphen stands at a line's end also the reading in which it belongs to the word."""
    joined = clean(text)
    if not _BROKEN_WORD.search(text):
        return (joined,)
    kept = clean(_BROKEN_AT_HYPHEN.sub("-", text))
    return (joined, kept)


def clean(text: str) -> str:
    """``text`` with typography undone; words, case, numerals and punctuation stay.

    NFKC; no invisible characters; one kind of apostrophe and hyphen, ``" - "`` for a dash; ASCII digits;
    words broken at a line's end are whole; ``U.S.`` is ``US``; white space is single spaces.
    """
    if not text.isascii():
        text = _SOFT_HYPHEN.sub("", text.translate(_INVISIBLE))
    text = _BROKEN_AT_HYPHEN.sub("-", _BROKEN_WORD.sub(_mend, text))
    text = _SPACE.sub(" ", text)
    if not text.isascii():
        text = _TOO_MANY_MARKS.sub(r"\1", _RAISED.sub(" ", _DASH.sub(" - ", text)))
        text = unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_SIGNS)
        text = _NOT_ASCII.sub(_ascii_digit, text)
    text = _SPACE.sub(" ", _DASH.sub(" - ", text.replace("`", "'").replace("''", '"')))
    return _ACRONYM.sub(lambda match: match.group().replace(".", "").replace(" ", ""), text).strip()


def _mend(match: re.Match[str]) -> str:
    """A word goes on in lower case; after a capital or before one the hyphen is the word's own (``US-led``)."""
    before, after = match.string[match.start() - 1], match.string[match.end()]
    return "" if not before.isupper() and not after.isupper() else "-"


def _ascii_digit(match: re.Match[str]) -> str:
    character = match.group()
    return str(unicodedata.decimal(character)) if character.isdecimal() else character


def fold(text: str) -> str:
    """``text`` without case, without accents on Latin letters, without Arabic and Hebrew vowel points."""
    if text.isascii():
        return text.lower()
    text = _LATIN_MARKS.sub("", unicodedata.normalize("NFD", text.casefold()))
    return unicodedata.normalize("NFC", text.translate(_LATIN_LETTERS))


class Word(NamedTuple):
    """A word of a cleaned text: ``text == whole[start:end]``; ``folded`` is for comparing."""

    text: str
    folded: str
    start: int
    end: int


@remembered
def words(text: str) -> tuple[Word, ...]:
    """The words of a cleaned text in order; an apostrophe between letters belongs to the word, a hyphen does not."""
    folded = fold(text)
    if len(folded) == len(text):  # nearly always: folding the whole is far cheaper than folding each word
        return tuple(Word(m.group(), folded[m.start() : m.end()], m.start(), m.end()) for m in _WORD.finditer(text))
    return tuple(Word(m.group(), fold(m.group()), m.start(), m.end()) for m in _WORD.finditer(text))


class Letters(NamedTuple):
    """A text reduced to its letters and digits, and the places (ascending) where a word begins or ends.

    Spaces, hyphens, quotes and punctuation are gone, so typesetting cannot matter; digits that something parted keep
    that one character between them, because ``1.5`` is not ``15``.
    """

    text: str
    edges: tuple[int, ...]

    def find(self, piece: str, start: int = 0) -> int:
        """Where ``piece`` stands from ``start`` on, at word edges; -1 when nowhere."""
        place = self.text.find(piece, start)
        for _ in range(200):  # a hostile text has a false start at every letter
            if place < 0:
                return -1
            if self._edge(place) and self._edge(place + len(piece)):
                return place
            place = self.text.find(piece, place + 1)
        return -1

    def _edge(self, place: int) -> bool:
        at = bisect_left(self.edges, place)
        return at < len(self.edges) and self.edges[at] == place


@remembered
def letters(text: str) -> Letters:
    """The letters of a cleaned text. Scripts without spaces (Han, kana, Thai, …) have an edge at every character."""
    pieces: list[str] = []
    edges = [0]
    length, previous = 0, None
    for word in words(text):
        if previous is not None and previous.text[-1].isdigit() and word.text[0].isdigit():
            gap = text[previous.end : word.start].strip()[:1] or " "
            pieces.append(gap)
            length += 1
        if edges[-1] != length:
            edges.append(length)
        if _NO_CASE.search(word.folded):
            edges.extend(range(length + 1, length + len(word.folded)))
        pieces.append(word.folded)
        length += len(word.folded)
        edges.append(length)
        previous = word
    return Letters("".join(pieces), tuple(edges))
