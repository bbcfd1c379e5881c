"""Full-text search over passages, and the filters: what runs inside a transaction."""
# ruff: noqa: S608 - only constants of this package are put into SQL; values are always bound

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence

from qa.adapters.sqlite import editions
from qa.adapters.sqlite.articles import day, folded
from qa.types import Filters

_WEIGHTS = "bm25(2.0, 1.0)"
"""A word of the title counts twice: the title stands over every passage of its article (`python -m bench.text_search`:
gold article among the first four for .680 of the questions, against .648 with equal weights and .664 with four)."""

POSTINGS = 10_000
"""Up to so many passages are scored for the rarer words of a search. Finding a passage costs 0.03 µs, scoring it 2 µs.
Over 199,000 passages (`python -m bench.text_search`) an OR of all words took 164 ms (median), so 38, and as many
questions found their gold article among the first ten; with 2,000, 32 ms and 8 % fewer."""

_UNUSABLE = re.compile('["\0\ud800-\udfff]')  # ends a string of FTS5, ends one of C, is no character
_POSSESSIVE = re.compile(r"['’]s?$")


def search_text(
    connection: sqlite3.Connection, words: Sequence[str], limit: int, filters: Filters
) -> list[tuple[str, float]]:
    """See PassageSearch.search_text.

    Words that are frequent in a large store find no passage on their own account when rarer ones are there, but count
    in full for the passages that the rarer ones find.
    """
    phrases = quoted(words)
    if not phrases or limit < 1:
        return []
    finding = _finding(connection, phrases)
    adding = [phrase for phrase in phrases if phrase not in finding]
    query = " OR ".join(finding)
    scores = _scores(connection, query, limit, filters)
    if adding:
        # A passage with both kinds of words scores higher here, one with rarer words only has its score above.
        scores |= _scores(connection, f"({query}) AND ({' OR '.join(adding)})", limit, filters)
    if filters.as_of is not None:
        scores |= dict(editions.search(connection, " OR ".join(phrases), limit, filters))
    return sorted(scores.items(), key=lambda hit: (-hit[1], hit[0]))[:limit]


def selection(connection: sqlite3.Connection, filters: Filters) -> frozenset[str] | None:
    """See VectorLog.selection."""
    condition, values = filter_sql(filters)
    if not values:
        return None
    rows = connection.execute(f"SELECT articles.id FROM articles WHERE {condition}", values)
    return frozenset(row[0] for row in rows)


def quoted(words: Sequence[str]) -> list[str]:
    """Each word as a quoted FTS5 string, in which no operator means anything; what has no letter or digit is left
    out, and so is a possessive ending, which the index holds as a token of its own."""
    bare = (_POSSESSIVE.sub("", _UNUSABLE.sub(" ", word)) for word in words)
    return list(dict.fromkeys(f'"{word}"' for word in bare if any(character.isalnum() for character in word)))


def filter_sql(filters: Filters) -> tuple[str, tuple[str, ...]]:
    """A condition on the table ``articles`` and its values; no values when everything passes."""
    conditions = {
        "(articles.day IS NULL OR articles.day >= ?)": day(filters.from_),
        "(articles.day IS NULL OR articles.day <= ?)": day(filters.to),
        "articles.publisher_folded = ?": folded(filters.publisher),
        "articles.id = ?": filters.article_id,
        "EXISTS (SELECT 1 FROM versions AS written WHERE written.key = articles.version_key"
        " AND written.origin = ? COLLATE NOCASE)": filters.origin,
        "articles.since <= ?": editions.instant(filters.as_of) or None,
    }
    used = {condition: value for condition, value in conditions.items() if value is not None}
    return " AND ".join(used) or "1", tuple(used.values())


def _scores(connection: sqlite3.Connection, query: str, limit: int, filters: Filters) -> dict[str, float]:
    """The best ``limit`` passages with their scores, and all that tie with the last: SQLite gives equal ranks in the
    order of its row ids, which depends on history."""
    condition, values = filter_sql(filters)
    rows = connection.execute(
        "SELECT passages.id, -rank FROM passage_words CROSS JOIN passages ON passages.key = passage_words.rowid"
        " JOIN articles ON articles.version_key = passages.version_key"
        f" WHERE passage_words MATCH ? AND rank MATCH '{_WEIGHTS}' AND {condition} ORDER BY rank",
        (query, *values),
    )
    scores: dict[str, float] = {}
    last = 0.0
    for passage_id, score in rows:
        if len(scores) >= limit and score != last:
            break
        scores[passage_id] = last = score
    return scores


def _finding(connection: sqlite3.Connection, phrases: list[str]) -> list[str]:
    """The rarest phrase and, rarest first, as many more as stand in ``POSTINGS`` passages together."""
    counts = {phrase: _count(connection, phrase) for phrase in phrases}
    kept: list[str] = []
    total = 0
    for phrase in sorted(phrases, key=lambda phrase: counts[phrase]):
        total += counts[phrase]
        if kept and total > POSTINGS:
            break
        kept.append(phrase)
    return kept


def _count(connection: sqlite3.Connection, phrase: str) -> int:
    """In how many passages ``phrase`` stands; counting stops above ``POSTINGS``."""
    row = connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM passage_words WHERE passage_words MATCH ? LIMIT ?)", (phrase, POSTINGS + 1)
    ).fetchone()
    return int(row[0])
