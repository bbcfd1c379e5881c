"""What a statement says of a proposition: tells it as done, denies it, or tells it only as proposed."""

from collections.abc import Iterator
from enum import Enum

from qa.premise.agents import Affiliations, doers, is_doer, is_only_doer, is_passive
from qa.proposition import Proposition
from qa.statements import Statement, country, is_deed
from qa.verify.sides import ATTITUDES
from qa.words import MONTHS, WEEKDAYS, is_past_form, stem, word_set

_ANYTHING = word_set("anyone anybody anything nobody nothing")
_EXCEPT = word_set("but except besides other else save of from in")
_MODAL = word_set("may might could should would will must can if whether unless to")
_UNREAL = word_set("may might could should would will must")
_BE_OR_HAVE = word_set("be have")
_CONDITION = word_set("if whether unless until")
_GOVERNS = 6  # words from "asked" or "may" to the deed
_REACH = 8  # words from the deed to what it is done to
_COVERED = 0.6  # of the other words of the question
# Deeds that are told in one another's words, by their keys; what tells one of them as done affirms the others.
ALIKE = [
    frozenset(map(stem, group.split()))
    for group in (
        "expel deport eject oust banish",
        "kill murder assassinate slay",
        "resign quit",
        "arrest detain capture seize jail imprison",
        "dismiss fire sack oust",
        "buy acquire",
        "withdraw pull retreat",
        "attack strike bomb shell",
        "ban bar prohibit outlaw",
        "close shut shutter",
        "agree sign ratify",
        "release free",
    )
]
_REFUSING = word_set("declined declines refused refuses turned abstained")
_REFUSALS = frozenset(map(stem, _REFUSING))
_BEFORE_NO = word_set("but and has have had also politely")
_REQUESTS = word_set("request requests invitation offer appeal call")
_TAKING = frozenset(map(stem, word_set("accept receive get take collect win pocket")))
_ORDERS = word_set("ordered told gave given")


class Stance(Enum):
    """What a statement says of a proposition."""

    AFFIRMS = "affirms"
    DENIES = "denies"
    PROPOSES = "proposes"


def stance(statement: Statement, told: Proposition, known: Affiliations) -> Stance | None:
    """What ``statement`` says of ``told``; ``None`` when it speaks of something else, asks, or cannot be read.

    A denial counts only of the very deed, by the very doer and of all that the question speaks of; for telling it as
    done another word for it will do, and so will a passive that does not say who did it.
    """
    for place in places_of(statement, told.deed):
        if not _same_thing(statement, place, told, known):
            continue
        if is_denied(statement, place):
            return Stance.DENIES if _is_denial_of(statement, place, told, known) else None
        if is_proposed(statement, place):
            return Stance.PROPOSES
        if _names_another(statement, place, told):
            continue
        token = statement.tokens[place]
        return Stance.AFFIRMS if is_past_form(token.word) or is_deed(token.word) or token.word.endswith("s") else None
    if _is_told_alike(statement, told, known):
        return Stance.AFFIRMS
    return Stance.DENIES if _declines(statement, told, known) else None


def _declines(statement: Statement, told: Proposition, known: Affiliations) -> bool:
    """Whether the doer of ``told`` says no to it without naming the deed ("Italy was asked as well but declined",
    "turned down a request to contribute") in an article that tells the deed, or says no to what would be taken
    ("declined the prize")."""
    if not told.subject or told.deed in _REFUSALS:
        return False
    for place, token in enumerate(statement.tokens):
        if token.word not in _REFUSING or token.asked:
            continue
        start = place + (2 if token.word == "turned" else 1)
        behind = [t.word for t in statement.tokens[start : start + 4]] if start < len(statement.tokens) else []
        ends = not behind or statement.tokens[start].breaks
        if token.word == "turned" and (
            place + 1 >= len(statement.tokens) or statement.tokens[place + 1].word != "down"
        ):
            continue
        if not is_only_doer(statement, place, told, known) or is_denied(statement, place):
            continue
        asked_for = _REQUESTS & set(behind) or (ends and _is_an_answer(statement, place, told))
        if asked_for and told.deed in statement.context:
            return True
        rest = told.objects & statement.content(range(start, min(len(statement.tokens), start + _REACH)))
        if told.deed in _TAKING and not ends and "to" not in behind[:1] and rest:
            return True
    return False


def _is_an_answer(statement: Statement, place: int, told: Proposition) -> bool:
    """Whether the "declined" at ``place`` says no rather than that something fell ("Italy's exports declined")."""
    before = [token.word for token in statement.tokens[max(0, place - 2) : place]]
    if before and before[-1] in _BEFORE_NO:
        return True
    return place > 0 and statement.keys[place - 1] in told.subject and before[0] != "of"


