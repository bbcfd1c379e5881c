"""`qa slack check` against the stand-in: what is right is said in a line, what is missing with what to do."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from api.slack import needs
from qa.cli import main
from tests.slack import workspace
from tests.slack.server import standing_in
from tests.slack.support import peopled
from tests.slack.workspace import BOT, SCOPES, Workspace

MANIFEST: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[2] / "deploy/slack/manifest.yaml").read_text(encoding="utf-8")
)
TOKEN = "xapp-1-A0APP-1-x"


@pytest.fixture(autouse=True)
def _app_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.slack.server.APP_TOKEN", TOKEN)


async def checked(space: Workspace, *options: str, **variables: str) -> Result:
    async with standing_in(space) as slack:
        chosen = {
            "SLACK_API_URL": slack.url,
            "SLACK_BOT_TOKEN": space.token,
            "SLACK_APP_TOKEN": TOKEN,
            "SLACK_CONFIG_TOKEN": workspace.CONFIG_TOKEN,
        } | variables
        return await asyncio.to_thread(CliRunner().invoke, main, ["slack", "check", *options], env=chosen)


def test_the_manifest_asks_for_what_the_bot_needs_and_no_more() -> None:
    assert MANIFEST["oauth_config"]["scopes"]["bot"] == list(needs.SCOPES) == sorted(needs.SCOPES)
    assert MANIFEST["settings"]["event_subscriptions"]["bot_events"] == list(needs.EVENTS) == sorted(needs.EVENTS)
    assert [command["command"] for command in MANIFEST["features"]["slash_commands"]] == [needs.COMMAND]
    assert set(SCOPES) == set(needs.SCOPES), "the stand-in grants what the manifest asks for"


async def test_an_app_made_from_the_manifest_lacks_nothing() -> None:
    space = peopled()
    space.manifest = MANIFEST
    said = await checked(space, SLACK_ALLOW='{"C1": ["*"], "direct": ["*"]}')
    assert said.exit_code == 0, said.output
    assert [line.split(":")[0].split(maxsplit=1) for line in said.output.splitlines()] == [
        ["ok", "bot token"],
        ["ok", "scopes"],
        ["ok", "socket mode"],
        ["ok", "channel C1"],
        ["ok", "events"],
    ]


async def test_what_is_missing_is_named_with_what_to_do() -> None:
    space = peopled()
    space.manifest = {"settings": {"event_subscriptions": {"bot_events": ["app_mention"]}}}
    space.scopes = tuple(scope for scope in SCOPES if scope != "im:write")
    space.channels["C1"].members.discard(BOT)
    said = await checked(space, "--json", SLACK_ALLOW='{"C1": ["*"], "C9": ["*"]}')
    assert said.exit_code == 1
    missing = {entry["name"]: entry for entry in json.loads(said.output)["checks"] if entry["ok"] is False}
    assert set(missing) == {
        "scope im:write", "channel C1", "channel C9", "interactivity", "command", "panel", "messages tab",
        "socket mode", *(f"event {name}" for name in needs.EVENTS if name != "app_mention"),
    }  # fmt: skip
    assert all(entry["next_step"] for entry in missing.values())


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"SLACK_BOT_TOKEN": ""}, "MISSING     bot token: SLACK_BOT_TOKEN is not set."),
        (
            {"SLACK_BOT_TOKEN": "xoxp-1"},
            "MISSING     bot token: Slack says invalid_auth. It does not begin with xoxb-.",
        ),
        ({"SLACK_APP_TOKEN": "xapp-9"}, "MISSING     socket mode: Slack says invalid_auth."),
        ({"SLACK_APP_TOKEN": ""}, "MISSING     way in: There is none for events."),
        (
            {"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": "s"},
            "MISSING     signing secret: SLACK_SIGNING_SECRET is not",
        ),
        ({"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": "a" * 32}, "not checked signing secret"),
        ({"SLACK_CONFIG_TOKEN": ""}, "not checked events: Slack tells them only with SLACK_CONFIG_TOKEN."),
    ],
)
async def test_each_token_is_looked_at(variables: dict[str, str], named: str) -> None:
    space = peopled()
    space.manifest = MANIFEST
    said = await checked(space, **variables)
    assert named in said.output


async def test_a_slack_that_cannot_be_reached_is_said() -> None:
    said = await checked(peopled(), SLACK_API_URL="http://127.0.0.1:9/api/")
    assert said.exit_code == 1
    assert "Cannot connect" in said.output
