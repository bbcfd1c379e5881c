"""Stages that are told apart by their number: the first and the second round, the third quarter, game 2 of a series.

Where a question names one, a sentence that only tells of another does not answer it, and of a sentence that tells of
both only what stands with the right one does.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from qa.extractive.pool import Pool
from qa.types import DraftClaim
from qa.types.query import Query
from qa.words import Token, stem, tokens, value, word_set

_WORDS = ["first opening", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
_NUMBER = {word: at for at, words in enumerate(_WORDS, start=1) for word in words.split()}
_NOUNS = frozenset(
    map(stem, word_set("round quarter half leg game match set season period test stage phase debate term race heat"))
)
_HALF = stem("half")
_QUARTERS = word_set("1 2 3 4")
_KNOCKOUT = "knockout"
_KNOCKOUTS = {"semi": 2, "quarter": 4}
_CLAUSE = re.compile(r"[,;:]|\b(?:and|but|while|after|before)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stage:
    """The ``number``-th ``noun``, named at ``text[start:end]``; a run-off is a second round."""

    noun: str
    number: int
    start: int
    end: int


def stages(text: str) -> tuple[Stage, ...]:
    """The stages that ``text`` names, in order."""
    found: list[Stage] = []
    words = tokens(text)
    for at, word in enumerate(words):
        after = words[at + 1] if at + 1 < len(words) else None
        for noun, number, last in _named(words, at, after, found):
            found.append(Stage(noun, number, word.start, last.end))
    return tuple(found)


def of_other_stages(query: Query, pool: Pool) -> frozenset[str]:
    """The labels of the sentences that tell of other stages than ``query`` asks about, and not of that one."""
    asked = _asked(query.text)
    return frozenset(one.label for one in pool.candidates if asked and _agrees(one.text, asked) is False)


def is_of_another_stage(question: str, text: str) -> bool:
    """Whether ``text`` tells of other stages than ``question`` asks about, and not of that one."""
    asked = _asked(question)
    return bool(asked) and _agrees(text, asked) is False


def of_stage(query: Query, drafts: Sequence[DraftClaim]) -> tuple[DraftClaim, ...]:
    """``drafts``, those first that name the stage that ``query`` asks about; what answers by itself stands with it."""
    asked = _asked(query.text)
    if not asked:
        return tuple(drafts)
    return tuple(sorted((_placed(one, asked) for one in drafts), key=lambda one: not _agrees(one.text, asked)))


def _asked(question: str) -> Mapping[str, int]:
    """The number of each stage that ``question`` names one of."""
    named = stages(question)
    numbers = {one.noun: {other.number for other in named if other.noun == one.noun} for one in named}
    return {noun: min(of) for noun, of in numbers.items() if len(of) == 1}


def _agrees(text: str, asked: Mapping[str, int]) -> bool | None:
    """Whether ``text`` names what is asked about, and of none only another; ``None`` where it names none of them."""
    named: dict[str, set[int]] = {}
    for one in stages(text):
        if one.noun in asked:
            named.setdefault(one.noun, set()).add(one.number)
    return all(asked[noun] in numbers for noun, numbers in named.items()) if named else None


def _named(
    words: Sequence[Token], at: int, after: Token | None, before: Sequence[Stage]
) -> Iterator[tuple[str, int, Token]]:
    """What is named at the word ``at``, and the last word of it."""
    word = words[at]
    joined = after is not None and after.start == word.end + 1
    if (word.lower == "runoff") or (word.lower == "run" and after is not None and after.lower == "off" and joined):
        yield stem("round"), 2, after if word.lower == "run" and after else word
    elif word.lower == "q" and after is not None and after.start == word.end and after.lower in _QUARTERS:
        yield stem("quarter"), int(after.lower), after
    elif word.lower in _KNOCKOUTS and after is not None and after.stem == "final" and joined:
        yield _KNOCKOUT, _KNOCKOUTS[word.lower], after
    elif word.lower in {"final", "finals"} and at and _is_final(words, at, after):
        yield _KNOCKOUT, 1, word
    elif word.lower in _NUMBER:
        yield from _counted(words, at, after, before)
    elif word.stem in _NOUNS - {_HALF} and after is not None and joined and _opens(words, at):
        number = value(after.lower)
        if number is not None and number.is_integer():
            yield word.stem, int(number), after


def _opens(words: Sequence[Token], at: int) -> bool:
    """ "Game 2", "in game 2", not "won the second set 6-3"."""
    return words[at].is_capital or (at > 0 and words[at - 1].is_stop)


def _counted(
    words: Sequence[Token], at: int, after: Token | None, before: Sequence[Stage]
) -> Iterator[tuple[str, int, Token]]:
    """ "The first half", "the first and second quarters", "scored in the second leg; Tamm in the first"."""
    number = _NUMBER[words[at].lower]
    following = [word for word in words[at + 1 : at + 5] if word.lower not in {"and", "or", "the"} | _NUMBER.keys()]
    joins = bool(after and (after.stem in _NOUNS or after.lower in {"and", "or"}))
    of_a_kind = after and not (after.is_stop or after.is_number) and len(following) > 1 and following[0] is after
    if of_a_kind and following[0].stem not in _NOUNS and following[1].stem in _NOUNS:
        yield following[1].stem, number, following[1]  # "the first nuclear test"
    elif joins and following and following[0].stem in _NOUNS:
        yield following[0].stem, number, following[0] if after is following[0] else words[at]
    elif before and words[at - 1].lower == "the" and (after is None or after.is_stop):
        yield before[-1].noun, number, words[at]


def _is_final(words: Sequence[Token], at: int, after: Token | None) -> bool:
    """ "Reached the final of the cup", "won the final 2-1", not "the final report", "semi-final"."""
    adjective = after and not (after.is_stop or after.is_number) and after.start == words[at].end + 1
    return words[at - 1].lower not in _KNOCKOUTS and not adjective


def _placed(draft: DraftClaim, asked: Mapping[str, int]) -> DraftClaim:
    """``draft`` with the number of the clause that names the stage where ``exact`` stands in one that names another."""
    named = [one for one in stages(draft.text) if one.noun in asked]
    if draft.exact is None or all(one.number == asked[one.noun] for one in named):
        return draft
    edges = [0, *(match.start() for match in _CLAUSE.finditer(draft.text)), len(draft.text)]
    clauses = [(start, end, {one for one in named if start <= one.start < end}) for start, end in pairwise(edges)]
    right = [(start, end) for start, end, inside in clauses if inside and _are_asked(inside, asked)]
    place = draft.text.find(draft.exact)
    here = next((inside for start, end, inside in clauses if start <= place < end), set())
    if not here or _are_asked(here, asked):
        return draft
    numbers = [word.text for start, end in right for word in _figures(draft.text, start, end, named)]
    counted = any(word.is_number for word in tokens(draft.exact))
    return replace(draft, exact=numbers[0] if counted and len(numbers) == 1 else None, items=())


def _are_asked(named: Iterable[Stage], asked: Mapping[str, int]) -> bool:
    return any(one.number == asked[one.noun] for one in named)


def _figures(text: str, start: int, end: int, named: Sequence[Stage]) -> list[Token]:
    return [
        word
        for word in tokens(text)
        if start <= word.start < end and word.is_number and not any(one.start <= word.start < one.end for one in named)
    ]
