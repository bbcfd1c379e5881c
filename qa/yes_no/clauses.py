"""The clause around a verb: its auxiliaries, who stands before it, what stands behind it. Word order, no parser."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.statements import Statement, is_deed
from qa.words import STOP_WORDS, is_past_form, word_set
from qa.yes_no.asked import PREPOSITIONS, UNCHANGED

BE = word_set("is are was were am be been being")
_HAVE = word_set("has have had having")
_DO = word_set("do does did")
MODALS = word_set("may might can could should would will must shall won't can't couldn't shouldn't wouldn't cannot")
_CONTRACTED = word_set(
    "isn't aren't wasn't weren't don't doesn't didn't hasn't haven't hadn't won't can't couldn't shouldn't wouldn't"
)
_AUXILIARY = BE | _HAVE | _DO | MODALS | _CONTRACTED
_BESIDE = word_set("not never also only still ever already soon now then later yet again just once twice first last")
_CLAUSES = word_set(
    "that but because while after before although though when if whether as since until so where unless"
)
RELATIVE = word_set("who which whom")
PRONOUNS = word_set("he she it they")
_BOUND = word_set("the a an its his her their this these those some any no two three four five six many several")
_CONDITION = word_set("if unless whether until")
_NOUNS = (
    "ion",
    "ions",
    "al",
    "als",
    "ment",
    "ments",
    "ure",
    "ures",
    "ance",
    "ances",
)  # that the stemmer takes for verbs
_UNSURE = word_set(
    """false untrue falsely wrongly fear fears feared claim claims claimed rumour rumours rumor rumors rumoured believe
    believes believed suspect suspects suspected think thinks hope hopes hoped doubt doubts doubted"""
)
_FAR = 40
_UNSURE_REACH = 8
_CONDITION_REACH = 12
_REFUSING = word_set("refused refuses declined declines failed fails")
_OPENS = word_set("the a an any no its his her their to that all two three four five six")


@dataclass(frozen=True, slots=True)
class Clause:
    """One verb in a sentence. ``modals`` govern it; ``before`` are the places of who or what stands before it and is
    governed by no preposition, ``behind`` those of all behind it up to the next clause; ``is_passive``; ``is_told``
    when it has the form of something that is or was so; ``being`` are the forms of "to be" before it."""

    place: int
    modals: frozenset[str]
    before: tuple[int, ...]
    behind: range
    is_passive: bool
    is_told: bool
    being: frozenset[str] = frozenset()


def clause(statement: Statement, place: int) -> Clause | None:
    """The clause of the verb at ``place``; ``None`` when the word there is no finite verb."""
    tokens = statement.tokens
    word = tokens[place].word
    start = group_start(statement, place)
    group = [tokens[at].word for at in range(start, place)]
    if start and tokens[start - 1].word == "to" and not tokens[start].breaks:
        return _refused(statement, place) if start == place else None  # "to be confirmed", "to have left"
    if start == place and place and not tokens[place].breaks and tokens[place - 1].word in _BOUND | PREPOSITIONS:
        return None  # "the expelled diplomats", "of expelling"
    if any(token.word in _CONDITION for token in tokens[max(0, start - _CONDITION_REACH) : start]):
        return None
    being = any(one.removesuffix("n't") in BE for one in group)
    past = is_past_form(word) or (being and word in UNCHANGED)
    modals = frozenset(
        {one.removesuffix("n't").replace("wo", "will") if one == "won't" else one for one in group} & MODALS
    )
    helped = any(one in _DO | _HAVE | _CONTRACTED for one in group)
    told = past or helped or _is_simple_present(statement, place) or (being and word.endswith("ing"))
    if (word.endswith("ing") and not being) or (is_deed(word) and word.endswith(_NOUNS)):
        return None  # "resigning", "despite the resignations of"
    return Clause(
        place=place,
        modals=modals,
        before=subject(statement, start),
        behind=range(place + 1, _end(statement, place + 1)),
        is_passive=being and past,
        is_told=told and not modals,
        being=frozenset(one.removesuffix("n't") for one in group) & BE,
    )


def _refused(statement: Statement, place: int) -> Clause | None:
    """ "Refused to rehire" says that it was not done; of "to rehire" behind anything else nothing is known."""
    at = place - 2
    if at < 1 or not statement.tokens[place].odd or statement.tokens[at].word not in _REFUSING:
        return None
    found = clause(statement, at)
    if found is None or found.modals or statement.tokens[at].odd:
        return None
    return Clause(place, frozenset(), found.before, range(place + 1, _end(statement, place + 1)), False, True)


def group_start(statement: Statement, place: int) -> int:
    """Where the verb at ``place`` begins, with its auxiliaries and adverbs."""
    at = place
    while at and not statement.tokens[at].breaks:
        word = statement.tokens[at - 1].word
        if word not in _AUXILIARY and word not in _BESIDE and not (word.endswith("ly") and len(word) > 4):
            break
        at -= 1
    return at


def is_unsure(statement: Statement, start: int) -> bool:
    """Whether a word shortly before ``start`` makes what is told there a fear, a claim or a doubt."""
    return any(token.word in _UNSURE for token in statement.tokens[max(0, start - _UNSURE_REACH) : start])


def is_finite(statement: Statement, at: int) -> bool:
    """Whether the word looks like a verb of its own: an auxiliary, or a past form that stands in no noun phrase."""
    word = statement.tokens[at].word
    if word in _AUXILIARY:
        return True
    before = statement.tokens[at - 1].word if at and not statement.tokens[at].breaks else ""
    if before in _BOUND | PREPOSITIONS or before.isdecimal():
        return False
    return is_past_form(word) or _is_present(statement, at, before)


def acting(statement: Statement) -> frozenset[str]:
    """The keys of the words of ``statement`` that look like verbs by what stands beside them: "bans new", "are
    investigating"."""
    return frozenset(
        key
        for at, (token, key) in enumerate(zip(statement.tokens, statement.keys, strict=True))
        if token.telling
        and (is_finite(statement, at) or (at and _is_ongoing(statement, at)) or _is_plain(statement, at))
    )


