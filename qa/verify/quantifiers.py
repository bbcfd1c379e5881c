"""Quantifiers: "some of the diplomats" are not told as "most" or "all" of them, nor "few" as "none".

Compared are quantifiers of the same noun; what each allows a claim to say stands in `_ALLOWS`. A noun that the
sentences also give without one settles nothing ("the diplomats" may well be all). "Two of the nine judges" are neither
"all" nor "nine judges".
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from qa.verify.deeds import is_number
from qa.verify.negation import Token, analyse
from qa.verify.source import Source
from qa.words import word_set

_ALLOWS = {
    kind: word_set(allowed)
    for kind, allowed in {
        "all": "all nearly most many some",
        "nearly": "nearly most many some",
        "most": "most many some",
        "many": "many some",
        "some": "some",
        "few": "few some",
        "none": "none few minority",
        "not-all": "not-all some most many few nearly",
        "half": "half some many",
        "minority": "minority few some",
        "part": "part some few many",
    }.items()
}
_PHRASES = (  # longest first; what a quantifier may look like, and its kind
    ("not all", "not-all"), ("not every", "not-all"), ("not many", "few"), ("a few", "some"),
    ("almost all", "nearly"), ("nearly all", "nearly"), ("virtually all", "nearly"), ("almost every", "nearly"),
    ("nearly every", "nearly"), ("more than half", "most"), ("over half", "most"), ("the majority", "most"),
    ("a majority", "most"), ("less than half", "minority"), ("fewer than half", "minority"), ("under half", "minority"),
    ("at least half", "most"), ("about half", "half"), ("all", "all"), ("every", "all"), ("each", "all"),
    ("both", "all"), ("most", "most"), ("many", "many"), ("some", "some"), ("several", "some"), ("few", "few"),
    ("none", "none"), ("half", "half"), ("no", "none"), ("only", "part"),
)  # fmt: skip
_TABLE = [(phrase.split(), kind) for phrase, kind in _PHRASES]
_REACH = 4  # words from a quantifier to its noun: "some of the 35 diplomats"
_NO_QUANTIFIER_AFTER = word_set("not at the a after in above")
_NO_NOUN = word_set("one other longer doubt matter sign evidence")


class _Said(NamedTuple):
    noun: str
    kind: str
    at: int


def agree(claim: str, source: Source) -> bool:
    """Whether ``claim`` (a cleaned text) tells of as many of a kind as the sentences do, as far as words show it."""
    theirs: dict[str, set[str]] = {}
    bare: set[str] = set()
    parts: set[tuple[str, str]] = set()
    for text in source.texts:
        tokens = analyse(text)[0]
        said = list(_quantified(tokens))
        for one in said:
            theirs.setdefault(one.noun, set()).add(one.kind)
        parts |= set(_wholes(tokens))
        bare |= {token.stem for token in tokens if token.telling} - {one.noun for one in said}
    tokens = analyse(claim)[0]
    if parts and any(pair in parts for pair in _counted(tokens)):
        return False
    return all(
        one.noun not in theirs or one.noun in bare or any(one.kind in _ALLOWS[kind] for kind in theirs[one.noun])
        for one in _quantified(tokens)
        if one.kind != "part" or "all" in theirs.get(one.noun, ())
    )


def _quantified(tokens: Sequence[Token]) -> Iterator[_Said]:
    """Nouns with the kind of the quantifier before them; "at most" and "after all" are none."""
    at = 0
    while at < len(tokens):
        kind, length = _quantifier(tokens, at)
        noun = _noun(tokens, at + length) if kind else None
        if noun:
            yield _Said(noun, kind, at)
        at += length
    for noun, count, at in _of_several(tokens):
        yield _Said(noun, "all" if count else "part", at)


def _quantifier(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """The kind of the quantifier at ``at`` and how many words it has; ``("", 1)`` where there is none."""
    before = tokens[at - 1].word if at and not tokens[at].breaks else ""
    for phrase, kind in _TABLE:
        if [token.word for token in tokens[at : at + len(phrase)]] != phrase or tokens[at].odd:
            continue
        plain = len(phrase) == 1 and before in _NO_QUANTIFIER_AFTER
        if (
            plain
            or (phrase == ["no"] and tokens[at + 1 : at + 2] and not tokens[at + 1].telling)
            or (kind == "part" and not _is_count(tokens, at + 1))
        ):
            continue
        return kind, len(phrase)
    return "", 1


def _noun(tokens: Sequence[Token], start: int) -> str | None:
    """The stem of the noun that a quantifier before ``start`` counts."""
    for token in tokens[start : start + _REACH]:
        if token.breaks:
            return None
        if token.telling and not is_number(token.word):
            return token.stem if token.word not in _NO_NOUN else None
    return None


def _of_several(tokens: Sequence[Token]) -> Iterator[tuple[str, bool, int]]:
    """Nouns of "two of the nine judges", and whether that is all of them."""
    for at, token in enumerate(tokens):
        following = [word.word for word in tokens[at + 1 : at + 4]]
        if _is_count(tokens, at) and len(following) == 3 and following[:2] == ["of", "the"] and is_number(following[2]):
            noun = _noun(tokens, at + 4)
            if noun:
                yield noun, token.word == following[2], at


def _wholes(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """``(nine, judge)`` for "two of the nine judges"."""
    for at in range(1, len(tokens) - 2):
        parted = [word.word for word in tokens[at : at + 2]] == ["of", "the"] and is_number(tokens[at - 1].word)
        whole = tokens[at + 2].word
        if parted and is_number(whole) and whole != tokens[at - 1].word and (noun := _noun(tokens, at + 3)):
            yield whole, noun


def _counted(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """``(nine, judge)`` for "nine judges", not for "the nine judges" or "of nine judges"."""
    for at, token in enumerate(tokens):
        before = tokens[at - 1].word if at else ""
        if is_number(token.word) and before not in ("the", "of", "s") and (noun := _noun(tokens, at + 1)):
            yield token.word, noun


def _is_count(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and is_number(tokens[at].word)
