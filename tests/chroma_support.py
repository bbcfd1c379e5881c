"""What the tests of the Chroma index share: waiting for it, telling whether the graph answers, other processes."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from qa.adapters.chroma import ChromaIndex, keeper, worker
from qa.adapters.chroma.graph import Graph
from qa.ports import VectorLog

POLL = 0.02
PATIENCE = 240.0  # a generation is a thousand vectors and another process; ample for a busy machine

# Processes are forks of a server that has imported Chroma and opened nothing, because importing takes seconds.
LIVES = multiprocessing.get_context("forkserver")
LIVES.set_forkserver_preload(["chromadb", "llama_index.vector_stores.chroma", "qa.adapters.chroma"])


async def until(holds: Callable[[], bool]) -> None:
    """Waits until ``holds``; fails after PATIENCE."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        await asyncio.sleep(POLL)


async def answering(index: ChromaIndex, log: VectorLog) -> ChromaIndex:
    """``index``, once its graph answers and has applied the whole log."""

    def holds() -> bool:
        status = index.status()
        return status.owner == os.getpid() and status.answering is True and status.applied == log.newest()

    await until(holds)
    return index


class WriterHere(Graph):
    """Writes as a worker does, in this process: another costs seconds a time, and test_chroma_worker.py sees to it."""

    @classmethod
    def open(cls, generation: Path, _passages: int = 0) -> Graph:
        graph = Graph.open(generation)
        return cls(graph._client, graph._collection)

    def left_well(self, _passages: int, _stopping: threading.Event) -> bool:
        return True

    def kill(self) -> None:
        self.close()


@contextmanager
def written_here() -> Iterator[None]:
    """An index in this process alone, whose graph takes every change in, however small."""
    with (
        mock.patch.object(worker.Worker, "open", WriterHere.open),
        mock.patch.object(keeper, "FIRST", 1),
        mock.patch.object(keeper, "WAITING", 1),
    ):
        yield
