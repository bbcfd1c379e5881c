"""A VectorLog in memory, and vectors to put into it."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from qa.ports import VectorChange
from qa.types import Filters

if TYPE_CHECKING:
    from qa.ports import Vectors


class MemoryLog:
    """VectorLog over dicts. One entry a passage and write, like the store's; ``publishers`` serves the filters."""

    def __init__(self) -> None:
        self.vectors: dict[str, Vectors] = {}
        self.article_of: dict[str, str] = {}
        self.publishers: dict[str, str] = {}
        self._entries: list[str] = []
        self._lock = threading.Lock()

    def replace(self, article_id: str, vectors: Mapping[str, Vectors]) -> None:
        """The article's passages are now exactly ``vectors``."""
        with self._lock:
            gone = [p for p in self.vectors if self.article_of[p] == article_id]
            for passage_id in gone:
                del self.vectors[passage_id]
            for passage_id, vector in vectors.items():
                self.vectors[passage_id] = vector
                self.article_of[passage_id] = article_id
            self._entries += gone + list(vectors)

    def delete(self, article_id: str) -> None:
        """The article has no passages any more."""
        self.replace(article_id, {})

    def put_back(self, older: MemoryLog) -> None:
        """Becomes ``older``, as when a store's file is replaced by a backup."""
        with self._lock:
            self.vectors, self.article_of, self._entries = older.vectors, older.article_of, older._entries

    def newest(self) -> int:
        return len(self._entries)

    def changes(self, after: int, limit: int) -> Sequence[VectorChange]:
        with self._lock:
            page = enumerate(self._entries[after : after + limit], after + 1)
            return [VectorChange(n, p, self.article_of[p], self.vectors.get(p)) for n, p in page]

    def selection(self, filters: Filters) -> frozenset[str] | None:
        if filters == Filters():
            return None
        with self._lock:
            return frozenset(p for p in self.vectors if self._passes(self.article_of[p], filters))

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
