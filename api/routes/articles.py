"""Articles and their versions."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response

from api.problem import Problem
from api.routes.errors import problems
from api.schemas import (
    ArticleId,
    ArticleIn,
    ArticlesOut,
    CopiesOut,
    DeleteQuery,
    DiffOut,
    DiffQuery,
    ListQuery,
    SentencesOut,
    StoredArticleOut,
    TakenOut,
    VersionsOut,
)
from api.service import Service, Shared
from api.uploads import Upload, take
from qa.diff import diff
from qa.ingest import SourceReport
from qa.record import article_to_dict, stored_to_dict
from qa.types import Filters, StoredArticle

router = APIRouter(prefix="/v1/articles", tags=["articles"])
KNOWN: dict[int | str, dict[str, Any]] = {200: {"model": TakenOut, "description": "Nothing new, or a new version."}}


@router.get("", response_model=ArticlesOut, responses=problems())
async def listed(service: Shared, page: Annotated[ListQuery, Query()]) -> Response:
    """The current articles, in an order that stays. `cursor` is the `next_cursor` of the page before."""
    filters = Filters(page.from_, page.to, page.publisher, origin=page.origin)
    found = await service.app.store.listed(filters, page.cursor or "", page.limit + 1)
    articles = found[: page.limit]
    more = len(found) > page.limit
    body = {"articles": [article_to_dict(a) for a in articles], "next_cursor": articles[-1].id if more else None}
    return JSONResponse(body)


@router.post(
    "",
    status_code=201,
    response_model=TakenOut,
    responses=KNOWN | problems("invalid_json", "too_large", "bad_source", "article_gone", "store_full", "store_busy"),
)
async def create(sent: ArticleIn, service: Shared) -> Response:
    """Takes an article in: 201 when it is new. On disk, and asked about, as soon as this answers."""
    return taken(await take(service.app, Upload(sent.text.encode(), sent.name, sent.metadata())))


@router.get("/{article_id}", response_model=StoredArticleOut, responses=problems("article_not_found", "article_gone"))
async def article(article_id: ArticleId, service: Shared) -> Response:
    """The current version, with its text and its sentences."""
    return JSONResponse(stored_to_dict(await _stored(service, article_id)))


@router.get(
    "/{article_id}/versions/{version}",
    response_model=StoredArticleOut,
    responses=problems("article_not_found", "article_gone"),
)
async def version(article_id: ArticleId, version: ArticleId, service: Shared) -> Response:
    """That version, which stays what it is: also when the article has changed or is gone since."""
    return JSONResponse(stored_to_dict(await _stored(service, article_id, version)))


@router.get(
    "/{article_id}/versions", response_model=VersionsOut, responses=problems("article_not_found", "article_gone")
)
async def versions(article_id: ArticleId, service: Shared) -> Response:
    """Every version that can be had."""
    found = await service.app.store.versions_of(article_id)
    if not found:
        raise await _missing(service, article_id)
    editions = [asdict(edition) for edition in await service.app.history.editions(article_id)]
    state = await service.app.store.state(article_id)
    current = state.version if state else None
    return JSONResponse(
        {"article_id": article_id, "current_version": current, "versions": list(found), "editions": editions}
    )


@router.get(
    "/{article_id}/versions/{version}/sentences",
    response_model=SentencesOut,
    responses=problems("article_not_found", "article_gone"),
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


@router.get("/{article_id}/copies", response_model=CopiesOut, responses=problems("article_not_found", "article_gone"))
async def copies(article_id: ArticleId, service: Shared) -> Response:
    """The articles that have nearly its text: one report, however many published it."""
    article = (await _stored(service, article_id)).article
    found = [await service.app.store.get(other) for other in await service.app.history.copies_of(article_id)]
    others = [stored.article for stored in found if stored]
    origin = next((one.origin for one in (article, *others) if one.origin), None)
    body = {"article_id": article_id, "origin": origin, "copies": [article_to_dict(other) for other in others]}
    return JSONResponse(body)


@router.get("/{article_id}/diff", response_model=DiffOut, responses=problems("article_not_found", "article_gone"))
async def changes(article_id: ArticleId, service: Shared, between: Annotated[DiffQuery, Query()]) -> Response:
    """What changed in the article: from version `from` (the one before `to`) to version `to` (the newest)."""
    known = list(dict.fromkeys(edition.version for edition in await service.app.history.editions(article_id)))
    new = between.to or (known[-1] if known else None)
    place = known.index(new) if new in known else 0
    old = between.from_ or known[max(0, place - 1)] if known else None
    before, after = await _stored(service, article_id, old), await _stored(service, article_id, new)
    found = [asdict(change) for change in diff(before, after)]
    ends = {"article_id": article_id, "from": before.article.version, "to": after.article.version}
    return JSONResponse(ends | {"changes": found})


@router.delete("/{article_id}", status_code=204, responses=problems("article_not_found", "article_gone", "store_busy"))
async def delete(article_id: ArticleId, service: Shared, how: Annotated[DeleteQuery, Query()]) -> None:
    """Takes the article out: it answers no question any more. What cites it stays resolvable, unless `purge` is true,
    which needs the scope `admin`: then every byte of it goes, with its quotes in stored answers, the questions that
    found it, and feedback on these ("[removed]"). `store_busy`: send it again, and it goes on."""
    if how.purge:
        try:
            done = await service.app.purge(article_id)
        finally:
            service.runs.forget()
    else:
        done = await service.app.remove(article_id)
    if not done:
        raise await _missing(service, article_id)


async def _stored(service: Service, article_id: str, version: str | None = None) -> StoredArticle:
    stored = await service.app.store.get(article_id, version)
    if stored is None:
        raise await _missing(service, article_id, version)
    return stored


async def _missing(service: Service, article_id: str, version: str | None = None) -> Problem:
    tombstone = await service.app.history.tombstone(article_id)
    if tombstone is None or (version and not tombstone.purged):
        return _unknown(article_id, version)
    kept = "nothing of it was kept" if tombstone.purged else "its versions were kept"
    return Problem("article_gone", f"Article {article_id} was taken out on {tombstone.removed_at}; {kept}.")


def taken(report: SourceReport) -> Response:
    """What the client is told about an article that was sent. Problem ``bad_source`` when it cannot be used,
    ``article_gone`` when it was taken out and may not come in again."""
    if report.outcome == "failed" or report.version is None:
        code = "article_gone" if report.outcome == "skipped" and report.article_id else "bad_source"
        raise Problem(code, report.detail or "It cannot be used.")
    body = {
        "source": report.source,
        "outcome": report.outcome,
        "article_id": report.article_id,
        "version": report.version,
        "detail": report.detail,
    }
    where = {"Location": f"/v1/articles/{report.article_id}"}
    return JSONResponse(body, 201 if report.outcome in ("new", "copy") else 200, where)


def _unknown(article_id: str, version: str | None = None) -> Problem:
    what = f"article {article_id}" + (f" in version {version}" if version else "")
    return Problem("article_not_found", f"There is no {what}.")
