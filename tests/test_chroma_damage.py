"""Damaged indexes, each made from a real one: found out before they are opened, answered around, built anew."""

from __future__ import annotations

import asyncio
import json
import pickle
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from qa.adapters.chroma import ChromaIndex, worker
from qa.adapters.chroma.generation import CleanState, Generations
from qa.types import Filters
from tests.chroma_support import POLL, answering, written_here
from tests.vector_log import MemoryLog, fill, unit_vectors

FINGERPRINT = "test-16"
VECTORS = unit_vectors(1_050)  # above Chroma's sync threshold of 1,000, so that the graph lies in its files
QUERIES = unit_vectors(20, seed=5)

Damage = Callable[[Path], None]
Hits = list[tuple[tuple[str, float], ...]]


@pytest.fixture(scope="module", autouse=True)
def _built_here() -> Iterator[None]:
    """No other process builds an index: that costs seconds a time, and test_chroma_worker.py sees to it."""
    with written_here():
        yield


@pytest.fixture(scope="module")
def log() -> MemoryLog:
    made = MemoryLog(FINGERPRINT)
    fill(made, VECTORS)
    return made


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, log: MemoryLog) -> tuple[Path, Hits]:
    """An index folder that was closed well, and what it answered to QUERIES."""
    folder = tmp_path_factory.mktemp("sound") / "index"

    async def build() -> Hits:
        index = await answering(ChromaIndex(folder, log, FINGERPRINT, poll_seconds=POLL), log)
        hits = await answers(index)
        await index.close()
        return hits

    return folder, asyncio.run(build())


@pytest.fixture
def folder(sound: tuple[Path, Hits], tmp_path: Path) -> Path:
    """A copy to damage."""
    return Path(shutil.copytree(sound[0], tmp_path / "index"))


async def answers(index: ChromaIndex) -> Hits:
    return [(await index.search_vector(query, 10, Filters())).hits for query in QUERIES]


def generation_in(folder: Path) -> Path:
    generation = Generations(folder).current()
    assert generation is not None
    return generation


def one(generation: Path, name: str) -> Path:
    [path] = generation.rglob(name)
    assert path.stat().st_size > 0
    return path


def torn_pickle(generation: Path) -> None:
    path = one(generation, "index_metadata.pickle")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def zeroed_level0(generation: Path) -> None:
    path = one(generation, "data_level0.bin")
    path.write_bytes(bytes(path.stat().st_size))


def torn_link_list(generation: Path) -> None:
    path = one(generation, "link_lists.bin")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def wild_link_list(generation: Path) -> None:
    """Lengths of billions: what made Chroma once write a sparse file of 363 GB, or crash."""
    path = one(generation, "link_lists.bin")
    path.write_bytes(b"\xff" * path.stat().st_size)


def truncated_rows(generation: Path) -> None:
    path = one(generation, "chroma.sqlite3")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def lost_rows(generation: Path) -> None:
    """Half of the passages are gone from Chroma's own tables; everything still opens."""
    with closing(sqlite3.connect(one(generation, "chroma.sqlite3"))) as connection, connection:
        connection.execute("DELETE FROM embeddings WHERE id % 2")


def deleted_files(generation: Path) -> None:
    for path in generation.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def evil_pickle(generation: Path) -> None:
    one(generation, "index_metadata.pickle").write_bytes(pickle.dumps({"nothing": "known"}))


DAMAGES = [
    torn_pickle,
    zeroed_level0,
    torn_link_list,
    wild_link_list,
    truncated_rows,
    lost_rows,
    deleted_files,
    evil_pickle,
]


async def comes_back(folder: Path, log: MemoryLog, expected: Hits) -> None:
    """Answers are right at once and after the rebuild, and it was a rebuild."""
    before = Generations(folder).current()
    index = ChromaIndex(folder, log, FINGERPRINT, poll_seconds=POLL)
    try:
        assert await answers(index) == expected
        await answering(index, log)
        assert await answers(index) == expected
        assert before is None or index.status().generation != before.name
    finally:
        await index.close()


@pytest.mark.parametrize("damage", DAMAGES)
async def test_damage_since_the_mark_is_seen_without_opening(
    folder: Path, sound: tuple[Path, Hits], log: MemoryLog, damage: Damage, monkeypatch: pytest.MonkeyPatch
) -> None:
    damage(generation_in(folder))
    monkeypatch.setattr(worker, "opens_well", lambda *_: pytest.fail("opened"))
    await comes_back(folder, log, sound[1])


