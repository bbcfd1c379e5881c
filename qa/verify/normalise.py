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
_INVISIBLE = re.compile(
    r"[\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef"
    r"\u2120\u2122\u00a9\u00ae]"
)
_SIGNS = {
    **dict.fromkeys("’‘‛ʼʹ′`´＇", "'"),
    **dict.fromkeys("‐‑‒–−﹣－⁃", "-"),
    **dict.fromkeys("″＂〝〞〟❝❞", '"'),
    "\u2044": "/",
}
_SIGN = re.compile(f"[{''.join(_SIGNS)}]")
# Most news has no others: these need only a few of the steps.
_UNUSUAL = re.compile(r"[^\x00-\x7f\u2018\u2019\u201c\u201d\u2013\u2014\u00c0-\u00ff]")
_SOFT_HYPHEN = re.compile(r"\u00ad(?:[ \t]*[\r\n][ \t]*)?")
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])[-\u2010\u2011][ \t]*[\r\n]+[ \t]*(?=[^\W\d_])")
_BROKEN_AT_HYPHEN = re.compile(r"(?<=\w)[-\u2010\u2011\u2013][ \t]*[\r\n]+[ \t]*(?=\w)")
_DASH = re.compile(r" ?[\u2014\u2015] ?| [\u2012\u2013\u2212-]{1,3} ")
_WIDE_DASH = re.compile(r"[\u2012-\u2015\u2212]")
# Beyond thirty marks Unicode's own stream-safe text format (UAX 15) breaks the run; sorting a longer one is quadratic.
_TOO_MANY_MARKS = re.compile(f"([{_MARKS}][{_MARKS}]{{29}})[{_MARKS}]+")
_SMALL = r"[\u00b2\u00b3\u00b9\u2070-\u2079\u00bc-\u00be\u2150-\u215e]"
_RAISED = re.compile(rf"{_SMALL}(?<=[\d.,;:!?'\"’”)\]]{_SMALL})")
_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
_ACRONYM = re.compile(r"\b[A-ZА-ЯΑ-Ω](?:\.[A-ZА-ЯΑ-Ω])+\b\.?|\bU\. [SKN]\.|\b[ap]\.m\b\.?")
_MAY_BE_ACRONYM = re.compile(r"\.(?:[A-ZА-ЯΑ-Ωm]| [SKN])")
_WORD = re.compile(rf"[^\W_]+(?:(?:[{_MARKS}]|'(?=[^\W\d_]))[^\W_]*)*")
_LATIN_MARKS = re.compile(r"(?<=[a-z])[\u0300-\u036f]+|[\u0591-\u05c7\u0640\u064b-\u0655]")
_LATIN_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})
_MAY_FOLD = re.compile(r"[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u0655øłđıæœðþ]")
_NO_CASE = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]")


@remembered
def readings(text: str) -> tuple[str, ...]:
    """``clean(text)``, and where a hyphen stands at a line's end also the reading in which it belongs to the word."""
    joined = clean(text)
    if not _BROKEN_WORD.search(text):
        return (joined,)
    kept = clean(_BROKEN_AT_HYPHEN.sub("-", text))
    return (joined, kept)


@remembered
def clean(text: str) -> str:
    """``text`` with typography undone; words, case, numerals and punctuation stay.

    NFKC; no invisible characters; one kind of apostrophe and hyphen, ``" - "`` for a dash; ASCII digits;
    words broken at a line's end are whole; ``U.S.`` is ``US``; white space is single spaces.
    """
    unusual = not text.isascii() and _UNUSUAL.search(text)
    if unusual:
        text = _SOFT_HYPHEN.sub("", _INVISIBLE.sub("", text))
    if "\n" in text or "\r" in text:
        text = _BROKEN_AT_HYPHEN.sub("-", _BROKEN_WORD.sub(_mend, text))
    text = _single_spaced(text)
    if not text.isascii():
        text = _dashed(text)
        if unusual:
            text = _TOO_MANY_MARKS.sub(r"\1", _RAISED.sub(r" \g<0>", text))
            text = _FOREIGN_DIGIT.sub(_ascii_digit, _signed(unicodedata.normalize("NFKC", _signed(text))))
        else:
            text = text.replace("\u2019", "'").replace("\u2018", "'").replace("\u2013", "-")
    text = " ".join(_dashed(text.replace("`", "'").replace("''", '"')).split())
    if _MAY_BE_ACRONYM.search(text):
        text = _ACRONYM.sub(lambda match: match.group().replace(".", "").replace(" ", ""), text)
    return text


def _single_spaced(text: str) -> str:
    """``text`` with a plain space for any white space, at its ends too: a dash there stands between spaces."""
    inner = " ".join(text.split())
    return f"{' ' if text[:1].isspace() else ''}{inner}{' ' if inner and text[-1:].isspace() else ''}"


def _dashed(text: str) -> str:
    may_be_dashed = " -" in text or (not text.isascii() and _WIDE_DASH.search(text))
    return _DASH.sub(" - ", text) if may_be_dashed else text


def _signed(text: str) -> str:
    return _SIGN.sub(lambda match: _SIGNS[match.group()], text)


def _mend(match: re.Match[str]) -> str:
    """A word goes on in lower case; after a capital or before one the hyphen is the word's own (``US-led``)."""
    before, after = match.string[match.start() - 1], match.string[match.end()]
    return "" if not before.isupper() and not after.isupper() else "-"


def _ascii_digit(match: re.Match[str]) -> str:
    return str(unicodedata.decimal(match.group()))


def fold(text: str) -> str:
    """``text`` without case, without accents on Latin letters, without Arabic and Hebrew vowel points."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFD", text.casefold())
    if _MAY_FOLD.search(text):
        text = _LATIN_MARKS.sub("", text).translate(_LATIN_LETTERS)
    return unicodedata.normalize("NFC", text)


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
        spans = [match.span() for match in _WORD.finditer(text)]
        return tuple([Word(text[start:end], folded[start:end], start, end) for start, end in spans])
    return tuple([Word(m[0], fold(m[0]), *m.span()) for m in _WORD.finditer(text)])


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
