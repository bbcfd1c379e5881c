"""Buttons, modals and the assistant panel: what is done at once, beside the questions in the inbox."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from api.slack import messages
from api.slack.answering import Answering
from api.slack.calls import tried
from api.slack.desk import Desk
from api.slack.incoming import Asked
from api.slack.limits import PROMPTS
from qa.inbox import Inbox
from qa.types import Feedback, Opinion

Body = dict[str, Any]
_NEWEST = 10  # articles from which prompts are taken
_THANKS = "Thank you. That is noted."
_NOT_KEPT = "That answer was not kept, so nothing can be noted about it."


def interactions(app: AsyncApp, desk: Desk, inbox: Inbox, taken: Callable[[], None]) -> None:
    """Adds the listeners to ``app``. Each writes down what was wanted before it acknowledges."""
    _feedback(app, desk)
    _sharing(app, desk, inbox, taken)
    _panel(app, desk, desk.answering)

    @app.action(messages.OPEN)
    async def opened(ack: AsyncAck) -> None:
        await ack()  # the page opens by itself

    @app.action(messages.PASSAGE)
    async def passage(ack: AsyncAck, body: Body) -> None:
        channel, message = body["channel"]["id"], body["message"]
        at = f"{time.time():.6f}"
        asked = Asked(
            key=f"passage:{channel}:{message['ts']}:{body['user']['id']}",
            kind="direct" if channel.startswith("D") else "mention",
            user=body["user"]["id"],
            channel=channel,
            text="show the passages",
            position=at,
            root=message.get("thread_ts") or message["ts"],
            answer_id=body["actions"][0]["value"],
        )
        await inbox.accept(asked.as_event(), joins=True, now=time.time())
        taken()
        await ack()


def _feedback(app: AsyncApp, desk: Desk) -> None:
    @app.action(messages.GOOD)
    async def good(ack: AsyncAck, body: Body) -> None:
        kept = await _keep(desk, body, body["actions"][0]["value"], "up")
        await ack()
        await _whisper(desk, body, _THANKS if kept else _NOT_KEPT)

    @app.action(messages.BAD)
    async def bad(ack: AsyncAck, body: Body) -> None:
        answer_id = body["actions"][0]["value"]
        root = body["message"].get("thread_ts") or body["message"]["ts"]
        kept = await _keep(desk, body, answer_id, "down")  # counts also when no reason follows
        await ack()
        if not kept:
            await _whisper(desk, body, _NOT_KEPT)
            return
        view = messages.reason_view(answer_id, body["channel"]["id"], root)
        opened = await tried(desk.client.views_open(trigger_id=body["trigger_id"], view=view))
        if opened is None:
            await _whisper(desk, body, _THANKS)

    @app.view(messages.REASON_VIEW)
    async def reason(ack: AsyncAck, body: Body) -> None:
        answer_id, channel, root = body["view"]["private_metadata"].split(" ")
        text = (body["view"]["state"]["values"]["reason"]["text"].get("value") or "").strip()
        if text:
            await _keep(desk, body, answer_id, "down", text)
        await ack()
        await _whisper_in(desk, channel, root, body["user"]["id"], _THANKS)


def _sharing(app: AsyncApp, desk: Desk, inbox: Inbox, taken: Callable[[], None]) -> None:
    @app.action(messages.SHARE)
    async def share(ack: AsyncAck, body: Body) -> None:
        answer_id, _, origin = body["actions"][0]["value"].partition(" ")
        await ack()
        chosen = origin if not origin.startswith("D") else ""
        view = messages.share_view(answer_id, chosen)
        await tried(desk.client.views_open(trigger_id=body["trigger_id"], view=view))

    @app.view(messages.SHARE_VIEW)
    async def share_to(ack: AsyncAck, body: Body) -> None:
        user, view = body["user"]["id"], body["view"]
        channel = view["state"]["values"]["to"]["channel"].get("selected_conversation")
        if not channel or not desk.may(user, channel):
            await ack(response_action="errors", errors={"to": "Answers are not open to you in that channel."})
            return
        asked = Asked(
            key=f"share:{view['id']}",
            kind="share",
            user=user,
            channel=channel,
            text="",
            position=f"{time.time():.6f}",
            answer_id=view["private_metadata"],
        )
        await inbox.accept(asked.as_event(), joins=True, now=time.time())
        taken()
        await ack()


def _panel(app: AsyncApp, desk: Desk, answering: Answering) -> None:
    @app.event("assistant_thread_started")
    async def started(body: Body) -> None:
        thread = body["event"]["assistant_thread"]
        prompts = messages.prompts(await answering.newest(_NEWEST), PROMPTS)
        await tried(
            desk.client.assistant_threads_setSuggestedPrompts(
                channel_id=thread["channel_id"],
                thread_ts=thread["thread_ts"],
                prompts=prompts,
                title="Ask the articles",
            )
        )

    @app.event("assistant_thread_context_changed")
    async def changed() -> None:
        """Which channel is open beside the panel makes no difference to the articles."""


async def _keep(desk: Desk, body: Body, answer_id: str, verdict: Opinion, reason: str | None = None) -> bool:
    given_by = f"slack:{body['user']['id']}"
    return await desk.answering.feedback(Feedback(answer_id, verdict, desk.answering.now(), reason, given_by=given_by))


async def _whisper(desk: Desk, body: Body, text: str) -> None:
    message = body["message"]
    root = message.get("thread_ts") or message["ts"]
    await _whisper_in(desk, body["channel"]["id"], root, body["user"]["id"], text)


async def _whisper_in(desk: Desk, channel: str, root: str, user: str, text: str) -> None:
    await tried(desk.client.chat_postEphemeral(channel=channel, user=user, thread_ts=root, text=text))
