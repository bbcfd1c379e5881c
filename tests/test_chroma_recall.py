"""Chroma's graph is approximate; how near it must come to the exact scan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa.adapters.chroma.graph import Graph
from qa.adapters.chroma.index import SPARE
from tests.vector_log import clustered_vectors, unit_vectors

if TYPE_CHECKING:
    from qa.ports import Vectors

COUNT = 5_000
FLOOR = 0.98


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    return clustered_vectors(COUNT, dimension=96, clusters=50)


@pytest.fixture(scope="module")
def graph(vectors: Vectors, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    made = Graph.create(tmp_path_factory.mktemp("graph"))
    made.add([str(row) for row in range(COUNT)], vectors)
    yield made
    made.close()


def recall(graph: Graph, vectors: Vectors, queries: Vectors, limit: int) -> float:
    """The share of the true ``limit`` nearest that are among the proposals, over all queries."""
    shares = []
    for query in queries:
        true = set(np.argsort(-(vectors @ query), kind="stable")[:limit].tolist())
        proposed = {int(passage_id) for passage_id in graph.nearest(query, limit + SPARE)}
        shares.append(len(true & proposed) / limit)
    return float(np.mean(shares))


@pytest.mark.parametrize("limit", [1, 10, 50])
def test_questions_near_a_passage_find_the_nearest(graph: Graph, vectors: Vectors, limit: int) -> None:
    queries = vectors[:100] + 0.5 * unit_vectors(100, 96, seed=3)
    assert recall(graph, vectors, queries, limit) >= FLOOR


def test_questions_between_the_stories_find_the_nearest(graph: Graph, vectors: Vectors) -> None:
    queries = vectors[:100] + vectors[100:200]
    assert recall(graph, vectors, queries, 10) >= FLOOR