@pytest.mark.parametrize("damage", [*DAMAGES[:6]])
async def test_damage_that_the_mark_covers_is_seen_by_the_child(
    folder: Path, sound: tuple[Path, Hits], log: MemoryLog, damage: Damage
) -> None:
    """As when Chroma itself wrote the damage, before the files were hashed."""
    generations, generation = Generations(folder), generation_in(folder)
    state = generations.marked_state(generation)
    assert state is not None
    damage(generation)
    generations.mark_clean(generation, state)
    assert not worker.opens_well(generation, state.passages, threading.Event())


async def test_what_the_child_turns_down_is_built_anew(folder: Path, sound: tuple[Path, Hits], log: MemoryLog) -> None:
    generations, generation = Generations(folder), generation_in(folder)
    state = generations.marked_state(generation)
    assert state is not None
    torn_pickle(generation)
    generations.mark_clean(generation, state)
    await comes_back(folder, log, sound[1])


async def test_damage_that_even_the_child_lets_pass_is_answered_around(
    folder: Path, sound: tuple[Path, Hits], log: MemoryLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    generations, generation = Generations(folder), generation_in(folder)
    state = generations.marked_state(generation)
    assert state is not None
    torn_pickle(generation)
    generations.mark_clean(generation, state)
    monkeypatch.setattr(worker, "opens_well", lambda *_: True)
    await comes_back(folder, log, sound[1])


def test_the_child_lets_a_sound_index_pass(folder: Path) -> None:
    """A check that turns everything down would hide the others' failure."""
    generation = generation_in(folder)
    assert worker.opens_well(generation, len(VECTORS), threading.Event())
    assert not worker.opens_well(generation, len(VECTORS) + 1, threading.Event())


def test_the_child_is_ended_when_it_is_time_to_stop(folder: Path) -> None:
    stopping = threading.Event()
    stopping.set()
    assert not worker.opens_well(generation_in(folder), len(VECTORS), stopping)


async def test_a_deleted_generation_is_built_anew(folder: Path, sound: tuple[Path, Hits], log: MemoryLog) -> None:
    shutil.rmtree(generation_in(folder))
    await comes_back(folder, log, sound[1])


async def test_a_deleted_index_folder_is_built_anew(folder: Path, sound: tuple[Path, Hits], log: MemoryLog) -> None:
    shutil.rmtree(folder)
    await comes_back(folder, log, sound[1])


def _another_embedder(state: CleanState) -> CleanState:
    return replace(state, fingerprint="other-16/" + state.fingerprint.split("/", 1)[1])


def _another_layout(state: CleanState) -> CleanState:
    return replace(state, fingerprint=FINGERPRINT + "/llamaindex-0")


@pytest.mark.parametrize("change", [_another_embedder, _another_layout])
async def test_a_generation_of_another_making_is_built_anew(
    folder: Path, sound: tuple[Path, Hits], log: MemoryLog, change: Callable[[CleanState], CleanState]
) -> None:
    generations, generation = Generations(folder), generation_in(folder)
    state = generations.marked_state(generation)
    assert state is not None
    generations.mark_clean(generation, change(state))
    await comes_back(folder, log, sound[1])


async def test_a_stale_mark_is_seen(folder: Path, sound: tuple[Path, Hits], log: MemoryLog, tmp_path: Path) -> None:
    """The mark of an earlier closing beside files that have been written to since."""
    mark = generation_in(folder).with_name(generation_in(folder).name + ".clean")
    stale = mark.read_text()
    later = MemoryLog(FINGERPRINT)
    fill(later, VECTORS)
    fill(later, unit_vectors(50, seed=9), prefix="late")
    await (await answering(ChromaIndex(folder, later, FINGERPRINT, poll_seconds=POLL), later)).close()
    assert json.loads(mark.read_text()) != json.loads(stale)
    mark.write_text(stale)
    await comes_back(folder, log, sound[1])


async def test_damage_under_an_open_index_harms_no_answer(
    folder: Path, sound: tuple[Path, Hits], log: MemoryLog
) -> None:
    """Its files vanish while it is in use; the next start, at the latest, builds anew."""
    index = await answering(ChromaIndex(folder, log, FINGERPRINT, poll_seconds=POLL), log)
    deleted_files(generation_in(folder))
    assert await answers(index) == sound[1]
    await index.close()
    index = ChromaIndex(folder, log, FINGERPRINT, poll_seconds=POLL)
    await answering(index, log)
    assert await answers(index) == sound[1]
    await index.close()
