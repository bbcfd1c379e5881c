"""What people think of answers."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response

from api.problem import Problem
from api.routes.errors import problems
from api.schemas import FeedbackIn, FeedbackListOut, FeedbackOut, FeedbackQuery
from api.service import Shared
from qa.types import Feedback

router = APIRouter(prefix="/v1/feedback", tags=["feedback"])


@router.post(
    "",
    status_code=201,
    response_model=FeedbackOut,
    responses=problems("invalid_json", "invalid_input", "answer_not_found", "store_full", "store_busy"),
)
async def give(sent: FeedbackIn, service: Shared) -> Response:
    """Keeps what somebody thinks of an answer, or of one claim of it. Whoever changes their mind is counted once."""
    answer = await service.app.asking.answers.answer(sent.answer_id)
    if answer is None:
        raise _unknown(sent.answer_id)
    if sent.claim is not None and sent.claim >= len(answer.claims):
        raise Problem("invalid_input", f"The answer has {len(answer.claims)} claims, counted from 0.")
    given = Feedback(
        sent.answer_id, sent.verdict, service.app.asking.clock.now(), sent.reason, sent.claim, sent.given_by
    )
    number = await service.app.store.give_feedback(given)
    if number is None:
        raise _unknown(sent.answer_id)
    return JSONResponse(_as_json(replace(given, number=number)), 201)


@router.get("", response_model=FeedbackListOut, responses=problems())
async def listed(service: Shared, page: Annotated[FeedbackQuery, Query()]) -> Response:
    """Feedback, oldest first. Go on with `next_cursor` later to see what is new."""
    found = await service.app.store.feedback(page.answer_id, page.verdict, page.cursor, page.limit + 1)
    given = found[: page.limit]
    more = len(found) > page.limit
    return JSONResponse(
        {"feedback": [_as_json(entry) for entry in given], "next_cursor": given[-1].number if more else None}
    )


def _as_json(feedback: Feedback) -> dict[str, object]:
    entry = asdict(feedback)
    return {"number": entry.pop("number")} | entry


def _unknown(answer_id: str) -> Problem:
    return Problem("answer_not_found", f"There is no answer {answer_id}.")
