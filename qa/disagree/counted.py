"""What articles count in other words: "14 people were killed", "the blast claimed 16 lives", "16 bodies were found".

Sentences that give the same in the same words are found by the question's verb (`asked`). For what news counts most,
the dead, the hurt, the arrested, the missing, those who had to leave, and jobs, the ways of saying it are known,
and the event may stand in the title or beside. Only a whole is compared with a whole: a number of some of them ("11 of
its pupils", "12 children"), of more than this event ("since January") or of another day counts something else; a part
that is larger than the whole cannot be right either.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from qa.disagree.asked import is_placed, is_whose, said_in
from qa.disagree.given import DATED, Given, days_apart, in_order
from qa.disagree.measures import Measure, measures
from qa.disagree.tolls import KINDS, Kind
from qa.statements import Statement, keys_of
from qa.types.query import Query
from qa.verify.name_words import TITLES
from qa.words import stem, word_set

COVERED = 0.65
"""Of the question's words for the event, how many the article must have."""
NEAR = 7
"""Days between two articles that count the same."""
_TELLING = 2  # words that tell an event without a name
_BEFORE, _BEHIND = 40, 70  # characters around a number that say what is counted

_SAME = tuple(
    frozenset(map(stem, group.split()))
    for group in (
        "bomb bombing blast explosion explode attack detonate", "crash collision collide accident derail derailment",
        "shooting shoot gunman gunfire attack massacre", "fire blaze wildfire", "quake earthquake tremor",
        "flood flooding storm downpour", "hurricane typhoon cyclone storm", "landslide mudslide",
        "protest demonstration march rally riot unrest", "collapse accident disaster", "sink sank wreck shipwreck",
        "ferry boat vessel ship", "train rail railway", "plane aircraft jet airliner",
    )
)  # fmt: skip
_PEOPLE = frozenset(map(stem, word_set("people persons victims bodies lives deaths dead fatalities casualties")))
_CROWDS = tuple(
    frozenset(map(stem, group.split()))
    for group in (
        "protesters demonstrators marchers activists", "miners workers men",
        "workers employees staff jobs positions posts", "residents villagers inhabitants homes",
        "passengers travellers travelers",
    )
)  # fmt: skip
_SOME = frozenset(
    map(
        stem,
        word_set(
            """passengers residents villagers inhabitants protesters demonstrators activists workers miners employees
            students pupils children women men soldiers officers police civilians tourists migrants patients staff
            crew"""
        ),
    )
)
_LIGHT = frozenset(
    map(
        stem,
        word_set("""happen cause result follow during leave year due make after cut shed axe slash eliminate lose"""),
    )
)
# Words of a sentence or question that counts on more than one event, or only a part of it.
_MORE_THAN_IT = word_set(
    """since alone annually every each previous previously earlier another separate similar decade decades ago
    first second third nationwide worldwide country years annual daily hours month months average elsewhere
    combined scene spot instantly immediately seriously critically severely badly slightly lightly others"""
)
_UNREAL = word_set(
    "could would might if whether unless feared wrong false untrue incorrect mistaken rumour rumours rumors"
)
_YEARLY = re.compile(r"\b(?:this|last|next|a|per|each|in) (?:year|month|week|day|\d{4})\b")
_OF_THEM = re.compile(r"\b(?:including|among (?:the|them|those)|of (?:whom|them|those|which))\W+(?:\w+\W+){0,3}$")
_TWO = re.compile(
    r"\b(?:killed|dead|died|missing|injured|wounded) (?:and|or) (?:were )?(?:dead|injured|wounded|missing)\b"
)
_TIMES = 3  # of two numbers for one thing the larger is not more than so many times the other


@dataclass(frozen=True)
class Counted(Given):
    """A number of the kind that the question asks for. ``grown`` where later reports have more of it; ``of_all`` where
    it counts all that are asked for, not some of them that the question does not name."""

    number: Fraction = Fraction(0)
    grown: bool = True
    of_all: bool = True

    @property
    def grows(self) -> bool:
        """Whether it is counted on while an event lasts."""
        return self.grown


@dataclass(frozen=True, slots=True)
class _Event:
    """What is asked about: the keys of its names and of its other words."""

    names: frozenset[str]
    topic: frozenset[str]

    def told_by(self, statement: Statement, before: Statement | None) -> bool:
        """Whether ``statement`` may count in it: its article has the names and most words, its title, the sentence
        ``before`` it or itself a name or two words, and it speaks of no other time and tells it as so."""
        near = statement.content() | frozenset(keys_of(statement.article.title or ""))
        leads = [before] if before and _is_behind(statement, before) else []
        if any(token.word in _MORE_THAN_IT for one in (statement, *leads) for token in one.tokens):
            return False
        if any(token.word in _UNREAL for token in statement.tokens):
            return False
        near = near.union(*(one.content() for one in leads))
        around = near | statement.context
        telling = min(_TELLING, len(self.topic)) or 1
        if not self.names <= around or not (self.names & near or self._found(near) >= telling):
            return False
        year = (statement.day or "")[:4]
        if any(t.word.isdigit() and len(t.word) == len(year) and t.word != year for t in statement.tokens):
            return False
        return self._found(around) + len(self.names) >= COVERED * len(self.topic | self.names)

    def is_of(self, one: Counted) -> bool:
        """Whether the number is told of no place that the question does not name ("in Wilson County"), and, where what
        is counted is no toll, in a clause that has the names or the matter itself."""
        statement = one.statement
        clause = statement.clause(one.value.place)
        known = self.names | DATED | frozenset(keys_of(statement.article.title or ""))
        named = [at for at in range(len(statement.keys)) if statement.is_name(at) and statement.keys[at] not in known]
        if any(is_placed(statement, at) or statement.keys[at] in one.placed for at in named):
            return False  # "in Wilson County", "in Sarnath and Marrow"
        if not is_whose(statement, one.value.place, self.names):
            return False
        inside = statement.content(clause)
        return one.grown or one.names <= self.names <= inside or (len(self.topic) >= _TELLING and self.topic <= inside)

    def _found(self, keys: frozenset[str]) -> int:
        return sum(key in keys or any(key in group and group & keys for group in _SAME) for key in self.topic)


