"""The Web API's methods on a workspace: what each takes, what it refuses and with which word."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.slack import blockkit
from tests.slack.workspace import APP, BOT, BOT_ID, TEAM, Channel, Json, Message, SlackError, Workspace


@dataclass(frozen=True)
class Method:
    work: Callable[[Workspace, Json], Json]
    scopes: tuple[str, ...]
    required: tuple[str, ...]
    token: str = "bot"


METHODS: dict[str, Method] = {}
TEXT_CHARACTERS = 40_000
MARKDOWN_CHARACTERS = 12_000


def method(
    name: str, *required: str, scopes: Sequence[str] = (), token: str = "bot"
) -> Callable[[Callable[[Workspace, Json], Json]], Callable[[Workspace, Json], Json]]:
    def add(work: Callable[[Workspace, Json], Json]) -> Callable[[Workspace, Json], Json]:
        METHODS[name] = Method(work, tuple(scopes), required, token)
        return work

    return add


@method("auth.test")
def auth_test(_: Workspace, __: Json) -> Json:
    return {
        "url": "https://stand-in.slack.com/",
        "team": "Desk",
        "user": "ontherecord",
        "team_id": TEAM,
        "user_id": BOT,
        "bot_id": BOT_ID,
    }


@method("chat.postMessage", "channel", scopes=["chat:write"])
def post_message(space: Workspace, args: Json) -> Json:
    channel = _writable(space, args)
    _check_content(args)
    thread_ts = args.get("thread_ts")
    if thread_ts is not None:
        thread_ts = _root(space, channel.id, thread_ts, "thread_not_found")
    message = Message(space.next_ts(), channel.id, BOT, args.get("text", ""), args.get("blocks") or [], thread_ts)
    message.metadata, message.first_text = args.get("metadata"), args.get("text", "")
    space.messages[channel.id].append(message)
    return {"channel": channel.id, "ts": message.ts, "message": message.as_json(True)}


@method("chat.postEphemeral", "channel", "user", scopes=["chat:write"])
def post_ephemeral(space: Workspace, args: Json) -> Json:
    channel = _writable(space, args)
    _check_content(args)
    if args["user"] not in channel.members:
        raise SlackError("user_not_in_channel")
    space.ephemeral.append(args)
    return {"message_ts": space.next_ts()}


@method("chat.update", "channel", "ts", scopes=["chat:write"])
def update(space: Workspace, args: Json) -> Json:
    message = _own(space, args)
    if _is_streaming(message):
        raise SlackError("streaming_state_conflict")
    _check_content(args)
    message.text, message.blocks = args.get("text", ""), args.get("blocks") or []
    message.metadata = args.get("metadata", message.metadata)
    message.edits += 1
    return {"channel": message.channel, "ts": message.ts, "text": message.text}


@method("chat.delete", "channel", "ts", scopes=["chat:write"])
def delete(space: Workspace, args: Json) -> Json:
    message = _own(space, args)
    space.messages[message.channel].remove(message)
    return {"channel": message.channel, "ts": message.ts}


@method("chat.startStream", "channel", "thread_ts", scopes=["chat:write"])
def start_stream(space: Workspace, args: Json) -> Json:
    channel = _writable(space, args)
    if channel.kind != "im":
        if not space.streams_in_channels:
            raise SlackError("channel_type_not_supported")
        for name in ("recipient_user_id", "recipient_team_id"):
            if not args.get(name):
                raise SlackError(f"missing_{name}")
    root = _root(space, channel.id, args["thread_ts"], "invalid_thread_ts")
    blocks = _chunk_blocks(args)
    message = Message(space.next_ts(), channel.id, BOT, blockkit.shown_text(blocks), blocks, root)
    message.first_text = message.text
    message.streaming_until = time.monotonic() + space.stream_seconds
    _check_whole(message.blocks)
    space.messages[channel.id].append(message)
    return {"channel": channel.id, "ts": message.ts}


@method("chat.appendStream", "channel", "ts", scopes=["chat:write"])
def append_stream(space: Workspace, args: Json) -> Json:
    message = _streaming(space, args)
    added = _chunk_blocks(args)
    if not added:
        raise SlackError("no_text")
    _check_whole([*message.blocks, *added])
    message.blocks = [*message.blocks, *added]
    message.text = blockkit.shown_text(message.blocks)
    return {"channel": message.channel, "ts": message.ts}


@method("chat.stopStream", "channel", "ts", scopes=["chat:write"])
def stop_stream(space: Workspace, args: Json) -> Json:
    message = _streaming(space, args)
    closing = args.get("blocks") or []
    _check_blocks(closing)
    _check_metadata(args)
    blocks = [*message.blocks, *_chunk_blocks(args), *closing]
    _check_whole(blocks, most=100)
    message.blocks, message.metadata, message.streaming_until = blocks, args.get("metadata"), None
    return {"channel": message.channel, "ts": message.ts, "message": message.as_json(True)}


@method("conversations.open", "users", scopes=["im:write"])
def conversations_open(space: Workspace, args: Json) -> Json:
    user = args["users"]
    found = next((c for c in space.channels.values() if c.kind == "im" and user in c.members), None)
    channel = found or space.channel(f"D{user}", "im", user)
    return {"channel": {"id": channel.id}}


@method("conversations.replies", "channel", "ts")
def replies(space: Workspace, args: Json) -> Json:
    channel = _readable(space, args)
    root = _root(space, channel.id, args["ts"], "thread_not_found")
    inside = [m for m in space.messages[channel.id] if root in {m.ts, m.thread_ts}]
    oldest = str(args.get("oldest", "0"))
    inside = [m for m in inside if m.ts == root or m.ts >= oldest]
    return _page(inside, args)


@method("conversations.history", "channel")
def history(space: Workspace, args: Json) -> Json:
    channel = _readable(space, args)
    oldest = str(args.get("oldest", "0"))
    top = [m for m in space.messages[channel.id] if (m.thread_ts is None or m.thread_ts == m.ts) and m.ts >= oldest]
    return _page(top[::-1], args)


@method("views.open", "trigger_id", "view")
def views_open(space: Workspace, args: Json) -> Json:
    if args["trigger_id"] not in space.triggers:
        raise SlackError("invalid_trigger_id")
    space.triggers.discard(args["trigger_id"])  # each opens one view
    if wrong := blockkit.view_faults(args["view"]):
        raise SlackError("invalid_arguments", response_metadata={"messages": wrong})
    space.views.append(args["view"])
    return {"view": args["view"] | {"id": f"V{len(space.views)}"}}


@method("assistant.threads.setStatus", "channel_id", "thread_ts", scopes=["chat:write"])
def set_status(space: Workspace, args: Json) -> Json:
    _root(space, args["channel_id"], args["thread_ts"], "invalid_thread_ts")
    if "status" not in args:
        raise SlackError("invalid_arguments")
    space.statuses.append((args["channel_id"], args["thread_ts"], args["status"]))
    return {}


@method("assistant.threads.setTitle", "channel_id", "thread_ts", "title", scopes=["assistant:write"])
def set_title(space: Workspace, args: Json) -> Json:
    root = _root(space, args["channel_id"], args["thread_ts"], "invalid_thread_ts")
    space.titles[args["channel_id"], root] = args["title"]
    return {}


@method("assistant.threads.setSuggestedPrompts", "channel_id", "prompts", scopes=["assistant:write"])
def set_prompts(space: Workspace, args: Json) -> Json:
    prompts = args["prompts"]
    if not 1 <= len(prompts) <= 4 or any(not p.get("title") or not p.get("message") for p in prompts):
        raise SlackError("invalid_arguments")
    space.prompts[args["channel_id"], args.get("thread_ts", "")] = prompts
    return {}


@method("apps.manifest.export", "app_id", token="config")
def manifest_export(space: Workspace, args: Json) -> Json:
    if args["app_id"] != APP:
        raise SlackError("invalid_app_id")
    return {"manifest": space.manifest}


def _page(messages: list[Message], args: Json) -> Json:
    start, most = int(args.get("cursor") or 0), min(int(args.get("limit", 100)), 1000)
    shown = [
        m.as_json(args.get("include_all_metadata") not in {None, "0", False}) for m in messages[start : start + most]
    ]
    more = start + most < len(messages)
    return {
        "messages": shown,
        "has_more": more,
        "response_metadata": {"next_cursor": str(start + most) if more else ""},
    }


def _readable(space: Workspace, args: Json) -> Channel:
    channel = space.channels.get(str(args["channel"]))
    if channel is None or (channel.kind != "channel" and BOT not in channel.members):
        raise SlackError("channel_not_found")
    scope = {"channel": "channels:history", "group": "groups:history", "im": "im:history"}[channel.kind]
    if scope not in space.scopes:
        raise SlackError("missing_scope", needed=scope, provided=",".join(space.scopes))
    if BOT not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _writable(space: Workspace, args: Json) -> Channel:
    channel = space.channels.get(str(args["channel"]))
    if channel is None or (channel.kind == "group" and BOT not in channel.members):
        raise SlackError("channel_not_found")
    if channel.archived:
        raise SlackError("is_archived")
    if BOT not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _root(space: Workspace, channel: str, ts: str, error: str) -> str:
    message = space.find(channel, str(ts))
    if message is None:
        raise SlackError(error)
    return message.thread_ts or message.ts


def _own(space: Workspace, args: Json) -> Message:
    _writable(space, args)
    message = space.find(str(args["channel"]), str(args["ts"]))
    if message is None:
        raise SlackError("message_not_found")
    if message.user != BOT:
        raise SlackError("cant_update_message")
    return message


def _is_streaming(message: Message) -> bool:
    return message.streaming_until is not None and time.monotonic() < message.streaming_until


def _streaming(space: Workspace, args: Json) -> Message:
    message = _own(space, args)
    if not _is_streaming(message):
        message.streaming_until = None
        raise SlackError("message_not_in_streaming_state")
    return message


def _check_content(args: Json) -> None:
    if not args.get("text") and not args.get("blocks"):
        raise SlackError("no_text")
    if len(args.get("text") or "") > TEXT_CHARACTERS:
        raise SlackError("msg_too_long")
    if args.get("link_names") or args.get("parse") == "full":
        raise AssertionError("names would be linked: an article could mention people")
    _check_blocks(args.get("blocks") or [])
    _check_metadata(args)


def _check_blocks(blocks: Sequence[Json]) -> None:
    if wrong := blockkit.faults(blocks):
        raise SlackError("invalid_blocks", response_metadata={"messages": wrong})
    if blockkit.too_long(blocks):
        raise SlackError("msg_blocks_too_long")


def _check_whole(blocks: Sequence[Json], most: int = 50) -> None:
    if blockkit.faults(blocks, most):
        raise SlackError("invalid_blocks", response_metadata={"messages": blockkit.faults(blocks, most)})
    if blockkit.too_long(blocks):
        raise SlackError("msg_too_long")


def _check_metadata(args: Json) -> None:
    if args.get("metadata") is not None and blockkit.metadata_faults(args["metadata"]):
        raise SlackError("invalid_metadata_format")


def _chunk_blocks(args: Json) -> list[Json]:
    if len(args.get("markdown_text") or "") > MARKDOWN_CHARACTERS:
        raise SlackError("msg_too_long")
    blocks: list[Json] = []
    for chunk in args.get("chunks") or []:
        if chunk.get("type") == "blocks" and isinstance(chunk.get("blocks"), list):
            blocks += chunk["blocks"]
        else:
            raise SlackError("invalid_chunks")
    _check_blocks(blocks)
    return blocks
