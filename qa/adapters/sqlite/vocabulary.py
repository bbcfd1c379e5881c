"""The words of the current articles, from the full-text index: which are known, and which are nearly a given word."""

from __future__ import annotations

import sqlite3
import string
from collections import Counter
from collections.abc import Iterator, Sequence

from qa.adapters.sqlite.database import Database
from qa.adapters.sqlite.search import quoted
from qa.ports import Nearby
from qa.words import stem, tokens

FARTHEST = 2  # edits
_LOOKED_AT = 4  # passages in which it is looked up how a word is written
_MOST = 3  # words that are looked up


class SqliteVocabulary:
    """Fills Vocabulary from the full-text index of ``database``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def unknown(self, words: Sequence[str]) -> frozenset[str]:
        """See Vocabulary."""
        return await self._database.reading(_unknown, words)

    async def near(self, word: str, *, before: str | None = None, after: str | None = None) -> Sequence[Nearby]:
        """See Vocabulary."""
        return await self._database.reading(_near, word, before, after)


def _unknown(connection: sqlite3.Connection, words: Sequence[str]) -> frozenset[str]:
    return frozenset(word for word in words if (phrase := quoted([word])) and not _has(connection, phrase[0]))


def _has(connection: sqlite3.Connection, phrase: str) -> bool:
    row = connection.execute("SELECT 1 FROM passage_words WHERE passage_words MATCH ? LIMIT 1", (phrase,)).fetchone()
    return row is not None


def _near(connection: sqlite3.Connection, word: str, before: str | None, after: str | None) -> list[Nearby]:
    wanted = word.lower()
    base = stem(wanted)
    letters = set(base)
    terms = (term for term in _terms(connection, base) if len(letters.symmetric_difference(term)) <= 2 * FARTHEST)
    near = {term: distance for term in terms if (distance := edits(base, term)) <= FARTHEST}
    found = []
    for term in sorted(near, key=lambda term: (near[term], term))[: _MOST if not (before or after) else None]:
        phrase = " ".join(part for part in (before, term, after) if part)
        written = _written(connection, quoted([phrase])[0], term, wanted)
        if written:
            count = connection.execute("SELECT doc FROM passage_terms WHERE term = ?", (term,)).fetchone()
            found.append(Nearby(written, edits(wanted, written.lower()), int(count[0])))
    return [one for one in found if one.edits <= FARTHEST]


def _terms(connection: sqlite3.Connection, base: str) -> Iterator[str]:
    """The terms of the index that may be within two edits of ``base``, found by how they begin: a wrong letter among
    the first two is looked for by those around it, so that only a few of the index's pages are read."""
    first, second, third = base[0], base[1], base[2:3]
    begins = {first + second, first + third, second + first, second + third}
    begins |= {first + letter + third for letter in string.ascii_lowercase}
    least = {one for one in begins if not any(one != other and one.startswith(other) for other in begins)}
    for begin in sorted(least):
        rows = connection.execute(
            "SELECT term FROM passage_terms WHERE term >= ? AND term < ?", (begin, begin[:-1] + chr(ord(begin[-1]) + 1))
        )
        for (term,) in rows:
            if abs(len(term) - len(base)) <= FARTHEST and term != base and term.isalpha():
                yield term


def _written(connection: sqlite3.Connection, phrase: str, term: str, wanted: str) -> str | None:
    """How ``term`` is written where ``phrase`` stands; ``None`` when it stands nowhere."""
    rows = connection.execute(
        "SELECT passage_text.title, passage_text.text FROM passage_words JOIN passage_text"
        " ON passage_text.key = passage_words.rowid WHERE passage_words MATCH ? LIMIT ?",
        (phrase, _LOOKED_AT),
    ).fetchall()
    forms: Counter[str] = Counter()
    for title, text in rows:
        for token in tokens(f"{title or ''}\n{text}"):
            if token.lower.startswith(term[:-1]) and edits(wanted, token.lower) <= FARTHEST:
                forms[token.text] += 1
    return min(forms, key=lambda form: (edits(wanted, form.lower()), -forms[form], form), default=None)


def edits(one: str, other: str) -> int:
    """How many letters are wrong, missing, too many or exchanged with their neighbour (optimal string alignment);
    counting stops above ``FARTHEST``."""
    if abs(len(one) - len(other)) > FARTHEST:
        return FARTHEST + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        older, before, row = before, row, [at]
        for place, theirs in enumerate(other, 1):
            cost = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (letter != theirs))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == theirs:
                cost = min(cost, older[place - 2] + 1)
            row.append(cost)
        if min(row) > FARTHEST:
            return FARTHEST + 1
    return row[-1]
