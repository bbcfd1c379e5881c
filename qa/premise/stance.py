"""What a statement says of a proposition: tells it as done, denies it, or tells it only as proposed."""

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum

from qa.proposition import Proposition
from qa.statements import Statement, country, is_deed, keys_of
from qa.verify.sides import ATTITUDES
from qa.words import is_past_form, word_set

_ANYTHING = word_set("anyone anybody any anything nobody none nothing no one")
_PRONOUNS = word_set("we he she they it i")
_MODAL = word_set("may might could should would will must can if whether unless to")
_CONDITION = word_set("if whether unless until")
_GOVERNS = 6  # words from "asked" or "may" to the deed
_REACH = 8  # words from the deed to what it is done to
_COVERED = 0.6  # of the other words of the question
_BESIDE = 3  # words from a country to whom it is the country of

Affiliations = Mapping[str, frozenset[str]]
"""For the key of a name, the countries that the evidence puts right before it ("Russian President Vladimir Putin")."""


class Stance(Enum):
    """What a statement says of a proposition."""

    AFFIRMS = "affirms"
    DENIES = "denies"
    PROPOSES = "proposes"


def affiliations(statements: Sequence[Statement]) -> Affiliations:
    """Who is of which country, as far as the evidence puts the two side by side."""
    found: dict[str, set[str]] = {}
    for statement in statements:
        for at, key in enumerate(statement.keys):
            if not country(key):
                continue
            for beside in range(at + 1, min(len(statement.keys), at + 1 + _BESIDE + 1)):
                if statement.tokens[beside].breaks:
                    break
                if statement.is_name(beside) and not country(statement.keys[beside]):
                    found.setdefault(statement.keys[beside], set()).add(key)
    return {name: frozenset(countries) for name, countries in found.items()}


def stance(statement: Statement, told: Proposition, known: Affiliations) -> Stance | None:
    """What ``statement`` says of ``told``; ``None`` when it speaks of something else, asks, or cannot be read."""
    for place in places_of(statement, told.deed):
        if not _same_thing(statement, place, told, known):
            continue
        if is_denied(statement, place):
            return Stance.DENIES
        if is_proposed(statement, place):
            return Stance.PROPOSES
        token = statement.tokens[place]
        return Stance.AFFIRMS if is_past_form(token.word) or is_deed(token.word) or token.word.endswith("s") else None
    return None


def places_of(statement: Statement, deed: str) -> Iterator[int]:
    """Where the verb ``deed``, or its noun, stands in a statement that does not ask."""
    for place, key in enumerate(statement.keys):
        token = statement.tokens[place]
        if key == deed and token.telling and not token.asked:
            yield place


def is_denied(statement: Statement, place: int) -> bool:
    """Whether the deed at ``place`` is denied, by a negation before it or by "nobody" for what it is done to."""
    if statement.tokens[place].odd:
        return not any(word.word in _CONDITION for word in statement.tokens[max(0, place - _REACH) : place])
    after = statement.tokens[place + 1 : place + 3]
    return any(token.word in ("no", "none", "nobody", "nothing") and not token.breaks for token in after)


def is_proposed(statement: Statement, place: int) -> bool:
    """Whether the deed at ``place`` is only proposed, ordered, possible or charged."""
    before = statement.tokens[max(0, place - _GOVERNS) : place]
    if any(word.stem in ATTITUDES for word in before):
        return True
    return not is_past_form(statement.tokens[place].word) and any(word.word in _MODAL for word in before[-2:])


def is_done_to(statement: Statement, place: int, head: str, origin: str | None) -> bool:
    """Whether the deed at ``place`` is done to ``head`` ("diplomat"), of the country ``origin`` where one is given."""
    around = range(max(0, place - _REACH), min(len(statement.keys), place + _REACH + 1))
    for at in around:
        if statement.keys[at] == head:
            near = [statement.keys[n] for n in range(max(0, at - 4), at) if country(statement.keys[n])]
            if origin is None or origin in near or (not near and origin in statement.content()):
                return True
    return False


def is_done_to_anyone(statement: Statement, place: int) -> bool:
    """ "Will not expel anyone", "would expel nobody"."""
    return any(token.word in _ANYTHING and not token.breaks for token in statement.tokens[place + 1 : place + 3])


def _same_thing(statement: Statement, place: int, told: Proposition, known: Affiliations) -> bool:
    """Whether the deed at ``place`` is that of ``told``: done by the same and to the same, as far as names show it."""
    told_of = statement.context | statement.content()
    done_to = told.head is None or is_done_to(statement, place, told.head, told.origin)
    if not done_to and not (told.subject and is_done_to_anyone(statement, place)):
        return False
    if told.subject and not _is_doer(statement, place, told.subject, known):
        return False
    rest = told.objects - {told.head, told.origin}
    return not rest or len(rest & told_of) >= _COVERED * len(rest)


def _is_doer(statement: Statement, place: int, subject: frozenset[str], known: Affiliations) -> bool:
    """Whether the deed is done by ``subject`` or, for a country, by somebody of it (and the other way round)."""
    before = [statement.keys[at] for at in range(place) if statement.is_name(at) or statement.keys[at] in subject]
    if subject & frozenset(before):
        return True
    own = frozenset().union(*(known.get(name, frozenset()) for name in subject))
    doers = [key for key in before if not country(key) or key in own]
    if any(subject & known.get(name, frozenset()) for name in doers) or own & frozenset(doers):
        return True
    if any(country(key) for key in before) or doers:
        return False
    return _speaks(statement, place, subject, known)


def _speaks(statement: Statement, place: int, subject: frozenset[str], known: Affiliations) -> bool:
    """Whether a pronoun does the deed and the rest of the sentence, or the title, names whom it may stand for."""
    if not any(token.word in _PRONOUNS for token in statement.tokens[:place]):
        return False
    after = [statement.keys[at] for at in range(place, len(statement.keys)) if statement.is_name(at)]
    title = [key for key in keys_of(statement.article.title or "") if not country(key)]
    named = [key for key in after if not country(key)] or title
    return bool(subject & frozenset(named)) or any(subject & known.get(name, frozenset()) for name in named)
