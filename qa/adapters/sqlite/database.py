"""Connections to one database file: a writer on a thread of its own, readers as many as read at once.

Readers see the last committed state and go on while a write runs, here or in another process (WAL). A write is
acknowledged when its commit has been synced to disk (``synchronous = FULL``).
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from qa.adapters.sqlite import schema
from qa.adapters.sqlite.failures import is_busy, is_shared_memory_failure, translated
from qa.errors import StoreBusyError, StoreError

T = TypeVar("T")
_PAGE_SIZE = 8192  # five vectors of 384 floats a page; 4096 holds two and wastes a fifth
_WAL_KEPT = 32 << 20  # bytes that the log file may keep after a checkpoint


class Database:
    """Opens or creates the file at ``path`` and brings its schema up to date.

    ``busy_seconds`` is how long a write waits for another process's. StoreError, StoreVersionError, StoreBusyError
    when it cannot be used.
    """

    def __init__(self, path: Path, busy_seconds: float) -> None:
        self.path = path
        self._busy_seconds = busy_seconds
        self._writer: sqlite3.Connection | None = None
        self._writer_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store-writer")
        self._idle: list[sqlite3.Connection] = []
        self._idle_lock = threading.Lock()
        self._alone = threading.Lock()
        self._closed = False
        self._prepare()

    async def reading(self, work: Callable[..., T], *arguments: Any) -> T:
        """``work(connection, *arguments)`` on one snapshot, in a worker thread."""
        return await asyncio.to_thread(self.read_now, work, *arguments)

    def read_now(self, work: Callable[..., T], *arguments: Any) -> T:
        """The same in the caller's thread."""
        with translated(self.path), self._reader() as connection:
            connection.execute("BEGIN")
            try:
                return work(connection, *arguments)
            finally:
                _roll_back(connection)

    async def writing(self, work: Callable[..., T], *arguments: Any) -> T:
        """``work(connection, *arguments)`` as one transaction: on disk when this returns, without effect when it
        raises. Writes of this process wait in line on one thread, so that none of them blocks a reader's thread."""
        if self._closed:
            raise StoreError(f"{self.path} has been closed.")
        return await asyncio.get_running_loop().run_in_executor(self._writer_thread, self._write, work, arguments)

    async def scrub(self) -> None:
        """Writes the file anew without what was deleted, and empties its log: no deleted byte is left in either.

        StoreBusyError when another process reads on for longer than ``busy_seconds``; call it again then. Takes the
        time of a copy, and as much free space for a moment.
        """
        if self._closed:
            raise StoreError(f"{self.path} has been closed.")
        await asyncio.get_running_loop().run_in_executor(self._writer_thread, self._scrub)

    def _scrub(self) -> None:
        with translated(self.path):
            self._drop_writer()
            with self._idle_lock:
                while self._idle:  # a reader at rest keeps nothing, but may hold pages in its cache
                    self._idle.pop().close()
            with closing(self._connect_writer()) as connection:
                connection.execute("VACUUM")
                deadline = time.monotonic() + self._busy_seconds
                while connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                    if time.monotonic() > deadline:
                        raise StoreBusyError("What was deleted is still in the log: another process is reading.")
                    time.sleep(0.05)

    def size(self) -> int:
        """Bytes on disk: the file, its log and its shared memory."""
        files = (self.path.with_name(self.path.name + suffix) for suffix in ("", "-wal", "-shm"))
        return sum(file.stat().st_size for file in files if file.exists())

    def close(self) -> None:
        """Waits for the writes that run, then closes the connections; those in use close when they are given back.
        Safe to call twice."""
        self._closed = True
        self._writer_thread.shutdown(wait=True)
        self._drop_writer()
        with self._idle_lock:
            while self._idle:
                self._idle.pop().close()

    def _prepare(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"The folder {self.path.parent} cannot be made ({error.strerror}).",
                next_step="Check its permissions, or point QA_DATA_DIR at another folder.",
            ) from error
        with translated(self.path):
            migrations = schema.load_migrations()
            if self.path.exists() and self.path.stat().st_size:
                with self._reader() as connection:
                    if schema.is_up_to_date(connection, len(migrations)):
                        return  # nothing to write: a store on a full disk opens too
            with closing(self._connect_writer()) as connection:
                self._enter_wal(connection)
                schema.migrate(connection, migrations)

    def _write(self, work: Callable[..., T], arguments: tuple[Any, ...]) -> T:
        with translated(self.path):
            if self._writer is None:
                self._writer = self._connect_writer()
            connection = self._writer
            try:
                connection.execute("BEGIN IMMEDIATE")
                result = work(connection, *arguments)
                connection.execute("COMMIT")
            except BaseException as error:
                _roll_back(connection)
                if isinstance(error, sqlite3.Error):
                    self._drop_writer()  # whatever state the error left behind, the next write starts fresh
                raise
            return result

    @contextmanager
    def _reader(self) -> Iterator[sqlite3.Connection]:
        if self._closed:
            raise StoreError(f"{self.path} has been closed.")
        with self._idle_lock:
            connection = self._idle.pop() if self._idle else None
        if connection is None:
            connection = self._connect_reader()
        if connection is None:
            with self._lone_reader() as connection:
                yield connection
            return
        usable = True
        try:
            yield connection
        except sqlite3.Error:
            usable = False
            raise
        finally:
            self._give_back(connection, usable)

    def _give_back(self, connection: sqlite3.Connection, usable: bool) -> None:
        with self._idle_lock:
            if usable and not self._closed:
                self._idle.append(connection)
                return
        connection.close()

    def _connect_reader(self) -> sqlite3.Connection | None:
        """``None`` when the disk is too full for the shared memory that readers need beside a writer."""
        try:
            # The query opens the shared memory, if nothing before did.
            return self._connect("PRAGMA query_only = ON", "SELECT 1 FROM sqlite_schema LIMIT 1")
        except sqlite3.Error as error:
            if is_shared_memory_failure(error):
                return None
            raise

    @contextmanager
    def _lone_reader(self) -> Iterator[sqlite3.Connection]:
        """A connection that needs no space: it locks the file for itself while it reads and keeps the wal-index in
        its own memory. Never kept, so that others get their turn and the usual way is tried again each time."""
        with self._alone, closing(self._connect("PRAGMA locking_mode = EXCLUSIVE")) as connection:
            yield connection

    def _connect_writer(self) -> sqlite3.Connection:
        return self._connect(
            "PRAGMA foreign_keys = ON",
            "PRAGMA synchronous = FULL",
            f"PRAGMA journal_size_limit = {_WAL_KEPT}",
            "PRAGMA secure_delete = FAST",
        )

    def _connect(self, *statements: str) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=self._busy_seconds, isolation_level=None, check_same_thread=False
        )
        try:
            for statement in statements:
                connection.execute(statement).fetchall()
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _enter_wal(self, connection: sqlite3.Connection) -> None:
        connection.execute(f"PRAGMA page_size = {_PAGE_SIZE}")  # heeded by a file that is still empty
        deadline = time.monotonic() + self._busy_seconds
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                # Changing the mode takes an exclusive lock and does not wait for it.
                if not is_busy(error) or time.monotonic() > deadline:
                    raise
                time.sleep(0.01)

    def _drop_writer(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:  # some errors have rolled back already
        connection.execute("ROLLBACK")
