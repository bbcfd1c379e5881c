"""Who somebody is: the sentence that introduces a person ("Kremlin spokesman Dmitry Peskov", "Jana Havel, the mayor").
A surname that several persons bear is answered with each of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.extractive.pool import ROLES, Candidate, Pool, key
from qa.types import DraftClaim
from qa.words import Token, tokens, word_set

_WHO_IS = re.compile(r"^\W*who(?:['’]s| is| was) (?P<name>[^?,]{2,60}?)\s*\??\s*$", re.IGNORECASE)
_ARTICLES = word_set("a an the")
_KINDS = word_set(
    """goalkeeper defender midfielder forward student nurse teacher farmer pilot engineer widow survivor resident
    witness victim suspect hacker historian critic musician dancer chef architect veteran refugee lieutenant
    sergeant captain monk priest rabbi imam councillor councilor delegate member brother sister son daughter wife
    husband father mother"""
)
_CALLED = ROLES | _KINDS
_FAR = 5  # words from a role to the name that it introduces
MOST = 3  # persons of one name that are shown


@dataclass(frozen=True, slots=True)
class Introduced:
    """One sentence, or two neighbours, that say who the bearer of ``name`` is; higher ``rank`` says it better."""

    name: str
    rank: int
    text: str
    labels: tuple[str, ...]


def asks_who_is(text: str) -> str | None:
    """The name of "Who is X?", ``None`` for other questions and where X is no name ("who is the mayor")."""
    match = _WHO_IS.match(" ".join(text.split()))
    if match is None:
        return None
    words = tokens(match["name"])
    plain = [word for word in words if word.is_stop or word.lower in ROLES]
    return match["name"] if words and not plain and len(words) <= 4 else None


def introduced(name: str, pool: Pool) -> tuple[DraftClaim, ...]:
    """The claims that introduce each bearer of ``name``, at most ``MOST``; none when no sentence does."""
    asked = [key(word) for word in tokens(name)]
    found: dict[str, Introduced] = {}
    for candidate in pool.candidates:
        if candidate.is_caption or candidate.text.endswith("?"):
            continue
        for one in _in_sentence(candidate, asked, pool):
            known = found.get(one.name)
            if known is None or one.rank > known.rank:
                found[one.name] = one
    whole = _merged(found, asked)
    return tuple(DraftClaim(one.text, one.labels) for one in whole[:MOST])


def _merged(found: dict[str, Introduced], asked: Sequence[str]) -> list[Introduced]:
    """One a person, best first: a bare surname stands for the only full name that ends with it."""
    full = [one for name, one in found.items() if len(name.split()) > 1]
    bare = [one for name, one in found.items() if len(name.split()) == 1]
    kept = full or bare
    if len(full) == 1 and bare and bare[0].rank > full[0].rank:
        kept = bare
    return sorted(kept, key=lambda one: -one.rank)


def _in_sentence(candidate: Candidate, asked: Sequence[str], pool: Pool) -> list[Introduced]:
    words = candidate.words
    found = []
    for at in range(len(words) - len(asked) + 1):
        if [key(word) for word in words[at : at + len(asked)]] != list(asked):
            continue
        end = at + len(asked)
        first = at
        while first and _is_given(candidate.text, words, first):
            first -= 1
        if end < len(words) and _goes_on(candidate.text, words, end):
            continue  # "Havel Street", "the Havel family"
        name = " ".join(word.text.removesuffix("'s").removesuffix("’s") for word in words[first:end])
        rank = _rank(candidate.text, words, first, end)
        if rank:
            found.append(Introduced(name, rank, candidate.text, (candidate.label,)))
        elif first == 0 and (told := _before(candidate, pool)) is not None:
            found.append(Introduced(name, 1, f"{told.text} {candidate.text}", (told.label, candidate.label)))
    return found


def _is_given(text: str, words: Sequence[Token], first: int) -> bool:
    """Whether the word before is a given name: a capital, no role, no possessive, and nothing between."""
    before = words[first - 1]
    joined = text[before.end : words[first].start].strip() in {"", "."}
    named = before.is_capital and not before.is_stop and before.lower not in _CALLED
    return joined and named and not before.text.endswith(("'s", "’s")) and not _is_place_adjective(before)


def _is_place_adjective(word: Token) -> bool:
    return key(word) != word.stem and word.lower != key(word)


def _goes_on(text: str, words: Sequence[Token], end: int) -> bool:
    joined = not text[words[end - 1].end : words[end].start].strip()
    return joined and words[end].is_capital and not words[end].is_stop


def _rank(text: str, words: Sequence[Token], first: int, end: int) -> int:
    """How well the words around the name say who bears it: 4 for "X is a role", 3 for a role before it or set off
    behind it, 2 for "X, who …", 0 for nothing."""
    behind = words[end : end + 1 + _FAR]
    gap = text[words[end - 1].end : behind[0].start].strip() if behind else ""
    is_something = len(behind) > 1 and behind[0].lower in {"is", "was"} and behind[1].lower in _ARTICLES | _CALLED
    if is_something and not gap:
        return 4
    if _titled(text, words, first):
        return 3
    return _set_off(behind) if behind and gap == "," else 0


def _titled(text: str, words: Sequence[Token], first: int) -> bool:
    """Whether a role stands before the name: "Kremlin spokesman X", "the mayor of Lindholm, X" does not count."""
    for at in range(first - 1, max(-1, first - 1 - _FAR), -1):
        if words[at].lower in _CALLED and (at == first - 1 or not words[at + 1].is_stop):
            return True
        between = text[words[at].end : words[at + 1].start]
        small = words[at].is_stop and words[at].lower not in {"of", "for", "the"}
        if small or any(mark in between for mark in ".;:("):
            return False
    return False


def _set_off(behind: Sequence[Token]) -> int:
    """For what stands behind a name and a comma: "the mayor", "who was in hospital", "35"."""
    first = behind[0].lower
    role = any(word.lower in _CALLED for word in behind)
    if role and (first in _ARTICLES or first in _CALLED):
        return 3
    plain = role and not any(word.lower == "and" for word in behind[:2])
    return 2 if plain or first in _ARTICLES | {"who"} or behind[0].is_number else 0


def _before(candidate: Candidate, pool: Pool) -> Candidate | None:
    """The sentence before one that opens with a name and says "said": it may speak of "a spokesman" whom only this one
    names."""
    speaks = any(word.lower in {"said", "says", "told", "added", "called"} for word in candidate.words[:5])
    if not speaks:
        return None
    for other in pool.candidates:
        if other.article_id == candidate.article_id and other.number == candidate.number - 1:
            unnamed = re.search(r"\b(?:a|an) (?:[a-z-]+ ){0,2}(?:" + "|".join(sorted(_CALLED)) + r")\b", other.text)
            return other if unnamed else None
    return None
