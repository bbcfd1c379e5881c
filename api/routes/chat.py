"""Chat completions as OpenAI's clients know them. An answer's citations are annotations, and the whole record goes
along as `record`, a field of our own."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import JSONResponse, Response
from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event

from api import problem, sse
from api.completion import MODEL, Completion
from api.limits import QUESTION_CHARACTERS
from api.problem import Problem
from api.routes.answers import end_or_gone
from api.routes.errors import problems
from api.runs import Run
from api.schemas.chat import ChatIn, CompletionOut, ModelOut, ModelsOut
from api.service import Shared
from qa.types import ClaimEvent, DoneEvent, ErrorEvent, Event, Filters

router = APIRouter(prefix="/v1", tags=["openai"])
_MODEL = {"id": MODEL, "object": "model", "created": 0, "owned_by": "ontherecord"}
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/event-stream": {"schema": sse.EVENT, "example": "data: {…}\n\ndata: [DONE]\n\n"}}}
}


@router.get("/models", response_model=ModelsOut)
async def models() -> Response:
    """The one model that there is: this service."""
    return JSONResponse({"object": "list", "data": [_MODEL]})


@router.get("/models/{model_id}", response_model=ModelOut, responses=problems("not_found"))
async def model(model_id: Annotated[str, Path(max_length=200)]) -> Response:
    """That model, which can only be this service."""
    if model_id != MODEL:
        raise Problem("not_found", f"There is one model, {MODEL}.")
    return JSONResponse(_MODEL)


@router.post(
    "/chat/completions",
    response_model=CompletionOut,
    responses=_STREAM
    | problems("invalid_json", "question_too_long", "busy", "reader", "reader_timeout", "internal_error"),
)
async def complete(request: Request, asked: ChatIn, service: Shared) -> Response:
    """Answers the last message of the user, which may lean on the ones before. With `stream`, each claim comes as a
    piece when it has been verified; the last piece has the annotations and the record. What else a request may hold
    (`temperature`) makes no difference."""
    question = asked.question()
    if not question.strip():
        raise Problem("invalid_request", "The last message of the user has no text.")
    if len(question) > QUESTION_CHARACTERS:
        raise Problem("question_too_long", f"A question may have {QUESTION_CHARACTERS} characters.")
    run = service.start(question, Filters(), earlier=asked.earlier())
    completion = Completion(run.answer_id, str(request.base_url), service.now_seconds())
    if asked.stream:
        usage = asked.stream_options is not None and asked.stream_options.include_usage
        headers = sse.HEADERS | sse.answer_headers(run.answer_id)
        return EventSourceResponse(_pieces(run, completion, usage=usage), headers=headers)
    last = await end_or_gone(run, request)
    if isinstance(last, ErrorEvent):
        raise problem.from_event(last)
    return JSONResponse(completion.whole(last.answer), headers=sse.answer_headers(run.answer_id))


async def _pieces(run: Run, completion: Completion, *, usage: bool) -> AsyncGenerator[bytes, None]:
    async with aclosing(run.follow()) as events:
        yield _line(completion.begin())
        async for item in events:
            if item is None:
                yield KEEPALIVE_COMMENT
                continue
            for piece in _said(item[1], completion, usage=usage):
                yield _line(piece)
    yield format_sse_event(data_str="[DONE]")


def _said(event: Event, completion: Completion, *, usage: bool) -> Iterator[dict[str, Any]]:
    """The pieces that ``event`` comes to."""
    match event:
        case ClaimEvent(claim=claim):
            yield completion.claim(claim)
        case DoneEvent(answer=answer):
            yield from completion.end(answer, usage=usage)
        case ErrorEvent():
            # What OpenAI's clients raise as an error, in the middle of a stream too.
            yield {"error": {"message": event.message, "type": event.code, "code": event.code, "param": None}}


def _line(piece: dict[str, Any]) -> bytes:
    return format_sse_event(data_str=json.dumps(piece, ensure_ascii=False))
