"""A number that a question takes for granted ("Why did 300 dockers strike in Tarn?"); articles give another one."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from qa.disagree.asked import COVERED
from qa.disagree.bounds import Span
from qa.disagree.measures import measures
from qa.proposition import proposition
from qa.statements import Statement, keys_of
from qa.types.query import Query
from qa.verify.figures import extract
from qa.verify.normalise import clean
from qa.verify.rounding import hedge_before
from qa.words import STOP_WORDS, tokens

_OPEN = frozenset(("why", "when", "where", "how"))  # "which two senators" may be two of fifty
_MORE = frozenset(("more", "another", "other", "others", "further", "joined", "then", "later"))
_MOST = 2  # numbers of a sentence: its own and a date's
_FEWEST = 2
_YEARS = range(1500, 2101)


def otherwise(query: Query, statements: Sequence[Statement]) -> list[Statement]:
    """Those of ``statements`` that give another number for what ``query`` counts, with its deed and most of its words;
    none where any article has the question's number, or where it asks for one of several."""
    if query.kind not in _OPEN or "how_many" in query.kinds:
        return []
    told = proposition(query, statements)
    if told is None or not told.is_past:
        return []
    names = frozenset(key for name in query.names for key in keys_of(name))
    for value, noun, shown in _counts(query):
        if any(_has(shown, value, one) for one in statements if noun in one.content()):
            continue
        topic = frozenset(keys_of(" ".join(query.words))) - names - {noun, shown, told.deed}
        if not (names or topic):
            continue  # of which strike?
        found = [
            statement
            for statement in statements
            if told.deed in statement.content()
            and names <= statement.content() | statement.context
            and len(topic & statement.content()) >= COVERED * len(topic)
            and any(noun == measure.head and not measure.unit for measure in measures(statement))
            and _counts_all(statement, query)
        ]
        given = [m for s in found for m in measures(s) if m.head == noun and not m.unit]
        asked = Span(value, value)
        # a number that the articles themselves give differently, or that may be a part, settles nothing
        if given and all(not m.span.meets(asked) and m.agrees(given[0]) for m in given):
            return found
    return []


def _counts_all(statement: Statement, query: Query) -> bool:
    """Whether its number may be the whole ("then 180 joined", "two more" and "of 30" tell of others beside it), and it
    names no year of another event."""
    words = [token.word for token in statement.tokens]
    years = {word for word in words if word.isdecimal() and int(word) in _YEARS}
    others = years - {(statement.day or "")[:4]} - set(query.words)
    return not (others or _MORE.intersection(words) or len(extract(statement.text)) > _MOST)


def _counts(query: Query) -> Iterator[tuple[Fraction, str, str]]:
    """The whole numbers of the question with the key of what they count, and as typed."""
    text = clean(query.text)
    words = tokens(text)
    for number in extract(text):
        value, unit = number.readings[0]
        behind = next((word for word in words if word.start > number.end), None)
        if not isinstance(value, Fraction) or unit or value.denominator != 1 or hedge_before(text, number.start):
            continue
        if value < _FEWEST or value in _YEARS or behind is None or behind.lower in STOP_WORDS or behind.is_capital:
            continue
        if text[number.end : behind.start] == " ":
            yield value, behind.stem, text[number.start : number.end]


def _has(shown: str, value: Fraction, statement: Statement) -> bool:
    """Whether the article has the question's number."""
    forms = "|".join(map(re.escape, (shown, f"{int(value)}", f"{int(value):,}")))
    return bool(re.search(rf"(?<![\w.,])(?:{forms})(?!\w)", statement.article.text, re.IGNORECASE))
