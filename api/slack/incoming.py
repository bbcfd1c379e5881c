"""What Slack sends, and what of it is a question. Pure: a payload goes in, an `Asked` or nothing comes out."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from api.slack.limits import BUTTON_VALUE_CHARACTERS
from api.slack.rich import size
from api.slack.text import question
from qa.inbox import InboxEvent

_ELSEWHERE = re.compile(r"\s*<@[^<>]+>")
_COURTESY = re.compile(
    r"\W*(thanks|thank you|thx|ok|okay|great|cool|nice|got it|perfect|good|yes|no)( a lot| so much| all)?\W*",
    re.IGNORECASE,
)
"""What people say to each other in a thread: a mention of somebody else first, or thanks. It asks nothing."""
Kind = Literal["mention", "direct", "reply", "command", "retry", "share"]
_PERSONS = {None, "file_share", "thread_broadcast"}
"""Subtypes of messages that people write. Edits, joins, bots' messages and the like have others."""


@dataclass(frozen=True, slots=True)
class Bot:
    """Who the bot is, by `auth.test`."""

    user_id: str
    bot_id: str
    team_id: str
    token: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody wants something, once per ``key``.

    ``channel`` and ``root`` are where the answer goes: under the message ``root``; for a command and a share, ``root``
    is empty. ``ts`` is the message itself. ``replaces`` is a message that the answer takes the place of (a retry).
    ``answer_id`` is what is shared. ``origin`` is the channel in which a command was given.
    """

    key: str
    kind: Kind
    user: str
    channel: str
    text: str
    position: str
    root: str = ""
    ts: str = ""
    team: str = ""
    event_id: str = ""
    replaces: str = ""
    answer_id: str = ""
    origin: str = ""

    @property
    def thread(self) -> str:
        """The conversation: what is answered one after the other."""
        return thread_key(self.channel, self.root) if self.root else self.key

    @property
    def joins(self) -> bool:
        """Whether it calls the bot in; a reply without a mention counts only where somebody did before."""
        return self.kind != "reply"

    @property
    def is_direct(self) -> bool:
        """Whether only the person who asks and the bot read it."""
        return self.channel.startswith("D") or self.kind == "command"

    def as_event(self) -> InboxEvent:
        """For the inbox."""
        return InboxEvent(self.key, self.thread, self.position, json.dumps(asdict(self)))


def from_event(event: InboxEvent) -> Asked | None:
    """What was taken in; ``None`` when it was taken in without its text."""
    return Asked(**json.loads(event.body)) if event.body else None


def thread_key(channel: str, root: str) -> str:
    """Names the thread under the message ``root``."""
    return f"{channel}:{root}"


def asked_in_event(body: Mapping[str, Any], bot: Bot) -> Asked | None:
    """What an Events API payload asks; ``None`` for everything that nobody wants answered."""
    event = body.get("event")
    if not isinstance(event, Mapping) or event.get("type") not in {"message", "app_mention"}:
        return None
    return asked_in_message(event, bot, event_id=str(body.get("event_id", "")), team=str(body.get("team_id", "")))


def asked_in_message(event: Mapping[str, Any], bot: Bot, *, event_id: str = "", team: str = "") -> Asked | None:
    """What a message asks. Not what bots write, the bot itself among them, not edits, not joins."""
    user, channel, ts = (str(event.get(name) or "") for name in ("user", "channel", "ts"))
    by_bot = bool(event.get("bot_id")) or bool(event.get("bot_profile")) or user in {bot.user_id, "USLACKBOT", ""}
    if by_bot or event.get("subtype") not in _PERSONS or event.get("hidden") or not channel or not ts:
        return None
    text = str(event.get("text") or "")
    named = event.get("type") == "app_mention" or f"<@{bot.user_id}" in text
    root = str(event.get("thread_ts") or ts)
    kind: Kind
    if event.get("channel_type") == "im" or channel.startswith("D"):
        kind = "direct"
    elif named:
        kind = "mention"
    elif root != ts and not _ELSEWHERE.match(text) and not _COURTESY.fullmatch(text):
        kind = "reply"
    else:
        return None
    # A mention is delivered as `app_mention` and as `message`, with two event ids: what was written is one.
    key = f"message:{channel}:{ts}"
    return Asked(
        key, kind, user, channel, question(text, bot.user_id), ts, root, ts, team or bot.team_id, event_id=event_id
    )


def asked_in_command(body: Mapping[str, Any], bot: Bot, now: float) -> Asked:
    """What a slash command asks."""
    return Asked(
        key=f"command:{body['trigger_id']}",
        kind="command",
        user=str(body["user_id"]),
        channel="",
        text=question(str(body.get("text") or ""), bot.user_id),
        position=f"{now:.6f}",
        team=str(body.get("team_id") or bot.team_id),
        origin=str(body.get("channel_id") or ""),
    )


def asked_in_retry(body: Mapping[str, Any], value: str, now: float) -> Asked:
    """The question of an error message, asked again. ``value`` is the button's: see `retry_value`."""
    again: dict[str, Any] = json.loads(value)
    place = body["container"]
    again["channel"] = again["channel"] or str(place["channel_id"])
    return Asked(**again, kind="retry", position=f"{now:.6f}", replaces=str(place["message_ts"]))


def retry_value(asked: Asked) -> str | None:
    """What the retry button carries: all but the position. The key counts the tries, so that two presses of one button
    are one. A long question is left out, and read again where it was asked; ``None`` when it stands nowhere."""
    first, _, number = asked.key.partition("#")
    left_out = {"kind", "position", "replaces"}
    kept = {name: value for name, value in asdict(asked).items() if value and name not in left_out}
    if size(kept.get("text", "")) > BUTTON_VALUE_CHARACTERS // 2:
        if not asked.ts:
            return None
        kept["text"] = ""
    return json.dumps({"text": "", "channel": ""} | kept | {"key": f"{first}#{int(number or 1) + 1}"})
