"""What Slack sends, as payloads and as signed HTTP requests."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

import httpx

from tests.slack.workspace import APP, BOT, SECRET, TEAM, Json, Message, Workspace


def callback(event: Json, event_id: str) -> Json:
    who = {"type": "event_callback", "token": "old", "team_id": TEAM, "api_app_id": APP}
    authorized = [{"team_id": TEAM, "user_id": BOT}]
    at = int(float(event.get("event_ts", "0")))
    return who | {"event": event, "event_id": event_id, "event_time": at, "authorizations": authorized}


def message_event(space: Workspace, message: Message, kind: str = "message", **more: object) -> Json:
    """The event of a message that somebody wrote, of the kind ``message`` or ``app_mention``."""
    event: Json = {
        "type": kind, "user": message.user, "text": message.text, "ts": message.ts, "channel": message.channel,
        "event_ts": message.ts, "team": TEAM,
    }  # fmt: skip
    if kind == "message":
        event["channel_type"] = space.channels[message.channel].kind
    if message.thread_ts:
        event["thread_ts"] = message.thread_ts
    return callback(event | more, f"Ev{kind}{message.ts}")


def command(space: Workspace, user: str, text: str, channel: str, response_url: str = "http://127.0.0.1:9/") -> Json:
    """A slash command."""
    return {
        "command": "/ask", "text": text, "user_id": user, "channel_id": channel, "team_id": TEAM, "api_app_id": APP,
        "trigger_id": trigger(space), "response_url": response_url, "channel_name": "desk", "user_name": "someone",
    }  # fmt: skip


def pressed(space: Workspace, message: Message, action_id: str, user: str = "U1") -> Json:
    """A button of ``message`` that is pressed."""
    buttons = [b for block in message.blocks if block["type"] == "actions" for b in block["elements"]]
    [button] = [b for b in buttons if b.get("action_id") == action_id]
    return {
        "type": "block_actions", "user": {"id": user, "team_id": TEAM}, "api_app_id": APP, "team": {"id": TEAM},
        "trigger_id": trigger(space), "channel": {"id": message.channel}, "message": message.as_json(True),
        "container": {"type": "message", "message_ts": message.ts, "channel_id": message.channel},
        "actions": [button | {"action_ts": space.next_ts(), "block_id": "b"}], "response_url": "http://127.0.0.1:9/",
    }  # fmt: skip


def submitted(view: Json, values: Json, user: str = "U1") -> Json:
    """A modal that is sent off. ``values`` are state values by block and action."""
    number = view.get("id", f"V{abs(hash(json.dumps(values, sort_keys=True)))}")
    return {
        "type": "view_submission", "user": {"id": user, "team_id": TEAM}, "team": {"id": TEAM}, "api_app_id": APP,
        "view": view | {"id": number, "state": {"values": values}},
    }  # fmt: skip


def trigger(space: Workspace) -> str:
    made = f"trigger-{space.next_ts()}"
    space.triggers.add(made)
    return made


def signed(body: str, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
    """The headers of Slack's signature, version 0."""
    stamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


async def deliver(http: httpx.AsyncClient, payload: Json, *, retry: int = 0, at: float | None = None) -> httpx.Response:
    """Sends ``payload`` to /slack/events as Slack would."""
    body, kind = encoded(payload)
    headers = signed(body, at) | {"Content-Type": kind}
    if retry:
        headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"}
    return await http.post("/slack/events", content=body.encode(), headers=headers)


def encoded(payload: Json) -> tuple[str, str]:
    """The body and its content type: JSON for events, a form for commands, a form with JSON for interactions."""
    if payload.get("type") in {"event_callback", "url_verification"}:
        return json.dumps(payload), "application/json"
    form = payload if "command" in payload else {"payload": json.dumps(payload)}
    return urlencode(form), "application/x-www-form-urlencoded"
