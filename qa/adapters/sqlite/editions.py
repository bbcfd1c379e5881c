"""Which version was the one to be had, and when: what runs inside a transaction.

A first version is known to have been public since it was updated, else published, else taken in; a later one since its
own update, where it gives one that is later than the version before, else since it was taken in.
"""
# ruff: noqa: S608 - only constants of this package are put into SQL; values are always bound

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from qa.types import Article, Filters, Passage
from qa.types.sources import Edition

NOW = "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')"
_PAST = "past_passages.id, past_passages.article_id, past_passages.version, first, last, start, end, text, kind"
_WEIGHTS = "bm25(2.0, 1.0)"


def begin(connection: sqlite3.Connection, article: Article) -> None:
    """Says that the version of ``article``, which is current now, is the one to be had."""
    [now] = connection.execute(f"SELECT {NOW}").fetchone()
    last = connection.execute(
        "SELECT key, version, since, until FROM editions WHERE article_id = ? ORDER BY key DESC LIMIT 1", (article.id,)
    ).fetchone()
    if last and last[1] == article.version and last[3] is None:
        since = last[2]
    else:
        said = article.updated_at or (article.published_at if last is None else None) or now
        since = max(min(said, now), last[2] if last else "")
        if last and last[3] is None:
            connection.execute("UPDATE editions SET until = ? WHERE key = ?", (since, last[0]))
        connection.execute(
            "INSERT INTO editions (article_id, version, since, taken_at) VALUES (?, ?, ?, ?)",
            (article.id, article.version, since, now),
        )
    connection.execute("UPDATE articles SET since = ? WHERE id = ?", (since, article.id))
    connection.execute("DELETE FROM past_passages WHERE article_id = ? AND version = ?", (article.id, article.version))
    connection.execute("DELETE FROM tombstones WHERE article_id = ?", (article.id,))


def end(connection: sqlite3.Connection, article_id: str) -> None:
    """Says that the article is not to be had any more from now on."""
    connection.execute(f"UPDATE editions SET until = {NOW} WHERE article_id = ? AND until IS NULL", (article_id,))


def keep(connection: sqlite3.Connection, article_id: str) -> None:
    """Keeps the passages of the current version for questions about the past. Before they are taken out."""
    connection.execute(
        "INSERT OR IGNORE INTO past_passages (id, article_id, version, first, last, start, end, text, kind, title)"
        " SELECT passages.id, versions.article_id, versions.version, passages.first, passages.last, passages.start,"
        " passages.end, passages.text, passages.kind, versions.title FROM articles"
        " JOIN passages ON passages.version_key = articles.version_key"
        " JOIN versions ON versions.key = articles.version_key WHERE articles.id = ?",
        (article_id,),
    )


def of(connection: sqlite3.Connection, article_id: str) -> list[Edition]:
    """See History.editions."""
    rows = connection.execute(
        "SELECT version, since, until, taken_at FROM editions WHERE article_id = ? ORDER BY key", (article_id,)
    )
    return [Edition(*row) for row in rows]


def search(connection: sqlite3.Connection, query: str, limit: int, filters: Filters) -> list[tuple[str, float]]:
    """The passages that match ``query`` (of FTS5) among those that were current at ``filters.as_of`` and are not now,
    best first."""
    rows = connection.execute(
        "SELECT past_passages.id, -rank, versions.published_at, versions.publisher, versions.origin FROM past_words"
        " CROSS JOIN past_passages ON past_passages.key = past_words.rowid"
        " JOIN versions ON versions.article_id = past_passages.article_id AND versions.version = past_passages.version"
        f" WHERE past_words MATCH ? AND rank MATCH '{_WEIGHTS}' AND EXISTS (SELECT 1 FROM editions"
        " WHERE editions.article_id = past_passages.article_id AND editions.version = past_passages.version"
        " AND since <= ? AND until > ?) AND (? IS NULL OR past_passages.article_id = ?)"
        " ORDER BY rank, past_passages.id",
        (query, instant(filters.as_of), instant(filters.as_of), filters.article_id, filters.article_id),
    )
    found = ((row[0], row[1]) for row in rows if _passes(row[2], row[3], row[4], filters))
    return [hit for hit, _ in zip(found, range(limit), strict=False)]


def passages(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, Passage]:
    """Those of ``ids`` that are passages of the past."""
    rows = connection.execute(
        f"SELECT {_PAST} FROM past_passages WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),)
    )
    return {row[0]: Passage(*row) for row in rows}


def instant(as_of: str | None) -> str:
    """The last moment of a day; an instant as it is. As text it compares with days and instants alike."""
    return f"{as_of}T23:59:59Z" if as_of and len(as_of) == len("2016-12-30") else as_of or ""


def _passes(published_at: str | None, publisher: str | None, origin: str | None, filters: Filters) -> bool:
    day = published_at[:10] if published_at else None
    return (
        (day is None or filters.from_ is None or day >= filters.from_[:10])
        and (day is None or filters.to is None or day <= filters.to[:10])
        and (filters.publisher is None or filters.publisher.casefold() == (publisher or "").casefold())
        and (filters.origin is None or filters.origin.casefold() == (origin or "").casefold())
    )
