"""A Slack workspace in memory: channels, people, messages, and what the bot did to them."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
TEAM, BOT, BOT_ID, APP = "T0TEAM", "U0BOT", "B0BOT", "A0APP"
BOT_TOKEN, APP_TOKEN, CONFIG_TOKEN, SECRET = "xoxb-stand-in", "xapp-stand-in", "xoxe.xoxp-stand-in", "signing-secret"
SCOPES = (
    "app_mentions:read", "assistant:write", "channels:history", "chat:write", "commands", "groups:history",
    "im:history", "im:write", "mpim:history",
)  # fmt: skip


class SlackError(Exception):
    """What the Web API answers instead of ok."""

    def __init__(self, code: str, **more: Any) -> None:
        super().__init__(code)
        self.code = code
        self.more = more


@dataclass
class Message:
    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    metadata: Json | None = None
    streaming_until: float | None = None
    edits: int = 0
    first_text: str = ""

    def as_json(self, with_metadata: bool) -> Json:
        shown: Json = {"type": "message", "ts": self.ts, "user": self.user, "text": self.text, "blocks": self.blocks}
        if self.user == BOT:
            shown |= {"bot_id": BOT_ID, "app_id": APP}
        if self.thread_ts:
            shown["thread_ts"] = self.thread_ts
        if self.metadata and with_metadata:
            shown["metadata"] = self.metadata
        return shown


@dataclass
class Channel:
    id: str
    kind: Literal["channel", "group", "im"]
    members: set[str]
    archived: bool = False


@dataclass
class Call:
    method: str
    args: Json
    at: float


# What goes wrong with a call: a status to answer with 429, an error code, or a connection that ends before or after the
# work was done.
Trouble = Callable[[str, Json], str | int | None]


@dataclass
class Workspace:
    """``trouble(method, args)`` may spoil a call: ``429`` or another status, ``"drop_before"``, ``"drop_after"`` (done,
    but the caller does not learn it), or an error code. ``limits`` are calls per channel and window in seconds."""

    channels: dict[str, Channel] = field(default_factory=dict)
    messages: dict[str, list[Message]] = field(default_factory=dict)
    ephemeral: list[Json] = field(default_factory=list)
    views: list[Json] = field(default_factory=list)
    statuses: list[tuple[str, str, str]] = field(default_factory=list)
    titles: dict[tuple[str, str], str] = field(default_factory=dict)
    prompts: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    triggers: set[str] = field(default_factory=set)
    calls: list[Call] = field(default_factory=list)
    scopes: tuple[str, ...] = SCOPES
    manifest: Json = field(default_factory=dict)
    trouble: Trouble = lambda method, args: None
    limits: dict[str, tuple[int, float]] = field(default_factory=dict)
    retry_after: int = 1
    stream_seconds: float = 300.0
    streams_in_channels: bool = True
    token: str = BOT_TOKEN
    _clock: int = 1_700_000_000_000_000
    _recent: dict[tuple[str, str], deque[float]] = field(default_factory=dict)

    def channel(self, channel_id: str, kind: Literal["channel", "group", "im"] = "channel", *members: str) -> Channel:
        """A channel with the bot in it."""
        made = Channel(channel_id, kind, {BOT, *members})
        self.channels[channel_id] = made
        self.messages.setdefault(channel_id, [])
        return made

    def next_ts(self) -> str:
        """A timestamp later than all before."""
        self._clock += 1_000_100
        return f"{self._clock // 1_000_000}.{self._clock % 1_000_000:06}"

    def say(self, channel: str, user: str, text: str, thread_ts: str | None = None) -> Message:
        """A person writes."""
        message = Message(self.next_ts(), channel, user, text, thread_ts=thread_ts)
        self.messages[channel].append(message)
        return message

    def limited(self, method: str, args: Json) -> bool:
        """Counts the call; whether it is one too many."""
        if method not in self.limits:
            return False
        most, window = self.limits[method]
        recent = self._recent.setdefault((method, str(args.get("channel", ""))), deque())
        now = time.monotonic()
        while recent and recent[0] <= now - window:
            recent.popleft()
        if len(recent) >= most:
            return True
        recent.append(now)
        return False

    def find(self, channel: str, ts: str) -> Message | None:
        return next((m for m in self.messages.get(channel, []) if m.ts == ts), None)

    def by_bot(self, channel: str | None = None) -> list[Message]:
        """The bot's messages, oldest first."""
        return [m for c in ([channel] if channel else self.messages) for m in self.messages[c] if m.user == BOT]

    def made(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]
