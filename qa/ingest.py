"""The ingest flow: Source → fetch → extract → Article → segment → cut → embed → store.replace.

One async generator of reports, in the order of the sources. Fetching and extracting run ahead of embedding, and
embedding of writing; each waits when the next one has enough. A source that cannot be used is reported and the rest
goes on; only a store that cannot write any more ends the run.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing

from qa.ahead import ahead
from qa.frontier import Frontier
from qa.intake.decide import decided
from qa.intake.embed import batches, embed
from qa.intake.items import Ingesting, SourceReport
from qa.intake.read import read
from qa.intake.write import written
from qa.types import Source

__all__ = ["Ingesting", "SourceReport", "ingest"]

AHEAD = 24
"""Sources that are fetched and extracted before their turn."""


async def ingest(
    sources: Iterable[Source], ports: Ingesting, limit: int | None = None
) -> AsyncGenerator[SourceReport, None]:
    """Takes ``sources`` in; each report is yielded after its article is on disk.

    ``limit``: take at most so many from each listing. StoreError ends the run: everything reported before stays.
    """
    frontier = Frontier(sources, limit)
    async with (
        aclosing(ahead(frontier, lambda source: read(source, ports), AHEAD)) as found,
        aclosing(batches(decided(found, frontier, ports))) as batched,
        aclosing(ahead(batched, lambda batch: embed(batch, ports.embedder), 2)) as embedded,
    ):
        async for batch in embedded:
            async for report in written(batch, ports):
                yield report
