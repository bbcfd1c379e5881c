"""Copies among the current articles: what runs inside a transaction."""

from __future__ import annotations

import json
import sqlite3

from qa.fingerprint import COPIED, SKETCHED, containment, shingles, sketch
from qa.types import Article

COMMON = 40
"""A hash that more articles have is a newspaper's own text ("sign up for our newsletter") and finds nothing."""

COMPARED = 20
"""Candidates that are compared whole, those with the most hashes in common first."""


def place(connection: sqlite3.Connection, article: Article) -> None:
    """Finds the copies of ``article``, whose version is current now, and keeps them."""
    remove(connection, article.id)
    hashes = sketch(article.text)
    found = connection.execute(
        "SELECT article_id FROM sketches WHERE hash IN (SELECT value FROM json_each(?)"
        " WHERE (SELECT count(*) FROM (SELECT 1 FROM sketches WHERE hash = value LIMIT ?)) <= ?)"
        " GROUP BY article_id HAVING count(*) >= ? ORDER BY count(*) DESC, article_id LIMIT ?",
        (json.dumps(hashes), COMMON + 1, COMMON, min(SKETCHED, len(hashes)), COMPARED),
    ).fetchall()
    mine = shingles(article.text)
    for (other,) in found:
        share = containment(mine, shingles(_text(connection, other)))
        if share >= COPIED:
            pair = sorted((article.id, other))
            connection.execute("INSERT OR REPLACE INTO copies (one, two, share) VALUES (?, ?, ?)", (*pair, share))
    connection.executemany(
        "INSERT INTO sketches (hash, article_id) VALUES (?, ?)", [(value, article.id) for value in hashes]
    )


def remove(connection: sqlite3.Connection, article_id: str) -> None:
    """Forgets what is known of the article's copies: it changes, or goes."""
    connection.execute("DELETE FROM sketches WHERE article_id = ?", (article_id,))
    connection.execute("DELETE FROM copies WHERE one = ? OR two = ?", (article_id, article_id))


def of(connection: sqlite3.Connection, article_id: str) -> list[str]:
    """See Copies.copies_of."""
    rows = connection.execute(
        "WITH RECURSIVE cluster (id) AS (VALUES (?) UNION SELECT CASE copies.one WHEN cluster.id THEN copies.two"
        " ELSE copies.one END FROM cluster JOIN copies ON cluster.id IN (copies.one, copies.two))"
        " SELECT cluster.id FROM cluster JOIN articles ON articles.id = cluster.id"
        " JOIN versions ON versions.key = articles.version_key WHERE cluster.id != ?"
        " ORDER BY versions.published_at IS NULL, versions.published_at, cluster.id",
        (article_id, article_id),
    )
    return [row[0] for row in rows]


def _text(connection: sqlite3.Connection, article_id: str) -> str:
    row = connection.execute(
        "SELECT versions.text FROM articles JOIN versions ON versions.key = articles.version_key WHERE articles.id = ?",
        (article_id,),
    ).fetchone()
    return str(row[0]) if row else ""
