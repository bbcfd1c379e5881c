"""Joins the bot to the web application: `/slack/events`, and the bot's life inside the service's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request, Response

from qa.errors import ConfigError
from qa.settings import Settings

if TYPE_CHECKING:
    from api.service import Service
    from api.slack.work import Pace

PATH = "/slack/events"


@asynccontextmanager
async def attached(web: FastAPI, settings: Settings, pace: Pace | None = None) -> AsyncIterator[str | None]:
    """The bot beside ``web``, as the settings describe it; says in a line how it listens, ``None`` without a bot token.

    ConfigError when the settings do not go together, the extra is not installed, or Slack refuses a token.
    """
    if settings.slack_bot_token is None:
        yield None
        return
    if settings.slack_app_token is None and settings.slack_signing_secret is None:
        raise ConfigError(
            "SLACK_BOT_TOKEN is set, but nothing that events could come in by.",
            next_step="Set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP).",
        )
    try:
        import slack_bolt  # noqa: F401
    except ImportError as error:
        raise ConfigError(
            "The Slack bot is not installed.", next_step="Run `pip install 'ontherecord[slack]'`."
        ) from error
    from api.slack.answering import ServiceAnswering
    from api.slack.service import running

    service: Service = web.state.service
    inbox = service.app.open_inbox()
    try:
        async with running(settings, inbox, ServiceAnswering(service), pace) as bot:
            if settings.slack_signing_secret is not None:
                _add_route(web, bot.bolt)
            how = "through Socket Mode" if settings.slack_app_token else f"at {PATH}"
            yield f"Slack: answering as {bot.desk.bot.user_id} {how}."
    finally:
        await inbox.close()


def _add_route(web: FastAPI, bolt: object) -> None:
    from slack_bolt.adapter.fastapi.async_handler import AsyncSlackRequestHandler

    handler = AsyncSlackRequestHandler(bolt)  # type: ignore[arg-type]  # an AsyncApp; its type is not loaded here

    async def events(request: Request) -> Response:
        stamp = request.headers.get("x-slack-request-timestamp", "")
        if not (stamp.isascii() and stamp.isdecimal()):  # Bolt would take it for a number
            return Response("", 401)
        return await handler.handle(request)

    web.add_api_route(PATH, events, methods=["POST"], include_in_schema=False)
