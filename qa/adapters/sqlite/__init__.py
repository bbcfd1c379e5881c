"""The store in one SQLite file."""

from qa.adapters.sqlite.history import SqliteHistory
from qa.adapters.sqlite.jobs import SqliteJobs
from qa.adapters.sqlite.keys import SqliteKeys
from qa.adapters.sqlite.replies import SqliteReplies
from qa.adapters.sqlite.store import SqliteStore
from qa.adapters.sqlite.visits import SqliteVisits
from qa.operating import Operations

__all__ = ["SqliteHistory", "SqliteStore", "SqliteVisits", "operations"]


def operations(store: SqliteStore) -> Operations:
    """Keys, jobs and replies in the file of ``store``, open as long as that is."""
    jobs = SqliteJobs(store.database)
    return Operations(SqliteKeys(store.database), jobs, jobs, SqliteReplies(store.database))
