"""Cuts the text of an article into sentences with exact offsets.

The library is sentencex (Wikimedia, MIT, a wheel of 1.2 MB without dependencies): rules in Rust that give code point
offsets and leave the text as it is. How it compares with others stands in ``bench/README.md`` ("Segmenting");
``bench/segmenters.py`` prints that table again. It keeps a quotation of several sentences whole when its marks are
paired, together with the words that say who spoke: what a citation needs, so it stays. Only where it cuts is taken
from the library, so the promises of ``segment`` hold whatever it returns.
"""

import re
from collections.abc import Iterable, Iterator
from importlib.metadata import version as installed
from itertools import pairwise

import sentencex  # type: ignore[import-untyped]  # the wheel has no type information

from qa.types import Article, Sentence, SentenceKind, Span

RULES = 1
"""Raise when a rule here changes: sentences in the store were then cut by other rules."""

SEGMENTER = f"sentencex-{installed('sentencex')}+{RULES}"
"""Names what cut the sentences: the library's version and the number of our own rules."""

_LANGUAGE = "en"
_WINDOW = 8_000  # code points: more than any paragraph that is one
_SEEN = 80  # how far a rule looks to either side of a cut
_LINE = re.compile(r"[^\n]+")
_SPACE = re.compile(r"\s")
_WORD = re.compile(r"[^\W_]")
_UP_TO_LAST_WORD = re.compile(r".*[^\W_]", re.DOTALL)

# Cuts that the library makes and the news showed to be wrong; each rule names its case.
_OPENING = re.compile(r"\s[\"'“‘(\[]\s*$")  # `he said. "` and then the quotation
_LABEL = re.compile(r"\s*[(\[]?\d{1,3}[.)\]]\s+")  # "25." or "(25)" at the head of a line: no sentence of its own
_NO_SPACE = re.compile(r"(?:(?<!\w)|-)\w\.$|\s\.$")  # "D-N." "Y.", "Anderson ." "Paak"
_CAPITALISED = re.compile(r"(?<![\w.])(?:\w-)?[A-Z][\w'’]*[.!?]$")  # "Avg." "check", "Roe." "v. Wade"
_CONTINUES = re.compile(r"[a-z](?!\w*(?:[A-Z]|://|\.\w))")  # a small letter, but no "iPhone" or web address
_ABBREVIATED = re.compile(r"\b(?:[Aa]pprox|[bmt]n|[Pp]aras?|[Aa]rts?|[Ss]ecs?|[Vv]ols?|[Ff]igs?)\.$")  # "para." "14"
_HOUR = re.compile(r"\b[ap]\.m\.$")  # "3:30 p.m." "ET", "7 a.m." "Monday"
_AFTER_HOUR = re.compile(r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[ECMP][SD]?T|GMT|BST|UTC|Eastern|Pacific)\b")
_STREET = re.compile(r"\b\d+ [NSEW]\.$")  # "308 N." "Second Ave."


def segment(article: Article) -> tuple[Sentence, ...]:
    """The sentences of ``article`` in order, numbered from 1.

    They do not overlap, cover every character that is not white space, have none at their ends, and never cross a line
    break or the border between body and caption.
    """
    spans = ((span, kind) for stretch, kind in _stretches(article) for span in _sentences(article.text, stretch))
    return tuple(
        Sentence(article.id, article.version, number, span.start, span.end, kind)
        for number, (span, kind) in enumerate(spans, 1)
    )


def _stretches(article: Article) -> Iterator[tuple[Span, SentenceKind]]:
    """The whole text as alternating stretches of body and caption."""
    at = 0
    for caption in article.captions:
        yield Span(at, caption.start), "body"
        yield caption, "caption"
        at = caption.end
    yield Span(at, len(article.text)), "body"


def _sentences(text: str, stretch: Span) -> Iterator[Span]:
    for line in _LINE.finditer(text, stretch.start, stretch.end):
        for start, end in pairwise((0, *_mend(line.group(), _cuts(line.group())), len(line.group()))):
            piece = line.group()[start:end]
            if stripped := piece.strip():
                first = line.start() + start + piece.index(stripped)
                yield Span(first, first + len(stripped))


def _cuts(line: str) -> Iterator[int]:
    """Where the library would cut ``line``.

    A label at its head stays out: the library would take all that follows for one item of a list. A long line goes to
    it in windows, each from the last cut of the one before, because its time grows with the square of the length where
    quotation marks never close.
    """
    label = _LABEL.match(line)
    at = label.end() if label else 0
    while at < len(line):
        cuts = [at + end for end in _library_cuts(line[at : at + _WINDOW])]
        yield from cuts
        last_window = at + _WINDOW >= len(line)
        at = len(line) if last_window else max([at + 1, *cuts]) if cuts else at + _WINDOW


def _library_cuts(text: str) -> list[int]:
    """What the library says, its last end left out; nothing where it fails.

    sentencex 1.0.32 panics at a capital letter, a wide white space and a full stop, so all white space goes to it as
    plain spaces. Six million random strings found no other panic; one that comes all the same leaves ``text`` whole,
    for its exception is no Exception and would end the process that ingests.
    """
    try:
        found = sentencex.get_sentence_boundaries(_LANGUAGE, _SPACE.sub(" ", text))
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        return []
    return [boundary["end_index"] for boundary in found[:-1]]


def _mend(line: str, cuts: Iterable[int]) -> Iterator[int]:
    """``cuts`` without those that the rules above name; a cut after an opening mark moves before the mark. No piece is
    left without a word, unless the line has none."""
    words = _UP_TO_LAST_WORD.match(line)
    last, end_of_words = 0, words.end() if words else 0
    for cut in cuts:
        before, after = line[max(last, cut - _SEEN) : cut], line[cut : cut + _SEEN]
        if dangling := _OPENING.search(before):
            cut -= len(before) - dangling.start()  # noqa: PLW2901 - the same cut, moved
        elif _continues(before, after):
            continue
        if cut >= end_of_words:
            return
        if _WORD.search(line, last, cut):
            last = cut
            yield cut


def _continues(before: str, after: str) -> bool:
    """Whether ``after`` goes on with the sentence that ``before`` ends with."""
    glued = before == before.rstrip() and after == after.lstrip()
    before, after = before.rstrip(), after.lstrip()
    if glued and (_NO_SPACE.search(before) or after.startswith(":")):
        return True
    if _CAPITALISED.search(before) and _CONTINUES.match(after):
        return True
    if _ABBREVIATED.search(before) and re.match(r"[a-z\d]", after):
        return True
    return bool((_HOUR.search(before) and _AFTER_HOUR.match(after)) or _STREET.search(before))
