"""No event is answered twice and none is lost: deliveries, signatures, trouble with Slack, crashes."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path

import httpx
import pytest

from api.slack import service
from qa.adapters.sqlite.inbox import SqliteInbox
from qa.errors import StoreFullError
from qa.types import DraftClaim, Evidence, ReadReport
from tests.api.support import QUESTION, Said, label, until
from tests.slack import events
from tests.slack.support import Desk, complete, desk, peopled, read
from tests.slack.workspace import BOT, Json

MENTION = f"<@{BOT}> {QUESTION}"
SAID = "It cost 40 million crowns."


async def answered_once(slack: Desk) -> None:
    await until(lambda: any(complete(m) for m in slack.space.by_bot()))
    await slack.quiet()
    assert [SAID in read([m]) for m in slack.space.by_bot()] == [True]


async def test_a_retry_is_acknowledged_and_not_answered_again(slack: Desk) -> None:
    message = slack.space.say("C1", "U1", MENTION)
    event = events.message_event(slack.space, message, "app_mention")
    for retry in (0, 1, 2, 3):
        await slack.deliver(event, retry=retry)
    await answered_once(slack)
    await slack.deliver(event, retry=3)
    await answered_once(slack)
    assert slack.reader.asked == 1


@pytest.mark.parametrize(
    "headers",
    [
        {},
        events.signed("another body"),
        {"X-Slack-Request-Timestamp": "soon", "X-Slack-Signature": "v0=0"},
        {"X-Slack-Request-Timestamp": "٣", "X-Slack-Signature": "v0=0"},
    ],
)
async def test_what_slack_did_not_sign_is_refused(slack: Desk, headers: dict[str, str]) -> None:
    message = slack.space.say("C1", "U1", MENTION)
    body = json.dumps(events.message_event(slack.space, message, "app_mention"))
    sent = {k.encode(): v.encode() for k, v in headers.items()} | {b"content-type": b"application/json"}
    refused = await slack.http.post("/slack/events", content=body, headers=list(sent.items()))
    assert refused.status_code == 401
    await slack.quiet()
    assert not slack.space.by_bot()


async def test_a_signature_of_another_secret_or_of_long_ago_is_refused(slack: Desk) -> None:
    payload = events.message_event(slack.space, slack.space.say("C1", "U1", MENTION), "app_mention")
    body = json.dumps(payload)
    for headers in (events.signed(body, secret="guessed"), events.signed(body, at=time.time() - 301)):
        sent = await slack.http.post(
            "/slack/events", content=body, headers=headers | {"Content-Type": "application/json"}
        )
        assert sent.status_code == 401
    await slack.quiet()
    assert not slack.space.by_bot()


async def test_a_replayed_request_within_slacks_window_changes_nothing(slack: Desk) -> None:
    payload = events.message_event(slack.space, slack.space.say("C1", "U1", MENTION), "app_mention")
    body = json.dumps(payload)
    headers = events.signed(body) | {"Content-Type": "application/json"}
    for _ in range(3):
        assert (await slack.http.post("/slack/events", content=body, headers=headers)).status_code == 200
        await until(lambda: any(complete(m) for m in slack.space.by_bot()))
    await answered_once(slack)


async def test_slacks_address_answers_its_challenge_under_any_name(slack: Desk) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "c-1", "token": "t"})
    headers = events.signed(body) | {"Content-Type": "application/json", "Host": "news.example"}
    said = await slack.http.post("/slack/events", content=body, headers=headers)
    assert (said.status_code, said.text) == (200, '{"challenge": "c-1"}')


async def test_what_could_not_be_written_down_is_not_acknowledged(slack: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    accept = SqliteInbox.accept

    async def full(*_: object, **__: object) -> None:
        raise StoreFullError("no space")

    payload = events.message_event(slack.space, slack.space.say("C1", "U1", MENTION), "app_mention")
    monkeypatch.setattr(SqliteInbox, "accept", full)
    assert (await events.deliver(slack.http, payload)).status_code == 503
    said = await events.deliver(slack.http, events.command(slack.space, "U1", QUESTION, "C1"))
    assert "Try again" in said.json()["text"], "Slack does not send a command again, so the person has to"
    monkeypatch.setattr(SqliteInbox, "accept", accept)
    await slack.deliver(payload, retry=1)
    await answered_once(slack)


async def test_it_acknowledges_at_once_while_every_worker_is_busy(slack: Desk) -> None:
    slack.reader.gate.clear()
    slowest = 0.0
    for number in range(30):
        message = slack.space.say("C1", "U1", f"{MENTION} {number}")
        begun = time.monotonic()
        await slack.deliver(events.message_event(slack.space, message, "app_mention"))
        slowest = max(slowest, time.monotonic() - begun)
    slack.reader.gate.set()
    assert slowest < 3
    await until(lambda: sum(complete(m) for m in slack.space.by_bot()) == 30, 60)


def once(method: str, what: str | int) -> tuple[list[str], object]:
    """Trouble with the first call of ``method``, and the list of the calls that had it."""
    had: list[str] = []

    def trouble(name: str, args: Json) -> str | int | None:
        if name == method and not had:
            had.append(name)
            return what
        return None

    return had, trouble


METHODS = ["chat.startStream", "chat.stopStream"]


@pytest.mark.parametrize("what", [429, 500, 503, "drop_before", "drop_after", "internal_error"])
@pytest.mark.parametrize("method", METHODS)
async def test_trouble_with_slack_neither_doubles_nor_loses_an_answer(
    slack: Desk, method: str, what: str | int
) -> None:
    had, slack.space.trouble = once(method, what)  # type: ignore[assignment]
    await slack.write("C1", MENTION)
    await answered_once(slack)
    assert had


@pytest.mark.parametrize("what", [429, 502, "drop_before", "drop_after"])
@pytest.mark.parametrize("method", ["chat.postMessage", "chat.update", "conversations.open"])
async def test_nor_with_a_command(slack: Desk, method: str, what: str | int) -> None:
    had, slack.space.trouble = once(method, what)  # type: ignore[assignment]
    await slack.deliver(events.command(slack.space, "U1", QUESTION, "C1"))
    await answered_once(slack)
    assert had


async def test_a_rate_limit_is_waited_out_for_as_long_as_slack_says(slack: Desk) -> None:
    slack.space.limits["chat.postMessage"] = (1, 2.0)
    slack.space.streams_in_channels = False
    for number in range(3):
        await slack.write("C1", f"{MENTION} {number}")
    await until(lambda: sum(complete(m) for m in slack.space.by_bot()) == 3, 30)
    await slack.quiet()
    assert len(slack.space.by_bot()) == 3


@pytest.mark.parametrize("code", ["channel_type_not_supported", "missing_scope", "unknown_method", "invalid_chunks"])
async def test_where_it_cannot_stream_it_posts_and_edits(slack: Desk, code: str) -> None:
    slack.space.trouble = lambda name, args: code if name == "chat.startStream" else None
    await slack.write("C1", MENTION)
    await answered_once(slack)


async def test_a_stream_that_slack_ended_by_itself_is_brought_to_its_end(slack: Desk) -> None:
    slack.space.stream_seconds = 0.0
    await slack.write("C1", MENTION)
    await answered_once(slack)
    [answer] = slack.space.by_bot()
    assert "[👍]" in read([answer])


async def test_a_message_that_slack_finds_too_long_is_cut_into_shorter_ones(slack: Desk) -> None:
    def many(evidence: Evidence) -> list[Said]:
        cited = label(evidence, "40 million")
        return [*(DraftClaim(f"It cost 40 million crowns{'!' * n}", (cited,)) for n in range(16)), ReadReport()]

    slack.reader.script = many
    slack.space.trouble = lambda _, args: "msg_blocks_too_long" if len(json.dumps(args)) > 8_000 else None
    asked = await slack.write("C1", MENTION)
    answers = await slack.answers(asked)
    await slack.quiet()
    assert len(answers) > 1
    assert read(answers).count("> ") == 16


@pytest.mark.parametrize("method", ["auth.test", "apps.connections.open"])
async def test_it_starts_although_slack_stumbles_at_that_moment(tmp_path: Path, method: str) -> None:
    space = peopled()
    had, space.trouble = once(method, "drop_before")  # type: ignore[assignment]
    async with desk(tmp_path, space=space, socket=True) as slack:
        await until(lambda: slack.slack.sockets)
    assert had


async def test_a_process_that_ends_in_the_middle_is_followed_by_one_that_goes_on(tmp_path: Path) -> None:
    async with desk(tmp_path) as first:
        first.reader.gate.clear()
        asked = await first.write("C1", MENTION)
        await until(lambda: first.reader.asked)
    async with desk(tmp_path, space=first.space) as second:
        await second.answers(asked)
        await answered_once(second)


async def test_through_socket_mode_it_is_the_same(tmp_path: Path) -> None:
    async with desk(tmp_path, socket=True) as slack:
        await until(lambda: slack.slack.sockets)
        message = slack.space.say("C1", "U1", MENTION)
        event = events.message_event(slack.space, message, "app_mention")
        for retry in (0, 1):
            envelope = await slack.slack.send("events_api", event, retry=retry)
            assert await slack.slack.acknowledgement(envelope) == {}
        await answered_once(slack)
        envelope = await slack.slack.send("slash_commands", events.command(slack.space, "U1", QUESTION, "C1"))
        assert "direct messages" in (await slack.slack.acknowledgement(envelope))["text"]
        await until(lambda: any(complete(m) for m in slack.space.by_bot("D1")))
        [answer] = slack.space.by_bot("C1")
        envelope = await slack.slack.send("interactive", events.pressed(slack.space, answer, "otr_passage"))
        await slack.slack.acknowledgement(envelope)
        await until(lambda: len(slack.space.by_bot("C1")) == 2)
        assert (await slack.http.post("/slack/events")).status_code == 404, "nothing comes in over HTTP"


async def test_socket_mode_connects_again_when_slack_asks_for_it(tmp_path: Path) -> None:
    async with desk(tmp_path, socket=True) as slack:
        await until(lambda: slack.slack.sockets)
        first = slack.slack.sockets[0]
        await first.send_str(json.dumps({"type": "disconnect", "reason": "refresh_requested"}))
        await until(lambda: any(socket is not first for socket in slack.slack.sockets))
        await slack.slack.send(
            "events_api", events.message_event(slack.space, slack.space.say("D1", "U1", QUESTION)), socket=-1
        )
        await answered_once(slack)


async def test_a_cancelled_delivery_leaves_the_loop_alone(slack: Desk) -> None:
    message = slack.space.say("C1", "U1", MENTION)
    body = json.dumps(events.message_event(slack.space, message, "app_mention"))
    headers = events.signed(body) | {"Content-Type": "application/json"}
    with pytest.raises((httpx.HTTPError, asyncio.TimeoutError, TimeoutError)):
        async with asyncio.timeout(0):
            await slack.http.post("/slack/events", content=body, headers=headers)
    await slack.deliver(json.loads(body), retry=1)
    await answered_once(slack)


async def test_an_address_that_slack_let_expire_is_not_tried_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    class Unconnected:
        wss_uri: str | None = "wss://expired"

        async def is_connected(self) -> bool:
            return False

    monkeypatch.setattr(service, "ADDRESS_SECONDS", 0.001)
    client = Unconnected()
    watching = asyncio.create_task(service._watch(client))
    await until(lambda: client.wss_uri is None)
    watching.cancel()
