"""Articles and their versions."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response

from api.problem import Problem
from api.routes.errors import problems
from api.schemas import (
    ArticleId,
    ArticleIn,
    ArticlesOut,
    ListQuery,
    SentencesOut,
    StoredArticleOut,
    TakenOut,
    VersionsOut,
)
from api.service import Service, Shared
from api.uploads import Upload, take
from qa.ingest import SourceReport
from qa.record import article_to_dict, stored_to_dict
from qa.types import Filters, StoredArticle

router = APIRouter(prefix="/v1/articles", tags=["articles"])
KNOWN: dict[int | str, dict[str, Any]] = {200: {"model": TakenOut, "description": "Nothing new, or a new version."}}


@router.get("", response_model=ArticlesOut, responses=problems())
async def listed(service: Shared, page: Annotated[ListQuery, Query()]) -> Response:
    """The current articles, in an order that stays. `cursor` is the `next_cursor` of the page before."""
    filters = Filters(page.from_, page.to, page.publisher)
    found = await service.app.store.listed(filters, page.cursor or "", page.limit + 1)
    articles = found[: page.limit]
    more = len(found) > page.limit
    body = {"articles": [article_to_dict(a) for a in articles], "next_cursor": articles[-1].id if more else None}
    return JSONResponse(body)


@router.post(
    "",
    status_code=201,
    response_model=TakenOut,
    responses=KNOWN | problems("invalid_json", "too_large", "bad_source", "store_full", "store_busy"),
)
async def create(sent: ArticleIn, service: Shared) -> Response:
    """Takes an article in: 201 when it is new. On disk, and asked about, as soon as this answers."""
    return taken(await take(service.app, Upload(sent.text.encode(), sent.name, sent.metadata())))


@router.get("/{article_id}", response_model=StoredArticleOut, responses=problems("article_not_found"))
async def article(article_id: ArticleId, service: Shared) -> Response:
    """The current version, with its text and its sentences."""
    return JSONResponse(stored_to_dict(await _stored(service, article_id)))


@router.get(
    "/{article_id}/versions/{version}", response_model=StoredArticleOut, responses=problems("article_not_found")
)
async def version(article_id: ArticleId, version: ArticleId, service: Shared) -> Response:
    """That version, which stays what it is: also when the article has changed or is gone since."""
    return JSONResponse(stored_to_dict(await _stored(service, article_id, version)))


@router.get("/{article_id}/versions", response_model=VersionsOut, responses=problems("article_not_found"))
async def versions(article_id: ArticleId, service: Shared) -> Response:
    """Every version that can be had."""
    found = await service.app.store.versions_of(article_id)
    if not found:
        raise _unknown(article_id)
    state = await service.app.store.state(article_id)
    current = state.version if state else None
    return JSONResponse({"article_id": article_id, "current_version": current, "versions": list(found)})


@router.get(
    "/{article_id}/versions/{version}/sentences", response_model=SentencesOut, responses=problems("article_not_found")
)
async def sentences(article_id: ArticleId, version: ArticleId, service: Shared) -> Response:
    """The sentences of that version, each with its text."""
    stored = await _stored(service, article_id, version)
    text = stored.article.text
    cut = [
        {"number": s.number, "start": s.start, "end": s.end, "kind": s.kind, "text": text[s.start : s.end]}
        for s in stored.sentences
    ]
    return JSONResponse({"article_id": article_id, "version": version, "sentences": cut})


@router.delete("/{article_id}", status_code=204, responses=problems("article_not_found"))
async def delete(article_id: ArticleId, service: Shared) -> None:
    """Takes the article out: it answers no question any more. What cites it stays resolvable."""
    if not await service.app.store.delete(article_id):
        raise _unknown(article_id)


async def _stored(service: Service, article_id: str, version: str | None = None) -> StoredArticle:
    stored = await service.app.store.get(article_id, version)
    if stored is None:
        raise _unknown(article_id, version)
    return stored


def taken(report: SourceReport) -> Response:
    """What the client is told about an article that was sent. Problem ``bad_source`` when it cannot be used."""
    if report.outcome == "failed":
        raise Problem("bad_source", report.detail or "It cannot be used.")
    body = {
        "source": report.source,
        "outcome": report.outcome,
        "article_id": report.article_id,
        "version": report.version,
        "detail": report.detail,
    }
    where = {"Location": f"/v1/articles/{report.article_id}"}
    return JSONResponse(body, 201 if report.outcome == "new" else 200, where)


def _unknown(article_id: str, version: str | None = None) -> Problem:
    what = f"article {article_id}" + (f" in version {version}" if version else "")
    return Problem("article_not_found", f"There is no {what}.")
