"""A claim that nearly copies a sentence, laid beside it: what the claim has in the place of what.

That a number or a name stands somewhere in the sentence is not enough when the claim puts it where the sentence has
another one.
"""

from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from qa.verify.vocabulary import Item, items

_LONGEST = 150  # words; beyond it nothing is laid side by side, because that is quadratic
_COPIED = 0.7  # share of the claim's words that stand in the sentence in the claim's order
_ANCHOR = 2  # unchanged words beside a change


class Change(NamedTuple):
    """Neighbouring words of the claim (``ours``) that stand where the sentence has ``theirs``; either may be empty."""

    ours: tuple[Item, ...]
    theirs: tuple[Item, ...]
    inside: bool
    """Whether it is part of the clause: not something put before or behind, or left away there."""


@lru_cache(maxsize=32)
def changes(claim: str, texts: tuple[str, ...]) -> tuple[Change, ...]:
    """How ``claim`` differs from the one of ``texts`` that it copies most of; none when it copies no text."""
    ours = items(claim)
    best: tuple[Change, ...] = ()
    least = 0.0
    if len(ours) > _LONGEST:
        return ()
    own = {item.base for item in ours}
    for text in dict.fromkeys(texts):
        theirs = items(text)
        if len(theirs) > _LONGEST or len(own & {item.base for item in theirs}) < _COPIED * len(own):
            continue
        matcher = SequenceMatcher(None, [i.base for i in ours], [i.base for i in theirs], autojunk=False)
        copied = sum(block.size for block in matcher.get_matching_blocks()) / len(ours)
        if copied >= max(least, _COPIED) and copied > least:
            best, least = tuple(_changes(matcher.get_opcodes(), ours, theirs)), copied
    return best


def _changes(
    codes: Sequence[tuple[str, int, int, int, int]], ours: Sequence[Item], theirs: Sequence[Item]
) -> list[Change]:
    found: list[Change] = []
    for place, (kind, a, b, c, d) in enumerate(codes):
        if kind == "equal":
            continue
        before = codes[place - 1][2] - codes[place - 1][1] if place else 0
        after = codes[place + 1][2] - codes[place + 1][1] if place + 1 < len(codes) else 0
        if max(before, after) >= _ANCHOR:
            goes_on = d < len(theirs) and theirs[d].gap in (" ", "-")
            inside = bool((before or goes_on) and (after or (a < b and c < d)))
            found.append(Change(tuple(ours[a:b]), tuple(theirs[c:d]), inside))
    return found
