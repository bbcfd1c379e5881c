"""Finds passages: dense and full-text search side by side, fused, the newer before the older, nothing twice,
spread over articles. The same store, question and day give the same hits, always."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qa.errors import EmbeddingError
from qa.fuse import fuse, spread
from qa.past import with_past
from qa.ports import Embedder, Heading, PassageSearch, VectorHits, VectorIndex
from qa.recency import by_recency
from qa.repeats import repeats
from qa.types import Filters, Hit, Question

DEPTH = 300
"""Candidates of each search. Few from below the fiftieth place come among the first ten by themselves, but with what is
new, and with other passages of their article, they do (`python -m bench.levers`)."""
COMPARED = (3, 10)
"""For each hit, so many candidates are compared with copies of their article: more only where the first do not do."""
PER_ARTICLE = 4  # one long article must not crowd the others out


@dataclass(frozen=True, slots=True)
class Retrieval:
    """The ports that retrieval needs, and how many hits it gives."""

    embedder: Embedder
    index: VectorIndex
    passages: PassageSearch
    hits: int = 10


@dataclass(frozen=True, slots=True)
class Retrieved:
    """Hits, best first, and what was answered around."""

    hits: tuple[Hit, ...]
    degraded: tuple[str, ...] = ()


async def retrieve(question: Question, words: Sequence[str], ports: Retrieval) -> Retrieved:
    """The passages nearest to ``question``; ``words`` are its content words for full-text search.

    When the question cannot be embedded, full-text search alone answers and ``degraded`` says so.
    """
    near, texts = await asyncio.gather(
        _dense(question.text, question.filters, ports),
        ports.passages.search_text(words, DEPTH, question.filters),
    )
    if question.filters.as_of is not None and near.degraded is None:
        near = await with_past(near, texts, question, ports.passages, ports.embedder)
    dense = [passage_id for passage_id, _ in near.hits]
    full_text = [passage_id for passage_id, _ in texts]
    fused = fuse(dense, full_text, group=_article)
    headings = await ports.passages.headings(list(dict.fromkeys(_article(key) for key, _ in fused)))
    days = {key: headings[_article(key)].day for key, _ in fused if _article(key) in headings}
    scores = dict(by_recency(fused, days, question))
    chosen = await _chosen(list(scores), headings, ports)
    found = await ports.passages.passages(chosen, question.filters.as_of)
    hits = tuple(
        Hit(passage, scores[passage.id], _rank(dense, passage.id), _rank(full_text, passage.id)) for passage in found
    )
    return Retrieved(hits, (near.degraded,) if near.degraded else ())


async def _dense(text: str, filters: Filters, ports: Retrieval) -> VectorHits:
    try:
        vectors = await ports.embedder.embed([text])
    except EmbeddingError:
        return VectorHits((), degraded="dense_search")
    return await ports.index.search_vector(vectors[0], DEPTH, filters)


def _article(passage_id: str) -> str:
    return passage_id.split(".", 1)[0]


async def _chosen(ranked: Sequence[str], headings: Mapping[str, Heading], ports: Retrieval) -> list[str]:
    """The passages of ``ranked`` that are given."""
    chosen: list[str] = []
    for compared in (ports.hits * times for times in COMPARED):
        said_twice = await _said_twice(ranked[:compared], headings, ports.passages)
        chosen = spread(ranked, _article, ports.hits, PER_ARTICLE, said_twice)
        if set(chosen) <= set(ranked[:compared]):
            break  # what else says something twice changes nothing
    return chosen


async def _said_twice(
    ranked: Sequence[str], headings: Mapping[str, Heading], passages: PassageSearch
) -> frozenset[str]:
    """Those of ``ranked`` that a copy of their article says further up."""
    told = dict.fromkeys(_article(key) for key in ranked)
    stories = {article_id: headings[article_id].story for article_id in told if article_id in headings}
    tellers = Counter(stories.values())
    copied = [key for key in ranked if tellers[stories.get(_article(key), "")] > 1]
    return repeats(await passages.passages(copied), stories) if copied else frozenset()


def _rank(ranking: Sequence[str], key: str) -> int | None:
    return ranking.index(key) + 1 if key in ranking else None
