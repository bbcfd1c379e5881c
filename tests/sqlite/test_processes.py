"""Several processes write to and read from one store at the same time."""

from __future__ import annotations

import asyncio
import multiprocessing
from dataclasses import replace
from pathlib import Path

from qa.adapters.sqlite import SqliteStore
from qa.types import Answer, Filters
from tests.newsroom import edition, publish
from tests.torture.whole import problems

WRITES = 30


def work(path: Path, name: str) -> None:
    """Writes articles of its own and one that all share, and reads after every write what it must find by then."""
    asyncio.run(_work(path, name))


async def _work(path: Path, name: str) -> None:
    store = SqliteStore(path, busy_seconds=60)
    await store.begin_conversation("shared", "")
    for number in range(WRITES):
        own = edition(f"{name}/{number}.txt", f"Report {number} of {name}. Snow fell. Ferries stopped.")
        shared = edition("shared.txt", f"Word from {name}. " * (number + 1))
        await publish(store, own, shared)
        assert await store.passages(own.ids) == list(own.passages)
        stored = await store.get(shared.article.id)
        assert stored
        assert len(stored.sentences) == stored.article.text.count(".")
        present = {change.passage_id for change in store.changes(0, 10**6) if change.vector is not None}
        assert present >= set(own.ids)
        answer = Answer(f"{name}{number}", "?", "", "answered", name, "extractive", "exact", Filters())
        await store.save(replace(answer, conversation_id="shared"))
    await store.close()


def test_three_processes_write_and_read_at_once_and_see_each_other(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    context = multiprocessing.get_context("forkserver")
    names = ["north", "south", "west"]
    children = [context.Process(target=work, args=(path, name)) for name in names]
    for child in children:
        child.start()
    for child in children:
        child.join(120)
    assert [child.exitcode for child in children] == [0, 0, 0]
    assert problems(path) == []
    asyncio.run(_see_all(path, names))


async def _see_all(path: Path, names: list[str]) -> None:
    store = SqliteStore(path)
    assert (await store.stats()).articles == len(names) * WRITES + 1
    for name in names:
        assert len(await store.search_text([name, "nothing"], 1000, Filters())) >= WRITES
        assert await store.answer(f"{name}{WRITES - 1}")
    held = await store.conversation("shared")
    assert held
    assert len(held.turns) == len(names) * WRITES
    for name in names:
        said = [turn.answer_id for turn in held.turns if turn.answer_id.startswith(name)]
        assert said == [f"{name}{number}" for number in range(WRITES)]
    await store.close()
