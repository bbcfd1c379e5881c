"""What articles were, and what is gone."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from qa.adapters.sqlite import copies, editions, purge, tombstones
from qa.adapters.sqlite.database import Database
from qa.types.sources import Edition, Tombstone


class SqliteHistory:
    """Fills History and Copies over the file of a store. StoreError and its kinds, as there."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def editions(self, article_id: str) -> Sequence[Edition]:
        """See History."""
        return await self._database.reading(editions.of, article_id)

    async def tombstone(self, article_id: str) -> Tombstone | None:
        """See History."""
        return await self._database.reading(tombstones.find, article_id)

    async def copies_of(self, article_id: str) -> Sequence[str]:
        """See Copies."""
        return await self._database.reading(copies.of, article_id)

    async def lift(self, article_id: str) -> bool:
        """See History."""
        return await self._database.writing(tombstones.lift, article_id)

    async def older_than(self, day: str) -> Sequence[str]:
        """See History."""
        return await self._database.reading(_older_than, day)

    async def purge(self, article_id: str, reason: str) -> bool:
        """See History."""
        found = await self._database.writing(purge.purge, article_id, reason)
        found = found or await self._database.reading(purge.is_purged, article_id)  # the scrub may have been cut short
        await self._database.scrub()
        return found

    async def purges(self) -> str:
        """See History."""
        return await self._database.reading(tombstones.purges)


def _older_than(connection: sqlite3.Connection, day: str) -> list[str]:
    rows = connection.execute(
        "SELECT id FROM articles WHERE coalesce(day, (SELECT substr(min(taken_at), 1, 10) FROM editions"
        " WHERE article_id = articles.id)) < ? ORDER BY id",
        (day,),
    )
    return [row[0] for row in rows]
