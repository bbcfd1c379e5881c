"""Generations of the index: one folder each, a pointer to the current one, and a mark that says it was closed well."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

POINTER = "current"
PREFIX = "g-"
MARK_SUFFIX = ".clean"


@dataclass(frozen=True, slots=True)
class CleanState:
    """How a generation was closed: what made it, how far it had followed the log, what it holds and has deleted."""

    fingerprint: str
    applied: int
    passages: int
    deleted: int


class Generations:
    """The generations in one index folder. Called by the owner of the folder only; raises OSError."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def current(self) -> Path | None:
        """The folder that the pointer names; ``None`` without one."""
        name = _read(self._folder / POINTER)
        return next((generation for generation in self._all() if generation.name == name), None)

    def create(self) -> Path:
        """A new, empty generation, which nothing points to yet.

        Its name was never used before: Chroma keeps what is open by path, and may still know one that went wrong.
        """
        generation = self._folder / f"{PREFIX}{secrets.token_hex(4)}"
        generation.mkdir(parents=True)
        return generation

    def adopt(self, generation: Path) -> None:
        """Makes ``generation`` the current one, in one step on disk, and removes all others."""
        write_durably(self._folder / POINTER, generation.name)
        for other in self._all():
            if other != generation:
                self.discard(other)

    def discard(self, generation: Path) -> None:
        """Removes ``generation``: its mark first, so that half of one is never taken for whole."""
        _mark(generation).unlink(missing_ok=True)
        shutil.rmtree(generation, ignore_errors=True)

    def discard_all(self) -> None:
        """Removes every generation and the pointer."""
        (self._folder / POINTER).unlink(missing_ok=True)
        for generation in self._all():
            self.discard(generation)

    def mark_clean(self, generation: Path, state: CleanState) -> None:
        """Says that ``generation`` is whole as it lies there. Nothing may have it open; its files are on disk then."""
        for path in _files(generation):
            _sync(path)
        _sync(generation)
        record = {"state": asdict(state), "files": _fingerprints(generation)}
        write_durably(_mark(generation), json.dumps(record))

    def marked_state(self, generation: Path) -> CleanState | None:
        """How ``generation`` was closed; ``None`` when it was not, or is no longer as it was then."""
        text = _read(_mark(generation))
        if text is None:
            return None
        try:
            record = json.loads(text)
            state = CleanState(**record["state"])
            return state if record["files"] == _fingerprints(generation) else None
        except (ValueError, KeyError, TypeError):
            return None

    def unmark(self, generation: Path) -> None:
        """Takes the mark away, for good: to be done before ``generation`` is opened for writing."""
        _mark(generation).unlink(missing_ok=True)
        _sync(self._folder)

    def _all(self) -> list[Path]:
        return sorted(path for path in self._folder.glob(f"{PREFIX}*") if path.is_dir())


def is_marked(generation: Path) -> bool:
    """Whether ``generation`` has a mark; whether it is a true one shows when it is taken."""
    return _mark(generation).exists()


def size(folder: Path) -> int:
    """Bytes of all files below ``folder``. What vanishes while it is being counted doesn't count."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                total += os.stat(os.path.join(parent, name)).st_size
    return total


def write_durably(path: Path, text: str) -> None:
    """Writes ``path`` so that a reader, and a crash, see the old content or the new, never half."""
    beside = path.with_name(path.name + ".new")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    _sync(path.parent)


def _fingerprints(generation: Path) -> dict[str, list[int | str]]:
    """Size and sha256 of each file, by its path in ``generation``."""
    found: dict[str, list[int | str]] = {}
    for path in _files(generation):
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        found[path.relative_to(generation).as_posix()] = [path.stat().st_size, digest]
    return found


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _mark(generation: Path) -> Path:
    return generation.with_name(generation.name + MARK_SUFFIX)


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
