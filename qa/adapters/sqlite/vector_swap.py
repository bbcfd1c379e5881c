"""Vectors of another embedder, gathered beside those in use until they are swapped: what runs inside a transaction."""
# ruff: noqa: S608 - only constants of this package are put into SQL; values are always bound

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa.adapters.sqlite.articles import PASSAGE_COLUMNS
from qa.adapters.sqlite.vector_log import blobs
from qa.types import Passage

if TYPE_CHECKING:
    from qa.ports import Vectors

_LACKING = "NOT EXISTS (SELECT 1 FROM next_vectors WHERE next_vectors.passage_id = passages.id)"


def without_vector(connection: sqlite3.Connection, fingerprint: str, after: str, limit: int) -> list[Passage]:
    """See VectorSwap."""
    in_use, gathered = _fingerprints(connection)
    if in_use == fingerprint:
        return []
    lacking = _LACKING if gathered == fingerprint else "1"
    rows = connection.execute(
        f"SELECT {PASSAGE_COLUMNS} FROM passages JOIN versions ON versions.key = passages.version_key"
        f" WHERE passages.id > ? AND {lacking} ORDER BY passages.id LIMIT ?",
        (after, limit),
    )
    return [Passage(*row) for row in rows]


def put_vectors(connection: sqlite3.Connection, fingerprint: str, ids: Sequence[str], vectors: Vectors) -> None:
    """See VectorSwap."""
    _gather_for(connection, fingerprint)
    connection.executemany(
        "INSERT OR REPLACE INTO next_vectors (passage_id, vector) SELECT id, ? FROM passages WHERE id = ?",
        list(zip(blobs(vectors), ids, strict=True)),
    )


def swap_vectors(connection: sqlite3.Connection, fingerprint: str) -> bool:
    """See VectorSwap."""
    if _fingerprints(connection)[0] == fingerprint:
        _gather_for(connection, None)
        return True
    _gather_for(connection, fingerprint)
    if connection.execute(f"SELECT 1 FROM passages WHERE {_LACKING} LIMIT 1").fetchone():
        return False
    # Passage keys set the places: gaps do no harm, and numbering the rows would sort them, vectors and all.
    connection.execute(
        "INSERT OR REPLACE INTO vector_log (seq, passage_id, article_id, vector)"
        " SELECT newest_seq + passages.key, passages.id, articles.id, next_vectors.vector"
        " FROM store_state CROSS JOIN passages NOT INDEXED JOIN articles ON articles.version_key = passages.version_key"
        " JOIN next_vectors ON next_vectors.passage_id = passages.id"
    )
    # An article's pipeline names its embedder: left as it was, the next ingest would embed everything once more.
    connection.execute(
        "UPDATE articles SET pipeline = replace(pipeline, store_state.fingerprint, ?)"
        " FROM store_state WHERE store_state.fingerprint IS NOT NULL",
        (fingerprint,),
    )
    _gather_for(connection, None)
    connection.execute(
        "UPDATE store_state SET fingerprint = ?,"
        " newest_seq = newest_seq + (SELECT coalesce(max(key), 0) FROM passages)",
        (fingerprint,),
    )
    return True


def _fingerprints(connection: sqlite3.Connection) -> tuple[str | None, str | None]:
    row: tuple[str | None, str | None] = connection.execute(
        "SELECT fingerprint, next_fingerprint FROM store_state"
    ).fetchone()
    return row


def _gather_for(connection: sqlite3.Connection, fingerprint: str | None) -> None:
    """From here on vectors of ``fingerprint`` are gathered; what was gathered for another goes."""
    if _fingerprints(connection)[1] != fingerprint:
        connection.execute("DELETE FROM next_vectors")
        connection.execute("UPDATE store_state SET next_fingerprint = ?", (fingerprint,))
