"""The shipped embedder as a LlamaIndex embedding model, for use outside this service.

Importing this module loads LlamaIndex, which takes seconds: nothing that the command line loads may import it.
"""

from __future__ import annotations

from llama_index.core.base.embeddings.base import BaseEmbedding, Embedding
from pydantic import PrivateAttr

from qa.adapters.minilm import MiniLM


class MiniLMEmbedding(BaseEmbedding):
    """all-MiniLM-L6-v2 in int8 on the CPU: 384 floats of unit length for a text, the same in any batch.

    Needs no key and no network. The methods are BaseEmbedding's; the async ones leave the event loop free. Each raises
    EmbeddingError when the model files cannot be loaded or run. Queries and texts are embedded alike. An
    unpickled instance loads the model again.
    """

    model_name: str = "all-MiniLM-L6-v2"
    _embedder: MiniLM = PrivateAttr(default_factory=MiniLM)

    @classmethod
    def class_name(cls) -> str:
        """The name that LlamaIndex keeps in what it serialises."""
        return "MiniLMEmbedding"

    def _get_text_embeddings(self, texts: list[str]) -> list[Embedding]:
        rows: list[Embedding] = self._embedder.embed_blocking(texts).tolist()
        return rows

    async def _aget_text_embeddings(self, texts: list[str]) -> list[Embedding]:
        rows: list[Embedding] = (await self._embedder.embed(texts)).tolist()
        return rows

    def _get_text_embedding(self, text: str) -> Embedding:
        return self._get_text_embeddings([text])[0]

    async def _aget_text_embedding(self, text: str) -> Embedding:
        return (await self._aget_text_embeddings([text]))[0]

    def _get_query_embedding(self, query: str) -> Embedding:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> Embedding:
        return await self._aget_text_embedding(query)
