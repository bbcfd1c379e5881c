"""Serves a workspace on loopback: the Web API over HTTP, Socket Mode over a WebSocket."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import WSMsgType, web

from tests.slack.methods import METHODS
from tests.slack.workspace import APP_TOKEN, CONFIG_TOKEN, Call, Json, SlackError, Workspace

_JSON_FIELDS = ("blocks", "chunks", "metadata", "view", "prompts", "loading_messages")


class StandIn:
    """A running stand-in: ``url`` is the Web API's base for `AsyncWebClient(base_url=…)`."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.url = ""
        self.sockets: list[web.WebSocketResponse] = []
        self.acknowledged: dict[str, Json] = {}
        self.responses: list[Json] = []
        self._news = asyncio.Event()
        self._envelopes = itertools.count(1)

    def application(self) -> web.Application:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._call)
        app.router.add_get("/socket", self._socket)
        app.router.add_post("/response/{user}", self._response)
        return app

    async def send(self, kind: str, payload: Json, *, retry: int = 0, socket: int = 0) -> str:
        """Sends an envelope through Socket Mode (``kind``: events_api, slash_commands, interactive); gives its id."""
        envelope_id = f"envelope-{next(self._envelopes)}"
        envelope: Json = {
            "type": kind,
            "envelope_id": envelope_id,
            "payload": payload,
            "accepts_response_payload": True,
        }
        if retry:
            envelope |= {"retry_attempt": retry, "retry_reason": "timeout"}
        await self.sockets[socket].send_str(json.dumps(envelope))
        return envelope_id

    async def acknowledgement(self, envelope_id: str, seconds: float = 3.0) -> Json:
        """What the bot acknowledged the envelope with; TimeoutError when it did not in Slack's three seconds."""
        async with asyncio.timeout(seconds):
            while envelope_id not in self.acknowledged:
                await self._news.wait()
        return self.acknowledged[envelope_id]

    async def _call(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        args = await _arguments(request)
        self.workspace.calls.append(Call(name, args, time.monotonic()))
        trouble = self.workspace.trouble(name, args)
        if trouble == 429 or self.workspace.limited(name, args):
            headers = {"Retry-After": str(self.workspace.retry_after)}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
        if isinstance(trouble, int):
            return web.Response(status=trouble, text="trouble")
        if trouble == "drop_before":
            return await _hang_up(request)
        try:
            if trouble not in {None, "drop_after"}:
                raise SlackError(str(trouble))
            answer = self._answer(name, args, request)
        except SlackError as error:
            return web.json_response({"ok": False, "error": error.code} | error.more)
        if trouble == "drop_after":
            return await _hang_up(request)
        return web.json_response({"ok": True} | answer, headers={"x-oauth-scopes": ",".join(self.workspace.scopes)})

    def _answer(self, name: str, args: Json, request: web.Request) -> Json:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or args.get("token", "")
        if name == "apps.connections.open":
            if token != APP_TOKEN:
                raise SlackError("invalid_auth")
            return {"url": f"{self.url.replace('http', 'ws').removesuffix('api/')}socket"}
        method = METHODS.get(name)
        if method is None:
            raise SlackError("unknown_method")
        if token != (self.workspace.token if method.token == "bot" else CONFIG_TOKEN):
            raise SlackError("invalid_auth" if token else "not_authed")
        if missing := [scope for scope in method.scopes if scope not in self.workspace.scopes]:
            raise SlackError("missing_scope", needed=missing[0], provided=",".join(self.workspace.scopes))
        if absent := [field for field in method.required if not args.get(field)]:
            raise SlackError(
                "invalid_arguments", response_metadata={"messages": [f"missing required field: {absent[0]}"]}
            )
        return method.work(self.workspace, args)

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_str(
            json.dumps({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A0APP"}})
        )
        self.sockets.append(socket)
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                said = json.loads(message.data)
                self.acknowledged[said["envelope_id"]] = said.get("payload") or {}
                self._news.set()
                self._news = asyncio.Event()
        self.sockets.remove(socket)
        return socket

    async def _response(self, request: web.Request) -> web.Response:
        self.responses.append({"user": request.match_info["user"]} | await request.json())
        return web.Response(text="ok")


@asynccontextmanager
async def standing_in(workspace: Workspace) -> AsyncIterator[StandIn]:
    """The workspace on a free port."""
    stand_in = StandIn(workspace)
    runner = web.AppRunner(stand_in.application(), shutdown_timeout=0.5)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    stand_in.url = f"http://{host}:{port}/api/"
    try:
        yield stand_in
    finally:
        for socket in list(stand_in.sockets):
            await socket.close()
        await runner.cleanup()


async def _arguments(request: web.Request) -> Json:
    if request.content_type == "application/json":
        given: Any = await request.json()
        return dict(given)
    args: Json = dict(request.query) | dict(await request.post())
    for name in _JSON_FIELDS:
        if isinstance(args.get(name), str) and args[name][:1] in {"[", "{"}:
            args[name] = json.loads(args[name])
    return args


async def _hang_up(request: web.Request) -> web.StreamResponse:
    assert request.transport
    request.transport.abort()
    return web.Response()
