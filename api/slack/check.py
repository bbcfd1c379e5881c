"""`qa slack check`: whether tokens, scopes and events are as the bot needs them, and what to do where they are not."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from api.slack.calls import CALL_SECONDS, LaterError, RefusedError, called, web_client
from api.slack.desk import DIRECT
from api.slack.needs import COMMAND, EVENTS, SCOPES
from qa.settings import Settings

INSTALL = "Add it under OAuth & Permissions, then install the app to the workspace again."


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing that was looked at. ``ok`` is ``None`` where it could not be looked at."""

    name: str
    ok: bool | None
    detail: str
    next_step: str = ""


async def checks(settings: Settings) -> AsyncIterator[Checked]:
    """Looks at everything in turn, each finding as it comes."""
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CALL_SECONDS), trust_env=True) as session:
        client = web_client(token or None, settings.slack_api_url, session)
        found = [finding async for finding in _bot(client, token)]
        for finding in found:
            yield finding
        yield await _way_in(client, settings)
        if any(finding.name == "bot token" and finding.ok for finding in found):
            for channel in settings.slack_allow:
                if channel != DIRECT:
                    yield await _channel(client, channel)
        async for finding in _manifest(client, settings):
            yield finding


async def _bot(client: AsyncWebClient, token: str) -> AsyncIterator[Checked]:
    if not token:
        yield Checked("bot token", False, "SLACK_BOT_TOKEN is not set.", "See deploy/slack/README.md, step 3.")
        return
    try:
        said = await called(client.auth_test())
    except (LaterError, RefusedError) as error:
        hint = "" if token.startswith("xoxb-") else " It does not begin with xoxb-."
        yield Checked("bot token", False, f"Slack says {error}.{hint}", "Copy the Bot User OAuth Token again.")
        return
    yield Checked("bot token", True, f"{said['user']} ({said['user_id']}) in {said['team']}.")
    granted = set(re.split(r"[,\s]+", said.headers.get("x-oauth-scopes", "")))
    for scope, purpose in SCOPES.items():
        if scope not in granted:
            yield Checked(f"scope {scope}", False, f"Missing: {purpose}.", INSTALL)
    if set(SCOPES) <= granted:
        yield Checked("scopes", True, f"All {len(SCOPES)} are granted.")


async def _way_in(client: AsyncWebClient, settings: Settings) -> Checked:
    if settings.slack_app_token is not None:
        token = settings.slack_app_token.get_secret_value()
        try:
            await called(client.apps_connections_open(app_token=token))
        except (LaterError, RefusedError) as error:
            step = "Turn Socket Mode on, and generate an app-level token with connections:write."
            return Checked("socket mode", False, f"Slack says {error}.", step)
        return Checked("socket mode", True, "SLACK_APP_TOKEN connects.")
    if settings.slack_signing_secret is None:
        step = "Set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP)."
        return Checked("way in", False, "There is none for events.", step)
    if not re.fullmatch(r"[0-9a-f]{32}", settings.slack_signing_secret.get_secret_value()):
        step = "Copy it from Basic Information, App Credentials."
        return Checked("signing secret", False, "SLACK_SIGNING_SECRET is not 32 hex digits.", step)
    step = "When the request URL is saved at Slack, it must say “Verified”."
    return Checked("signing secret", None, "Only a request from Slack shows whether it is the right one.", step)


async def _channel(client: AsyncWebClient, channel: str) -> Checked:
    name = f"channel {channel}"
    try:
        await called(client.conversations_history(channel=channel, limit=1))
    except RefusedError as error:
        step = "Invite the bot there with /invite." if "channel" in error.code else INSTALL
        return Checked(name, False, f"It stands in SLACK_ALLOW, but Slack says {error}.", step)
    except LaterError as error:
        return Checked(name, None, f"Slack says {error}.", "Try again.")
    return Checked(name, True, "The bot is in it.")


async def _manifest(client: AsyncWebClient, settings: Settings) -> AsyncIterator[Checked]:
    """What the app is sent stands in its manifest only, which a configuration token may read."""
    app_id = _app_id(settings)
    if settings.slack_config_token is None or app_id is None:
        lacking = "SLACK_CONFIG_TOKEN" if app_id else "SLACK_CONFIG_TOKEN and SLACK_APP_TOKEN (for the app's id)"
        wanted = ", ".join(EVENTS)
        yield Checked(
            "events", None, f"Slack tells them only with {lacking}.", f"See that these are subscribed: {wanted}."
        )
        return
    token = settings.slack_config_token.get_secret_value()
    try:
        manifest: dict[str, Any] = (await called(client.apps_manifest_export(app_id=app_id, token=token)))["manifest"]
    except (LaterError, RefusedError) as error:
        step = "Generate an App Configuration Token again; it is valid for 12 hours."
        yield Checked("events", None, f"The manifest cannot be read: Slack says {error}.", step)
        return
    for finding in _compared(manifest, socket=settings.slack_app_token is not None):
        yield finding


def _compared(manifest: dict[str, Any], *, socket: bool) -> list[Checked]:
    """What ``manifest`` lacks; one that lacks nothing is one good finding."""
    options, features = manifest.get("settings", {}), manifest.get("features", {})
    subscribed = set(options.get("event_subscriptions", {}).get("bot_events", []))
    step = "Add it under Event Subscriptions, Subscribe to bot events."
    lacking = [
        Checked(f"event {e}", False, f"Not subscribed: {why}.", step)
        for e, why in EVENTS.items()
        if e not in subscribed
    ]
    if not options.get("interactivity", {}).get("is_enabled"):
        lacking.append(Checked("interactivity", False, "Buttons do nothing.", "Turn it on under Interactivity."))
    if COMMAND not in {command.get("command") for command in features.get("slash_commands", [])}:
        lacking.append(Checked("command", False, f"There is no {COMMAND}.", "Add it under Slash Commands."))
    if not features.get("assistant_view") and not features.get("agent_view"):
        lacking.append(Checked("panel", False, "The assistant panel is off.", "Turn it on under Agents & AI Apps."))
    if socket and not options.get("socket_mode_enabled"):
        lacking.append(Checked("socket mode", False, "It is off in the manifest.", "Turn it on under Socket Mode."))
    if not features.get("app_home", {}).get("messages_tab_enabled"):
        lacking.append(Checked("messages tab", False, "Nobody can write to it directly.", "Turn it on under App Home."))
    return lacking or [
        Checked("events", True, f"All {len(EVENTS)} are subscribed; buttons, {COMMAND} and the panel are on.")
    ]


def _app_id(settings: Settings) -> str | None:
    """The app's id, which stands in its app-level token: xapp-1-A0123-…"""
    token = settings.slack_app_token.get_secret_value() if settings.slack_app_token else ""
    found = re.match(r"xapp-\d+-(A[A-Z0-9]+)-", token)
    return found[1] if found else None
