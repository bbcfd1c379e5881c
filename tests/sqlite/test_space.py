"""No space left: writes fail with a typed error, reading goes on, and everything resumes when there is space again."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from qa.adapters.sqlite import SqliteStore
from qa.errors import StoreFullError
from qa.types import Answer, Filters
from tests.newsroom import Edition, edition, publish
from tests.torture.whole import problems

ROOT = Path(__file__).parents[2]  # children start here, to import from `tests`
ANSWER = Answer("q1", "Why?", "2017-01-02T12:00:00Z", "answered", "So.", "extractive", "exact", Filters())


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 3 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small file system cannot be mounted here")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def numbered(number: int) -> Edition:
    return edition(f"{number}.txt", f"Report {number}. " * 200)


async def fill(store: SqliteStore) -> list[Edition]:
    """Writes until there is no space; gives what was acknowledged."""
    acknowledged: list[Edition] = []
    while True:
        each = numbered(len(acknowledged))
        try:
            await publish(store, each)
        except StoreFullError:
            return acknowledged
        acknowledged.append(each)


def take_the_rest(disk: Path) -> Path:
    """Writes a file until not a byte more can be written."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (4096, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue
    return filler


async def assert_it_reads(store: SqliteStore, editions: list[Edition]) -> None:
    for each in editions[:: len(editions) // 3]:
        stored = await store.get(each.article.id)
        assert stored
        assert stored.article == each.article
        assert await store.passages(each.ids) == list(each.passages)
    assert await store.search_text(["report"], 5, Filters())
    assert len(store.changes(0, 10_000)) == sum(len(e.passages) for e in editions)


async def test_a_disk_that_fills_up_while_writing(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    await asyncio.to_thread(ballast.write_bytes, b"x" * 1_000_000)
    store = SqliteStore(small_disk / "store.sqlite3")
    acknowledged = await fill(store)
    assert len(acknowledged) > 3
    await assert_it_reads(store, acknowledged)
    with pytest.raises(StoreFullError, match="nothing that was acknowledged is lost"):
        await store.save(replace(ANSWER, text="So." * 1_000_000))
    assert await store.answer("q1") is None
    ballast.unlink()
    await publish(store, numbered(len(acknowledged)))
    await store.save(ANSWER)
    await assert_it_reads(store, [*acknowledged, numbered(len(acknowledged))])
    await store.close()
    assert problems(small_disk / "store.sqlite3") == []


@pytest.mark.parametrize("clean", [True, False], ids=["closed", "killed"])
async def test_a_store_opens_and_reads_on_a_disk_that_is_full_already(small_disk: Path, clean: bool) -> None:
    """Even the shared memory beside the file has no space then; nor when the last writer was killed, and its log has
    to be read."""
    path = small_disk / "store.sqlite3"
    editions = [numbered(n) for n in range(4)]
    if clean:
        store = SqliteStore(path)
        await publish(store, *editions)
        await store.close()
    else:
        write_and_die(path)
        assert path.with_name("store.sqlite3-wal").stat().st_size > 0
    filler = await asyncio.to_thread(take_the_rest, small_disk)
    store = SqliteStore(path)
    await assert_it_reads(store, editions)
    await asyncio.gather(*(store.search_text(["report"], 5, Filters()) for _ in range(8)))
    with pytest.raises(StoreFullError):
        await publish(store, numbered(4))
    await assert_it_reads(store, editions)
    filler.unlink()
    await publish(store, numbered(4))
    await assert_it_reads(store, [*editions, numbered(4)])
    await store.close()
    assert problems(path) == []


def write_and_die(path: Path) -> None:
    code = """
import asyncio, os, pathlib, signal, sys
from qa.adapters.sqlite import SqliteStore
from tests.newsroom import publish
from tests.sqlite.test_space import numbered
asyncio.run(publish(SqliteStore(pathlib.Path(sys.argv[1])), *(numbered(n) for n in range(4))))
os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", code, str(path)], check=False, timeout=60, cwd=ROOT)
    shared_memory = path.with_name(f"{path.name}-shm")
    shared_memory.unlink()  # as after a restart of the machine on which it lived in memory


def test_a_limit_on_the_size_of_files(tmp_path: Path) -> None:
    """In a process of its own, since the limit holds for all of it."""
    code = """
import asyncio, pathlib, resource, sys
from qa.adapters.sqlite import SqliteStore
from tests.newsroom import publish
from tests.sqlite.test_space import assert_it_reads, fill, numbered

async def main():
    store = SqliteStore(pathlib.Path(sys.argv[1]))
    await publish(store, numbered(0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, resource.RLIM_INFINITY))
    acknowledged = await fill(store)
    await assert_it_reads(store, acknowledged)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    await publish(store, numbered(len(acknowledged)))
    await assert_it_reads(store, [*acknowledged, numbered(len(acknowledged))])
    await store.close()
    print(len(acknowledged))

asyncio.run(main())
"""
    path = tmp_path / "store.sqlite3"
    command = [sys.executable, "-W", "error", "-c", code, str(path)]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, cwd=ROOT)
    assert run.returncode == 0, run.stderr
    assert int(run.stdout) > 3
    assert problems(path) == []
