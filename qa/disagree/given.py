"""What a statement gives for something, and whether two statements speak of the same thing."""

from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import cached_property
from itertools import takewhile

from qa.disagree.deeds import CHANGES, DYING
from qa.disagree.measures import Measure
from qa.disagree.moments import Moment, moments
from qa.statements import Statement
from qa.verify.sides import ATTITUDES, REACH
from qa.words import is_past_form, stem, word_set

_MODAL = word_set(
    """may might could should would will must if going normally usually typically originally previously initially
    formerly"""
)
_PLACING = word_set("in at near outside inside across throughout on between for during under")
_TIMING = word_set("after before since when while as until")
_DATED = frozenset(
    map(
        stem,
        word_set(
            """monday tuesday wednesday thursday friday saturday sunday
            january february march april may june july august september october november december"""
        ),
    )
)
"""Beside a number days are compared as days, not as names."""
_WEEK = 7  # days within which two weekdays are compared
_SAME_EVENT = 31  # days between two articles; a number of what comes again (a jackpot, a vote) is another one by then
_SPELT = 0.85  # of two spellings, how much must be alike
_SAME_WORDS = 0.5  # of the shorter clause, how much must stand in the other sentence
_PLACED = 5  # words behind a value in which a place or a share of it may be named
_PLACE = 4  # words that name it
_REACH = 14  # words between a value and the verb that tells of its change


@dataclass(frozen=True, slots=True)
class Named:
    """A name that fills the place asked for. ``parts`` are its keys."""

    parts: frozenset[str]
    place: int
    shown: str

    def agrees(self, other: "Named") -> bool:
        """Whether one of the names holds the other (``Trump``, ``Donald Trump``), or is another spelling of it
        (``Gov``, ``Governor``; ``Columbian``, ``Colombian``)."""
        if self.parts <= other.parts or other.parts <= self.parts:
            return True
        one, two = self.shown.casefold(), other.shown.casefold()
        return one.startswith(two) or two.startswith(one) or SequenceMatcher(None, one, two).ratio() >= _SPELT


Value = Measure | Moment | Named


@dataclass(frozen=True)
class Given:
    """``value`` as ``statement`` gives it."""

    statement: Statement
    value: Value

    def agrees(self, other: "Given") -> bool:
        """Whether both values may hold; values of two kinds are not compared."""
        one, two = self.value, other.value
        if isinstance(one, Measure) and isinstance(two, Measure):
            return one.agrees(two)
        if isinstance(one, Moment) and isinstance(two, Moment):
            return one.agrees(two)
        if isinstance(one, Named) and isinstance(two, Named):
            return one.agrees(two)
        return True

    @cached_property
    def clause(self) -> frozenset[str]:
        """The keys of the telling words of its clause."""
        return self.statement.content(self.statement.clause(self.value.place))

    @cached_property
    def is_unreal(self) -> bool:
        """Whether it is only proposed or possible, or what is usual or was so before."""
        around = self.statement.tokens[max(0, self.value.place - 2 * REACH) : self.value.place]
        return any(token.stem in ATTITUDES or token.word in _MODAL for token in around)

    @cached_property
    def names(self) -> frozenset[str]:
        """The keys of the names of its clause, the value aside."""
        places = self.statement.clause(self.value.place)
        own = self.value.parts if isinstance(self.value, Named) else frozenset()
        days = frozenset() if isinstance(self.value, Moment) else _DATED
        return frozenset(self.statement.keys[at] for at in places if self.statement.is_name(at)) - own - days

    @cached_property
    def deeds(self) -> frozenset[str]:
        """The keys of past forms in its clause, but for those that tell of a change; all that tell of dying are one."""
        places = self.statement.clause(self.value.place)
        tokens, keys = self.statement.tokens, self.statement.keys
        past = (at for at in places if tokens[at].telling and is_past_form(tokens[at].word))
        return frozenset(keys[at] for at in past if tokens[at].word not in CHANGES and keys[at] not in DYING) | (
            {"die"} if DYING & {keys[at] for at in places} else frozenset()
        )

    @cached_property
    def placed(self) -> frozenset[str]:
        """The keys of what "in", "at", "near", … put right behind the value."""
        tokens = self.statement.tokens
        for at in range(self.value.place + 1, min(len(tokens), self.value.place + 2 + _PLACED)):
            if tokens[at].breaks:
                break
            if tokens[at].word in _PLACING:
                end = min(self.statement.clause(at).stop, at + 1 + _PLACE)
                place = takewhile(lambda at: tokens[at].word not in _TIMING, range(at + 1, end))
                return self.statement.content(place) - _DATED
        return frozenset()

    @cached_property
    def is_changed(self) -> bool:
        """Whether it is told as what something rose, fell or was changed to: when that was is told, not when it was."""
        start = max(self.statement.clause(self.value.place).start, self.value.place - _REACH)
        return any(token.word in CHANGES for token in self.statement.tokens[start : self.value.place])

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        """The dates of the sentence, the value aside."""
        return tuple(moment for moment in moments(self.statement) if moment.place != self.value.place)


