"""Replies to requests that may come twice, in SQLite."""

from __future__ import annotations

import json
import sqlite3

from qa.adapters.sqlite.database import Database
from qa.adapters.sqlite.purge import answers_in
from qa.operating import Begun
from qa.types.operations import Reply

_OF_PURGED = (
    "SELECT 1 FROM tombstones WHERE purged AND (instr(?, CAST(article_id AS BLOB)) > 0 OR EXISTS (SELECT 1 FROM answers"
    " WHERE id IN (SELECT value FROM json_each(?)) AND instr(record, tombstones.article_id) > 0))"
)


class SqliteReplies:
    """Fills ReplyStore. Every method raises StoreError, StoreFullError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, key: str, fingerprint: str, owner: str, at: str) -> Begun:
        """See ReplyStore."""

        def work(connection: sqlite3.Connection) -> Begun:
            row = connection.execute(
                "SELECT fingerprint, owner, begun_at, status, headers, reply FROM replies WHERE key = ?", (key,)
            ).fetchone()
            if row is None:
                connection.execute(
                    "INSERT INTO replies (key, fingerprint, owner, begun_at) VALUES (?, ?, ?, ?)",
                    (key, fingerprint, owner, at),
                )
                return Begun("fresh", at)
            known, who, since, status, headers, body = row
            if known != fingerprint:
                return Begun("other", since)
            if status is not None:
                return Begun("replied", since, Reply(status, tuple(map(tuple, json.loads(headers))), body))
            if who == owner:
                return Begun("running", since)
            connection.execute("UPDATE replies SET owner = ? WHERE key = ?", (owner, key))
            return Begun("fresh", since)

        return await self._database.writing(work)

    async def keep_reply(self, key: str, reply: Reply) -> None:
        """See ReplyStore."""

        def work(connection: sqlite3.Connection) -> None:
            if connection.execute(_OF_PURGED, (reply.body, json.dumps(answers_in(reply.body)))).fetchone():
                connection.execute("DELETE FROM replies WHERE key = ?", (key,))
                return
            connection.execute(
                "UPDATE replies SET status = ?, headers = ?, reply = ? WHERE key = ?",
                (reply.status, json.dumps(reply.headers), reply.body, key),
            )

        await self._database.writing(work)

    async def forget(self, key: str) -> None:
        """See ReplyStore."""

        def work(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM replies WHERE key = ? AND status IS NULL", (key,))

        await self._database.writing(work)

    async def forget_before(self, instant: str) -> None:
        """See ReplyStore."""

        def work(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM replies WHERE begun_at < ?", (instant,))

        await self._database.writing(work)
