"""What each statement gives for what the question asks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa.disagree.deeds import CHANGES, DYING
from qa.disagree.given import DATED, Given
from qa.disagree.measures import Measure, measures
from qa.disagree.moments import Moment, moments
from qa.premise.agents import SAYS, somebodies
from qa.proposition import asking_sentence, proposition
from qa.question import understand
from qa.statements import Statement, keys_of
from qa.types.query import AnswerKind, Query
from qa.verify.figures import extract
from qa.verify.name_words import TITLES
from qa.verify.normalise import clean
from qa.words import NUMBER_WORDS, STOP_WORDS, is_past_form, stem, tokens, word_set

COVERED = 0.65  # of the question's words, names aside, that the very sentence must have
_RELATIVE = word_set("who whom whose which that")
_PLACES = word_set("in at near outside inside across throughout")
_ORDERED = word_set("again first second third last final next")
_CLOSE = 8  # words between a value and the question's verb
PRONOUNS = word_set("he she it they the this that we")  # "his" and "her" begin a sentence about somebody else


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
        unnamed = self.names - inside
        if unnamed == self.names and unnamed and statement.tokens[0].word not in PRONOUNS:
            return False
        if unnamed and statement.tokens[0].word in PRONOUNS and not stands_for(statement, unnamed):
            return False
        if unnamed and _is_elsewhere(statement, self.names):
            return False  # "Kentucky: three people died in Montgomery County", when Erie County is asked about
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
        return not any(abs(at - place) < min(distance) for at in others) and is_whose(statement, place, self.names)


def stands_for(statement: Statement, names: frozenset[str]) -> bool:
    """Whether the pronoun with which ``statement`` begins may stand for one of ``names``: the title names them, if the
    article has one."""
    title = frozenset(keys_of(statement.article.title or ""))
    return bool(names & (title or statement.context))


def is_of_it(query: Query, statement: Statement) -> bool:
    """Whether ``statement`` may be of the very thing that ``query`` asks about: "again" and "first" stand in it where
    the question has them, what the question counts is counted the same ("seven World Series" are not seven games), and
    its names are not part of longer ones (the "International Booker Prize" is not the Booker Prize)."""
    words = [token.word for token in statement.tokens]
    asked = [token.lower for token in tokens(query.text)]
    if any(word in asked and word not in words for word in _ORDERED):
        return False
    for word, counted in pairwise(asked):
        if word in NUMBER_WORDS and counted not in STOP_WORDS:
            same = (word, str(NUMBER_WORDS[word]))
            if not any(a in same and stem(b) == stem(counted) for a, b in pairwise(words)):
                return False
    return not any(_is_in_longer(name, statement, frozenset(asked)) for name in query.names)


def _is_in_longer(name: str, statement: Statement, asked: frozenset[str]) -> bool:
    """Whether ``name``, of several words, stands in ``statement`` only behind other words of a name."""
    wanted = tuple(token.lower for token in tokens(name))
    words = statement.words
    folded = [token.word for token in statement.tokens]
    found = [at for at in range(len(folded)) if tuple(folded[at : at + len(wanted)]) == wanted]
    if len(wanted) < 2 or not found:
        return False
    return all(
        at > 1
        and statement.text[words[at - 1].end : words[at].start] == " "
        and statement.is_name(at - 1)
        and not folded[at - 1].isdigit()
        and folded[at - 1] not in asked | TITLES
        for at in found
    )


def is_whose(statement: Statement, place: int, names: frozenset[str]) -> bool:
    """Whether somebody of ``names`` is named before the value at ``place``: in its clause, or first or last in the
    sentence before that, as far as anybody is. Where people are, and who says it, is not whose it is."""
    clause = statement.clause(place)
    said = [at + 1 for at in range(clause.start, place) if statement.tokens[at].word in SAYS]
    inside = somebodies(statement, range(said[-1] if said else clause.start, place)) - DATED
    inside &= {statement.keys[at] for at in range(place) if statement.is_name(at)}
    if not names or inside:
        return not names or bool(inside & names)
    before = [at for at in range(clause.start) if statement.keys[at] not in DATED and _may_name(statement, at)]
    nearest = {statement.keys[at] for nth, at in enumerate(before[::-1]) if before[-1] - at == nth}
    first = {statement.keys[at] for nth, at in enumerate(before) if at - before[0] == nth}
    if statement.tokens[clause.start].word in _RELATIVE:
        first = set()
    return not before or bool((nearest | first) & names)


def _may_name(statement: Statement, at: int) -> bool:
    return statement.is_name(at) or (at == 0 and statement.tokens[at].telling)


def _is_elsewhere(statement: Statement, names: frozenset[str]) -> bool:
    """Whether ``statement`` is of a place that is not among ``names`` ("in Montgomery County")."""
    named = (at for at in range(len(statement.keys)) if statement.is_name(at))
    return any(statement.keys[at] not in names | DATED and is_placed(statement, at) for at in named)


def is_placed(statement: Statement, place: int) -> bool:
    """Whether "in", "at", "near", … stands right before the word at ``place`` and its article."""
    tokens = statement.tokens
    before = place - 2 if place and tokens[place - 1].word in ("the", "a", "an") else place - 1
    return before >= 0 and not tokens[place].breaks and tokens[before].word in _PLACES


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
    told = [s for s in statements if wanted.told_by(s) and is_of_it(query, s)]
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
