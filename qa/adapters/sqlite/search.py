"""Full-text search over passages, and the filters: what runs inside a transaction."""
# ruff: noqa: S608 - only constants of this package are put into SQL; values are always bound

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence

from qa.adapters.sqlite.articles import day, folded
from qa.types import Filters

_WEIGHTS = "bm25(1.0, 1.0)"
_POSTINGS = 20_000
_NOT_A_LETTER = re.compile(r"[^\w]|_")
_POSSESSIVE = re.compile(r"['’]s?$")


def search_text(
    connection: sqlite3.Connection, words: Sequence[str], limit: int, filters: Filters
) -> list[tuple[str, float]]:
    """See PassageSearch.search_text."""
    phrases = _affordable(connection, quoted(words))
    if not phrases or limit < 1:
        return []
    condition, values = filter_sql(filters)
    rows = connection.execute(
        "SELECT passages.id, rank FROM passage_words CROSS JOIN passages ON passages.key = passage_words.rowid"
        " JOIN articles ON articles.version_key = passages.version_key"
        f" WHERE passage_words MATCH ? AND rank MATCH '{_WEIGHTS}' AND {condition} ORDER BY rank",
        (" OR ".join(phrases), *values),
    )
    found: list[tuple[str, float]] = []
    for passage_id, rank in rows:
        # SQLite gives equal ranks in the order of its row ids, which depends on history: all that tie with the last
        # are read, then ordered by their own ids.
        if len(found) >= limit and -rank != found[-1][1]:
            break
        found.append((passage_id, -rank))
    return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:limit]


def selection(connection: sqlite3.Connection, filters: Filters) -> frozenset[str] | None:
    """See VectorLog.selection."""
    condition, values = filter_sql(filters)
    if not values:
        return None
    rows = connection.execute(
        "SELECT passages.id FROM articles JOIN passages ON passages.version_key = articles.version_key"
        f" WHERE {condition}",
        values,
    )
    return frozenset(row[0] for row in rows)


def quoted(words: Sequence[str]) -> list[str]:
    """Each word as a quoted FTS5 string, in which no operator means anything; what has no letter or digit is left
    out, and so is a possessive ending, which the index holds as a token of its own."""
    kept: dict[str, None] = {}
    for word in words:
        bare = _POSSESSIVE.sub("", word.encode("utf-8", "ignore").decode())
        bare = _NOT_A_LETTER.sub(" ", bare).strip()
        if bare:
            kept[f'"{bare}"'] = None
    return list(kept)


def filter_sql(filters: Filters) -> tuple[str, tuple[str, ...]]:
    """A condition on the table ``articles`` and its values; no values when everything passes."""
    conditions = {
        "(articles.day IS NULL OR articles.day >= ?)": day(filters.from_),
        "(articles.day IS NULL OR articles.day <= ?)": day(filters.to),
        "articles.publisher_folded = ?": folded(filters.publisher),
        "articles.id = ?": filters.article_id,
    }
    used = {condition: value for condition, value in conditions.items() if value is not None}
    return " AND ".join(used) or "1", tuple(used.values())


def _affordable(connection: sqlite3.Connection, phrases: list[str]) -> list[str]:
    return phrases
