"""What a later statement puts in the place of an earlier one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from qa.corroborate import same_origin
from qa.disagree.deeds import ANEW, FALLING, RISING, Deed
from qa.disagree.given import Given
from qa.disagree.measures import Measure
from qa.disagree.moments import Moment
from qa.statements import Statement, keys_of
from qa.words import stem, word_set

_REACH = 14  # words between a value and the verb that tells of its change
_MOVED = frozenset(map(stem, word_set("postponed delayed rescheduled moved pushed deferred")))


@dataclass(frozen=True, slots=True)
class Replaced:
    """``earlier`` told ``before``; ``later`` tells ``after`` instead."""

    earlier: Statement
    later: Statement
    how: Literal["corrected", "updated"]
    before: str
    after: str


def replaced_by(one: Given, others: Iterable[Given]) -> Replaced | None:
    """What of ``others``, values that do not agree with ``one``, replaced it: first what its own origin gave later."""
    others = list(others)
    for how, replaces in (("corrected", _corrects), ("updated", _updates)):
        for other in others:
            if replaces(other, one):
                return Replaced(one.statement, other.statement, how, one.value.shown, other.value.shown)  # type: ignore[arg-type]
    return None


def _corrects(later: Given, earlier: Given) -> bool:
    one, other = later.statement, earlier.statement
    if not same_origin(one.article, other.article):
        return False
    if one.day and other.day and one.day != other.day:
        return one.day > other.day
    return "correct" in keys_of(one.article.title or "") and "correct" not in keys_of(other.article.title or "")


def _updates(later: Given, earlier: Given) -> bool:
    """Whether ``later`` is of a later day and tells of its own value that it changed to that: a number that rose or
    fell that way, a date that was moved. Of what is ahead, a plan, the later word counts; so does the larger toll."""
    one, other = later.statement, earlier.statement
    if not (one.day and other.day and one.day > other.day):
        return False
    if isinstance(later.value, Deed) and isinstance(earlier.value, Deed):
        return later.value.ahead and earlier.value.ahead
    near = one.tokens[max(one.clause(later.value.place).start, later.value.place - _REACH) : later.value.place]
    if isinstance(later.value, Measure) and isinstance(earlier.value, Measure):
        more = later.value.value > earlier.value.value
        if later.grows and earlier.grows and not later.is_changed:
            return more
        words = {token.word for token in near}
        # "rose by 12" is a step
        return bool(words & {"to", "at", "from"}) and bool(words & (ANEW | (RISING if more else FALLING)))
    moved = {token.stem for token in near} & _MOVED
    return isinstance(later.value, Moment) and bool(moved) and near[-1].word in ("to", "until", "on")
