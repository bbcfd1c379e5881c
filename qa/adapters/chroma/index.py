"""The vector index that answers from Chroma where it can, and from the exact scan where it can't."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from qa.adapters.chroma.graph import EF_SEARCH
from qa.adapters.chroma.keeper import IndexStatus, Keeper, status
from qa.adapters.exact import ExactScan
from qa.ports import VectorHits, VectorLog
from qa.types import Filters

if TYPE_CHECKING:
    from qa.ports import Vectors

REBUILDING = "index_rebuilding"

SPARE = 10
"""Proposals beyond the limit, so that a few passages that are gone meanwhile don't call for a scan."""


class ChromaIndex:
    """VectorIndex over the graph in ``folder``, made from ``log`` and of no worth without it.

    The graph proposes, the vectors in memory decide: hits are scored exactly, passages that are gone are left out and
    those written since are added. The exact scan answers alone while the graph is not open (another process owns it,
    it is being opened, written to, or made again), and wherever it is the better way: filters (67 to 93 ms in Chroma)
    and limits that its beam is too narrow for. Costs therefore the memory of both.
    """

    def __init__(self, folder: Path, log: VectorLog, fingerprint: str, *, poll_seconds: float = 1.0) -> None:
        """``fingerprint`` is the embedder's. Returns at once; opening goes on in a thread, which looks for changes
        every ``poll_seconds``."""
        self._folder = folder
        self._exact = ExactScan(log, fingerprint)
        self._keeper = Keeper(folder, self._exact, fingerprint, poll_seconds)

    @property
    def name(self) -> str:
        """``chroma``."""
        return "chroma"

    async def search_vector(self, vector: Vectors, limit: int, filters: Filters) -> VectorHits:
        """See the port. QAError only for what the exact scan cannot do either; ``degraded`` is ``index_rebuilding``
        while an index that was lost is made again."""
        return await asyncio.to_thread(self._search, vector, limit, filters)

    async def refresh(self) -> None:
        """See the port. The graph follows on its own: it is only ever an earlier state, and made without the texts."""
        await self._exact.refresh()

    async def close(self) -> None:
        """See the port; takes seconds for a large index, whose files are hashed for the mark."""
        await asyncio.to_thread(self._keeper.close)

    def status(self) -> IndexStatus:
        """For `qa doctor`."""
        return status(self._folder)

    def _search(self, vector: Vectors, limit: int, filters: Filters) -> VectorHits:
        if filters != Filters() or limit + SPARE > EF_SEARCH // 2 or len(vector) != self._exact.dimension:
            return VectorHits(self._exact.search(vector, limit, filters))
        proposed = self._keeper.propose(vector, limit + SPARE)
        hits = self._exact.search_among(vector, limit, *proposed) if proposed else None
        if hits is None:
            degraded = REBUILDING if self._keeper.rebuilding else None
            return VectorHits(self._exact.search(vector, limit, filters), degraded)
        return VectorHits(hits)
