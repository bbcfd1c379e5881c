"""Schema versions: migrating, refusing, and two processes at once."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from qa.adapters.sqlite import SqliteStore
from qa.adapters.sqlite.schema import APPLICATION_ID, load_migrations, migrate, statements
from qa.errors import StoreError, StoreVersionError

FIRST = "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT);\n"
SECOND = """
-- Adds a column; and a trigger, whose statements end within the statement.
ALTER TABLE notes ADD COLUMN day TEXT;
CREATE TRIGGER undated AFTER INSERT ON notes WHEN new.day IS NULL BEGIN
    UPDATE notes SET day = 'unknown' WHERE id = new.id;
END;
UPDATE notes SET day = 'before';
"""


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "notes.sqlite3", isolation_level=None)) as opened:
        yield opened


def version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_an_old_file_is_brought_up_to_date_with_its_rows(connection: sqlite3.Connection) -> None:
    migrate(connection, [FIRST])
    connection.execute("INSERT INTO notes (text) VALUES ('old')")
    migrate(connection, [FIRST, SECOND])
    connection.execute("INSERT INTO notes (text) VALUES ('new')")
    assert connection.execute("SELECT text, day FROM notes").fetchall() == [("old", "before"), ("new", "unknown")]
    assert version(connection) == 2


def test_migrating_again_changes_nothing(connection: sqlite3.Connection) -> None:
    migrate(connection, [FIRST, SECOND])
    migrate(connection, [FIRST, SECOND])
    assert version(connection) == 2


def test_a_migration_that_fails_leaves_the_file_as_it_was(connection: sqlite3.Connection) -> None:
    migrate(connection, [FIRST])
    with pytest.raises(sqlite3.OperationalError):
        migrate(connection, [FIRST, SECOND, "CREATE TABLE more (id);\nCREATE TABLE notes (id);\n"])
    assert version(connection) == 1
    assert [row[1] for row in connection.execute("PRAGMA table_info(notes)")] == ["id", "text"]
    assert not connection.in_transaction


def test_a_newer_file_is_refused_with_the_next_step(connection: sqlite3.Connection) -> None:
    migrate(connection, [FIRST, SECOND])
    with pytest.raises(StoreVersionError, match="Upgrade"):
        migrate(connection, [FIRST])


def test_another_programs_database_is_not_touched(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE theirs (id)")
    with pytest.raises(StoreError, match="another program"):
        migrate(connection, [FIRST])
    assert connection.execute("SELECT name FROM sqlite_schema").fetchall() == [("theirs",)]


def test_unfinished_sql_is_a_mistake_that_is_named() -> None:
    with pytest.raises(ValueError, match="unfinished"):
        list(statements("CREATE TABLE a (b);\nCREATE TABLE c (\n"))
    assert list(statements("-- only a remark\n")) == []


async def test_a_store_of_a_newer_release_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    await SqliteStore(path).close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        connection.execute(f"PRAGMA user_version = {len(load_migrations()) + 1}")
    with pytest.raises(StoreVersionError):
        SqliteStore(path)


def test_processes_that_create_the_same_store_at_once_all_get_it(tmp_path: Path) -> None:
    """Four processes wait for one moment, then open a store that is not there yet."""
    code = """
import asyncio, sys, pathlib
from qa.adapters.sqlite import SqliteStore
print(flush=True)
sys.stdin.readline()
store = SqliteStore(pathlib.Path(sys.argv[1]))
print(asyncio.run(store.stats()).articles)
asyncio.run(store.close())
"""
    command = [sys.executable, "-c", code, str(tmp_path / "new" / "store.sqlite3")]
    children = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    for child in children:
        assert child.stdout
        child.stdout.readline()  # imported, and waiting
    for child in children:
        assert child.stdin
        child.stdin.write("\n")
        child.stdin.flush()
    assert [child.communicate(timeout=60)[0].strip() for child in children] == ["0"] * 4
