"""Generations on disk: the pointer, the mark, and what takes the mark's truth away."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from qa.adapters.chroma.generation import CleanState, Generations, is_marked, size, write_durably
from qa.adapters.ownership import LOCK_FILE, Ownership, owner

STATE = CleanState("fake-16", applied=12, passages=7, deleted=3)


@pytest.fixture
def generations(tmp_path: Path) -> Generations:
    return Generations(tmp_path)


@pytest.fixture
def generation(generations: Generations) -> Path:
    """A current generation of two files, marked."""
    made = generations.create()
    (made / "graph").mkdir()
    (made / "graph" / "level0.bin").write_bytes(b"x" * 1000)
    (made / "rows.sqlite3").write_bytes(b"y" * 1000)
    generations.adopt(made)
    generations.mark_clean(made, STATE)
    return made


def test_a_marked_generation_tells_how_it_was_closed(generations: Generations, generation: Path) -> None:
    assert generations.current() == generation
    assert generations.marked_state(generation) == STATE


def _flip(generation: Path) -> None:
    (generation / "graph" / "level0.bin").write_bytes(b"x" * 999 + b"z")


def _shorten(generation: Path) -> None:
    (generation / "rows.sqlite3").write_bytes(b"y" * 999)


def _remove_file(generation: Path) -> None:
    (generation / "rows.sqlite3").unlink()


def _add_file(generation: Path) -> None:
    (generation / "rows.sqlite3-journal").touch()


def _tear_mark(generation: Path) -> None:
    mark = generation.with_name(generation.name + ".clean")
    mark.write_bytes(mark.read_bytes()[:40])


def _mark_of_another_kind(generation: Path) -> None:
    mark = generation.with_name(generation.name + ".clean")
    mark.write_text(json.dumps({"state": {"seq": 1}, "files": {}}))


@pytest.mark.parametrize("change", [_flip, _shorten, _remove_file, _add_file, _tear_mark, _mark_of_another_kind])
def test_any_change_since_makes_the_mark_void(
    generations: Generations, generation: Path, change: Callable[[Path], None]
) -> None:
    change(generation)
    assert generations.marked_state(generation) is None


def test_a_mark_that_was_taken_away_is_gone(generations: Generations, generation: Path) -> None:
    generations.unmark(generation)
    assert generations.marked_state(generation) is None
    assert not is_marked(generation)


def test_adopting_a_generation_removes_the_others(generations: Generations, generation: Path, tmp_path: Path) -> None:
    newer = generations.create()
    assert newer.name != generation.name
    generations.adopt(newer)
    assert generations.current() == newer
    assert sorted(path.name for path in tmp_path.iterdir()) == ["current", newer.name]


@pytest.mark.parametrize("content", [b"", b"g-00000000", b"\xff\xfe", b".."])
def test_a_pointer_to_nothing_is_no_pointer(generations: Generations, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "current").write_bytes(content)
    assert generations.current() is None


def test_a_write_that_fails_leaves_the_old_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "current"
    write_durably(path, "old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_durably(path, "new")
    assert path.read_text() == "old"


def test_size_counts_every_file(generation: Path) -> None:
    assert size(generation) == 2000


def test_one_owner_at_a_time_who_is_named(tmp_path: Path) -> None:
    first = Ownership.acquire(tmp_path / "index")
    assert first is not None
    assert Ownership.acquire(tmp_path / "index") is None
    first.note({"applied": 3})
    assert owner(tmp_path / "index") == {"pid": os.getpid(), "applied": 3}
    first.release()
    assert owner(tmp_path / "index") is None
    second = Ownership.acquire(tmp_path / "index")
    assert second is not None
    second.release()


def test_a_pid_that_a_killed_owner_left_behind_names_nobody(tmp_path: Path) -> None:
    (tmp_path / LOCK_FILE).write_text('{"pid": 1}')
    assert owner(tmp_path) is None


def test_asking_for_the_owner_of_no_index_is_fine(tmp_path: Path) -> None:
    assert owner(tmp_path / "nowhere") is None
