"""Asking, and the answers."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from fastapi.responses import JSONResponse, Response

from api import problem, sse
from api.problem import Problem
from api.routes.conversations import held
from api.routes.errors import problems
from api.runs import Run
from api.schemas import AnswerId, AnswerOut, AskIn, StoredAnswerOut
from api.service import Shared
from qa.changes import changes
from qa.record import to_dict
from qa.types import DoneEvent, ErrorEvent

router = APIRouter(prefix="/v1", tags=["answers"])

EVENT_STREAM = "text/event-stream"
_STREAM_DOC: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            EVENT_STREAM: {
                "schema": sse.EVENT,
                "example": (
                    'event: status\ndata: {"type": "status", "step": "retrieve", "answer_id": "…"}\nid: 1\n\n'
                    'event: claim\ndata: {"type": "claim", "claim": {"text": "…"}}\nid: 4\n\n'
                    'event: done\ndata: {"type": "done", "answer": {"status": "answered"}}\nid: 5\n\n'
                ),
            }
        }
    }
}


@router.post(
    "/ask",
    response_model=AnswerOut,
    responses=_STREAM_DOC
    | problems(
        "invalid_json",
        "conversation_not_found",
        "question_too_long",
        "busy",
        "reader",
        "reader_timeout",
        "internal_error",
    ),
)
async def ask(request: Request, asked: AskIn, service: Shared) -> Response:
    """Answers a question in claims, each tied to exact sentences.

    With `Accept: text/event-stream` the answer comes as events: `status`, `hits`, `claim` (each already verified),
    `disagreement`, and last `done` with the whole record, or `error`. A declined question ends in `done` too: its
    `status` says why.
    """
    if asked.conversation_id is not None:
        await held(asked.conversation_id, service)  # told before a stream begins, with a status of its own
    run = service.start(asked.question, asked.filters.as_filters(), conversation_id=asked.conversation_id)
    if _wants_stream(request):
        return sse.stream(run)
    last = await end_or_gone(run, request)
    if isinstance(last, ErrorEvent):
        raise problem.from_event(last)
    return JSONResponse(to_dict(last.answer), headers=sse.answer_headers(run.answer_id))


@router.get("/answers/{answer_id}", response_model=StoredAnswerOut, responses=problems("answer_not_found"))
async def answer(answer_id: AnswerId, service: Shared) -> Response:
    """The same answer as on the day it was given, and which of the articles it cites have changed since."""
    stored = await service.app.asking.answers.answer(answer_id)
    if stored is None:
        raise _unknown(answer_id)
    changed = await changes(stored, service.app.asking.articles)
    return JSONResponse(to_dict(stored) | {"changed": [asdict(change) for change in changed]})


@router.get(
    "/answers/{answer_id}/events",
    response_class=Response,  # EventSourceResponse would make FastAPI take the route for a generator
    responses=_STREAM_DOC | problems("answer_not_found"),
)
async def events(
    answer_id: AnswerId,
    service: Shared,
    last_event_id: Annotated[str | None, Header(description="Go on after this event.")] = None,
) -> Response:
    """The events of an answer, also while it is being made: a client that lost its connection comes back here within
    10 seconds. Of an answer made longer ago only `done` is left."""
    run = service.runs.find(answer_id)
    if run is not None:
        return sse.stream(run, sse.number(last_event_id))
    stored = await service.app.asking.answers.answer(answer_id)
    if stored is None:
        raise _unknown(answer_id)
    return sse.single(answer_id, DoneEvent(stored))


def _wants_stream(request: Request) -> bool:
    return EVENT_STREAM in request.headers.get("accept", "")


async def end_or_gone(run: Run, request: Request) -> DoneEvent | ErrorEvent:
    """The run's last event. A client that goes away leaves the run, which is then stopped after its grace."""
    end = asyncio.create_task(run.end())
    gone = asyncio.create_task(_gone(request))
    try:
        await asyncio.wait({end, gone}, return_when=asyncio.FIRST_COMPLETED)
        if end.done():
            return end.result()
        raise Problem("client_gone", "Nobody waits for the reply.")
    finally:
        end.cancel()
        gone.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _unknown(answer_id: str) -> Problem:
    return Problem("answer_not_found", f"There is no answer {answer_id}.")
