"""Vectors in memory by passage id, and the nearest of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np

from qa.errors import IndexMismatchError
from qa.ports import VectorChange

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qa.ports import Vectors

    Rows = NDArray[np.intp]

ScoredIds = tuple[tuple[str, float], ...]

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
        numbers = np.fromiter(map(self._articles.get, article_ids, repeat(_GONE)), dtype=np.intp)
        wanted = np.zeros(len(self._articles), dtype=bool)
        wanted[numbers[numbers != _GONE]] = True
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
