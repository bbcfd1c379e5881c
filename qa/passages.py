"""Cuts an article into passages: what is embedded and found. Runs of neighbouring sentences, never a cut within one."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from qa import ids
from qa.types import Article, Passage, Sentence

TARGET = 160
"""Word pieces that a passage is filled up to; the figures behind it are in ``bench/README.md`` ("Passages")."""

LIMIT = 200
"""A passage of more than one sentence stays under this many word pieces: the shipped model reads 256."""

LONGEST = 16_384
"""Characters of a sentence that are counted: more than ``LIMIT`` pieces of any real text, so that a line of 10 MB costs
no more than a page."""

PASSAGES = f"sentences-{TARGET}"
"""Names the rule, so that an index made by another one is not taken for this one's."""

Count = Callable[[str], int]


def cut(article: Article, sentences: Sequence[Sentence], count: Count) -> tuple[Passage, ...]:
    """The passages of ``article`` in order; ``sentences`` are all of its sentences, ``count`` gives word pieces.

    Every sentence is in exactly one passage, and no passage mixes body and caption, or two captions. A sentence of
    ``LIMIT`` pieces or more is a passage of its own: an embedder that reads less sees its beginning, full text search
    sees all of it. Neighbours share no sentence: within the same number of word pieces shown to a reader, sharing one
    found fewer answers.
    """
    runs = [list(run) for _, run in groupby(sentences, key=lambda sentence: _stretch(article, sentence))]
    return tuple(_passage(article, part) for run in runs for part in _parts(article, run, count))


def _stretch(article: Article, sentence: Sentence) -> int:
    """Which caption ``sentence`` is in, counted from 0; -1 for the body."""
    inside = (n for n, span in enumerate(article.captions) if span.start <= sentence.start < span.end)
    return next(inside, -1)


def _parts(article: Article, run: Sequence[Sentence], count: Count) -> Iterator[Sequence[Sentence]]:
    sizes = [_size(article.text, sentence.start, sentence.end, count) for sentence in run]
    first = 0
    while first < len(run):
        after = _fill(sizes, first)
        # Sizes add up exactly for a tokenizer that splits at white space; any other one is asked again.
        while after - first > 1 and _size(article.text, run[first].start, run[after - 1].end, count) >= LIMIT:
            after -= 1
        yield run[first:after]
        first = after


def _size(text: str, start: int, end: int, count: Count) -> int:
    return count(text[start : min(end, start + LONGEST)])


def _fill(sizes: Sequence[int], first: int) -> int:
    """Where the passage that begins at ``first`` ends: as many sentences as fit ``TARGET``, but at least one."""
    total, after = sizes[first], first + 1
    while after < len(sizes) and total + sizes[after] <= TARGET:
        total += sizes[after]
        after += 1
    return after


def _passage(article: Article, part: Sequence[Sentence]) -> Passage:
    start, end = part[0].start, part[-1].end
    return Passage(
        id=ids.passage_id(article.id, article.version, start, end),
        article_id=article.id,
        version=article.version,
        first=part[0].number,
        last=part[-1].number,
        start=start,
        end=end,
        text=article.text[start:end],
        kind=part[0].kind,
    )
