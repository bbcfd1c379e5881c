"""What ingesting needs from the outside besides the stores of `qa/ports`, as small protocols of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from qa.types import Article, Fetched, Sentence
from qa.types.sources import Edition, Tombstone, Visit


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


class Copies(Protocol):
    """Which articles have nearly the same text."""

    async def copies_of(self, article_id: str) -> Sequence[str]:
        """The ids of the current articles that are copies of it, or of its copies: the earliest first, undated ones
        last. None when it is not there."""
        ...


class Tombstones(Protocol):
    """What was taken out."""

    async def tombstone(self, article_id: str) -> Tombstone | None:
        """What stays of an article that was taken out; ``None`` when it is there, or never was."""
        ...


class History(Tombstones, Protocol):
    """What articles were, and what is gone."""

    async def editions(self, article_id: str) -> Sequence[Edition]:
        """Its versions with the times during which they were the ones to be had, oldest first."""
        ...

    async def lift(self, article_id: str) -> bool:
        """Lets an article that was taken out be taken in again; False when nothing kept it out."""
        ...

    async def older_than(self, day: str) -> Sequence[str]:
        """The ids of the current articles published before ``day`` (undated ones: taken in before it)."""
        ...

    async def purge(self, article_id: str, reason: str) -> bool:
        """Removes every version with everything that was made of it: text, passages, words, vectors, its quotes in
        stored answers, the questions that found it and the feedback on these. So it does with articles that are gone
        and have the same text (it moved). When this returns no byte of it is left in the store's files. False when
        there never was anything of it. StoreBusyError when another process reads without end: call it again."""
        ...

    async def purges(self) -> str:
        """Another text than before whenever something was purged."""
        ...
