"""SQLite's error codes, told as the service's own errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qa.errors import InputError, StoreBusyError, StoreError, StoreFullError

# What a full disk, a quota or a file size limit looks like. ENOSPC is SQLITE_FULL when pages are written, but a plain
# write error from a file size limit (EFBIG) and a shared memory error while the wal-index grows.
_FULL = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_FSYNC,
    sqlite3.SQLITE_IOERR_TRUNCATE,
    sqlite3.SQLITE_IOERR_SHMSIZE,
}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_REFUSED = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM}


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raises StoreFullError, StoreBusyError or StoreError for what SQLite reports about the file ``path``.

    Broken constraints and wrong SQL are bugs and escape as they are.
    """
    try:
        yield
    except sqlite3.Error as error:
        known = _known(error, path)
        if known is None:
            raise
        raise known from error
    except UnicodeEncodeError as error:
        raise InputError("A text holds half of a surrogate pair, which is no character and cannot be kept.") from error


def is_shared_memory_failure(error: sqlite3.Error) -> bool:
    """Whether the wal-index could not be made: on a full disk a process that comes fresh meets this at its first
    read, although nothing it wants to read needs space."""
    return _code(error) in {sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_SHMOPEN, sqlite3.SQLITE_FULL}


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another connection holds the lock."""
    return _code(error) & 0xFF in _BUSY


def _code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", None) or 0  # errors of the Python module itself have none


def _known(error: sqlite3.Error, path: Path) -> StoreError | None:
    code = _code(error)
    primary = code & 0xFF
    if code in _FULL:
        return StoreFullError(f"There is no space left to write {path}, or a limit on its size was met.")
    if is_busy(error):
        return StoreBusyError(f"Another process has kept {path} locked for too long.")
    if primary in _DAMAGED:
        return StoreError(
            f"{path} is damaged or is no database of this service ({error}).",
            next_step="Put a copy of it back, or move it away and run `qa ingest` again.",
        )
    if primary in _REFUSED:
        return StoreError(
            f"{path} cannot be opened for writing ({error}).",
            next_step="Check the permissions of the folder and the file, or point QA_DATA_DIR at another folder.",
        )
    if primary == sqlite3.SQLITE_IOERR:
        return StoreError(f"The disk failed under {path} ({error}).", next_step="Check the disk, then try again.")
    return None
