"""The schema and its versions: numbered SQL files, counted by ``PRAGMA user_version``."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from importlib import resources

from qa.errors import StoreError, StoreVersionError

APPLICATION_ID = 0x71617274  # "qart", so that another program's database is told from an empty one


def load_migrations() -> tuple[str, ...]:
    """The SQL of each migration, in order; the n-th leads from version n-1 to n."""
    folder = resources.files("qa.adapters.sqlite") / "migrations"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)
    return tuple(file.read_text(encoding="utf-8") for file in files)


def is_up_to_date(connection: sqlite3.Connection, newest: int) -> bool:
    """Whether the file needs no write before it can be used. Raises like ``migrate``."""
    in_wal = connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    return in_wal and _checked_version(connection, newest) == newest


def migrate(connection: sqlite3.Connection, migrations: Sequence[str]) -> None:
    """Brings the database up to ``len(migrations)`` in one transaction; two processes may do it at once.

    StoreVersionError when the database is newer; StoreError when it belongs to another program.
    """
    if _checked_version(connection, len(migrations)) == len(migrations):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Asked again under the lock: another process may have migrated meanwhile.
        for script in migrations[_checked_version(connection, len(migrations)) :]:
            for statement in statements(script):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(migrations)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def statements(script: str) -> Iterator[str]:
    """The single statements of ``script``, each ending at the end of a line.

    ``executescript`` is no choice: it commits first, and a migration has to be one transaction.
    """
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if any(line.strip() and not line.lstrip().startswith("--") for line in statement.splitlines()):
        raise ValueError(f"unfinished SQL statement: {statement!r}")


def _checked_version(connection: sqlite3.Connection, newest: int) -> int:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    owner = connection.execute("PRAGMA application_id").fetchone()[0]
    filled = connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone()
    if owner != APPLICATION_ID and (version or filled):
        raise StoreError("The file is a database of another program.", next_step="Point QA_DATA_DIR elsewhere.")
    if version > newest:
        raise StoreVersionError(f"The store has schema version {version}; this release knows up to {newest}.")
    return version
