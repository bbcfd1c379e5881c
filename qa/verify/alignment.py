"""A claim that nearly copies a sentence, laid beside it: what the claim has in the place of what.

That a number or a name stands somewhere in the sentence is not enough when the claim puts it where the sentence has
another one.
"""

from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from qa.remembered import of_texts
from qa.verify.vocabulary import Item, items

_LONGEST = 150  # words; beyond it nothing is laid side by side, because that is quadratic
_COPIED = 0.7  # share of the claim's words that stand in the sentence in the claim's order
_ANCHOR = 2  # unchanged words beside a change


class Change(NamedTuple):
    """A piece of the claim (``ours``) that stands where the sentence has ``theirs``; one of them may be empty."""

    ours: str
    theirs: str
    inside: bool
    """Whether it is part of the clause: not something put before or behind, or left away there."""


@of_texts
@lru_cache(maxsize=32)
def changes(claim: str, texts: tuple[str, ...]) -> tuple[Change, ...]:
    """How ``claim`` differs from the one of ``texts`` that it copies most of; none when it copies no text."""
    if not 0 < len(items(claim)) <= _LONGEST:
        return ()
    ours = _whole_figures(claim)
    best: tuple[Change, ...] = ()
    least = 0.0
    own = {item.base for item in items(claim)}
    for text in dict.fromkeys(texts):
        if len(items(text)) > _LONGEST or len(own.intersection(item.base for item in items(text))) < _COPIED * len(own):
            continue
        theirs = _whole_figures(text)
        matcher = SequenceMatcher(None, [i.base for i in ours], [i.base for i in theirs], autojunk=False)
        copied = sum(block.size for block in matcher.get_matching_blocks()) / len(ours)
        if copied >= max(least, _COPIED) and copied > least:
            found = _changes(matcher.get_opcodes(), ours, theirs)
            best = tuple(
                Change(_piece(claim, ours, a, b), _piece(text, theirs, c, d), inside) for a, b, c, d, inside in found
            )
            least = copied
    return best


def _changes(
    codes: Sequence[tuple[str, int, int, int, int]], ours: Sequence[Item], theirs: Sequence[Item]
) -> list[tuple[int, int, int, int, bool]]:
    """From and to which word each change goes, in the claim and in the sentence, and whether it is inside."""
    found: list[tuple[int, int, int, int, bool]] = []
    for place, (kind, a, b, c, d) in enumerate(codes):
        if kind == "equal":
            continue
        before = codes[place - 1][2] - codes[place - 1][1] if place else 0
        after = codes[place + 1][2] - codes[place + 1][1] if place + 1 < len(codes) else 0
        if max(before, after) >= _ANCHOR:
            goes_on = d < len(theirs) and theirs[d].gap in (" ", "-")
            inside = bool((before or goes_on) and (after or (a < b and c < d)))
            found.append((a, b, c, d, inside))
    return found


def _whole_figures(text: str) -> list[Item]:
    """The words of a text, with ``1,200.5`` for one word."""
    found: list[Item] = []
    for item in items(text):
        if found and item.gap in (".", ",", ":", "/") and found[-1].text[-1].isdigit() and item.text[0].isdigit():
            last = found.pop()
            whole = text[last.start : item.end]
            found.append(Item(whole, whole.lower(), last.gap, last.start, item.end))
        else:
            found.append(item)
    return found


def _piece(text: str, found: Sequence[Item], first: int, last: int) -> str:
    """The words from ``first`` to before ``last`` with the signs around them."""
    if first == last:
        return ""
    start = found[first - 1].end if first else 0
    end = found[last].start if last < len(found) else len(text)
    return text[start:end].strip()
