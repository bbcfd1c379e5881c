"""What changed between two versions of an article, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from qa.types import Article, StoredArticle

Kind = Literal["added", "removed", "changed"]
FIELDS = ("title", "byline", "publisher", "origin", "published_at", "updated_at", "url")

_ALIKE = 0.5  # share of words of two sentences from which one is the other, changed
_PIECE = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``where`` is ``text``, ``correction`` (a note about the article) or a field of its metadata."""

    where: str
    kind: Kind
    before: str | None = None
    after: str | None = None


def diff(old: StoredArticle, new: StoredArticle) -> tuple[Change, ...]:
    """The changes that lead from ``old`` to ``new``: metadata, then notes, then the text in the order of ``new``."""
    return (*_fields(old.article, new.article), *_notes(old.article, new.article), *_text(old, new))


def words(change: Change) -> list[tuple[Literal["same", "removed", "added"], str]]:
    """The pieces of a changed sentence, in order, for people to see at a glance."""
    before, after = _PIECE.findall(change.before or ""), _PIECE.findall(change.after or "")
    pieces: list[tuple[Literal["same", "removed", "added"], str]] = []
    for step, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if step == "equal":
            pieces.append(("same", "".join(before[a:b])))
            continue
        if b > a:
            pieces.append(("removed", "".join(before[a:b])))
        if d > c:
            pieces.append(("added", "".join(after[c:d])))
    return pieces


def _fields(old: Article, new: Article) -> Iterator[Change]:
    for name in FIELDS:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield _change(name, before, after)


def _notes(old: Article, new: Article) -> Iterator[Change]:
    before, after = ([left.text for left in a.left_out if left.kind == "correction"] for a in (old, new))
    yield from (Change("correction", "removed", note) for note in before if note not in after)
    yield from (Change("correction", "added", None, note) for note in after if note not in before)


def _text(old: StoredArticle, new: StoredArticle) -> Iterator[Change]:
    before, after = _sentences(old), _sentences(new)
    for step, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if step != "equal":
            yield from _replaced(before[a:b], after[c:d])


def _replaced(before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    """Sentences in the place of others: those that are alike are pairs, in order; the rest came or went."""
    left = list(before)
    for sentence in after:
        place = next((place for place, old in enumerate(left) if _alike(old, sentence)), None)
        if place is None:
            yield Change("text", "added", None, sentence)
            continue
        yield from (Change("text", "removed", gone) for gone in left[:place])
        yield Change("text", "changed", left[place], sentence)
        left = left[place + 1 :]
    yield from (Change("text", "removed", gone) for gone in left)


def _alike(one: str, two: str) -> bool:
    return SequenceMatcher(None, one.split(), two.split(), autojunk=False).ratio() >= _ALIKE


def _sentences(stored: StoredArticle) -> list[str]:
    text = stored.article.text
    return [" ".join(text[sentence.start : sentence.end].split()) for sentence in stored.sentences]


def _change(where: str, before: str | None, after: str | None) -> Change:
    kind: Kind = "added" if before is None else "removed" if after is None else "changed"
    return Change(where, kind, before, after)
