"""One generation's Chroma collection, through LlamaIndex's ``ChromaVectorStore``. Importing it loads neither library.

Any method may raise anything: Chroma's Rust side panics with exceptions that are no ``Exception``.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qa.ports import Vectors

COLLECTION = "passages"
EF_SEARCH = 400
HNSW: dict[str, Any] = {"space": "cosine", "ef_search": EF_SEARCH, "ef_construction": 200, "max_neighbors": 24}
"""Chosen by `python -m bench.vector_index`. Chroma's default settings otherwise, its writing to disk above all."""

LAYOUT = "llamaindex-2/" + "-".join(map(str, HNSW.values()))
"""Names what a generation looks like inside; another one is built anew. 2: written by another process only, with a
thousand passages or more."""

BATCH = 50
"""Passages a call. Chroma refuses more than 5,461, LlamaIndex would send 41,665."""

SAMPLE = 20
FOUND_SHARE = 0.8
"""Of the sampled passages so many must be their own nearest neighbour; the graph is approximate, so not all."""

SAME = 1e-3
"""Cosine distance below which two vectors count as one."""


class Graph:
    """An open collection of passage ids and vectors, nothing else: texts and everything to filter by stay out."""

    def __init__(self, client: Any, collection: Any) -> None:
        self._client = client
        self._collection = collection

    @cached_property
    def _store(self) -> Any:  # when first used: merely to open a graph, as a check does, takes half as long
        from llama_index.vector_stores.chroma import ChromaVectorStore

        return ChromaVectorStore.from_collection(self._collection)

    @classmethod
    def create(cls, generation: Path) -> Graph:
        """An empty graph in the empty folder ``generation``."""
        client = _client(generation)
        configuration: Any = {"hnsw": HNSW}
        return cls(client, client.create_collection(COLLECTION, configuration=configuration, embedding_function=None))

    @classmethod
    def open(cls, generation: Path) -> Graph:
        """The graph that lies in ``generation``."""
        client = _client(generation)
        try:
            return cls(client, client.get_collection(COLLECTION, embedding_function=None))
        except BaseException:
            client.close()
            raise

    def ids(self) -> set[str]:
        """Every passage id."""
        return set(self._collection.get(include=[])["ids"])

    def delete(self, ids: Collection[str]) -> None:
        """Takes passages out. They go on taking space on disk."""
        chosen = sorted(ids)
        for start in range(0, len(chosen), BATCH):
            self._store.delete_nodes(chosen[start : start + BATCH])

    def add(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Adds passages, a row of ``vectors`` each. An id that is there already would be passed over without a word."""
        from llama_index.core.schema import TextNode

        for start in range(0, len(ids), BATCH):
            rows = zip(ids[start : start + BATCH], vectors[start : start + BATCH].tolist(), strict=True)
            self._store.add([TextNode(id_=passage_id, text="", embedding=row) for passage_id, row in rows])

    def nearest(self, vector: Vectors, count: int) -> Sequence[str]:
        """About the ``count`` nearest passages, best first."""
        from llama_index.core.vector_stores.types import VectorStoreQuery

        query = VectorStoreQuery(query_embedding=vector.tolist(), similarity_top_k=count)
        ids: Sequence[str] = self._store.query(query).ids or []
        return ids

    def check(self, passages: int) -> None:
        """ValueError unless it holds ``passages`` and finds a sample of them."""
        count = self._collection.count()
        if count != passages:
            raise ValueError(f"{count} passages instead of {passages}")
        places = sorted({number * passages // SAMPLE for number in range(SAMPLE)}) if passages else []
        found = 0
        for place in places:
            [vector] = self._collection.get(limit=1, offset=place, include=["embeddings"])["embeddings"]
            nearest = self._collection.query(query_embeddings=[vector], n_results=1, include=["distances"])
            found += nearest["distances"][0][0] < SAME
        if found < FOUND_SHARE * len(places):
            raise ValueError(f"{found} of {len(places)} passages are found")

    def close(self) -> None:
        """Gives the files back."""
        self._client.close()


def _client(generation: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(generation), settings=Settings(anonymized_telemetry=False))
