"""Articles that come in over HTTP: taken in by the same flow as files."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from qa.app import App
from qa.ingest import SourceReport, ingest
from qa.types import Fetched, Source
from qa.types.sources import Visit


@dataclass(frozen=True, slots=True)
class Upload:
    """One article as it was sent: its bytes, its name (``None``: made of the bytes), its metadata by key."""

    data: bytes
    name: str | None
    metadata: Mapping[str, str]

    @property
    def source(self) -> Source:
        """The name that its id is made of. The same text without a name is the same article."""
        name = self.name or f"sent/{hashlib.sha256(self.data).hexdigest()[:16]}.txt"
        return Source(name, "")


class Uploads:
    """The Fetcher of what was sent."""

    def __init__(self, uploads: Sequence[Upload]) -> None:
        self._by_source = {upload.source: upload for upload in uploads}

    def sources(self, argument: str) -> Iterator[Source]:
        """All of them, whatever ``argument`` says."""
        return iter(self._by_source)

    async def fetch(self, source: Source, visit: Visit | None = None) -> Fetched:
        """The bytes that were sent, and their metadata as if it had stood in a sidecar."""
        upload = self._by_source[source]
        return Fetched(source, upload.data, upload.metadata)


async def take(app: App, upload: Upload) -> SourceReport:
    """Takes one article in; it is on disk when this returns. StoreError when it cannot be kept.

    Extraction and segmentation are computing, up to a second for the largest article: the flow runs in a thread with
    a loop of its own, and the service goes on answering.
    """
    ports = replace(app.ingesting, fetcher=Uploads([upload]))

    async def only() -> SourceReport:
        [report] = [report async for report in ingest([upload.source], ports)]
        return report

    return await asyncio.to_thread(lambda: asyncio.run(only()))
