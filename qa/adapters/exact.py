"""The exact scan: every stored vector, compared with the question's. The yardstick that other indexes are held to."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qa.errors import IndexMismatchError
from qa.ports import VectorChange, VectorHits, VectorLog
from qa.types import Filters

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qa.ports import Vectors

    Rows = NDArray[np.intp]

ScoredIds = tuple[tuple[str, float], ...]

PAGE = 2_000
"""Changes read from the log at once: 3 MB at 384 dimensions."""
CHUNK = 4_096
"""Rows allocated at once. Chunks are never copied to grow, so memory peaks at what is held."""
GATHER = 1_024
"""Up to so many rows are picked one by one; above it one product over everything is faster than the picking."""

ROUNDING = 1e-5
"""More than a float32 product of unit vectors of a few thousand dimensions is off by (about 1e-6 at 384)."""

_GONE = -1


@dataclass(frozen=True, slots=True)
class Changed:
    """Passages with a vector set after some place in the log: all of them up to ``reached``, in the log's order, a row
    of ``vectors`` each; ``more`` tells that there are later ones."""

    ids: tuple[str, ...]
    vectors: Vectors
    reached: int
    more: bool


class VectorTable:
    """Vectors by passage id in memory, float32, in chunks of ``CHUNK`` rows; the rows of deleted ones are used again.

    Not thread-safe: ``ExactScan`` holds a lock around it.
    """

    def __init__(self) -> None:
        self._rows: dict[str, int] = {}
        self._ids: list[str] = []
        self._seqs = np.full(CHUNK, _GONE, dtype=np.int64)
        self._articles: dict[str, int] = {}  # each article's number; of one that is gone too, which may come back
        self._owners = np.zeros(CHUNK, dtype=np.int32)
        self._chunks: list[Vectors] = []
        self._free: list[int] = []

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def dimension(self) -> int | None:
        """Length of a vector; ``None`` while there has been none."""
        return int(self._chunks[0].shape[1]) if self._chunks else None

    def ids(self, until: int | None = None) -> frozenset[str]:
        """Every passage id whose vector was set at ``until`` or before (at any time, when ``None``)."""
        if until is None:
            return frozenset(self._rows)
        seqs = self._seqs[: len(self._ids)]
        return frozenset(self._ids[row] for row in np.flatnonzero((seqs != _GONE) & (seqs <= until)).tolist())

    def changed(self, since: int, limit: int, newest: int) -> Changed:
        """About ``limit`` of the vectors set after ``since``; ``newest`` is the place that the table stands at."""
        rows = self.rows_since(since)
        rows = rows[np.argsort(self._seqs[rows], kind="stable")]
        more = len(rows) > limit
        reached = int(self._seqs[rows[limit - 1]]) if more else newest
        rows = rows[self._seqs[rows] <= reached]
        return Changed(tuple(self._ids[row] for row in rows.tolist()), self._gather(rows), reached, more)

    def put(self, change: VectorChange) -> None:
        """Sets or takes away the vector of one passage. IndexMismatchError when its length is not that of the rest."""
        row = self._rows.get(change.passage_id)
        if change.vector is None:
            if row is not None:
                self._remove(change.passage_id, row)
            return
        if self.dimension not in (None, len(change.vector)):
            raise IndexMismatchError(
                f"The stored vectors differ in length: {self.dimension} and {len(change.vector)} dimensions."
            )
        if row is None:
            row = self._new_row(change.passage_id, len(change.vector))
        self._owners[row] = self._articles.setdefault(change.article_id, len(self._articles))
        self._chunks[row // CHUNK][row % CHUNK] = change.vector
        self._seqs[row] = change.seq

    def rows_of(self, ids: Iterable[str]) -> Rows:
        """The rows of those of ``ids`` that are here."""
        found = (self._rows.get(passage_id) for passage_id in ids)
        return np.fromiter((row for row in found if row is not None), dtype=np.intp)

    def rows_in(self, article_ids: Iterable[str]) -> Rows:
        """The rows of the passages of those articles. One look at every row, which takes less than a look-up for each
        passage when many articles are asked for."""
        numbers = (self._articles.get(article_id) for article_id in article_ids)
        wanted = np.zeros(len(self._articles), dtype=bool)
        wanted[[number for number in numbers if number is not None]] = True
        used = len(self._ids)
        if not len(wanted):
            return np.empty(0, dtype=np.intp)
        return np.flatnonzero(wanted[self._owners[:used]] & (self._seqs[:used] != _GONE))

    def rows_since(self, seq: int) -> Rows:
        """The rows whose vector was set after ``seq``."""
        return np.flatnonzero(self._seqs[: len(self._ids)] > seq)

    def nearest(self, vector: Vectors, limit: int, rows: Rows | None = None) -> ScoredIds:
        """The ``limit`` nearest among ``rows`` (all, when ``None``): ids with cosine similarities, best first, ties by
        id. ``vector`` and the rows are of unit length."""
        if rows is None:
            rows = np.flatnonzero(self._seqs[: len(self._ids)] != _GONE)
        if limit <= 0 or not len(rows):
            return ()
        rows = self._shortlist(vector, limit, rows)
        scores = self._exact_scores(vector, rows)
        ranked = sorted((-score, self._ids[row]) for score, row in zip(scores.tolist(), rows.tolist(), strict=True))
        return tuple((passage_id, -negated) for negated, passage_id in ranked[:limit])

    def _shortlist(self, vector: Vectors, limit: int, rows: Rows) -> Rows:
        """All of ``rows`` that can be among the ``limit`` nearest, whatever the rounding of the fast product did."""
        if len(rows) <= limit:
            return rows
        scores = np.vecdot(self._gather(rows), vector) if len(rows) <= GATHER else self._all_scores(vector)[rows]
        last = np.partition(scores, len(rows) - limit)[len(rows) - limit]
        shortlist: Rows = rows[scores >= last - ROUNDING]
        return shortlist

    def _exact_scores(self, vector: Vectors, rows: Rows) -> NDArray[np.float64]:
        """Dot products in float64, each a function of the two vectors alone.

        A fast product may round a row differently at another place in memory; then equal passages would not tie, and
        their order would depend on the order in which they were stored.
        """
        products: NDArray[np.float64] = self._gather(rows).astype(np.float64) * vector.astype(np.float64)
        sums: NDArray[np.float64] = products.sum(axis=1)
        return sums

    def _gather(self, rows: Rows) -> Vectors:
        gathered: Vectors = np.empty((len(rows), self.dimension or 0), dtype=np.float32)
        for place, row in enumerate(rows.tolist()):
            gathered[place] = self._chunks[row // CHUNK][row % CHUNK]
        return gathered

    def _all_scores(self, vector: Vectors) -> Vectors:
        used = len(self._ids)
        scores: Vectors = np.empty(used, dtype=np.float32)
        for number, chunk in enumerate(self._chunks):
            start, end = number * CHUNK, min(used, (number + 1) * CHUNK)
            # Not `@`: its threads wait for each other, 100,000 rows take 20 to 260 ms on two busy cores; so 7 to 12.
            np.vecdot(chunk[: end - start], vector, out=scores[start:end])
        return scores

    def _new_row(self, passage_id: str, dimension: int) -> int:
        if self._free:
            row = self._free.pop()
            self._ids[row] = passage_id
        else:
            row = len(self._ids)
            if row == CHUNK * len(self._chunks):
                self._chunks.append(np.zeros((CHUNK, dimension), dtype=np.float32))
                self._seqs = np.concatenate([self._seqs[:row], np.full(CHUNK, _GONE, dtype=np.int64)])
                self._owners = np.concatenate([self._owners[:row], np.zeros(CHUNK, dtype=np.int32)])
            self._ids.append(passage_id)
        self._rows[passage_id] = row
        return row

    def _remove(self, passage_id: str, row: int) -> None:
        del self._rows[passage_id]
        self._chunks[row // CHUNK][row % CHUNK] = 0  # nothing of a purged passage stays, not even in memory
        self._ids[row] = ""
        self._seqs[row] = _GONE
        self._free.append(row)


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

    async def close(self) -> None:
        """Nothing to give back but memory."""

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
