"""Files that are sent."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.routes.articles import KNOWN, taken
from api.routes.errors import problems
from api.schemas import ArticleName, TakenOut
from api.service import Shared
from api.uploads import Upload, take

router = APIRouter(prefix="/v1", tags=["articles"])
FILE = {"schema": {"type": "string", "format": "binary"}, "example": "The ferry to Nordholm was late."}


@router.post(
    "/uploads",
    status_code=201,
    response_model=TakenOut,
    responses=KNOWN | problems("too_large", "bad_source", "article_gone", "store_full", "store_busy"),
    openapi_extra={"requestBody": {"required": True, "content": {"application/octet-stream": FILE}}},
)
async def upload(request: Request, name: ArticleName, service: Shared) -> Response:
    """Takes in a file, which is the body as it stands: plain text or Markdown in any usual encoding, with or without
    front matter. `curl --data-binary @story.txt 'ADDRESS/v1/uploads?name=story.txt'`."""
    return taken(await take(service.app, Upload(await request.body(), name, {})))
