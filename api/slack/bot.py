"""The Bolt app: what Slack sends is put into the inbox before it is acknowledged, over HTTP and Socket Mode alike.

Bolt acknowledges an event before its listener runs: a process that ends in between would lose it. So questions are
taken in by a middleware, which the acknowledgement waits for: nothing is acknowledged that is not on disk.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from api.slack.incoming import Asked, Bot, asked_in_command, asked_in_event, asked_in_retry
from api.slack.messages import RETRY
from qa.errors import StoreError
from qa.inbox import Inbox

log = logging.getLogger("api.slack")
ACKNOWLEDGE_SECONDS = 2.5
"""Slack waits 3 seconds, and then sends again."""
_AGAIN = BoltResponse(status=503, body="")
"""Not acknowledged: Slack sends it again, after 3 seconds, a minute, 5 minutes."""


def bolt_app(client: AsyncWebClient, bot: Bot, signing_secret: str | None) -> AsyncApp:
    """An app for one workspace that asks Slack nothing while it acknowledges. ``signing_secret`` is for HTTP."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None, team_id=bot.team_id, bot_user_id=bot.user_id, bot_id=bot.bot_id, bot_token=bot.token
        )

    bolt_log = logging.getLogger("api.slack.bolt")
    bolt_log.setLevel(logging.ERROR)  # it warns of the token that it finds beside ``authorize``
    app = AsyncApp(
        client=client,
        signing_secret=signing_secret or "none, and nothing comes in over HTTP",
        authorize=authorize,
        attaching_conversation_kwargs_enabled=False,  # what it attaches makes clients of its own
        logger=bolt_log,
    )
    bolt_log.setLevel(logging.NOTSET)
    return app


def take_in(app: AsyncApp, bot: Bot, inbox: Inbox, taken: Callable[[], None]) -> None:
    """Puts every question that ``app`` gets into ``inbox`` and acknowledges it then; ``taken`` is called after each."""

    async def middleware(
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 - Bolt's name
    ) -> BoltResponse:
        asked = _asked(req.body, bot)
        if asked is None:
            is_message = (req.body.get("event") or {}).get("type") in {"message", "app_mention"}
            return BoltResponse(status=200, body="") if is_message else await next()
        if asked.kind == "command" and not asked.text:
            return BoltResponse(
                status=200, body={"response_type": "ephemeral", "text": "Ask like this: `/ask How long …?`"}
            )
        try:
            async with asyncio.timeout(ACKNOWLEDGE_SECONDS):
                accepted = await inbox.accept(asked.as_event(), joins=asked.joins, now=time.time())
        except (TimeoutError, StoreError) as error:
            log.error("%s could not be taken in: %s", asked.key, error)
            return _refused(asked)
        if accepted == "new":
            taken()
        return _acknowledged(asked, str(req.body.get("api_app_id", "")))

    app.use(middleware)


def _asked(body: dict[str, Any], bot: Bot) -> Asked | None:
    if body.get("type") == "event_callback":
        return asked_in_event(body, bot)
    if "command" in body:
        return asked_in_command(body, bot, time.time())
    if body.get("type") == "block_actions":
        retry = next((action for action in body.get("actions", []) if action.get("action_id") == RETRY), None)
        return asked_in_retry(body, str(retry["value"]), time.time()) if retry else None
    return None


def _acknowledged(asked: Asked, app_id: str) -> BoltResponse:
    if asked.kind != "command":
        return BoltResponse(status=200, body="")
    direct = f"<https://slack.com/app_redirect?app={app_id}&team={asked.team}|in our direct messages>"
    where = "here" if asked.origin.startswith("D") else direct
    return BoltResponse(status=200, body={"response_type": "ephemeral", "text": f"I am answering you {where}."})


def _refused(asked: Asked) -> BoltResponse:
    """Not acknowledged, so that it is sent again; but Slack does not send a command again."""
    if asked.kind != "command":
        return _AGAIN
    text = "I cannot take questions just now. Try again in a minute."
    return BoltResponse(status=200, body={"response_type": "ephemeral", "text": text})