def counted(query: Query, statements: Sequence[Statement]) -> list[Given]:
    """What ``statements`` give for the number that ``query`` asks for, in whatever usual words; nothing where it asks
    for a number of another kind, or of more than one event."""
    asked = query.text.casefold()
    kinds = [kind for kind in KINDS if kind.asks.search(asked)] if "how_many" in query.kinds else []
    if len(kinds) != 1 or _YEARLY.search(asked) or not _MORE_THAN_IT.isdisjoint(query.words):
        return []
    focus = frozenset(keys_of(query.focus or ""))
    event = _event(query, kinds[0], focus)
    if not event.names and len(event.topic) < _TELLING:
        return []
    said = said_in(query)
    found: list[Given] = []
    for before, statement in pairwise([None, *statements]):
        if statement and event.told_by(statement, before):
            given = [one for one in _numbers(statement, kinds[0], focus) if one.number not in said]
            given = [one for one in given if event.is_of(one)]
            if len({one.number for one in given}) == 1:
                found.append(given[0])
    return found


def _is_behind(statement: Statement, before: Statement) -> bool:
    """Whether ``statement`` stands right behind ``before`` in one article."""
    here, there = statement.source.sentence, before.source.sentence
    return (here.article_id, here.number) == (there.article_id, there.number + 1)


def differ(one: Given, other: Given) -> bool:
    """Whether the two numbers cannot both be right: of two wholes, that no one number is both; of a part, that it is
    larger than the whole."""
    days = one.statement.day, other.statement.day
    if one.statement.article.id == other.statement.article.id or days_apart(*days) > NEAR:
        return False
    if not (isinstance(one, Counted) and isinstance(other, Counted)) or one.agrees(other):
        return False
    far = max(one.number, other.number) > _TIMES * min(one.number, other.number)
    # of two days the later count is the larger: fewer are of something else
    if far or (one.grown and not in_order(one, other)) or _days_clash(one, other):
        return False
    if one.of_all and other.of_all:
        return not _rises_on_one_day(one, other)
    part, whole = (one, other) if other.of_all else (other, one)
    return whole.of_all and part.number > whole.number


def _days_clash(one: Counted, other: Counted) -> bool:
    """Whether the clauses of the numbers name days that differ; on what day somebody said it is told elsewhere."""
    ours, theirs = (
        [m for m in given.moments if m.place in given.statement.clause(given.value.place)] for given in (one, other)
    )
    return any(a.clashes(b) for a in ours for b in theirs)


def _rises_on_one_day(one: Counted, other: Counted) -> bool:
    """Whether one is told as what the other rose to and nothing tells whether it did so later."""
    if not one.grown or (one.statement.day and other.statement.day and one.statement.day != other.statement.day):
        return False
    less, more = sorted((one, other), key=lambda given: given.number)
    return more.is_changed and not less.is_changed


def _numbers(statement: Statement, kind: Kind, focus: frozenset[str]) -> list[Counted]:
    text = statement.text.casefold()
    found = []
    for measure in measures(statement):
        if measure.unit or measure.is_time:
            continue
        start = statement.words[measure.place].start
        before, behind = text[max(0, start - _BEFORE) : start], text[start : start + _BEHIND]
        if not (kind.before.search(before) or kind.behind.match(behind)):
            continue
        if _OF_THEM.search(before) or _TWO.search(behind):
            continue
        extent = _extent(measure, focus)
        if extent is not None:
            found.append(Counted(statement, measure, measure.value, grown=kind.grows, of_all=extent))
    return found


def _extent(measure: Measure, focus: frozenset[str]) -> bool | None:
    """Whether ``measure`` counts all that are asked for; ``None`` when it counts neither them nor some of them."""
    crowd = next((group for group in _CROWDS if group & focus), frozenset())
    alike = focus | crowd | (_PEOPLE if crowd or focus & _PEOPLE or not focus else frozenset())
    if measure.head not in alike | _SOME:
        return None
    # "thirteen men remain …": what is behind the head is no part of it
    counts = measure.nouns.index(measure.head) if measure.head in measure.nouns else len(measure.nouns)
    return measure.head in alike and alike.issuperset(measure.nouns[:counts])


def _event(query: Query, kind: Kind, focus: frozenset[str]) -> _Event:
    names = frozenset(key for name in query.names for key in keys_of(name)) - frozenset(map(stem, TITLES))
    told = frozenset(key for word in query.words if kind.asks.fullmatch(word) for key in keys_of(word))
    return _Event(names, frozenset(keys_of(" ".join(query.words))) - names - focus - told - _LIGHT)
