"""Whom the words of a sentence mean: a name, a part of it, its bearer's title or country, or a pronoun for it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from qa.extractive.pool import ROLES
from qa.premise.agents import Affiliations, countries
from qa.premise.namesakes import Persons
from qa.statements import Statement, country, keys_of
from qa.words import stem, word_set
from qa.yes_no.asked import Name, is_genitive
from qa.yes_no.clauses import PRONOUNS, group_start, is_finite, subject

_ROLES = frozenset(map(stem, ROLES))
_SETTLEMENTS = word_set("town city village capital country island region province")
_MOST_BACK = 2  # sentences back to whom "he" means
FIRST = word_set("i we my our")


@dataclass(frozen=True, slots=True)
class Known:
    """What the evidence tells beside a sentence: who is of which country, what a name's bearer is called, the sentences
    by article and number, and who shares a surname."""

    affiliations: Affiliations
    roles: Mapping[str, frozenset[str]]
    sentences: Mapping[tuple[str, int], Statement]
    persons: Persons = field(default_factory=Persons)

    def before(self, statement: Statement) -> Statement | None:
        """The sentence before it in its article, where the evidence has it."""
        sentence = statement.source.sentence
        return self.sentences.get((sentence.article_id, sentence.number - 1))


def by_place(statements: Iterable[Statement]) -> Mapping[tuple[str, int], Statement]:
    """``statements`` by article and number."""
    return {(s.source.sentence.article_id, s.source.sentence.number): s for s in statements}


def is_meant(
    name: Name, at: Sequence[int], statement: Statement, known: Known, *, done_to: bool = False, depth: int = _MOST_BACK
) -> bool:
    """Whether the words at ``at`` name ``name``, or are a pronoun that stands for it."""
    keys = {statement.keys[place] for place in at}
    if _names(name, at, keys, statement, known, done_to=done_to):
        return True
    pronouns = [place for place in at if statement.tokens[place].word in PRONOUNS | {"him", "them"}]
    if done_to:
        pronouns = pronouns[:1] if pronouns and pronouns[0] <= at[0] + 1 else []
    if not pronouns or not depth:
        return False
    holder, meant = _antecedent(pronouns[0], statement, known, done_to=done_to)
    return holder is not None and is_meant(name, meant, holder, known, depth=depth - 1)


def _names(name: Name, at: Sequence[int], keys: set[str], statement: Statement, known: Known, *, done_to: bool) -> bool:
    if name.head in keys:
        missing = {key for key in name.keys if key not in keys}
        if name.is_name and (is_namesake(name, at, statement, known) or _only_owns(name, at, statement)):
            return False
        if name.is_name and not (name.owns or done_to) and _only_qualifies(name, at, statement):
            return False
        called = known.roles.get(name.head, frozenset())
        return all(key in statement.context or key in called or (not name.is_name) for key in missing)
    if country(name.head) and len(name.keys) == 1:
        return countries(frozenset(keys), known.affiliations) == {name.head}
    if not name.is_name:  # "the mayor": whoever is called so
        return name.head in _ROLES and any(name.head in known.roles.get(key, frozenset()) for key in keys)
    called = known.roles.get(name.head, frozenset()) & keys
    return (bool(called) and _is_only_one(name, called, statement, known)) or _is_its_town(name, at, statement)


def _only_owns(name: Name, at: Sequence[int], statement: Statement) -> bool:
    """ "Havel's deputy" is not Havel; what a country's parliament does, the country does."""
    there = [statement.words[place].text for place in at if statement.keys[place] == name.head]
    return not name.owns and not country(name.head) and all(map(is_genitive, there))


def _only_qualifies(name: Name, at: Sequence[int], statement: Statement) -> bool:
    """ "The Senate committee" is not the Senate."""
    there = [place for place in at if statement.keys[place] == name.head]
    return bool(there) and all(place + 1 in at and _is_noun_behind(statement, place) for place in there)


def _is_noun_behind(statement: Statement, place: int) -> bool:
    token = statement.tokens[place + 1]
    return token.telling and not token.breaks and not statement.is_name(place + 1) and not token.word.endswith("ly")


def _is_its_town(name: Name, at: Sequence[int], statement: Statement) -> bool:
    """ "The town" under a title that names it."""
    if name.head not in keys_of(statement.article.title or ""):
        return False
    return any(statement.tokens[at].word in _SETTLEMENTS and statement.tokens[at - 1].word == "the" for at in at if at)


def _is_only_one(name: Name, called: frozenset[str], statement: Statement, known: Known) -> bool:
    """ "The president" for Hallgrim, where the article names him and nobody else who is called so."""
    bearers = {other for other, roles in known.roles.items() if called & roles and other in statement.context}
    of_article = [s for s in known.sentences.values() if s.article.id == statement.article.id]
    first = {s.keys[at - 1] for s in of_article for at, key in enumerate(s.keys) if at and key == name.head}
    return name.head in bearers and bearers <= {*name.keys, *first}


def is_namesake(name: Name, at: Sequence[int], statement: Statement, known: Known) -> bool:
    """ "Jana Havel" for "Marek Havel"; a bare "Havel" where the article has both."""
    there = [place for place in at if statement.keys[place] == name.head]
    return bool(there) and all(known.persons.is_other(name.keys, statement, at, if_in_doubt=True) for at in there)


def _antecedent(
    place: int, statement: Statement, known: Known, *, done_to: bool
) -> tuple[Statement | None, tuple[int, ...]]:
    """Whom a pronoun stands for: the subject of the verb before it, else that of the sentence before."""
    verb = next((at for at in range(place - 1, -1, -1) if is_finite(statement, at)), None)
    if verb is not None and not done_to:
        return statement, subject(statement, group_start(statement, verb))
    before = known.before(statement)
    if before is None:
        return None, ()
    if done_to:
        return before, tuple(at for at, token in enumerate(before.tokens) if token.telling)
    verb = next((at for at in range(1, len(before.tokens)) if is_finite(before, at)), None)
    return before, () if verb is None else subject(before, group_start(before, verb))
