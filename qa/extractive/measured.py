"""What a number counts: "How many were injured?" is not answered by the number of the dead, nor by another in the same
sentence."""

import re
from itertools import pairwise

from qa.types.query import Query
from qa.words import Token, stem, tokens, word_set

# What befalls people and is counted beside one another, each group with the words for it.
_FATES = tuple(
    frozenset(map(stem, group.split()))
    for group in (
        "injured injuries hurt wounded",
        "killed dead died deaths die fatalities victims toll bodies perished",
        "arrested detained arrests jailed",
        "missing unaccounted",
        "rescued saved survived survivors",
        "evacuated displaced fled homeless",
        "infected cases tested",
        "hospitalized hospitalised",
        "acquitted cleared",
        "convicted guilty",
        "resigned dismissed sacked",
        "voted abstained",
    )
)
_NOBODY = word_set("nobody none")
_OF = re.compile(r" of (?:its|their|his|her|the|our|all)(?: \w+)? ?$", re.IGNORECASE)
_ASKS_FOR_ALL = re.compile(
    r"\b(?:have|has|had|having|there|total|altogether|in all|employs?|employed)\b", re.IGNORECASE
)
_BREAK = re.compile(r"[,;:]|\b(?:and|but|while|with)\b", re.IGNORECASE)


def counts_others(query: Query, words: tuple[Token, ...]) -> bool:
    """Whether a sentence of ``words`` tells of others than those whose number ``query`` asks for, and not of them."""
    wanted = _fate(query)
    stems = {word.stem for word in words}
    return wanted is not None and not stems & wanted and any(stems & fate for fate in _FATES)


def number_of(query: Query, text: str, answer: tuple[int, int]) -> tuple[int, int]:
    """Where in ``text`` the number stands of those whom ``query`` asks for: in the clause that tells of them, where
    ``answer`` is a number in one that tells of others; else ``answer``."""
    wanted = _fate(query)
    part = _part_of(query, text, answer)
    if wanted is None or part is not None:
        return part or answer
    edges = [0, *(match.start() for match in _BREAK.finditer(text)), len(text)]
    clauses = list(pairwise(edges))
    here = next(((start, end) for start, end in clauses if start <= answer[0] < end), None)
    if here is None or wanted & _stems(text[here[0] : here[1]]) or not _others(text[here[0] : here[1]], wanted):
        return answer
    for start, end in clauses:
        numbers = [token for token in tokens(text[start:end]) if token.is_number or token.lower in _NOBODY]
        if wanted & _stems(text[start:end]) and len(numbers) == 1:
            return start + numbers[0].start, start + numbers[0].end
    return answer


def _part_of(query: Query, text: str, answer: tuple[int, int]) -> tuple[int, int] | None:
    """Where the 900 stand in "cut 900 of its 21,000 jobs", where ``answer`` is the whole and ``query`` asks how many
    something is done to, not how many there are."""
    if "how_many" not in query.kinds or _ASKS_FOR_ALL.search(query.text):
        return None
    of = _OF.search(text[: answer[0]])
    before = tokens(text[: of.start()]) if of else ()
    return (before[-1].start, before[-1].end) if before and before[-1].is_number else None


def _fate(query: Query) -> frozenset[str] | None:
    asked = _stems(query.text)
    found = [fate for fate in _FATES if asked & fate]
    return found[0] if len(found) == 1 and "how_many" in query.kinds else None


def _others(text: str, wanted: frozenset[str]) -> bool:
    return any(_stems(text) & fate for fate in _FATES if fate is not wanted)


def _stems(text: str) -> frozenset[str]:
    return frozenset(token.stem for token in tokens(text))
