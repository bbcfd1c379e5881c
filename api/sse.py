"""An answer's events as server-sent events."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event

from api.runs import Run
from qa.record import event_to_dict
from qa.types import Event

HEADERS = {
    "Cache-Control": "no-cache, no-transform",
    "X-Accel-Buffering": "no",  # nginx would collect the events otherwise
}


EVENT: dict[str, Any] = {
    "type": "object",
    "properties": {"event": {"type": "string"}, "data": {"type": "string"}, "id": {"type": "string"}},
    "required": ["data"],
}
"""One event, for OpenAPI; its data is JSON."""


def stream(run: Run, after: int = 0) -> EventSourceResponse:
    """The events of ``run`` from the one after number ``after``, with a comment now and then while nothing comes."""
    return EventSourceResponse(_encoded(run, after), headers=HEADERS | answer_headers(run.answer_id))


def single(answer_id: str, event: Event) -> EventSourceResponse:
    """A stream of one event, for an answer whose run is over and forgotten."""

    async def one() -> AsyncIterator[bytes]:
        yield encode(event, answer_id)

    return EventSourceResponse(one(), headers=HEADERS | answer_headers(answer_id))


def answer_headers(answer_id: str) -> dict[str, str]:
    """Says where the answer will stand, before it is there."""
    return {"Content-Location": f"/v1/answers/{answer_id}", "X-Answer-Id": answer_id}


def number(last_event_id: str | None) -> int:
    """The number of the last event that the client has; 0, so that it gets them all, when it says none of ours."""
    if last_event_id and last_event_id.isascii() and last_event_id.isdecimal():
        return int(last_event_id[:9])
    return 0


def encode(event: Event, answer_id: str, place: int | None = None) -> bytes:
    """One event: its name is the type, its data the JSON that the command line prints too. A ``status`` also names
    the answer, so that a client that loses the connection knows what to come back for."""
    data = event_to_dict(event)
    if event.type == "status":
        data["answer_id"] = answer_id
    text = json.dumps(data, ensure_ascii=False)
    return format_sse_event(data_str=text, event=event.type, id=None if place is None else str(place))


async def _encoded(run: Run, after: int) -> AsyncIterator[bytes]:
    async with aclosing(run.follow(after)) as events:
        async for item in events:
            yield KEEPALIVE_COMMENT if item is None else encode(item[1], run.answer_id, item[0])
