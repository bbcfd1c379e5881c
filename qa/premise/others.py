"""Sentences that tell a question's deed of somebody else: done by another country, or to those of another.

"How many Russian diplomats were expelled?" is not answered by a request to expel 35 American ones.
"""

from collections.abc import Sequence

from qa.premise.agents import SEATS, Affiliations, affiliations, behind_by, countries, is_passive, somebodies
from qa.premise.stance import origins_of, places_of
from qa.proposition import Proposition, proposition
from qa.statements import Statement, country, keys_of
from qa.types.query import Query
from qa.verify.name_words import TITLES
from qa.words import stem, word_set

_TITLES = frozenset(map(stem, TITLES))
_PRONOUNS = word_set("he she they it who which")
_ABROAD = frozenset(map(stem, word_set("expel deport extradite invade annex")))  # done to those of another country


def names_a_country(query: Query) -> bool:
    """Whether ``query`` names a country or what stands for one, so that `of_others` may find something."""
    return any(country(key) or key in SEATS for key in keys_of(query.text))


def of_others(query: Query, statements: Sequence[Statement]) -> frozenset[str]:
    """The labels of those of ``statements`` that tell the deed of ``query`` only of others than it names."""
    told = proposition(query, statements)
    if told is None:
        return frozenset()
    known = affiliations(statements)
    found = set()
    for statement in statements:
        places = list(places_of(statement, told.deed))
        if places and all(_is_of_others(statement, place, told, known) for place in places):
            found.add(statement.label)
    return frozenset(found)


def _is_of_others(statement: Statement, place: int, told: Proposition, known: Affiliations) -> bool:
    own = countries(told.subject, known)
    done_to = origins_of(statement, place, told.head)
    if done_to and (told.origin not in done_to if told.origin else told.deed in _ABROAD and done_to <= own):
        return True
    doers = _doers(statement, place)
    each = [countries({name}, known) for name in doers if name not in _TITLES]
    return bool(own) and bool(each) and all(theirs and not theirs & own for theirs in each)


def _doers(statement: Statement, place: int) -> frozenset[str]:
    """Who may do the deed at ``place``, all of them; none where a pronoun leaves it open."""
    if is_passive(statement, place):
        return behind_by(statement, place)
    inside = range(statement.clause(place).start, place)
    names = [at for at in inside if statement.keys[at] in somebodies(statement, inside)]
    if not names or any(statement.tokens[at].word in _PRONOUNS for at in range(names[-1], place)):
        return frozenset()
    return frozenset(statement.keys[at] for at in names)
