"""Who may open the Chroma index, or serve a folder: one process at a time. Two leave an index unreadable, without an
error for either."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

LOCK_FILE = "owner.lock"


class Ownership:
    """The lock on a folder, held until ``release`` or the end of the process, however it ends.

    The lock file tells everyone else the owner's pid, and whatever else it notes there.
    """

    def __init__(self, handle: int) -> None:
        self._handle = handle

    @classmethod
    def acquire(cls, folder: Path) -> Ownership | None:
        """Takes the lock of ``folder``, which is made when missing; ``None`` when another holds it. OSError when the
        folder or the file cannot be made."""
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            return None
        ownership = cls(handle)
        ownership.note({})
        return ownership

    def note(self, facts: Mapping[str, Any]) -> None:
        """Writes the pid and ``facts`` (JSON values) into the lock file. Never fails: on a full disk it stays out."""
        text = json.dumps({"pid": os.getpid(), **facts}).encode()
        with contextlib.suppress(OSError):
            os.ftruncate(self._handle, 0)
            os.pwrite(self._handle, text, 0)

    def release(self) -> None:
        """Gives the lock back."""
        with contextlib.suppress(OSError):
            os.ftruncate(self._handle, 0)
        os.close(self._handle)


def owner(folder: Path) -> dict[str, Any] | None:
    """What the present owner of ``folder`` noted (``pid``, …; empty when it could not); ``None`` when it has none.

    To find out, it holds the lock for a moment; an owner that starts just then waits one poll longer.
    """
    try:
        handle = os.open(folder / LOCK_FILE, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        with contextlib.suppress(ValueError):
            return dict(json.loads(os.pread(handle, 65_536, 0)))
        return {}
    else:
        return None
    finally:
        os.close(handle)
