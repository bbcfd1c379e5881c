"""The bot as a whole: started with the service, by its settings, and closed with it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from api.slack.answering import Answering
from api.slack.bot import bolt_app, take_in
from api.slack.calls import CALL_SECONDS, LaterError, RefusedError, persisted, web_client
from api.slack.desk import Desk
from api.slack.incoming import Bot
from api.slack.interactions import interactions
from api.slack.work import Pace, Workers
from qa.errors import ConfigError
from qa.inbox import Inbox
from qa.settings import Settings

log = logging.getLogger("api.slack")
ADDRESS_SECONDS = 30.0
"""How long an address of Socket Mode may be used after it was given out."""


@dataclass(frozen=True, slots=True)
class SlackBot:
    """The running bot. ``bolt`` takes what Slack sends."""

    bolt: AsyncApp
    desk: Desk
    workers: Workers


@asynccontextmanager
async def running(
    settings: Settings, inbox: Inbox, answering: Answering, pace: Pace | None = None
) -> AsyncIterator[SlackBot]:
    """The bot at work, connected through Socket Mode when there is an app token. ConfigError when Slack refuses the bot
    token or cannot be reached."""
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
    secret = settings.slack_signing_secret.get_secret_value() if settings.slack_signing_secret else None
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CALL_SECONDS), trust_env=True) as session:
        client = web_client(token, settings.slack_api_url, session)
        bot = await identity(client, token)
        desk = Desk(client, bot, answering, settings.slack_allow, settings.slack_public_url)
        workers = Workers(inbox, lambda event, again: desk.answer(event, again=again), desk.give_up, pace)
        bolt = bolt_app(client, bot, secret)
        take_in(bolt, bot, inbox, workers.wake)
        interactions(bolt, desk, inbox, workers.wake)
        workers.start()
        try:
            async with _connected(bolt, settings, client):
                yield SlackBot(bolt, desk, workers)
        finally:
            await workers.close()


async def identity(client: AsyncWebClient, token: str) -> Bot:
    """Who the bot is. ConfigError when Slack refuses the token or cannot be reached."""
    try:
        said = await persisted(client.auth_test)
    except (RefusedError, LaterError) as error:
        raise ConfigError(
            f"Slack does not take SLACK_BOT_TOKEN, or cannot be reached ({error}).", next_step="Run `qa slack check`."
        ) from error
    return Bot(str(said["user_id"]), str(said["bot_id"]), str(said["team_id"]), token)


@asynccontextmanager
async def _connected(bolt: AsyncApp, settings: Settings, client: AsyncWebClient) -> AsyncIterator[None]:
    """A connection through Socket Mode, which comes back by itself when it is lost; none without an app token."""
    if settings.slack_app_token is None:
        yield
        return
    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

    token = settings.slack_app_token.get_secret_value()
    try:  # slack_sdk itself would try a token for ever that Slack refuses
        opened = await persisted(lambda: client.apps_connections_open(app_token=token))
    except (RefusedError, LaterError) as error:
        raise ConfigError(f"Socket Mode does not connect ({error}).", next_step="Run `qa slack check`.") from error
    handler: Any = AsyncSocketModeHandler(bolt, token, web_client=client)
    handler.client.wss_uri = opened["url"]
    watching = asyncio.create_task(_watch(handler.client))
    try:
        await handler.connect_async()
        log.info("connected to Slack through Socket Mode")
        yield
    finally:
        watching.cancel()
        await handler.close_async()


async def _watch(client: Any) -> None:
    """Lets a client without a connection fetch a new address: slack_sdk goes on with one that Slack has let expire."""
    while True:
        await asyncio.sleep(ADDRESS_SECONDS)
        if not await client.is_connected():
            client.wss_uri = None
