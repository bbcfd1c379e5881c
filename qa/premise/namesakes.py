"""Persons of one surname: what Pedro Cruz did, Maria Cruz did not.

A first name is a capital right before the surname that is no title, no country and no word that the evidence writes
small: at the start of a sentence every word has a capital ("Yesterday Cruz resigned").
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from qa.extractive.pool import ROLES
from qa.statements import Statement, country, keys_of
from qa.verify.name_words import HONORIFICS, TITLES
from qa.words import MONTHS, WEEKDAYS, stem, word_set

_NO_FIRST_NAMES = frozenset(map(stem, ROLES | TITLES | HONORIFICS | MONTHS | WEEKDAYS)) | word_set("yesterday today")
_MOST = 3  # names before a surname
_SPELT = 0.66  # of two spellings of a first name, how much must be alike ("Alexei", "Alexey"; "Joe", "Joseph")


@dataclass(frozen=True, slots=True)
class Persons:
    """``small`` are the keys of the words that the evidence writes without a capital; ``first`` gives the first names
    that an article puts before a surname, by its id and the key of the surname, each with the sentence in which it
    first does."""

    small: frozenset[str] = frozenset()
    first: Mapping[tuple[str, str], Mapping[str, int]] = field(default_factory=dict)

    def first_names(self, statement: Statement, place: int) -> frozenset[str]:
        """The keys of the names right before the one at ``place``; none where it stands alone or behind a title."""
        return _run(statement, place, self.small)

    def is_other(self, full: Sequence[str], statement: Statement, place: int, *, if_in_doubt: bool) -> bool:
        """Whether the surname at ``place`` is that of somebody else than the person of the keys ``full``: another first
        name stands before it, or none, and the article names only others so; ``if_in_doubt`` where it may be either's:
        where nobody else was named yet it is that of the one who was, and a first name may be spelt otherwise."""
        asked = set(full[:-1]) - _NO_FIRST_NAMES
        if not asked or statement.keys[place] != full[-1]:
            return False
        named = self.first.get((statement.article.id, full[-1]), {})
        others = {name: since for name, since in named.items() if name not in asked}
        own = min((since for name, since in named.items() if name in asked), default=None)
        here = self.first_names(statement, place)
        if here:
            other = here.isdisjoint(asked) and not _shared(statement, place - len(here), asked)
            return other and (if_in_doubt or own is not None or not _are_alike(here, asked))
        if not others:
            return False
        if own is None:
            return if_in_doubt or not _are_alike(others, asked)
        return if_in_doubt and not own <= statement.source.sentence.number < min(others.values())


def persons(statements: Sequence[Statement]) -> Persons:
    """What ``statements`` tell of names."""
    small = frozenset(
        key
        for statement in statements
        for key, word in zip(statement.keys, statement.words, strict=True)
        if word.text[:1].islower()
    )
    first: dict[tuple[str, str], dict[str, int]] = {}
    for statement in statements:
        for place in range(1, len(statement.keys)):
            if statement.is_name(place) and (names := _run(statement, place, small)):
                known = first.setdefault((statement.article.id, statement.keys[place]), {})
                number = statement.source.sentence.number
                known |= {name: min(number, known.get(name, number)) for name in _told_apart(names)}
    return Persons(small, first)


def tells_of_namesakes(names: Iterable[str], statement: Statement, places: Sequence[int], known: Persons) -> bool:
    """Whether a surname of ``names`` (those of the question) stands in ``statement`` and is somebody else's there:
    before the deeds at ``places`` in their clauses, else anywhere in the sentence."""
    for name in names:
        full = keys_of(name)
        if len(full) < 2:
            continue
        there = [at for at, key in enumerate(statement.keys) if key == full[-1]]
        if places:
            before = [at for place in places for at in there if statement.clause(place).start <= at < place]
            there = before or there
        if there and all(known.is_other(full, statement, at, if_in_doubt=False) for at in there):
            return True
    return False


def _are_alike(names: Iterable[str], asked: Iterable[str]) -> bool:
    """Whether one of each may be two spellings of one."""
    return any(SequenceMatcher(None, name, one).ratio() >= _SPELT for name in names for one in asked)


def _told_apart(names: frozenset[str]) -> frozenset[str]:
    """Of several names before a surname any may be left out another time: only one alone tells two persons apart."""
    return names if len(names) == 1 else frozenset()


def _run(statement: Statement, place: int, small: frozenset[str]) -> frozenset[str]:
    return frozenset(_names_before(statement, place, small))


def _names_before(statement: Statement, place: int, small: frozenset[str]) -> Iterator[str]:
    for at in range(place - 1, max(-1, place - 1 - _MOST), -1):
        key = statement.keys[at]
        if statement.tokens[at + 1].breaks or not _is_first_name(statement, at, small):
            return
        if len(key) > 1:  # an initial is nobody's name
            yield key


def _is_first_name(statement: Statement, at: int, small: frozenset[str]) -> bool:
    key, token = statement.keys[at], statement.tokens[at]
    if not token.telling or key in _NO_FIRST_NAMES or country(key):
        return False
    return statement.is_name(at) or (at == 0 and statement.words[0].text[:1].isupper() and key not in small)


def _shared(statement: Statement, start: int, asked: set[str]) -> bool:
    """ "Maria and Pedro Cruz": the surname is that of both."""
    return start > 1 and statement.tokens[start - 1].word == "and" and statement.keys[start - 2] in asked