def _is_told_alike(statement: Statement, told: Proposition, known: Affiliations) -> bool:
    """Whether ``told`` is told as done in another word for it."""
    alike = frozenset().union(*(group for group in ALIKE if told.deed in group)) - {told.deed}
    done = [
        place
        for place, key in enumerate(statement.keys)
        if key in alike and is_past_form(statement.tokens[place].word) and not is_proposed(statement, place)
    ]
    if told.deed == "expel":
        done += _orders_to_leave(statement)
    return any(
        not statement.tokens[place].odd
        and not statement.tokens[place].asked
        and _same_thing(statement, place, told, known)
        for place in done
    )


def _orders_to_leave(statement: Statement) -> list[int]:
    """Where "ordered" stands in "ordered 35 diplomats to leave", "given" in "were given 72 hours to leave"."""
    return [
        order
        for place, key in enumerate(statement.keys)
        if key == "leav"
        for order in range(max(0, place - _REACH), place)
        if statement.tokens[order].word in _ORDERS
    ]


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
    if is_past_form(statement.tokens[place].word):  # "might be called in", "would have expelled"
        return any(word.word in _BE_OR_HAVE for word in before[-2:]) and any(
            word.word in _UNREAL for word in before[-4:]
        )
    return any(word.word in _MODAL for word in before[-2:])


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
    """ "Will not expel anyone", "would expel nobody", with no exception or kind behind it."""
    for at in range(place + 1, min(len(statement.tokens), place + 3)):
        token = statement.tokens[at]
        if token.breaks:
            return False
        no_one = token.word == "one" and statement.tokens[at - 1].word == "no"
        if token.word in _ANYTHING or no_one:
            behind = statement.tokens[at + 1].word if at + 1 < len(statement.tokens) else ""
            return behind not in _EXCEPT
    return False


def _same_thing(statement: Statement, place: int, told: Proposition, known: Affiliations) -> bool:
    """Whether the deed at ``place`` is that of ``told``: done by the same and to the same, as far as names show it."""
    done_to = told.head is None or is_done_to(statement, place, told.head, told.origin)
    if not done_to and not (told.subject and is_done_to_anyone(statement, place)):
        return False
    if told.subject and not is_doer(statement, place, told, known) and not _is_left_open(statement, place, told):
        return False
    rest = told.objects - {told.head, told.origin}
    return not rest or len(rest & (statement.context | statement.content())) >= _COVERED * len(rest)


def _is_left_open(statement: Statement, place: int, told: Proposition) -> bool:
    """Whether it is told as done, to just those whom the question names, without a word of who did it."""
    if told.origin is None or doers(statement, place) or statement.tokens[place].odd:
        return False
    return is_passive(statement, place) and told.origin in origins_of(statement, place, told.head)


def _is_denial_of(statement: Statement, place: int, told: Proposition, known: Affiliations) -> bool:
    """Whether what is denied at ``place`` is all that ``told`` speaks of, and no less.

    A question that does not say who did it is only denied for those of the very country that it names. What the
    question names as done to must be named in the denial: that one drug is not approved says nothing of another.
    """
    if told.subject and not is_only_doer(statement, place, told, known):
        return False
    if told.subject and is_done_to_anyone(statement, place):
        return True
    if not (told.names & told.objects) <= statement.content():
        return False
    if told.head is None:
        return bool(told.subject)
    origins = origins_of(statement, place, told.head)
    return told.origin in origins if told.origin else bool(told.subject) and not origins


def _names_another(statement: Statement, place: int, told: Proposition) -> bool:
    """Whether the deed at ``place`` is done to a name, and to none that the question gives."""
    wanted = told.names & told.objects
    behind = range(place + 1, min(len(statement.keys), place + 1 + _REACH))
    named = {statement.keys[at] for at in behind if statement.is_name(at) and not _is_weekday(statement, at)}
    others = {key for key in named if not country(key)}
    return bool(wanted) and bool(others) and not wanted & statement.content()


def _is_weekday(statement: Statement, at: int) -> bool:
    return statement.tokens[at].word in WEEKDAYS | MONTHS


def origins_of(statement: Statement, place: int, head: str | None) -> frozenset[str]:
    """The countries that stand with ``head`` where the deed at ``place`` is done to it."""
    found: set[str] = set()
    for at in range(max(0, place - _REACH), min(len(statement.keys), place + _REACH + 1)):
        if statement.keys[at] == head:
            start = max(place + 1 if at > place else 0, at - 4)
            behind = statement.tokens[at + 1].word if at + 1 < len(statement.tokens) else ""
            end = at + 4 if behind in ("from", "of") else at
            found.update(key for key in statement.keys[start:end] if country(key))
    return frozenset(found)
