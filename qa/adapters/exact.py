"""The exact scan: every stored vector, compared with the question's. The yardstick that other indexes are held to."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np

from qa.adapters.vector_table import Changed, ScoredIds, VectorTable
from qa.errors import IndexMismatchError
from qa.ports import VectorHits, VectorLog
from qa.types import Filters

if TYPE_CHECKING:
    from qa.adapters.vector_table import Rows
    from qa.ports import Vectors

PAGE = 2_000
"""Changes read from the log at once: 3 MB at 384 dimensions."""


class ExactScan:
    """VectorIndex over a VectorLog: keeps the vectors in memory (1.5 KB a passage at 384 dimensions) and applies the
    change log before every search. Safe to call from several threads.

    The order of hits depends on the vectors and ids alone, never on the order of writing.
    """

    def __init__(self, log: VectorLog, fingerprint: str | None = None) -> None:
        """``fingerprint`` names the embedder of the questions; ``None``: whichever made the stored vectors."""
        self._log = log
        self._fingerprint = fingerprint
        self._lock = threading.Lock()
        self._table = VectorTable()
        self._applied = 0

    @property
    def name(self) -> str:
        """``exact``."""
        return "exact"

    @property
    def dimension(self) -> int | None:
        """Length of the vectors read so far; ``None`` before the first search."""
        return self._table.dimension

    async def search_vector(self, vector: Vectors, limit: int, filters: Filters) -> VectorHits:
        """See the port. IndexMismatchError when the stored vectors were made by another embedder."""
        return VectorHits(await asyncio.to_thread(self.search, vector, limit, filters))

    async def refresh(self) -> None:
        """See the port; raises what a search does."""
        await asyncio.to_thread(self.catch_up)

    async def close(self) -> None:
        """Nothing to give back but memory."""

    def catch_up(self) -> None:
        """``refresh``, blocking."""
        with self._lock:
            self._catch_up()

    def search(self, vector: Vectors, limit: int, filters: Filters) -> ScoredIds:
        """``search_vector``, blocking."""
        with self._lock:
            if filters == Filters():
                self._catch_up()
                rows = None
            else:
                rows = self._selected(filters)
            self._check(vector)
            return self._table.nearest(vector, limit, rows)

    def search_among(self, vector: Vectors, limit: int, ids: Collection[str], since: int) -> ScoredIds | None:
        """The nearest among those of ``ids`` that are current and every passage whose vector was set after ``since``.

        So it completes what an index proposes that has applied the log up to ``since``. ``None`` when that cannot be:
        so many of ``ids`` are gone that the index may have had better ones, or the log does not reach ``since``.
        """
        with self._lock:
            self._catch_up()
            self._check(vector)
            proposed = self._table.rows_of(ids)
            if self._applied < since or len(proposed) < min(limit, len(self._table)):
                return None
            return self._table.nearest(vector, limit, np.union1d(proposed, self._table.rows_since(since)))

    def changed(self, since: int, limit: int) -> Changed:
        """What an index that stands at ``since`` has to take in next; see ``Changed``. ``reached`` is below ``since``
        when another store lies at this place now."""
        with self._lock:
            self._catch_up()
            return self._table.changed(since, limit, self._applied)

    def ids(self, until: int | None = None) -> frozenset[str]:
        """The passages that are current and whose vector was set at ``until`` in the log or before."""
        with self._lock:
            self._catch_up()
            return self._table.ids(until)

    def _selected(self, filters: Filters) -> Rows | None:
        """The rows that pass ``filters``. Read again when a write came in between, so that an article that is being
        replaced is seen as it was or as it is, never absent; after three writes in a row the third reading stands."""
        self._catch_up()
        for _ in range(3):
            applied, selection = self._applied, self._log.selection(filters)
            self._catch_up()
            if self._applied == applied:
                break
        return None if selection is None else self._table.rows_in(selection)

    def _catch_up(self) -> None:
        if self._log.newest() < self._applied:
            self._start_over()  # another store lies at this place now (a backup put back)
        try:
            self._read_on()
        except IndexMismatchError:
            self._start_over()  # the vectors were made again at another length, and some of the old ones are held
            self._read_on()
        made_by = self._log.fingerprint()
        if self._fingerprint is not None and made_by not in (None, self._fingerprint):
            raise IndexMismatchError(f"The stored vectors were made by {made_by}, not by {self._fingerprint}.")

    def _read_on(self) -> None:
        while True:
            # What is pruned at or below this place was gone before anything was read that is held now.
            held = self._applied or self._log.newest()
            self._read_pages()
            if self._log.floor() <= held:
                return
            self._start_over()

    def _read_pages(self) -> None:
        # To the end, not to a number: entries show the present state, so only the end is one moment of the store.
        while True:
            page = self._log.changes(self._applied, PAGE)
            for change in page:
                self._table.put(change)
                self._applied = change.seq
            if len(page) < PAGE:
                return

    def _start_over(self) -> None:
        self._table = VectorTable()
        self._applied = 0

    def _check(self, vector: Vectors) -> None:
        if self._table.dimension not in (None, len(vector)):
            raise IndexMismatchError(
                f"The question has {len(vector)} dimensions, the stored vectors have {self._table.dimension}."
            )
