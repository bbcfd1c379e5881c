"""Copies among the current articles: what runs inside a transaction."""
# ruff: noqa: S608 - only constants of this module are put into SQL; values are always bound

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence

from qa.fingerprint import COPIED, LIKELY, SAMPLE_END, SKETCHED, containment, sampled, shingles, sketch
from qa.types import Article

COMMON = 40
"""Articles that one hash may bring. A newspaper's own text ("sign up for our newsletter") would bring thousands; of a
story that more than so many print, each hash brings the same ones, through which all hang together."""

COMPARED = 20
"""Candidates that are compared whole, those first whose sketches are most alike."""


# Two steps: one step for either side would go through all copies there are, for each article of the cluster.
_CLUSTER = (
    "WITH RECURSIVE cluster (id) AS (VALUES (?)"
    " UNION SELECT copies.two FROM cluster JOIN copies ON copies.one = cluster.id"
    " UNION SELECT copies.one FROM cluster JOIN copies ON copies.two = cluster.id)"
)


def place(connection: sqlite3.Connection, article: Article) -> None:
    """Finds the copies of ``article``, whose version is current now, and keeps them."""
    remove(connection, article.id)
    for other, share in compared(connection, article.text):
        if share >= COPIED:
            pair = sorted((article.id, other))
            connection.execute("INSERT OR REPLACE INTO copies (one, two, share) VALUES (?, ?, ?)", (*pair, share))
    connection.executemany(
        "INSERT INTO sketches (hash, article_id) VALUES (?, ?)", [(value, article.id) for value in sketch(article.text)]
    )


def compared(connection: sqlite3.Connection, text: str) -> list[tuple[str, float]]:
    """The articles that may have nearly this text, each with the share of the shorter one that stands in the other."""
    mine = shingles(text)
    found = _candidates(connection, sketch(text))
    return [(other, containment(mine, shingles(_text(connection, other)))) for other in found]


def _candidates(connection: sqlite3.Connection, hashes: Sequence[int]) -> list[str]:
    """Who shares so many of ``hashes`` that comparing the texts is worth the time."""
    shared = Counter(
        holder
        for value in hashes
        for (holder,) in connection.execute(
            "SELECT article_id FROM sketches WHERE hash = ? ORDER BY article_id LIMIT ?", (value, COMMON)
        )
    )
    mine, likely = sampled(hashes), []
    for holder, count in shared.items():
        if count >= min(SKETCHED, len(hashes)):
            (theirs,) = connection.execute(
                "SELECT count(*) FROM sketches WHERE article_id = ? AND hash < ?", (holder, SAMPLE_END)
            ).fetchone()
            share = count / max(1, min(mine, theirs))
            if share >= LIKELY:
                likely.append((-share, holder))
    return [holder for _, holder in sorted(likely)[:COMPARED]]


def remove(connection: sqlite3.Connection, article_id: str) -> None:
    """Forgets what is known of the article's copies: it changes, or goes."""
    connection.execute("DELETE FROM sketches WHERE article_id = ?", (article_id,))
    connection.execute("DELETE FROM copies WHERE one = ? OR two = ?", (article_id, article_id))


def of(connection: sqlite3.Connection, article_id: str) -> list[str]:
    """See Copies.copies_of."""
    rows = connection.execute(
        f"{_CLUSTER} SELECT cluster.id FROM cluster JOIN articles ON articles.id = cluster.id"
        " JOIN versions ON versions.key = articles.version_key WHERE cluster.id != ?"
        " ORDER BY versions.published_at IS NULL, versions.published_at, cluster.id",
        (article_id, article_id),
    )
    return [row[0] for row in rows]


def stories(connection: sqlite3.Connection, article_ids: Sequence[str]) -> dict[str, str]:
    """For each of ``article_ids``, the least id among it and its copies (and theirs)."""
    found: dict[str, str] = {}
    copied = _copied(connection, article_ids)
    for article_id in article_ids:
        if article_id not in copied:
            found[article_id] = article_id
        elif article_id not in found:  # each story is gone through once, however many of its articles are asked for
            members = [row[0] for row in connection.execute(f"{_CLUSTER} SELECT id FROM cluster", (article_id,))]
            found |= dict.fromkeys(members, min(members))
    return {article_id: found[article_id] for article_id in article_ids}


def _copied(connection: sqlite3.Connection, article_ids: Sequence[str]) -> frozenset[str]:
    """Those of ``article_ids`` that have copies: few, and only theirs are worth a query each."""
    asked = json.dumps(list(article_ids))
    rows = connection.execute(
        "SELECT one FROM copies WHERE one IN (SELECT value FROM json_each(?))"
        " UNION SELECT two FROM copies WHERE two IN (SELECT value FROM json_each(?))",
        (asked, asked),
    )
    return frozenset(row[0] for row in rows)


def _text(connection: sqlite3.Connection, article_id: str) -> str:
    row = connection.execute(
        "SELECT versions.text FROM articles JOIN versions ON versions.key = articles.version_key WHERE articles.id = ?",
        (article_id,),
    ).fetchone()
    return str(row[0]) if row else ""
