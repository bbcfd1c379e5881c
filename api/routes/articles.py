"""Articles and their versions."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from api.problem import Problem
from api.routes.errors import problems
from api.schemas import ArticleId, StoredArticleOut
from api.service import Service, Shared
from qa.record import stored_to_dict
from qa.types import StoredArticle

router = APIRouter(prefix="/v1/articles", tags=["articles"])


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


def _unknown(article_id: str, version: str | None = None) -> Problem:
    what = f"article {article_id}" + (f" in version {version}" if version else "")
    return Problem("article_not_found", f"There is no {what}.")
