"""What each article gives for what the question asks, as a model that reads sentence by sentence tells it.

Rules on words find numbers and dates (`asked`) and near-copies (`parallel`). A name, a kind of thing or a number in a
sentence of its own is only told by reading: two articles whose best sentences give different words in the place of the
answer disagree, when both are read with certainty, tell of what is asked, and neither knows the other's answer.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from qa.disagree.asked import said_in
from qa.disagree.given import Given, Named, Value, days_apart, same_thing
from qa.disagree.measures import Measure, measures
from qa.disagree.moments import Moment, moments
from qa.ports import SentenceReading
from qa.statements import Statement, keys_of
from qa.types.query import Query
from qa.verify.normalise import clean
from qa.words import is_past_form, word_set

SURE = 0.75
"""Of a reading's relevance and certainty, both."""
TOLD, TOLD_OF_SEVERAL = 0.5, 0.75
"""Of the question's words, the answer's kind aside, how many the very sentence has; the second where the question asks
which of several did something, for others may have done something like it, and for a third side and more."""
NEWS = 7  # days between two articles; "who won" and "what did it cost" mean something else by then
_LONGEST = 8  # words of an answer
_SENTENCE = 45  # words: what is longer is a list, a table, a menu
_KIN = word_set("father mother parents son daughter sister brother wife husband uncle aunt grandfather grandmother")
_KINDS = frozenset(("who", "where", "when", "how_many", "how_much", "how_long"))
_WHICH = re.compile(
    r"\b(?:which|what|whose)\s+(?!is\b|are\b|was\b|were\b|do\b|does\b|did\b|has\b|have\b|happen)\w+", re.IGNORECASE
)
_TIMED = re.compile(
    r"\b(?:recent(?:ly)?|latest|current(?:ly)?|now|today|yesterday|tomorrow|tonight|(?:this|last|next) \w+)\b",
    re.IGNORECASE,
)
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
        fitting = next((group for group in groups if any(not _excludes(one, other) for other in group)), None)
        if fitting is None:
            groups.append([one])
        else:
            fitting.append(one)
    apart = {
        place
        for (first, one), (second, other) in combinations(enumerate(groups), 2)
        if any(_excludes(a, b) and _comparable(a, b, asked, chooses=chooses, timed=timed) for a in one for b in other)
        for place in (first, second)
    }
    kept = sorted(
        (group for place, group in enumerate(groups) if place in apart),
        key=lambda group: -max(_coverage(one.statement, query, asked) for one in group),
    )
    return kept[:2] + [group for group in kept[2:] if _told(group, query, asked)]


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
    best: dict[str, tuple[float, Given]] = {}
    told = TOLD_OF_SEVERAL if _chooses(query) else TOLD
    for statement in statements:
        reading = readings.get(statement.label)
        if reading is None or min(reading.relevance, reading.certainty) < SURE or len(statement.words) > _SENTENCE:
            continue
        if _coverage(statement, query, asked) < told or not _has_titles(query, statement):
            continue
        value = _value(statement, reading)
        if value is None or not _may_answer(value, statement, query, asked):
            continue
        score = reading.relevance * reading.certainty
        if statement.article.id not in best or best[statement.article.id][0] < score:
            best[statement.article.id] = (score, Given(statement, value))
    yield from (given for _, given in best.values())


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
    return not own and not kin and _is_of(value, statement, asked)


def _is_of(value: Value, statement: Statement, asked: frozenset[str]) -> bool:
    """Whether a date stands with the question's verb, if with any verb that is past."""
    if isinstance(value, Moment):
        clause = [at for at in statement.clause(value.place) if statement.tokens[at].telling]
        past = {statement.keys[at] for at in clause if is_past_form(statement.tokens[at].word)}
        return not past or bool(past & asked)
    return True


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
