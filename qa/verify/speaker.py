"""Speaker: what the claim has somebody say, the sentences do not have somebody else say.

Only names right beside a reporting verb are compared ("Lavrov said", "said Lavrov", "according to Lavrov"). Where the
sentence has "he said", the name is one that the sentence has too, or whom "he" may mean by the sentences before it. A
sentence with another speaker that is no name ("officials said") settles nothing.
"""

from collections.abc import Sequence

from qa.verify.antecedent import named_before
from qa.verify.source import Source
from qa.verify.vocabulary import Item, forms, items
from qa.words import STOP_WORDS, stem, word_set

_SAYS = word_set(
    """says said tells told adds added writes wrote tweets tweeted announces announced states stated argues argued
    claims claimed warns warned insists insisted notes noted explains explained declares declared admits admitted
    stressed"""
)
_BETWEEN = word_set("also later then has had once again earlier")
_INSIDE = (" ", ". ")  # between the words of a name: "Capt. Thomas Grenz"
_SHARED = 0.5  # share of the claim's telling words that a sentence must have to be the one that is reported


def agrees(claim: str, source: Source) -> bool:
    """Whether no other name is given as the speaker of what ``claim`` (a cleaned text) reports."""
    ours = items(claim)
    speakers = _speakers(ours)
    if len(speakers) != 1 or speakers[0] is None:
        return True
    telling = {stem(item.base) for item in ours if item.base not in STOP_WORDS and item.base not in _SAYS}
    telling -= {stem(part) for part in speakers[0]}
    best: list[Sequence[Item]] = []
    most = 0
    for text in source.texts:
        theirs = items(text)
        shared = len(telling & {stem(item.base) for item in theirs})
        if shared >= max(most, 1):
            best, most = [*(best if shared == most else []), theirs], shared
    if most < _SHARED * len(telling) or not best:
        return True
    if all(_is_said_by_pronoun(text) for text in best):
        wanted = {form for part in speakers[0] for form in forms(part)}
        there = any(not wanted.isdisjoint(forms(item.base)) for text in best for item in text if item.is_capital)
        return there or any(named_before([part], source) for part in speakers[0])
    return any(not _others(speakers[0], text) for text in best)


def _is_said_by_pronoun(text: Sequence[Item]) -> bool:
    """Whether all that is said in the sentence is said by "he" or "she"."""
    said = [place for place, item in enumerate(text) if item.base in _SAYS]
    return bool(said) and all(place and text[place - 1].base in ("he", "she") for place in said)


def _others(speaker: frozenset[str], text: Sequence[Item]) -> bool:
    """Whether the sentence has speakers, all of them names, and none of them is ``speaker``."""
    speakers = _speakers(text)
    wanted = {form for part in speaker for form in forms(part)}
    known = [named for named in speakers if named is not None]
    return bool(known) and len(known) == len(speakers) and not any(_same(wanted, named) for named in known)


def _same(wanted: set[str], named: frozenset[str]) -> bool:
    return any(form in wanted for part in named for form in forms(part))


def _speakers(text: Sequence[Item]) -> list[frozenset[str] | None]:
    """The name parts of each speaker; ``None`` for one that is no name."""
    found: list[frozenset[str] | None] = []
    for place, item in enumerate(text):
        if item.base in _SAYS:
            inverted = not place or item.gap != " "  # “…,” said Lavrov
            found.append(_name_after(text, place) if inverted else _name_before(text, place))
        elif item.base == "to" and place and text[place - 1].base == "according":
            found.append(_name_after(text, place))
    return found


def _name_before(text: Sequence[Item], place: int) -> frozenset[str] | None:
    at = place
    while at and text[at].gap == " " and text[at - 1].base in _BETWEEN:
        at -= 1
    parts: list[str] = []
    while at and text[at].gap in _INSIDE and _is_name(text[at - 1]):
        at -= 1
        parts.append(text[at].base)
    return frozenset(parts) or None


def _name_after(text: Sequence[Item], place: int) -> frozenset[str] | None:
    parts: list[str] = []
    for item in text[place + 1 :]:
        if item.gap not in _INSIDE or not _is_name(item):
            break
        parts.append(item.base)
    return frozenset(parts) or None


def _is_name(item: Item) -> bool:
    return item.is_capital and (item.base not in STOP_WORDS or (item.text.isupper() and len(item.text) > 1))
