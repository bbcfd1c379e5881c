"""What each article gives for what the question asks, as a model that reads sentence by sentence tells it.

Rules on words find numbers and dates (`asked`) and near-copies (`parallel`). A name, a kind of thing or a number in a
sentence of its own is only told by reading: two articles whose best sentences give different words in the place of the
answer disagree, when both are read with certainty, tell of what is asked, and neither knows the other's answer.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from qa.corroborate import same_origin
from qa.disagree.asked import is_of_it, is_placed, is_whose, said_in
from qa.disagree.given import Given, Named, Value, days_apart, same_thing
from qa.disagree.measures import Measure, measures
from qa.disagree.moments import Moment, moments
from qa.ports import SentenceReading
from qa.premise.agents import behind_by, doers, is_passive
from qa.premise.stance import places_of
from qa.proposition import Proposition, proposition
from qa.statements import Statement, keys_of
from qa.types.query import Query
from qa.verify.normalise import clean
from qa.words import is_past_form, stem, word_set

SURE = 0.75
"""Of a reading's relevance and certainty, both."""
TOLD, TOLD_OF_SEVERAL = 0.5, 0.75
"""Of the question's words, the answer's kind aside, how many the very sentence has; the second where the question asks
which of several did something, for others may have done something like it, and for a third side and more."""
SHARED = 0.5
"""How many of them where another origin gives the same answer, against one that has enough of them."""
NEWS = 7  # days between two articles; "who won" and "what did it cost" mean something else by then
MOST, OF_ONE = 12, 2
"""Sentences that are read to find a disagreement, in all and of one article. What the reader read already costs nothing
again."""
_LONGEST = 8  # words of an answer
_SENTENCE = 45  # words: what is longer is a list, a table, a menu
_LYING = frozenset(map(stem, word_set("locate situate base found publish")))  # told with "is in" as well
_KIN = word_set("father mother parents son daughter sister brother wife husband uncle aunt grandfather grandmother")
_KINDS = frozenset(("who", "where", "when", "how_many", "how_much", "how_long"))
_WHICH = re.compile(
    r"\b(?:which|what|whose)\s+(?!is\b|are\b|was\b|were\b|do\b|does\b|did\b|has\b|have\b|happen)\w+", re.IGNORECASE
)
_TIMED = re.compile(
    r"\b(?:recent(?:ly)?|latest|current(?:ly)?|now|today|yesterday|tomorrow|tonight|(?:this|last|next) \w+)\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"^\W*who\s+(?:was|were|is|are|(?:has|have|had|will)\s+(?:\w+\s+)?be(?:en)?)\b", re.IGNORECASE)
_WHAT_IS = re.compile(r"\bwhat(?:'s| is| was)\s+(?:the|\w+(?:'s|’s))\s+\w+", re.IGNORECASE)


def read_differently(
    query: Query, statements: Sequence[Statement], readings: Mapping[str, SentenceReading]
) -> list[list[Given]]:
    """The answers of the articles by value, where there are several that cannot all hold; else none."""
    if not is_of_one(query):
        return []
    timed = bool(_TIMED.search(query.text))
    asked = frozenset(keys_of(query.text))
    chooses = _chooses(query)
    found = list(_best(query, statements, readings, asked))
    groups: list[list[Given]] = []
    for one in found:
        fitting = [group for group in groups if any(not _excludes(one, other) for other in group)]
        groups = [group for group in groups if group not in fitting]
        groups.append([*(other for group in fitting for other in group), one])
    full = [any(_tells(one.statement, query, asked) for one in group) for group in groups]
    stands = [whole or _is_shared(group) for whole, group in zip(full, groups, strict=True)]
    apart = {
        place
        for (first, one), (second, other) in combinations(enumerate(groups), 2)
        if (full[first] and stands[second]) or (full[second] and stands[first])
        if any(_excludes(a, b) and _comparable(a, b, asked, chooses=chooses, timed=timed) for a in one for b in other)
        for place in (first, second)
    }
    kept = sorted(
        (group for place, group in enumerate(groups) if place in apart),
        key=lambda group: -max(_coverage(one.statement, query, asked) for one in group),
    )
    return kept[:2] + [group for group in kept[2:] if _told(group, query, asked)]


def worth_reading(query: Query, statements: Sequence[Statement]) -> tuple[str, ...]:
    """The labels of the sentences in which articles may give different answers to ``query``, most of its words first:
    at most `MOST` in all and `OF_ONE` of an article; none where a single article, or articles of other weeks, have what
    is asked."""
    if not is_of_one(query):
        return ()
    asked = frozenset(keys_of(query.text))
    told = [statement for statement in statements if _tells(statement, query, asked, SHARED)]
    if not any(_tells(statement, query, asked) for statement in told):
        return ()
    told.sort(key=lambda statement: -_coverage(statement, query, asked))
    kept: list[Statement] = []
    for statement in told:
        of_it = sum(other.article.id == statement.article.id for other in kept)
        beside = (other for other in told if other.article.id != statement.article.id)
        if of_it < OF_ONE and any(days_apart(statement.day, other.day) <= NEWS for other in beside):
            kept.append(statement)
    return tuple(statement.label for statement in kept[:MOST])


def is_of_one(query: Query) -> bool:
    """Whether ``query`` asks for one thing, so that two answers exclude one another."""
    return "why" not in query.kinds and (
        not _KINDS.isdisjoint(query.kinds) or bool(_WHICH.search(query.text) or _WHAT_IS.search(query.text))
    )


def _chooses(query: Query) -> bool:
    """Whether ``query`` asks which of several did something ("Which state banned it?"): others may have done it too."""
    return bool(_WHICH.search(query.text)) and not _WHAT_IS.search(query.text)


def _best(
    query: Query, statements: Sequence[Statement], readings: Mapping[str, SentenceReading], asked: frozenset[str]
) -> Iterator[Given]:
    """Of each article the answer that is read with most certainty."""
    best: dict[str, tuple[tuple[bool, float], Given]] = {}
    told = proposition(query, statements)
    for statement in statements:
        reading = readings.get(statement.label)
        if reading is None or min(reading.relevance, reading.certainty) < SURE:
            continue
        if not _tells(statement, query, asked, SHARED):
            continue
        value = _value(statement, reading)
        if value is None or not _may_answer(value, statement, query, asked):
            continue
        if told and not _does_it(value, statement, told, query):
            continue
        score = _tells(statement, query, asked), reading.relevance * reading.certainty
        if statement.article.id not in best or best[statement.article.id][0] < score:
            best[statement.article.id] = (score, Given(statement, value))
    yield from (given for _, given in best.values())


def _tells(statement: Statement, query: Query, asked: frozenset[str], least: float | None = None) -> bool:
    """Whether the sentence is no list and has enough of what is asked, or ``least`` of it."""
    told = TOLD_OF_SEVERAL if _chooses(query) else TOLD
    return (
        len(statement.words) <= _SENTENCE
        and _coverage(statement, query, asked) >= (least or told)
        and _has_titles(query, statement)
        and is_of_it(query, statement)
    )


def _is_shared(group: Sequence[Given]) -> bool:
    """Whether two independent origins give the answer."""
    return any(not same_origin(one.statement.article, other.statement.article) for one, other in combinations(group, 2))


def _coverage(statement: Statement, query: Query, asked: frozenset[str]) -> float:
    """The share of the question's words, the kind of its answer aside, that the sentence has."""
    topic = asked - frozenset(keys_of(query.focus or ""))
    return len(topic & statement.content()) / len(topic) if topic else 0.0


def _told(group: Sequence[Given], query: Query, asked: frozenset[str]) -> bool:
    """Whether a further side beside two has nearly all that is asked in one sentence."""
    return any(_coverage(one.statement, query, asked) >= TOLD_OF_SEVERAL for one in group)


def _may_answer(value: Value, statement: Statement, query: Query, asked: frozenset[str]) -> bool:
    """Whether ``value`` is not the question's own, and is told of what is asked rather than of somebody's kin."""
    own = value.parts <= asked if isinstance(value, Named) else getattr(value, "value", None) in said_in(query)
    clause = statement.clause(value.place)
    kin = any(statement.tokens[at].word in _KIN and statement.keys[at] not in asked for at in clause)
    named = frozenset(key for name in query.names for key in keys_of(name))
    whose = isinstance(value, Named) or is_whose(statement, value.place, named)
    return not own and not kin and whose and _is_of(value, statement, asked)


def _is_of(value: Value, statement: Statement, asked: frozenset[str]) -> bool:
    """Whether the past verb that is nearest to a date is the question's, if there is one in its clause."""
    if isinstance(value, Moment):
        clause = [at for at in statement.clause(value.place) if statement.tokens[at].telling]
        past = [at for at in clause if is_past_form(statement.tokens[at].word)]
        return not past or statement.keys[min(past, key=lambda at: abs(at - value.place))] in asked
    return True


def _does_it(value: Value, statement: Statement, told: Proposition, query: Query) -> bool:
    """Whether the deed that the question asks about is told where the answer stands: of who is asked for, that they did
    it, or that it was done to them where the question asks that; a place or a day with it in one clause."""
    first = query.text.split()[0].casefold()
    if first == "where":
        clause = statement.content(statement.clause(value.place))
        return is_placed(statement, value.place) and (told.deed in clause or told.deed in _LYING)
    if first not in ("who", "who's", "whom"):
        return True
    done_to = bool(told.subject) or bool(_PASSIVE.search(query.text))
    for place in places_of(statement, told.deed):
        passive = is_passive(statement, place)
        if done_to:
            if passive == (value.place < place):
                return True
        elif passive:
            if isinstance(value, Named) and value.parts & behind_by(statement, place):
                return True
        elif value.place < place and _leads_to(value, statement, place):
            return True
    return False


def _leads_to(value: Value, statement: Statement, place: int) -> bool:
    """Whether ``value`` is among the names before the verb at ``place``, or stands right before it."""
    if isinstance(value, Named) and value.parts & doers(statement, place):
        return True
    between = range(value.place, place)
    own = value.parts if isinstance(value, Named) else frozenset()
    return statement.content(between) <= own


def _has_titles(query: Query, statement: Statement) -> bool:
    """Whether what the question quotes stands in the sentence or in the article's title, word for word."""
    text = f"{statement.text} {statement.article.title or ''}".casefold()
    return all(clean(title).casefold() in text for title in query.quoted)


def _value(statement: Statement, reading: SentenceReading) -> Value | None:
    """What stands in the place of the answer: a number, a date, or a name."""
    if reading.answer is None:
        return None
    raw = statement.source.text[slice(*reading.answer)]
    at = statement.text.find(" ".join(raw.split()))
    if at < 0:
        return None
    end = at + len(" ".join(raw.split()))
    places = [place for place, word in enumerate(statement.words) if at <= word.start and word.end <= end]
    if not places or len(places) > _LONGEST:
        return None
    dates = [moment for moment in moments(statement) if moment.place in places]
    numbers = [measure for measure in measures(statement) if measure.place in places]
    if dates or numbers:
        return (dates or numbers)[0] if len(dates or numbers) == 1 else None
    parts = statement.content(places)
    named = any(not part[0].isdigit() for part in parts)  # "84-82" is neither a number nor a name
    return Named(parts, places[0], raw) if named else None


def _excludes(one: Given, other: Given) -> bool:
    """Whether the two answers cannot both be right, as far as the articles know: they differ, and neither article has
    the other's words."""
    if one.agrees(other):
        return False
    if isinstance(one.value, Named) and isinstance(other.value, Named):
        if _is_short_for(one.value.shown, other.value.shown) or _is_short_for(other.value.shown, one.value.shown):
            return False
        if one.value.parts & other.value.parts:
            return False  # "national security", "security and public safety"
        return not (other.value.parts <= one.statement.context or one.value.parts <= other.statement.context)
    return True


def _is_short_for(short: str, long: str) -> bool:
    """Whether a word of ``short`` is made of the first letters of ``long`` ("MSG", "Madison Square Garden")."""
    initials = "".join(word[0] for word in long.split() if word[0].isupper())
    return len(initials) > 1 and initials in short.replace(".", "").split()


def _comparable(one: Given, other: Given, asked: frozenset[str], *, chooses: bool, timed: bool) -> bool:
    """Whether both tell of the same time and of the same thing, and both are real. What a question means by "this
    year" (``timed``) is told by an article's day alone."""
    if timed and not (one.statement.day and other.statement.day):
        return False
    if chooses and (one.names - asked) - other.names and (other.names - asked) - one.names:
        return False
    if one.is_unreal != other.is_unreal:
        return False
    if isinstance(one.value, Measure) and not same_thing(one, other, asked):
        return False
    return days_apart(one.statement.day, other.statement.day) <= NEWS
