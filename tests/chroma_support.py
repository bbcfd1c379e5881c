"""What the tests of the Chroma index share: waiting for it, telling whether the graph answers, other processes."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import time
from collections.abc import Callable

from qa.adapters.chroma import ChromaIndex
from qa.ports import VectorLog

POLL = 0.02
PATIENCE = 60.0  # ten times what a busy machine needs

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
