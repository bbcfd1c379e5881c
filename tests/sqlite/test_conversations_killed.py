"""A process that is killed in the middle of a conversation loses no turn that it was told is kept."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import time
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

from qa.adapters.sqlite import SqliteStore
from qa.types import Answer, Feedback, Filters

ROUNDS = 6
ANSWER = Answer("", "?", "", "answered", "So.", "extractive", "exact", Filters(), conversation_id="talk")


def converse(path: Path, name: str, pipe: Connection) -> None:
    """Answers in one conversation and gives feedback until it is killed; tells what was acknowledged."""
    asyncio.run(_converse(path, name, pipe))


async def _converse(path: Path, name: str, pipe: Connection) -> None:
    store = SqliteStore(path)
    await store.begin_conversation("talk", "")
    number = 0
    while True:
        answer = replace(ANSWER, id=f"{name}-{number}")
        await store.save(answer)
        await store.give_feedback(Feedback(answer.id, "up", "", given_by="ada"))
        pipe.send(answer.id)
        number += 1


def test_no_acknowledged_turn_is_lost_and_none_is_doubled(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    context = multiprocessing.get_context("forkserver")
    acknowledged: list[str] = []
    for name in range(ROUNDS):
        ours, theirs = context.Pipe(duplex=False)
        child = context.Process(target=converse, args=(path, str(name), theirs))
        child.start()
        theirs.close()
        acknowledged.append(ours.recv())
        time.sleep(0.01 * (name + 1))
        assert child.pid
        os.kill(child.pid, signal.SIGKILL)
        child.join(30)
        while ours.poll():
            try:
                acknowledged.append(ours.recv())
            except EOFError:
                break
    turns, liked = asyncio.run(_kept(path))
    assert len(set(turns)) == len(turns)
    assert set(acknowledged) <= set(turns)
    assert [turn for turn in turns if turn in set(acknowledged)] == acknowledged
    assert set(acknowledged) <= set(liked)
    assert len(turns) <= len(acknowledged) + ROUNDS  # at most one a round was kept and not acknowledged


async def _kept(path: Path) -> tuple[list[str], list[str]]:
    store = SqliteStore(path)
    held = await store.conversation("talk")
    liked = await store.feedback(limit=100_000)
    await store.close()
    assert held
    return [turn.answer_id for turn in held.turns], [entry.answer_id for entry in liked]
