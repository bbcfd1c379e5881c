"""One file, many readers and writers: what holds beside a writer, after errors, and at the end."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from qa.adapters.sqlite import SqliteStore
from qa.errors import InputError, StoreBusyError, StoreError
from qa.types import Filters
from tests.newsroom import Edition, edition, publish
from tests.torture.whole import problems

ONE = edition("a.txt", "Envoys left. The embassy stayed open. Snow fell.")
TWO = edition("b.txt", "Ferries stopped. The harbour froze.")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "store.sqlite3"


@pytest.fixture
async def store(path: Path) -> AsyncIterator[SqliteStore]:
    opened = SqliteStore(path, busy_seconds=0.3)
    yield opened
    await opened.close()


async def test_what_was_written_is_there_after_reopening(store: SqliteStore, path: Path) -> None:
    await publish(store, ONE)
    await store.close()
    again = SqliteStore(path)
    assert [article.id for article in await again.current()] == [ONE.article.id]
    await again.close()
    assert problems(path) == []


async def test_writes_are_synced_to_disk_before_they_are_acknowledged(store: SqliteStore, path: Path) -> None:
    [mode] = await store._database.writing(lambda c: c.execute("PRAGMA synchronous").fetchone())
    [journal] = await store._database.writing(lambda c: c.execute("PRAGMA journal_mode").fetchone())
    assert (mode, journal) == (2, "wal")  # 2 is FULL


async def test_reading_goes_on_beside_a_writer_and_writing_says_busy_after_the_timeout(
    store: SqliteStore, path: Path
) -> None:
    await publish(store, ONE)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM passages")
        assert await store.passages(ONE.ids) == list(ONE.passages)
        assert store.changes(0, 10)
        with pytest.raises(StoreBusyError):
            await publish(store, TWO)
        other.execute("ROLLBACK")
    await publish(store, TWO)
    assert len(await store.current()) == 2


async def test_a_write_waits_for_another_writer(path: Path) -> None:
    patient = SqliteStore(path, busy_seconds=30)
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(0.3, other.execute, ["COMMIT"])
        timer.start()
        await publish(patient, ONE)
        timer.join()
    assert await patient.state(ONE.article.id)
    await patient.close()


async def test_hundreds_of_reads_and_writes_at_once_in_one_process(store: SqliteStore, path: Path) -> None:
    editions = [edition(f"{n}.txt", f"Report {n}. Snow fell. Ferries stopped.") for n in range(60)]
    reads = [store.search_text(["snow"], 5, Filters()) for _ in range(100)]
    await asyncio.gather(*(publish(store, e) for e in editions), *reads)
    assert len(await store.current(limit=1000)) == 60
    assert problems(path) == []


async def test_a_snapshot_is_consistent_while_articles_are_replaced(store: SqliteStore) -> None:
    """A read sees sentences of the version that it names, never those of the next."""
    versions = [edition("a.txt", "Snow fell. " * n) for n in range(1, 6)]
    await publish(store, versions[0])
    done = asyncio.Event()

    async def write() -> None:
        for _ in range(10):
            await publish(store, *versions)
        done.set()

    async def read() -> int:
        reads = 0
        while not done.is_set():
            stored = await store.get(ONE.article.id)
            assert stored
            assert len(stored.sentences) == stored.article.text.count(".")
            assert {s.version for s in stored.sentences} == {stored.article.version}
            reads += 1
        return reads

    _, *counts = await asyncio.gather(write(), read(), read(), read())
    assert all(counts)


async def test_a_write_that_fails_changes_nothing(store: SqliteStore, path: Path) -> None:
    await publish(store, ONE)
    twice = (TWO.passages[0], TWO.passages[0])
    with pytest.raises(sqlite3.IntegrityError):
        await store.replace(TWO.article, TWO.sentences, twice, TWO.vectors[[0, 0]], "p")
    await publish(store, TWO)
    await store.close()
    assert problems(path) == []


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (replace(ONE, vectors=ONE.vectors[:1]), "as many vectors"),
        (replace(ONE, sentences=TWO.sentences), "given for"),
        (replace(ONE, passages=tuple(replace(p, text=p.text.upper()) for p in ONE.passages)), "not what stands"),
    ],
    ids=["vectors", "owner", "text"],
)
async def test_what_contradicts_itself_is_not_taken_in(store: SqliteStore, wrong: Edition, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        await publish(store, wrong)
    assert await store.state(ONE.article.id) is None


async def test_half_a_surrogate_pair_is_refused_as_input(store: SqliteStore) -> None:
    with pytest.raises(InputError, match="surrogate"):
        await publish(store, edition("c.txt", "Fine.", title="\ud83d"))
    await publish(store, ONE)


async def test_close_waits_for_the_write_that_runs_and_is_safe_twice(store: SqliteStore, path: Path) -> None:
    write = asyncio.create_task(publish(store, ONE))
    await asyncio.sleep(0)
    await store.close()
    await store.close()
    await write
    assert [file.name for file in path.parent.iterdir()] == ["store.sqlite3"]
    with pytest.raises(StoreError, match="closed"):
        await store.state(ONE.article.id)
    with pytest.raises(StoreError, match="closed"):
        await publish(store, TWO)


def test_a_file_that_is_no_database_says_what_to_do(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"not a database, but long enough to be one " * 100)
    with pytest.raises(StoreError, match=r"damaged.*qa ingest"):
        SqliteStore(path)


def test_a_damaged_file_says_what_to_do(path: Path) -> None:
    asyncio.run(write_everything(path))
    whole = path.read_bytes()
    for damaged in (whole[:8192] + b"\xff" * (len(whole) - 8192), whole[: len(whole) // 3]):
        path.write_bytes(damaged)
        with pytest.raises(StoreError, match="damaged"):
            asyncio.run(read_everything(path))


async def write_everything(path: Path) -> None:
    store = SqliteStore(path)
    await publish(store, *[edition(f"{n}.txt", f"Report {n}. " * 40) for n in range(40)])
    await store.close()


async def read_everything(path: Path) -> None:
    store = SqliteStore(path)
    try:
        await store.current(limit=1000)
        store.changes(0, 1000)
        await store.search_text(["report"], 1000, Filters())
    finally:
        await store.close()


async def test_a_folder_that_cannot_be_made_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="QA_DATA_DIR"):
        SqliteStore(tmp_path / "file" / "folder" / "store.sqlite3")


def test_a_read_only_folder_says_what_to_do() -> None:
    """In a process without root's rights, which would ignore the permissions."""
    code = """
import os, pathlib, sys
from qa.adapters.sqlite import SqliteStore
from qa.adapters.sqlite.schema import load_migrations
load_migrations()  # imports what another user may not be able to read
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    SqliteStore(pathlib.Path(sys.argv[1]))
except Exception as error:
    print(type(error).__name__, error)
"""
    with tempfile.TemporaryDirectory() as folder:  # not tmp_path, which other users cannot enter at all
        Path(folder).chmod(0o555)
        command = [sys.executable, "-c", code, f"{folder}/store.sqlite3"]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        Path(folder).chmod(0o755)
    assert run.stdout.startswith("StoreError"), run.stderr
    assert "QA_DATA_DIR" in run.stdout
