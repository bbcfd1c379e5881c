"""Two sentences that say the same in the same words but for one value."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from qa.disagree.given import Given, Named, Value
from qa.disagree.measures import measures
from qa.disagree.moments import Moment, moments
from qa.statements import Statement
from qa.verify.name_words import OPENERS

COPIED = 0.7  # of the shorter sentence's words that stand in the other one, in their order
NAMED_COPIED = 0.8  # of the longer one where a name differs: names differ for many reasons
FEWEST = 6  # words that both have in common
_LONGEST = 120  # words


class Pair(NamedTuple):
    """What two statements give for the same thing."""

    one: Given
    other: Given


def differing(one: Statement, other: Statement, *, named: bool, dated: bool) -> Pair | None:
    """The one value in which two near-copies differ; ``None`` when they are none, or differ in more than one.

    Differences that are no number, date or name are passed over. ``named`` allows a name as the value: only where the
    question asks for one, because two people may well have said or done the same; ``dated`` a bare year or month.
    """
    enough = max(FEWEST, COPIED * min(len(one.words), len(other.words)))
    shared = sum(map(set(other.keys).__contains__, one.keys))  # in any order: most pairs need not be aligned
    if max(len(one.words), len(other.words)) > _LONGEST or shared < enough:
        return None
    matcher = SequenceMatcher(None, one.keys, other.keys, autojunk=False)
    blocks = matcher.get_matching_blocks()
    common = sum(block.size for block in blocks)
    if common < enough:
        return None
    found: list[Pair] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "replace":
            continue
        pair = _typed(one, range(a, b), other, range(c, d))
        if pair is not None:
            found.append(pair)
    if len(found) != 1 or found[0].one.agrees(found[0].other):
        return None
    value = found[0].one.value
    if isinstance(value, Named) and not (named and common >= NAMED_COPIED * max(len(one.words), len(other.words))):
        return None
    if isinstance(value, Moment) and not dated and not (value.day and value.month):
        return None  # "the 2002 Masters": a year may name the thing
    return found[0]


def _typed(one: Statement, ours: range, other: Statement, theirs: range) -> Pair | None:
    """The values of two pieces when both are a number, both a date or both a name."""
    for left in _values(one, ours):
        for right in _values(other, theirs):
            if type(left) is type(right):
                return Pair(Given(one, left), Given(other, right))
    return None


def _opens_with_name(statement: Statement) -> bool:
    word = statement.words[0]
    return word.text[0].isupper() and word.folded not in OPENERS


def _values(statement: Statement, places: range) -> Iterator[Value]:
    dates = [moment for moment in moments(statement) if moment.place in places]
    if dates:
        yield dates[0]
        return
    numbers = [measure for measure in measures(statement) if measure.place in places]
    if numbers:
        yield numbers[0]
        return
    if places and all(statement.is_name(at) or (not at and _opens_with_name(statement)) for at in places):
        shown = statement.text[statement.words[places[0]].start : statement.words[places[-1]].end]
        yield Named(frozenset(statement.keys[at] for at in places), places[0], shown)
