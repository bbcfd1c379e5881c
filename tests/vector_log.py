"""A VectorLog in memory, and vectors to put into it."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from qa.ports import VectorChange
from qa.types import Filters

if TYPE_CHECKING:
    from qa.ports import Vectors


class MemoryLog:
    """VectorLog over dicts: a passage stands in the log once, at its latest change. Filters know ``publishers``."""

    def __init__(self, made_by: str = "test-16") -> None:
        self.vectors: dict[str, Vectors] = {}
        self.article_of: dict[str, str] = {}
        self.publishers: dict[str, str] = {}
        self.made_by = made_by
        self._entries: list[str | None] = []
        self._seqs: dict[str, int] = {}
        self._floor = 0
        self._lock = threading.Lock()

    def replace(self, article_id: str, vectors: Mapping[str, Vectors]) -> None:
        """The article's passages are now exactly ``vectors``."""
        with self._lock:
            gone = [p for p in self._of(article_id) if p not in vectors]
            for passage_id in gone:
                del self.vectors[passage_id]
            self.vectors.update(vectors)
            self.article_of.update(dict.fromkeys(vectors, article_id))
            for passage_id in [*gone, *vectors]:
                self._append(passage_id)

    def delete(self, article_id: str) -> None:
        """The article has no passages any more."""
        self.replace(article_id, {})

    def prune(self) -> None:
        """Forgets the entries of passages that are gone."""
        with self._lock:
            gone = [(seq, p) for p, seq in self._seqs.items() if p not in self.vectors]
            for seq, passage_id in gone:
                del self._seqs[passage_id]
                self._entries[seq - 1] = None
                self._floor = max(self._floor, seq)

    def put_back(self, older: MemoryLog) -> None:
        """Becomes ``older``, as when a store's file is replaced by a backup."""
        with self._lock:
            self.vectors, self.article_of = older.vectors, older.article_of
            self._entries, self._seqs, self._floor = older._entries, older._seqs, older._floor

    def newest(self) -> int:
        return len(self._entries)

    def floor(self) -> int:
        return self._floor

    def fingerprint(self) -> str | None:
        return self.made_by if self._entries else None

    def changes(self, after: int, limit: int) -> Sequence[VectorChange]:
        with self._lock:
            entries = ((n, p) for n, p in enumerate(self._entries[after:], after + 1) if p is not None)
            return [VectorChange(n, p, self.article_of[p], self.vectors.get(p)) for n, p in islice(entries, limit)]

    def _of(self, article_id: str) -> list[str]:
        return [p for p in self.vectors if self.article_of[p] == article_id]

    def _append(self, passage_id: str) -> None:
        if passage_id in self._seqs:
            self._entries[self._seqs[passage_id] - 1] = None
        self._entries.append(passage_id)
        self._seqs[passage_id] = len(self._entries)

    def selection(self, filters: Filters) -> frozenset[str] | None:
        if filters == Filters():
            return None
        with self._lock:
            return frozenset(a for a in set(self.article_of.values()) if self._passes(a, filters))

    def _passes(self, article_id: str, filters: Filters) -> bool:
        return filters.article_id in (None, article_id) and filters.publisher in (None, self.publishers.get(article_id))


def brute_force(vectors: Mapping[str, Vectors], vector: Vectors, limit: int) -> list[tuple[str, float]]:
    """The oracle: plain Python sums over a dict, best first, ties by id."""
    scored = [(sum(float(a) * float(b) for a, b in zip(v, vector, strict=True)), p) for p, v in vectors.items()]
    return [(p, score) for score, p in sorted(scored, key=lambda pair: (-pair[0], pair[1]))[:limit]]


def unit_vectors(count: int, dimension: int = 16, seed: int = 0) -> Vectors:
    """``count`` random vectors of unit length; the same ``seed`` gives the same ones."""
    drawn = np.random.default_rng(seed).standard_normal((count, dimension), dtype=np.float32)
    unit: Vectors = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)
    return unit


def clustered_vectors(count: int, dimension: int = 384, seed: int = 0, clusters: int = 100) -> Vectors:
    """Like passages about ``clusters`` stories: unit vectors around common centres (cosine about 0.5 within one)."""
    rng = np.random.default_rng(seed)
    centres = unit_vectors(clusters, dimension, seed)
    noise = rng.standard_normal((count, dimension), dtype=np.float32) / np.sqrt(dimension)
    drawn = centres[rng.integers(0, clusters, count)] + noise
    unit: Vectors = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)
    return unit


def fill(log: MemoryLog, vectors: Vectors, passages_each: int = 5, prefix: str = "a") -> None:
    """Writes ``vectors`` as articles of ``passages_each`` passages: ``a0``, ``a1``, …"""
    for start in range(0, len(vectors), passages_each):
        article_id = f"{prefix}{start // passages_each}"
        rows = vectors[start : start + passages_each]
        log.replace(article_id, {f"{article_id}.v1.{n}-{n + 1}": row for n, row in enumerate(rows)})
