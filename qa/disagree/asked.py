"""What each statement gives for what the question asks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.disagree.deeds import CHANGES, DYING
from qa.disagree.given import Given
from qa.disagree.measures import Measure, measures
from qa.disagree.moments import Moment, moments
from qa.proposition import asking_sentence, proposition
from qa.question import understand
from qa.statements import Statement, keys_of
from qa.types.query import AnswerKind, Query
from qa.verify.figures import extract
from qa.verify.name_words import TITLES
from qa.verify.normalise import clean
from qa.words import is_past_form, stem, word_set

COVERED = 0.65  # of the question's words, names aside, that the very sentence must have
_CLOSE = 8  # words between a value and the question's verb
_PRONOUNS = word_set("he she it they the this that we")  # "his" and "her" begin a sentence about somebody else


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a statement must have: the keys of the question's names and of its other words, and that of its verb."""

    names: frozenset[str]
    topic: frozenset[str]
    deed: str | None
    focus: tuple[str, ...]

    @property
    def deeds(self) -> frozenset[str]:
        """The keys that tell the deed."""
        if self.deed is None:
            return frozenset()
        return DYING if self.deed in DYING else frozenset({self.deed})

    def told_by(self, statement: Statement) -> bool:
        """Whether ``statement`` tells of what the question asks."""
        inside = statement.content()
        if not self.names <= statement.context | inside:
            return False
        if self.names and not self.names & inside and statement.tokens[0].word not in _PRONOUNS:
            return False
        if self.deed is not None:
            if not self.deeds & inside:
                return False
            inside = inside | {self.deed}
        # without a verb ("When is the deadline?") all other words must be there
        return len(self.topic & inside) >= (COVERED if self.deed else 1.0) * len(self.topic)

    def is_near(self, statement: Statement, place: int) -> bool:
        """Whether the verb stands in the clause of the value at ``place``, and no other deed nearer to it."""
        if self.deed is None:
            return True
        clause = statement.clause(place)
        if "toll" in self.deeds & frozenset(statement.keys[clause.start : place]):
            return True
        near = range(max(clause.start, place - _CLOSE), min(clause.stop, place + _CLOSE + 1))
        distance = [abs(at - place) for at in near if statement.keys[at] in self.deeds]
        if not distance:
            return False
        deeds = [at for at in near if statement.tokens[at].telling and is_past_form(statement.tokens[at].word)]
        others = [
            at for at in deeds if statement.keys[at] not in self.deeds and statement.tokens[at].word not in CHANGES
        ]
        return not any(abs(at - place) < min(distance) for at in others)


def answers(query: Query, statements: Sequence[Statement]) -> list[Given]:
    """The values of the kind asked for, from statements that tell of what ``query`` asks.

    Only for questions that ask for a number, a length of time, an amount or a date: for other kinds no word tells what
    would be a value. The question's own values are none.
    """
    kinds = [kind for kind in query.kinds if kind in ("how_many", "how_long", "how_much", "when")]
    if not kinds:
        return []
    wanted = _wanted(query, statements)
    if not wanted.topic and not wanted.names:
        return []
    told = [statement for statement in statements if wanted.told_by(statement)]
    return [Given(s, value) for kind in kinds for s in told for value in _values(query, kind, s, wanted)]


def _wanted(query: Query, statements: Sequence[Statement]) -> _Wanted:
    last = understand(asking_sentence(query.text))
    asked = frozenset(keys_of(" ".join(last.words)))
    # "Heiden set the record. How many golds did he win?"
    names = frozenset(key for name in last.names or query.names for key in keys_of(name)) - frozenset(map(stem, TITLES))
    focus = keys_of(query.focus or "")
    told = proposition(query, statements)
    return _Wanted(names, asked - names - frozenset(focus), told.deed if told else None, focus)


def _values(query: Query, kind: AnswerKind, statement: Statement, wanted: _Wanted) -> Iterator[Measure | Moment]:
    """The one value that ``statement`` gives near the verb; none when it gives two: nothing tells which is meant."""
    if kind == "when":
        near = [moment for moment in moments(statement) if wanted.is_near(statement, moment.place)]
        if near and not any(one.clashes(other) for one in near for other in near):
            yield max(
                near, key=lambda moment: sum(part is not None for part in (moment.year, moment.month, moment.day))
            )
        return
    said = said_in(query)
    found = [m for m in measures(statement) if m.value not in said and wanted.is_near(statement, m.place)]
    if kind == "how_many":
        found = [measure for measure in found if wanted.focus and wanted.focus[-1] in measure.nouns]
    elif kind == "how_long":
        found = [measure for measure in found if measure.is_time]
    else:
        found = [measure for measure in found if measure.unit] or found  # not every currency is known
    if len({measure.value for measure in found}) == 1:
        yield found[0]


def said_in(query: Query) -> set[object]:
    """The numbers of the question itself."""
    return {value for number in extract(clean(query.text)) for value, _ in number.readings}
