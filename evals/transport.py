"""Carries requests to a model's endpoint by way of the recordings: what is recorded is replayed, and the rest is asked
for (``--record``) or missing. A replay never calls out: there is no connection in it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Literal

import httpx

from evals.replies import Recordings, Reply, asked_in, key_of
from qa.adapters.openai_reader.fallback import Dialect


class RecordedTransport(httpx.AsyncBaseTransport):
    """``asking`` says whether what is missing may be asked for; ``command`` records it. ``missing`` are the last lines
    of what was not there.

    A refusal of parameters is kept once for all messages, because the reader asks only its first question in a way
    that may be refused, and another question may be the first one in a replay.
    """

    def __init__(self, recordings: Recordings, *, asking: bool, command: str) -> None:
        self.recordings = recordings
        self.command = command
        self.asking = asking
        self.run = 1
        self.missing: list[str] = []
        self.asked = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The recorded response, else a new one, else a 404, which the reader does not try again."""
        body = json.loads(await request.aread())
        address = str(request.url.copy_with(username=None, password=None))
        asked, refusal = asked_in(body.get("messages", [])), body | {"messages": []}
        for key, run in ((key_of(address, body), self.run), (key_of(address, refusal), 1)):
            if found := self.recordings.find(key, run):
                return _response(found)
        if not self.asking:
            self.missing.append(asked)
            return httpx.Response(404, json={"error": {"message": "no recorded reply"}})
        response = await _sent(request)
        self.asked += 1
        if _refuses_parameters(body, response):
            return self._kept(
                Reply(key_of(address, refusal), 1, "", response.status_code, body=response.text), response
            )
        said = _said(response)
        if said is None:  # broken, or an error of the moment: the next --record asks again
            return _copy(response)
        return self._kept(Reply(key_of(address, body), self.run, asked, 200, said=said), response)

    def _kept(self, reply: Reply, response: httpx.Response) -> httpx.Response:
        head = self.recordings.head
        if not head.server:
            self.recordings.head = replace(head, server=response.headers.get("server", "unknown"))
        self.recordings.add(reply)
        return _response(reply)


def _refuses_parameters(body: Mapping[str, Any], response: httpx.Response) -> bool:
    """Whether the reader would ask again in a simpler way. A filter's refusal (Azure) is about the words, not these."""
    kinds: dict[str, Literal["schema", "json"]] = {"json_schema": "schema", "json_object": "json"}
    asked = Dialect(
        format=kinds.get(body.get("response_format", {}).get("type"), "plain"),
        usage="stream_options" in body,
        limit="max_tokens" if "max_tokens" in body else "max_completion_tokens",
    )
    return "content_filter" not in response.text and bool(asked.weaker(response.status_code, response.text))


async def _sent(request: httpx.Request) -> httpx.Response:
    """The endpoint's response, read to its end. Proxies of the environment are used, as without recordings."""
    async with httpx.AsyncClient() as http:
        return await http.send(request)


def _copy(response: httpx.Response) -> httpx.Response:
    names = ("content-type", "retry-after", "retry-after-ms")
    headers = {name: response.headers[name] for name in names if name in response.headers}
    return httpx.Response(response.status_code, headers=headers, content=response.content)


def _response(reply: Reply) -> httpx.Response:
    """``reply`` as the endpoint sends it: a stream of two chunks, the text and what it came to."""
    if reply.said is None:
        return httpx.Response(
            reply.status, headers={"content-type": "application/json"}, content=(reply.body or "").encode()
        )
    said = reply.said
    delta = {"content": said.get("content", ""), "refusal": said.get("refusal")}
    chunks: list[dict[str, Any]] = [
        {"model": said.get("model"), "choices": [{"index": 0, "delta": delta, "finish_reason": None}]},
        {"choices": [{"index": 0, "delta": {}, "finish_reason": said.get("finish_reason")}]},
        {"choices": [], "usage": said.get("usage")},
    ]
    events = [*(json.dumps(chunk, ensure_ascii=False) for chunk in chunks), "[DONE]"]
    body = "".join(f"data: {event}\n\n" for event in events)
    return httpx.Response(200, headers={"content-type": "text/event-stream"}, content=body.encode())


def _said(response: httpx.Response) -> dict[str, Any] | None:
    """What a whole reply came to; ``None`` for one that is broken or no reply."""
    if response.status_code != 200:
        return None
    try:
        parts = list(_parts(response))
    except (ValueError, KeyError):
        return None
    said: dict[str, Any] = {"content": ""}
    for part in parts:
        if not isinstance(part, Mapping) or part.get("error"):
            return None
        for name in ("model", "usage"):
            if part.get(name):
                said[name] = part[name]
        for choice in part.get("choices") or ():
            body = choice.get("delta") or choice.get("message") or {}
            said["content"] += body.get("content") or ""
            if body.get("refusal"):
                said["refusal"] = said.get("refusal", "") + body["refusal"]
            if choice.get("finish_reason"):
                said["finish_reason"] = choice["finish_reason"]
    return said if "finish_reason" in said else None


def _parts(response: httpx.Response) -> Iterator[Any]:
    if "application/json" in response.headers.get("content-type", ""):
        yield response.json()
        return
    for line in response.text.split("\n"):
        if line.startswith("data:") and (data := line.removeprefix("data:").strip()) != "[DONE]":
            yield json.loads(data)
