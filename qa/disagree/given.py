"""What a statement gives for something, and whether two statements speak of the same thing."""

from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import cached_property
from itertools import takewhile

from qa.disagree.deeds import CHANGES, DYING, GROWING, Deed
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
DATED = frozenset(
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


Value = Measure | Moment | Named | Deed


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
        if isinstance(one, Deed) and isinstance(two, Deed):
            return one.agrees(two)
        return True

    @cached_property
    def clause(self) -> frozenset[str]:
        """The keys of the telling words of its clause."""
        return self.statement.content(self.statement.clause(self.value.place))

    @cached_property
    def is_unreal(self) -> bool:
        """Whether it is only proposed or possible, or what is usual or was so before. A deed is, when it is ahead."""
        if isinstance(self.value, Deed):
            return self.value.ahead
        around = self.statement.tokens[max(0, self.value.place - 2 * REACH) : self.value.place]
        return any(token.stem in ATTITUDES or token.word in _MODAL for token in around)

    @cached_property
    def names(self) -> frozenset[str]:
        """The keys of the names of its clause, the value aside."""
        places = self.statement.clause(self.value.place)
        own = self.value.parts if isinstance(self.value, Named) else frozenset()
        days = frozenset() if isinstance(self.value, Moment) else DATED
        return frozenset(self.statement.keys[at] for at in places if self.statement.is_name(at)) - own - days

    @cached_property
    def deeds(self) -> frozenset[str]:
        """The keys of past forms in its clause, but for those that tell of a change; all that tell of dying are one."""
        clause = self.statement.clause(self.value.place)
        dying = frozenset({"die"}) if DYING & {self.statement.keys[at] for at in clause} else frozenset()
        return frozenset(self._deed(at) for at in self._past) - DYING | dying

    @cached_property
    def deed(self) -> str | None:
        """That of them that stands nearest to the value."""
        nearest = min(self._past, key=lambda at: abs(at - self.value.place), default=None)
        return None if nearest is None else self._deed(nearest)

    @cached_property
    def _past(self) -> tuple[int, ...]:
        tokens = self.statement.tokens
        past = (at for at in self.statement.clause(self.value.place) if tokens[at].telling)
        return tuple(at for at in past if is_past_form(tokens[at].word) and tokens[at].word not in CHANGES)

    def _deed(self, at: int) -> str:
        key = self.statement.keys[at]
        return "die" if key in DYING else key

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
                return self.statement.content(place) - DATED
        return frozenset()

    @cached_property
    def is_changed(self) -> bool:
        """Whether it is told as what something rose, fell or was changed to: when that was is told, not when it was."""
        start = max(self.statement.clause(self.value.place).start, self.value.place - _REACH)
        return any(token.word in CHANGES for token in self.statement.tokens[start : self.value.place])

    @property
    def grows(self) -> bool:
        """Whether it counts what is counted on while an event lasts ("12 people were killed so far")."""
        return isinstance(self.value, Measure) and not self.value.unit and bool(self.clause & GROWING)

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
    changed = one.is_changed or other.is_changed
    if apart > _SAME_EVENT or (one.grows and other.grows and not changed and not in_order(one, other)):
        return False
    return changed or not any(a.clashes(b) for a in one.moments for b in other.moments)


def in_order(one: Given, other: Given) -> bool:
    """Whether of two counts of different days the later is the larger one: a smaller one is of something else."""
    days, values = (one.statement.day, other.statement.day), (one.value, other.value)
    if not (days[0] and days[1]) or days[0] == days[1] or not all(isinstance(value, Measure) for value in values):
        return True
    return (days[0] < days[1]) == (values[0].value < values[1].value)  # type: ignore[union-attr]


def _is_weekday(given: Given) -> bool:
    return isinstance(given.value, Moment) and stem(given.value.shown.casefold()) in DATED


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


def of_other_deeds(one: Given, other: Given) -> bool:
    """Whether two numbers or dates stand nearest to different verbs ("12 people were killed and 30 injured")."""
    if not isinstance(one.value, Measure | Moment) or one.is_changed or other.is_changed:
        return False
    return one.deed is not None and other.deed is not None and one.deed != other.deed


def of_one_unit(one: Measure, other: Measure) -> bool:
    """Whether two measures are of one unit and count the same."""
    return one.unit == other.unit and (one.head == other.head or bool(one.unit))


def days_apart(one: str | None, other: str | None) -> int:
    """Days between two ISO dates; 0 when one is unknown."""
    try:
        return abs((date.fromisoformat(one or "") - date.fromisoformat(other or "")).days)
    except ValueError:
        return 0


def _one_sided(one: frozenset[str], other: frozenset[str]) -> bool:
    return not (one - other and other - one)
