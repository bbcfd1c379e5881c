"""What stays of an article that is gone: what runs inside a transaction."""
# ruff: noqa: S608 - only constants of this package are put into SQL; values are always bound

from __future__ import annotations

import sqlite3

from qa.adapters.sqlite.editions import NOW
from qa.types.sources import Tombstone


def put(connection: sqlite3.Connection, article_id: str, reason: str, *, purged: bool) -> None:
    """Puts a tombstone. One that says purged stays so."""
    connection.execute(
        f"INSERT INTO tombstones (article_id, removed_at, reason, purged) VALUES (?, {NOW}, ?, ?)"
        " ON CONFLICT (article_id) DO UPDATE SET reason = excluded.reason, purged = max(purged, excluded.purged),"
        " removed_at = iif(excluded.purged > purged, excluded.removed_at, removed_at)",
        (article_id, reason, int(purged)),
    )


def find(connection: sqlite3.Connection, article_id: str) -> Tombstone | None:
    """See History.tombstone."""
    row = connection.execute("SELECT * FROM tombstones WHERE article_id = ?", (article_id,)).fetchone()
    return Tombstone(row[0], row[1], row[2], bool(row[3])) if row else None


def purges(connection: sqlite3.Connection) -> str:
    """See History.purges."""
    count, latest = connection.execute("SELECT count(*), max(removed_at) FROM tombstones WHERE purged").fetchone()
    return f"{count} {latest}"


def lift(connection: sqlite3.Connection, article_id: str) -> bool:
    """See History.lift."""
    return connection.execute("DELETE FROM tombstones WHERE article_id = ?", (article_id,)).rowcount > 0
