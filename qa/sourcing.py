"""What ingesting needs from the outside besides the stores of `qa/ports.py`, as small protocols of its own."""

from __future__ import annotations

from typing import Protocol

from qa.types import Article, Fetched, Sentence
from qa.types.sources import Visit


class Extractor(Protocol):
    """Makes an article of bytes. May do so in another process: what is read can be hostile."""

    async def extract(self, fetched: Fetched) -> tuple[Article, tuple[Sentence, ...]]:
        """The article and its sentences. SourceError when there is none, or when reading takes too long."""
        ...


class VisitStore(Protocol):
    """What is remembered of each source."""

    async def visit(self, name: str) -> Visit | None:
        """The last visit of the source ``name``."""
        ...

    async def remember(self, visit: Visit) -> None:
        """Keeps ``visit`` in the place of the one before."""
        ...
