"""The bot at work in a stand-in of Slack, over an installation of its own."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from api.app import create_app
from api.slack.attach import attached
from api.slack.work import Pace
from qa.settings import load
from tests.api.support import StubReader, client, installation, until
from tests.slack import blockkit, events
from tests.slack.server import StandIn, standing_in
from tests.slack.workspace import APP_TOKEN, BOT, SECRET, Json, Message, Workspace

PACE = Pace(workers=3, lease_seconds=5, look_seconds=0.05, pause_seconds=0.1, attempts=6)


@dataclass
class Desk:
    """A person's view of it: writes, presses, reads."""

    space: Workspace
    slack: StandIn
    http: httpx.AsyncClient
    reader: StubReader
    web: Any
    delivered: list[Json] = field(default_factory=list)

    async def write(self, channel: str, text: str, thread: str | None = None, user: str = "U1") -> Message:
        """Writes a message; Slack tells the bot, of a mention twice."""
        message = self.space.say(channel, user, text, thread)
        kinds = ["message", "app_mention"] if f"<@{BOT}>" in text and channel[0] != "D" else ["message"]
        for kind in kinds:
            await self.deliver(events.message_event(self.space, message, kind))
        return message

    async def deliver(self, payload: Json, **more: Any) -> httpx.Response:
        response = await events.deliver(self.http, payload, **more)
        assert response.status_code == 200, response.text
        return response

    def replies(self, to: Message) -> list[Message]:
        return [m for m in self.space.by_bot(to.channel) if m.thread_ts == (to.thread_ts or to.ts) and m.ts > to.ts]

    async def answers(self, to: Message, number: int = 1) -> list[Message]:
        """The messages that answer ``to``, once they are whole."""
        await until(lambda: sum(complete(m) for m in self.replies(to)) >= number)
        return self.replies(to)

    async def quiet(self) -> None:
        """Until nothing is left to do."""
        inbox = self.web.state.service.app.open_inbox()
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(inbox.close)
            for _ in range(400):
                if not await inbox.count_open():
                    return
                await asyncio.sleep(0.02)
        raise AssertionError("the inbox is not empty")


def peopled() -> Workspace:
    space = Workspace()
    space.channel("C1", "channel", "U1", "U2")
    space.channel("G1", "group", "U1")
    space.channel("D1", "im", "U1")
    return space


def complete(message: Message) -> bool:
    return bool(message.metadata and message.metadata["event_payload"]["complete"])


def read(messages: list[Message]) -> str:
    return "\n".join(blockkit.shown_text(message.blocks) for message in messages)


@asynccontextmanager
async def desk(
    folder: Path, *, socket: bool = False, space: Workspace | None = None, **settings: Any
) -> AsyncIterator[Desk]:
    """The whole service with the bot, in a workspace with the channel C1, the private one G1 and the person U1."""
    space = space or peopled()
    reader = StubReader()
    app = await installation(folder, reader)
    async with standing_in(space) as slack:
        tokens = {"slack_app_token": APP_TOKEN} if socket else {"slack_signing_secret": SECRET}
        chosen = load(data_dir=folder, slack_bot_token=space.token, slack_api_url=slack.url, **tokens, **settings)
        web = create_app(app)
        async with client(web) as http, attached(web, chosen, PACE):
            yield Desk(space, slack, http, reader, web)
    await app.close()
