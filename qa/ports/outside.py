"""The time, and where sources are read from. See `qa.ports`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from qa.types import Fetched, Source
from qa.types.sources import Listing, NotModified, Visit


class Clock(Protocol):
    """The time."""

    def now(self) -> str:
        """The present instant in UTC, ISO 8601 with a trailing ``Z``, to the second."""
        ...


class Fetcher(Protocol):
    """Reads sources."""

    def sources(self, argument: str) -> Iterator[Source]:
        """The sources of ``argument`` (a file, a folder, a web address), sorted by name; InputError when there is
        none. Nothing is fetched for it: a feed is one source, and ``fetch`` tells what it lists."""
        ...

    async def fetch(self, source: Source, visit: Visit | None = None) -> Fetched | Listing | NotModified:
        """The bytes and the sidecar of ``source``, or the sources that it lists; with the last ``visit``, the bytes
        only if they changed since. SourceError when it cannot be read, is too large, or may not be fetched."""
        ...
