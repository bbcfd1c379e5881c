"""Chroma in process, through LlamaIndex's vector store: a derived, disposable index beside the exact scan."""

from qa.adapters.chroma.index import ChromaIndex
from qa.adapters.chroma.keeper import IndexStatus, status

__all__ = ["ChromaIndex", "IndexStatus", "status"]
