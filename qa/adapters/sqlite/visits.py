"""What is remembered of each source."""

from __future__ import annotations

import sqlite3
from dataclasses import astuple

from qa.adapters.sqlite.database import Database
from qa.types.sources import Visit


class SqliteVisits:
    """Fills VisitStore over the file of a store. StoreError and its kinds, as there."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def visit(self, name: str) -> Visit | None:
        """See VisitStore."""
        return await self._database.reading(_find, name)

    async def remember(self, visit: Visit) -> None:
        """See VisitStore."""
        await self._database.writing(_remember, visit)


def _find(connection: sqlite3.Connection, name: str) -> Visit | None:
    row = connection.execute("SELECT * FROM visits WHERE name = ?", (name,)).fetchone()
    return Visit(*row) if row else None


def _remember(connection: sqlite3.Connection, visit: Visit) -> None:
    connection.execute("INSERT OR REPLACE INTO visits VALUES (?, ?, ?, ?, ?, ?, ?, ?)", astuple(visit))
