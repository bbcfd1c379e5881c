"""Keys of the service in SQLite."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from qa.adapters.sqlite.database import Database
from qa.types.operations import ApiKey

_COLUMNS = "id, name, digest, scopes, created_at, per_minute, revoked_at"


class SqliteKeys:
    """Fills KeyStore. Every method raises StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add_key(self, key: ApiKey) -> None:
        """See KeyStore."""
        row = (key.id, key.name, key.digest, json.dumps(key.scopes), key.created_at, key.per_minute, key.revoked_at)

        def work(connection: sqlite3.Connection) -> None:
            connection.execute(f"INSERT INTO api_keys ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)", row)  # noqa: S608 - a constant

        await self._database.writing(work)

    async def keys(self) -> Sequence[ApiKey]:
        """See KeyStore."""

        def work(connection: sqlite3.Connection) -> list[ApiKey]:
            rows = connection.execute(f"SELECT {_COLUMNS} FROM api_keys ORDER BY number")  # noqa: S608 - a constant
            return [
                ApiKey(i, name, digest, tuple(json.loads(scopes)), *rest) for i, name, digest, scopes, *rest in rows
            ]

        return await self._database.reading(work)

    async def revoke_key(self, key_id: str, at: str) -> bool:
        """See KeyStore."""

        def work(connection: sqlite3.Connection) -> bool:
            ended = connection.execute(
                "UPDATE api_keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", (at, key_id)
            )
            return ended.rowcount > 0

        return await self._database.writing(work)
