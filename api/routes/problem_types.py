"""What each type of problem means: a problem's `type` leads here."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import JSONResponse, Response

from api.problem import KINDS, TYPES, Problem
from api.routes.errors import problems

router = APIRouter(tags=["operations"])


@router.get(TYPES + "{code}", responses=problems("not_found"))
async def problem_type(code: Annotated[str, Path(max_length=50, description="The `code` of a problem.")]) -> Response:
    """The title, the status and the next step of a type of problem."""
    kind = KINDS.get(code)
    if kind is None:
        raise Problem("not_found", "There is no such type of problem.")
    body = {"type": TYPES + code, "title": kind.title, "status": kind.status, "next_step": kind.next_step}
    return JSONResponse(body)
