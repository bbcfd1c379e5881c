"""Questions about the past: passages of versions that are no longer current have words in the index but no vectors, so
those that full-text search finds are embedded when they are asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.ports import Embedder, PassageSearch, VectorHits
from qa.types import Question

MOST = 16
"""Passages that are embedded for one question: a fifth of a second on one core."""


async def with_past(
    near: VectorHits,
    texts: Sequence[tuple[str, float]],
    question: Question,
    passages: PassageSearch,
    embedder: Embedder,
) -> VectorHits:
    """``near`` with the passages among ``texts`` that it could not know, each at its place. EmbeddingError."""
    known = {passage_id for passage_id, _ in near.hits}
    unknown = [passage_id for passage_id, _ in texts if passage_id not in known]
    current = {passage.id for passage in await passages.passages(unknown)}  # these are further than ``near`` goes
    past = [passage_id for passage_id in unknown if passage_id not in current][:MOST]
    found = await passages.passages(past, question.filters.as_of)
    if not found:
        return near
    vectors = await embedder.embed([question.text, *(passage.text for passage in found)])
    scores = (vectors[1:] @ vectors[0]).tolist()
    hits = [*near.hits, *((passage.id, score) for passage, score in zip(found, scores, strict=True))]
    return replace(near, hits=tuple(sorted(hits, key=lambda hit: (-hit[1], hit[0]))))
