"""Passages, without an answer."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from api.routes.errors import problems
from api.schemas import SearchIn, SearchOut
from api.service import Service, Shared
from qa.question import understand
from qa.retrieve import retrieve
from qa.stopwatch import Stopwatch
from qa.titles import is_withheld, shown
from qa.types import Article, Filters, Hit

router = APIRouter(prefix="/v1", tags=["search"])


@router.post("/search", response_model=SearchOut, responses=problems("invalid_json", "question_too_long"))
async def search(asked: SearchIn, service: Shared) -> Response:
    """The passages nearest to a query: what `ask` would read."""
    return JSONResponse(await service.worker.run(found(service, asked.query, asked.filters.as_filters(), asked.limit)))


async def found(service: Service, query: str, filters: Filters, limit: int) -> dict[str, object]:
    """At most ``limit`` passages, best first, as JSON values."""
    asking = service.app.asking
    question = asking.question(query, filters=filters)
    retrieval = replace(asking.retrieval, hits=limit)
    with Stopwatch().step("retrieve"):
        result = await retrieve(question, understand(question.text).words, retrieval)
    ids = sorted({hit.passage.article_id for hit in result.hits})
    stored = await asyncio.gather(*(asking.articles.get(article_id) for article_id in ids))
    articles = {article_id: found.article if found else None for article_id, found in zip(ids, stored, strict=True)}
    return {
        "hits": [_hit(hit, articles[hit.passage.article_id]) for hit in result.hits],
        "degraded": list(result.degraded),
    }


def _hit(hit: Hit, article: Article | None) -> dict[str, object]:
    passage = hit.passage
    return {
        "article_id": passage.article_id,
        "version": passage.version,
        "sentences": [passage.first, passage.last],
        "kind": passage.kind,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "score": round(hit.score, 6),
        "dense_rank": hit.dense_rank,
        "text_rank": hit.text_rank,
        # An article may be taken out between the search and now.
        "title": shown(article.title) if article else None,
        "title_withheld": is_withheld(article.title) if article else False,
        "publisher": article.publisher if article else None,
        "origin": article.origin if article else None,
        "published_at": article.published_at if article else None,
        "url": article.url if article else None,
    }
