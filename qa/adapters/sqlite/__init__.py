"""The store in one SQLite file."""

from qa.adapters.sqlite.store import SqliteStore

__all__ = ["SqliteStore"]
