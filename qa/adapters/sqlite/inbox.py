"""Events that are to be answered once, in the same file as the rest of the store."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

from qa.adapters.sqlite.database import Database
from qa.inbox import Accepted, InboxEvent, LeasedEvent

WAITING_SECONDS = 600.0
"""How long a reply waits for the event that calls us into its thread. Slack delivers out of order by seconds, and again
after up to 6 minutes."""

_LEASABLE = (
    "SELECT key, thread, position, body, attempts FROM slack_events AS event"
    " WHERE state IN ('pending', 'leased')"  # word for word what the partial index says, so that it is used
    " AND (state = 'pending' AND not_before <= :now OR state = 'leased' AND leased_until <= :now)"
    # One at a time in a thread, in the order in which it was written.
    " AND NOT EXISTS (SELECT 1 FROM slack_events AS other WHERE other.thread = event.thread"
    " AND (other.state = 'leased' AND other.leased_until > :now OR other.state IN ('pending', 'leased')"
    " AND (other.position, other.key) < (event.position, event.key)))"
    " ORDER BY position, key LIMIT 1"
)


class SqliteInbox:
    """Fills Inbox in the database file at ``path``. Any number of processes may work on it.

    It has a writer of its own, so that taking in an event does not wait behind an article being stored by this process.
    StoreError, StoreBusyError and StoreFullError as in SqliteStore.
    """

    def __init__(self, path: Path, *, busy_seconds: float = 30.0) -> None:
        self._database = Database(path, busy_seconds)

    async def close(self) -> None:
        """Waits for the writes that run and gives the files back; safe to call twice."""
        await asyncio.to_thread(self._database.close)

    async def accept(self, event: InboxEvent, *, joins: bool, now: float) -> Accepted:
        """See Inbox."""
        return await self._database.writing(_accept, event, joins, now)

    async def lease(self, worker: str, now: float, until: float) -> LeasedEvent | None:
        """See Inbox."""
        if not await self._database.reading(_has_leasable, now):
            return None  # asked often: no write, and no wait for one, when there is nothing to do
        return await self._database.writing(_lease, worker, now, until)

    async def extend(self, key: str, worker: str, until: float) -> bool:
        """See Inbox."""
        return await self._database.writing(_extend, key, worker, until)

    async def postpone(self, key: str, worker: str, not_before: float) -> bool:
        """See Inbox."""
        return await self._database.writing(_postpone, key, worker, not_before)

    async def finish(self, key: str, worker: str) -> bool:
        """See Inbox."""
        return await self._database.writing(_finish, key, worker)

    async def count_open(self) -> int:
        """See Inbox."""
        return await self._database.reading(_count_open)


def _accept(connection: sqlite3.Connection, event: InboxEvent, joins: bool, now: float) -> Accepted:
    connection.execute("DELETE FROM slack_events WHERE state = 'waiting' AND received <= ?", (now - WAITING_SECONDS,))
    state = "pending" if joins or _is_joined(connection, event.thread) else "waiting"
    # Of a conversation between other people nothing is kept but where it would be found.
    body = "" if state == "waiting" else event.body
    added = connection.execute(
        "INSERT INTO slack_events (key, thread, position, state, body, received, not_before)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET state = 'pending', body = excluded.body"
        # A mention comes twice, as a mention and as a message: the message first would have waited.
        " WHERE slack_events.state = 'waiting' AND excluded.state = 'pending'",
        (event.key, event.thread, event.position, state, body, now, now),
    ).rowcount
    if state == "pending":
        connection.execute(
            "UPDATE slack_events SET state = 'pending' WHERE thread = ? AND state = 'waiting'", (event.thread,)
        )
    if not added:
        return "known"
    return "waiting" if state == "waiting" else "new"


def _is_joined(connection: sqlite3.Connection, thread: str) -> bool:
    query = "SELECT 1 FROM slack_events WHERE thread = ? AND state <> 'waiting' LIMIT 1"
    return connection.execute(query, (thread,)).fetchone() is not None


def _has_leasable(connection: sqlite3.Connection, now: float) -> bool:
    return connection.execute(_LEASABLE, {"now": now}).fetchone() is not None


def _lease(connection: sqlite3.Connection, worker: str, now: float, until: float) -> LeasedEvent | None:
    row = connection.execute(_LEASABLE, {"now": now}).fetchone()
    if row is None:
        return None
    key, thread, position, body, attempts = row
    connection.execute(
        "UPDATE slack_events SET state = 'leased', worker = ?, leased_until = ?, attempts = attempts + 1 WHERE key = ?",
        (worker, until, key),
    )
    return LeasedEvent(InboxEvent(key, thread, position, body), attempts + 1)


_OWN = " WHERE key = ? AND worker = ? AND state = 'leased'"


def _extend(connection: sqlite3.Connection, key: str, worker: str, until: float) -> bool:
    query = f"UPDATE slack_events SET leased_until = ?{_OWN}"  # noqa: S608 - a constant of this module
    return connection.execute(query, (until, key, worker)).rowcount > 0


def _postpone(connection: sqlite3.Connection, key: str, worker: str, not_before: float) -> bool:
    query = f"UPDATE slack_events SET state = 'pending', worker = NULL, not_before = ?{_OWN}"  # noqa: S608
    return connection.execute(query, (not_before, key, worker)).rowcount > 0


def _finish(connection: sqlite3.Connection, key: str, worker: str) -> bool:
    query = f"UPDATE slack_events SET state = 'done', body = ''{_OWN}"  # noqa: S608
    return connection.execute(query, (key, worker)).rowcount > 0


def _count_open(connection: sqlite3.Connection) -> int:
    query = "SELECT count(*) FROM slack_events WHERE state IN ('pending', 'leased')"
    return int(connection.execute(query).fetchone()[0])
