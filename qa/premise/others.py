"""Sentences that tell of somebody else than the question: of a deed done by another country, or to those of another, or
of what another, by name, did or was done to, where who the question names is not in the sentence.

"How many Russian diplomats were expelled?" is not answered by a request to expel 35 American ones, nor "How much did
Halden pay for Brightmere?" by what Corvin paid.
"""

import re
from collections.abc import Sequence

from qa.premise.agents import SEATS, Affiliations, affiliations, behind_by, countries, is_passive, somebodies
from qa.premise.namesakes import persons, tells_of_namesakes
from qa.premise.stance import origins_of, places_of
from qa.proposition import Proposition, proposition
from qa.statements import Statement, country, keys_of
from qa.types import Article
from qa.types.query import Query
from qa.verify.name_words import TITLES
from qa.words import MONTHS, WEEKDAYS, is_past_form, stem, word_set

_TITLES = frozenset(map(stem, TITLES))
_OPEN = frozenset({"what_said", "yes_no"})  # what others say or do may be part of the answer
_YEAR = re.compile(r"(?:19|20)\d\d")
_FAR = 2  # years
_VERBS = word_set(
    "is are was were has have had will would can could may might did does says cut hit put set shut spread"
)
_NO_PERSONS = _TITLES | SEATS.keys() | WEEKDAYS | MONTHS
_PRONOUNS = word_set("he she they it who which")
_OPENINGS = word_set("in on at during after before since with under over between from by for as when while")
_HIS = word_set("his her")
_DOERS = word_set("he she they it")
_KIN = frozenset(
    map(
        stem,
        word_set(
            """father mother wife husband widow son daughter brother sister sibling uncle aunt cousin nephew niece
            grandfather grandmother partner friend deputy predecessor successor rival opponent"""
        ),
    )
)
_REACH = 6  # words from the kin to the verb
_ABROAD = frozenset(map(stem, word_set("expel deport extradite invade annex")))  # done to those of another country


def names_somebody(query: Query) -> bool:
    """Whether ``query`` names somebody, so that `of_others` may find something."""
    return bool(query.names or years(query)) or any(country(key) or key in SEATS for key in keys_of(query.text))


def years(query: Query) -> list[int]:
    """The years that ``query`` names."""
    return [int(word) for word in query.words if _YEAR.fullmatch(word)]


def _may_know(article: Article, year: int) -> bool:
    """Whether ``article`` may tell of ``year``: it names it, or is of that year or one beside it, or undated."""
    day = article.updated_at or article.published_at
    return not day or abs(int(day[:4]) - year) < _FAR or str(year) in f"{article.title} {article.text}"


def of_others(query: Query, statements: Sequence[Statement]) -> frozenset[str]:
    """The labels of those of ``statements`` that tell the deed of ``query`` only of others than it names, or that tell
    of others by name while who it names stands elsewhere in the evidence, and all of articles that cannot tell of a
    year that it names."""
    told = proposition(query, statements)
    found = {s.label for s in statements if any(not _may_know(s.article, year) for year in years(query))}
    if query.kind != "yes_no":
        found |= _of_namesakes(query, told, statements)
    if told is None:
        return frozenset(found)
    known = affiliations(statements)
    if query.kind not in _OPEN and any(told.about & statement.content() for statement in statements):
        found |= {s.label for s in statements if not told.about & s.content() and _has_another_subject(s, told)}
    for statement in statements:
        places = list(places_of(statement, told.deed))
        of_relatives = bool(told.about) and places and all(_is_of_relative(statement, at, told) for at in places)
        if of_relatives or (places and all(_is_of_others(statement, place, told, known) for place in places)):
            found.add(statement.label)
    return frozenset(found)


def _of_namesakes(query: Query, told: Proposition | None, statements: Sequence[Statement]) -> set[str]:
    """The labels of those of ``statements`` that tell what is asked of somebody else with the same surname."""
    if not any(" " in name for name in query.names):
        return set()
    known = persons(statements)
    deeds = {s.label: list(places_of(s, told.deed)) if told else [] for s in statements}
    return {s.label for s in statements if tells_of_namesakes(query.names, s, deeds[s.label], known)}


def _is_of_others(statement: Statement, place: int, told: Proposition, known: Affiliations) -> bool:
    own = countries(told.subject, known)
    done_to = origins_of(statement, place, told.head)
    if done_to and (told.origin not in done_to if told.origin else told.deed in _ABROAD and done_to <= own):
        return True
    doers = _doers(statement, place)
    each = [countries({name}, known) for name in doers if name not in _TITLES]
    return bool(own) and bool(each) and all(theirs and not theirs & own for theirs in each)


def _has_another_subject(statement: Statement, told: Proposition) -> bool:
    """Whether the first verb of ``statement`` has a name for its subject, none of those that the question gives."""
    start = _behind_opening(statement)
    verb = next((at for at, token in enumerate(statement.tokens) if at > start and _is_verb(token.word)), 0)
    if any(token.word in _PRONOUNS for token in statement.tokens[start:verb]):
        return False
    names = {key for key in somebodies(statement, range(start, verb)) if not country(key) and key not in _NO_PERSONS}
    return bool(names) and not names & told.names


def _behind_opening(statement: Statement) -> int:
    """Where the sentence goes on behind a phrase that opens it: "In the quarter to June, | Amazon earned"."""
    if statement.tokens[0].word not in _OPENINGS:
        return 0
    return next((at for at, token in enumerate(statement.tokens) if at and token.breaks), 0)


def _is_of_relative(statement: Statement, place: int, told: Proposition) -> bool:
    """Whether the deed at ``place`` is done by somebody who is only told by whose kin they are: "her father died",
    "Elizabeth's sister, Margaret, died"."""
    for at in range(place - 1, max(0, place - 1 - _REACH), -1):
        if statement.keys[at] in told.keys or statement.tokens[at].word in _DOERS:
            return False  # "her son said that she died": who it is stands nearer
        if statement.keys[at] in _KIN:
            before = range(max(0, at - 2), at)
            owners = [near for near in before if statement.words[near].text.endswith(("'s", "’s"))]
            named = any(statement.keys[near] in told.about for near in owners)
            return named or any(statement.tokens[near].word in _HIS for near in before)
    return False


def _is_verb(word: str) -> bool:
    return is_past_form(word) or word in _VERBS


def _doers(statement: Statement, place: int) -> frozenset[str]:
    """Who may do the deed at ``place``, all of them; none where a pronoun leaves it open."""
    if is_passive(statement, place):
        return behind_by(statement, place)
    inside = range(statement.clause(place).start, place)
    names = [at for at in inside if statement.keys[at] in somebodies(statement, inside)]
    if not names or any(statement.tokens[at].word in _PRONOUNS for at in range(names[-1], place)):
        return frozenset()
    return frozenset(statement.keys[at] for at in names)