def _is_ongoing(statement: Statement, at: int) -> bool:
    return statement.tokens[at].word.endswith("ing") and statement.tokens[at - 1].word in BE


def _is_plain(statement: Statement, at: int) -> bool:
    """ "The treaty bans new dams": a word in -s behind a noun with its article."""
    word, tokens = statement.tokens[at].word, statement.tokens
    if at < 2 or not word.endswith("s") or word.endswith(("ss", "us", "is")) or tokens[at].breaks:
        return False
    noun = tokens[at - 1]
    return tokens[at - 2].word in {"the", "a", "an"} and noun.telling and not noun.word.endswith("s")


def _is_simple_present(statement: Statement, at: int) -> bool:
    """ "Russia denies", "he calls", "the treaty bans"."""
    word = statement.tokens[at].word
    if not at or not word.endswith("s") or statement.tokens[at].breaks:
        return False
    before = statement.tokens[at - 1].word
    named = statement.is_name(at - 1) or before in PRONOUNS | RELATIVE | _BESIDE
    return named or _is_plain(statement, at) or _is_present(statement, at, before)


def _is_present(statement: Statement, at: int, before: str) -> bool:
    """ "Russia rejects the", "calls its": a word in -s between what may do it and what it may be done to."""
    word = statement.tokens[at].word
    if not at or not word.endswith("s") or word.endswith(("ss", "us", "is")) or before.endswith("s"):
        return False
    after = statement.tokens[at + 1] if at + 1 < len(statement.tokens) else None
    return after is not None and not after.breaks and after.word in _OPENS and not statement.is_name(at)


def subject(statement: Statement, start: int, depth: int = 3) -> tuple[int, ...]:
    """The places of who or what stands before the verb group that begins at ``start``; of what it shares with the verb
    before it, where it has none of its own ("was built in 1911 and was repaired")."""
    if not start or not depth:
        return ()
    at, inserted = _before_insertion(statement, start)
    if not at:
        return _ungoverned(statement, range(start))
    first = _opening(statement, at)
    if first == at and statement.tokens[first - 1].word in RELATIVE:
        return _nearest(statement, first - 1)
    own = _ungoverned(statement, range(first, at))
    shares = statement.tokens[start].breaks or statement.tokens[first - 1].word in {"and", "or", "but", "then"}
    if first == at and first > 0 and shares:
        verb = next((i for i in range(first - 1, -1, -1) if is_finite(statement, i)), None)
        return () if verb is None else subject(statement, group_start(statement, verb), depth - 1)
    return (*own, *inserted)


def _before_insertion(statement: Statement, start: int) -> tuple[int, tuple[int, ...]]:
    """Where the subject ends, and the names set between commas behind it: "The prosecutor, Ada Melk, did"."""
    if not statement.tokens[start].breaks:
        return start, ()
    opens = next((i for i in range(start - 1, 0, -1) if statement.tokens[i].breaks), 0)
    inner = range(opens, start)
    words = {statement.tokens[i].word for i in inner}
    if words & (RELATIVE | _CLAUSES) or any(is_finite(statement, i) for i in inner):
        return opens, ()
    return opens, _ungoverned(statement, inner)


def _opening(statement: Statement, at: int) -> int:
    """Where the clause opens whose subject ends at ``at``: behind a joining word, a verb, or "and" behind a verb."""
    first, crossed = at, None
    while first and at - first < _FAR:
        word = statement.tokens[first - 1].word
        if word in RELATIVE | _CLAUSES:
            return first
        if is_finite(statement, first - 1):
            return first if crossed is None else crossed
        if word in {"and", "or"} and crossed is None:
            crossed = first
        first -= 1
    return first


def _nearest(statement: Statement, end: int) -> tuple[int, ...]:
    """The noun phrase that ends before ``end``: what "who" stands for."""
    first = end - 1
    while first > 0 and not statement.tokens[first].breaks and statement.tokens[first - 1].word not in STOP_WORDS:
        if is_finite(statement, first - 1):
            break
        first -= 1
    return tuple(range(first, end))


def _ungoverned(statement: Statement, places: range) -> tuple[int, ...]:
    """Those of ``places`` that tell something, or are pronouns, and that no preposition governs."""
    kept: list[int] = []
    governed = False
    for at in places:
        token = statement.tokens[at]
        if token.breaks:
            governed = False
        if token.word in PREPOSITIONS:
            governed = True
        elif not governed and (token.telling or token.word in PRONOUNS or token.word in _NOBODY):
            kept.append(at)
    return tuple(kept)


_NOBODY = word_set("nobody no none anyone anybody everyone everybody one")


def _end(statement: Statement, start: int) -> int:
    """Where the clause of a verb ends: before a joining word that another verb follows."""
    tokens = statement.tokens
    for at in range(start, len(tokens)):
        ends = tokens[at].word in {"and", "but", "or", "while", "after", "because", *RELATIVE} or tokens[at].breaks
        if ends and any(is_finite(statement, near) for near in range(at, min(len(tokens), at + 4))):
            return at
    return len(tokens)


def places(statement: Statement, keys: Sequence[str] | frozenset[str]) -> list[int]:
    """Where one of ``keys`` stands in what asks nothing."""
    wanted = frozenset(keys)
    return [at for at, key in enumerate(statement.keys) if key in wanted and not statement.tokens[at].asked]
