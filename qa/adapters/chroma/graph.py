"""One generation's Chroma collection, through LlamaIndex's ``ChromaVectorStore``. Importing it loads neither library.

Any method may raise anything: Chroma's Rust side panics with exceptions that are no ``Exception``.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qa.ports import Vectors

COLLECTION = "passages"
EF_SEARCH = 400
HNSW: dict[str, Any] = {"space": "cosine", "ef_search": EF_SEARCH, "ef_construction": 200, "max_neighbors": 24}
"""Chosen by `python -m bench.vector_index`. Chroma's default settings otherwise, its writing to disk above all."""

LAYOUT = "llamaindex-1/" + "-".join(map(str, HNSW.values()))
"""Names what a generation looks like inside; another one is built anew."""

BATCH = 1_000
"""Passages a call. Chroma refuses more than 5,461; LlamaIndex would send 41,665; and searches wait for one."""


class Graph:
    """An open collection of passage ids and vectors, nothing else: texts and everything to filter by stay out."""

    def __init__(self, client: Any, collection: Any) -> None:
        from llama_index.vector_stores.chroma import ChromaVectorStore

        self._client = client
        self._collection = collection
        self._store = ChromaVectorStore.from_collection(collection)

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
        return self._store.query(query).ids or []

    def close(self) -> None:
        """Gives the files back."""
        self._client.close()


def _client(generation: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(generation), settings=Settings(anonymized_telemetry=False))
