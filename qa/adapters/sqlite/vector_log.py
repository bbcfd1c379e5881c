"""The vectors in use and their change log: what runs inside a transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa.errors import IndexMismatchError
from qa.ports import VectorChange

if TYPE_CHECKING:
    from qa.ports import Vectors

# Entries of passages that are gone are kept for indexes that were away for a while: as many as there are passages,
# at least these. Past that an index has more to remove than to load, and starts again.
GONE_KEPT = 256


def newest(connection: sqlite3.Connection) -> int:
    """See VectorLog.newest."""
    return int(connection.execute("SELECT newest_seq FROM store_state").fetchone()[0])


def floor(connection: sqlite3.Connection) -> int:
    """See VectorLog.floor."""
    return int(connection.execute("SELECT pruned_seq FROM store_state").fetchone()[0])


def fingerprint(connection: sqlite3.Connection) -> str | None:
    """See VectorLog.fingerprint."""
    value: str | None = connection.execute("SELECT fingerprint FROM store_state").fetchone()[0]
    return value


def changes(connection: sqlite3.Connection, after: int, limit: int) -> list[VectorChange]:
    """See VectorLog.changes."""
    rows = connection.execute(
        "SELECT seq, passage_id, article_id, vector FROM vector_log WHERE seq > ? ORDER BY seq LIMIT ?", (after, limit)
    )
    return [
        VectorChange(seq, passage_id, article_id, None if blob is None else _vector(blob))
        for seq, passage_id, article_id, blob in rows
    ]


def check(connection: sqlite3.Connection, maker: str) -> None:
    """IndexMismatchError when the stored vectors were made by another embedder than ``maker``."""
    present = fingerprint(connection)
    if present not in {None, maker}:
        raise IndexMismatchError(f"The stored vectors were made by {present}, not by {maker}.")


def claim(connection: sqlite3.Connection, maker: str) -> None:
    """Remembers ``maker`` when no vector was written yet, else checks it."""
    check(connection, maker)
    connection.execute("UPDATE store_state SET fingerprint = ? WHERE fingerprint IS NULL", (maker,))


def check_length(connection: sqlite3.Connection, vectors: Vectors) -> None:
    """IndexMismatchError when the stored vectors are of another length than the rows of ``vectors``."""
    row = connection.execute(
        "SELECT length(vector) / 4 FROM vector_log WHERE vector IS NOT NULL ORDER BY seq DESC LIMIT 1"
    ).fetchone()
    if len(vectors) and row is not None and row[0] != vectors.shape[1]:
        raise IndexMismatchError(f"The stored vectors have {row[0]} numbers, these {vectors.shape[1]}.")


def remove(connection: sqlite3.Connection, ids: Sequence[str]) -> None:
    """Marks the vectors of ``ids`` as gone, each at a new place in the log, and prunes old marks."""
    if not ids:
        return
    last = newest(connection)
    connection.executemany(
        "UPDATE vector_log SET seq = ?, vector = NULL WHERE passage_id = ?",
        [(last + place, passage_id) for place, passage_id in enumerate(ids, 1)],
    )
    connection.execute("UPDATE store_state SET newest_seq = ?", (last + len(ids),))
    _prune(connection)


def add(connection: sqlite3.Connection, article_id: str, ids: Sequence[str], vectors: Vectors) -> None:
    """Appends the vectors of ``ids``, which take the place of what the log said about the same ids."""
    last = newest(connection)
    rows = zip(range(last + 1, last + 1 + len(ids)), ids, blobs(vectors), strict=True)
    connection.executemany(
        "INSERT OR REPLACE INTO vector_log (seq, passage_id, article_id, vector) VALUES (?, ?, ?, ?)",
        [(seq, passage_id, article_id, blob) for seq, passage_id, blob in rows],
    )
    connection.execute("UPDATE store_state SET newest_seq = ?", (last + len(ids),))


def _prune(connection: sqlite3.Connection) -> None:
    gone = "FROM vector_log INDEXED BY vector_log_gone WHERE vector IS NULL"
    [marks] = connection.execute(f"SELECT count(*) {gone}").fetchone()
    if marks <= GONE_KEPT:
        return
    kept = max(GONE_KEPT, connection.execute("SELECT count(*) FROM passages").fetchone()[0])
    if marks <= kept:
        return
    # Down to half, so that not every write prunes.
    [seq] = connection.execute(f"SELECT seq {gone} ORDER BY seq LIMIT 1 OFFSET ?", (marks - kept // 2 - 1,)).fetchone()
    connection.execute(f"DELETE {gone} AND seq <= ?", (seq,))
    connection.execute("UPDATE store_state SET pruned_seq = ?", (seq,))


def blobs(vectors: Vectors) -> list[bytes]:
    """Each row as little-endian float32."""
    return [row.tobytes() for row in vectors.astype("<f4", copy=False)]


def _vector(blob: bytes) -> Vectors:
    import numpy as np

    return np.frombuffer(blob, dtype="<f4")
