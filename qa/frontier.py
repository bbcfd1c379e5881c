"""What is still to be fetched in one run: the sources that were named, and those that feeds and sitemaps list."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass

from qa.errors import SourceError
from qa.types import Source
from qa.types.sources import Listing

DEEPEST = 4
"""Listings in each other: an index of sitemaps, a sitemap, and two to spare."""

MOST = 200_000
"""Sources of one run that listings on the web may bring: a feed that makes up a new one each time ends here."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A listing that could not be read to its end."""

    source: Source
    error: SourceError


class Frontier:
    """Gives each source once, in the order in which they came; what a listing brings comes next."""

    def __init__(self, sources: Iterable[Source], limit: int | None = None) -> None:
        self._stack: list[tuple[Source | None, Iterator[Source]]] = [(None, iter(sources))]
        self._seen: set[tuple[str, str]] = set()
        self._limit = limit
        self._listed = 0

    def add(self, listing: Listing) -> None:
        """Takes in what a listing found; at most ``limit`` of it, where there is one."""
        self._stack.append((listing.source, self._limited(listing.found)))

    def __aiter__(self) -> AsyncIterator[Source | Broken]:
        return self

    async def __anext__(self) -> Source | Broken:
        """The next source that was not given yet, or what ended a listing too soon."""
        while self._stack:
            listing, found = self._stack[-1]
            try:
                source = await asyncio.to_thread(next, found, None)  # an archive is read and unpacked for it
            except SourceError as error:
                self._stack.pop()
                if listing is None:
                    raise
                return Broken(listing, error)
            if source is None:
                self._stack.pop()
            elif (key := (source.name, source.path if source.part is None else "")) not in self._seen:
                self._seen.add(key)
                return source
        raise StopAsyncIteration

    def _limited(self, found: Iterable[Source]) -> Iterator[Source]:
        for given, source in enumerate(found):
            if source.depth > DEEPEST or self._listed >= MOST or (self._limit is not None and given >= self._limit):
                return
            self._listed += source.part is None
            yield source
