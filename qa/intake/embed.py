"""Embedding across articles: short ones share a call, long ones are cut into several."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qa.errors import EmbeddingError
from qa.intake.items import Ready, SourceReport
from qa.ports import Embedder

if TYPE_CHECKING:
    from qa.ports import Vectors


SLICE = 64
"""Passages that are embedded in one call, of as many articles as it takes: a long article can be interrupted, and a
service that embeds many texts per request is asked seldom."""

PATIENCE = 0.5
"""Seconds that articles wait for others to be embedded with."""


@dataclass(slots=True)
class Batch:
    """Articles to embed together, and reports that come before them."""

    parts: list[Ready | SourceReport] = field(default_factory=list)
    vectors: list[Vectors | EmbeddingError] = field(default_factory=list)

    def ready(self) -> list[Ready]:
        """Those to embed."""
        return [part for part in self.parts if isinstance(part, Ready)]

    def size(self) -> int:
        """Passages in it."""
        return sum(len(part.passages) for part in self.ready())


async def batches(decided: AsyncGenerator[Ready | SourceReport, None]) -> AsyncGenerator[Batch, None]:
    """Batches of about ``SLICE`` passages; a smaller one when the next source keeps it waiting."""
    async with aclosing(decided) as items:
        batch = Batch()
        coming: asyncio.Task[Ready | SourceReport] | None = None
        try:
            while True:
                coming = coming or asyncio.ensure_future(anext(items))
                await asyncio.wait({coming}, timeout=PATIENCE if batch.parts else None)
                if coming.done():
                    try:
                        batch.parts.append(coming.result())
                    except StopAsyncIteration:
                        break
                    coming = None
                if coming is not None or batch.size() >= SLICE or len(batch.parts) >= SLICE:
                    yield batch
                    batch = Batch()
            if batch.parts:
                yield batch
        finally:
            if coming is not None and not coming.done():
                coming.cancel()
                await asyncio.gather(coming, return_exceptions=True)


async def embed(batch: Batch, embedder: Embedder) -> Batch:
    """``batch`` with its vectors. When the whole cannot be embedded each article is tried alone: one bad text costs
    one article."""
    texts = [[passage.text for passage in part.passages] for part in batch.ready()]
    try:
        together = await _embedded([text for one in texts for text in one], embedder)
        at = 0
        for one in texts:
            batch.vectors.append(together[at : at + len(one)])
            at += len(one)
    except EmbeddingError:
        for one in texts:
            try:
                batch.vectors.append(await _embedded(one, embedder))
            except EmbeddingError as error:
                batch.vectors.append(error)
    return batch


async def _embedded(texts: Sequence[str], embedder: Embedder) -> Vectors:
    """The vectors of ``texts``, slice by slice, so that a long article can be interrupted."""
    import numpy as np

    slices = [texts[at : at + SLICE] for at in range(0, len(texts), SLICE)]
    if not slices:
        return np.empty((0, embedder.dimension), dtype=np.float32)
    return np.concatenate([await embedder.embed(one) for one in slices])