def same_thing(one: Given, other: Given, asked: frozenset[str] = frozenset()) -> bool:
    """Whether two values are told of the same thing, as far as what stands around them shows.

    They are not when both name somebody or something that the other does not, when both tell another deed, another
    place or another day, or when only one of them is real. ``asked`` are keys that settle nothing: the question's.
    """
    told_apart = (
        _alike(one, other) < _SAME_WORDS
        or one.is_unreal != other.is_unreal
        or not _one_sided(one.names - asked, other.names - asked)
        or not _one_sided(one.deeds - asked, other.deeds - asked)
        or not _one_sided(one.placed - asked, other.placed - asked)
    )
    apart = days_apart(one.statement.day, other.statement.day)
    if told_apart or isinstance(one.value, Moment):
        return not told_apart and not (apart > _WEEK and (_is_weekday(one) or _is_weekday(other)))
    if isinstance(one.value, Measure) and isinstance(other.value, Measure) and not of_one_unit(one.value, other.value):
        return False
    if apart > _SAME_EVENT:
        return False
    changed = one.is_changed or other.is_changed
    return changed or not any(a.clashes(b) for a in one.moments for b in other.moments)


def _is_weekday(given: Given) -> bool:
    return isinstance(given.value, Moment) and stem(given.value.shown.casefold()) in _DATED


def _alike(one: Given, other: Given) -> float:
    """The share of the words of the shorter clause, numbers aside, that stand in the other's sentence."""
    sides = [_as_one(frozenset(key for key in given.clause if not key[0].isdigit())) for given in (one, other)]
    wholes = [_as_one(given.statement.content()) for given in (one, other)]
    shared = [len(side & whole) / len(side) if side else 0.0 for side, whole in zip(sides, wholes[::-1], strict=True)]
    if len(sides[0]) == len(sides[1]):
        return max(shared)
    return shared[0] if len(sides[0]) < len(sides[1]) else shared[1]


def _as_one(keys: frozenset[str]) -> frozenset[str]:
    """``keys``, with one for all that tell of dying."""
    return keys - DYING | {"die"} if keys & DYING else keys


def of_one_unit(one: Measure, other: Measure) -> bool:
    """Whether two measures are of one unit and count the same."""
    if one.unit != other.unit:
        return False
    return not (one.nouns or other.nouns) or bool(frozenset(one.nouns) & frozenset(other.nouns)) or bool(one.unit)


def days_apart(one: str | None, other: str | None) -> int:
    """Days between two ISO dates; 0 when one is unknown."""
    try:
        return abs((date.fromisoformat(one or "") - date.fromisoformat(other or "")).days)
    except ValueError:
        return 0


def _one_sided(one: frozenset[str], other: frozenset[str]) -> bool:
    return not (one - other and other - one)
