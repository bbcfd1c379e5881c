"""Who may ask, what people think of answers, what they are told when something fails, and threads as conversations."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from api.app import create_app
from api.slack import calls
from api.slack.answering import ServiceAnswering, conversation_of
from api.slack.attach import attached
from qa.errors import ConfigError, ReaderUnavailableError
from qa.settings import load
from qa.types import ReadReport
from tests.api.support import QUESTION, StubReader, honest, installation, until
from tests.slack import events
from tests.slack.server import standing_in
from tests.slack.support import Desk, complete, desk, peopled, read
from tests.slack.workspace import BOT, Message

MENTION = f"<@{BOT}> {QUESTION}"
SAID = "It cost 40 million crowns."


async def answered(slack: Desk) -> Message:
    [answer] = await slack.answers(await slack.write("C1", MENTION))
    return answer


async def feedback(slack: Desk) -> list[tuple[str, str | None, str | None]]:
    found = await slack.web.state.service.app.store.feedback()
    return [(entry.verdict, entry.reason, entry.given_by) for entry in found]


async def test_a_thumb_up_is_kept_and_thanked_for(slack: Desk) -> None:
    answer = await answered(slack)
    await slack.deliver(events.pressed(slack.space, answer, "otr_good"))
    assert await feedback(slack) == [("up", None, "slack:U1")]
    await until(lambda: slack.space.ephemeral)
    assert slack.space.ephemeral[0]["user"] == "U1"


async def test_a_thumb_down_counts_at_once_and_may_get_a_reason(slack: Desk) -> None:
    answer = await answered(slack)
    await slack.deliver(events.pressed(slack.space, answer, "otr_bad"))
    assert await feedback(slack) == [("down", None, "slack:U1")]
    await until(lambda: slack.space.views)
    reason = {"reason": {"text": {"value": " It leaves out the tunnel. "}}}
    await slack.deliver(events.submitted(slack.space.views[0], reason))
    assert await feedback(slack) == [("down", "It leaves out the tunnel.", "slack:U1")]
    await slack.deliver(events.pressed(slack.space, answer, "otr_good"))
    await slack.deliver(events.pressed(slack.space, answer, "otr_good", user="U2"))
    assert sorted(await feedback(slack)) == [("up", None, "slack:U1"), ("up", None, "slack:U2")]


async def test_a_thread_is_a_conversation(slack: Desk) -> None:
    asked = await slack.write("C1", MENTION)
    await slack.answers(asked)
    reply = await slack.write("C1", "And when was it opened?", thread=asked.ts)
    await slack.answers(reply)
    app = slack.web.state.service.app
    keys = [message.metadata["event_payload"]["key"] for message in slack.space.by_bot() if message.metadata]
    assert keys == [f"message:C1:{asked.ts}", f"message:C1:{reply.ts}"]
    conversation = await app.store.conversation(conversation_of("C1", asked.ts))
    assert [turn.question for turn in conversation.turns] == [QUESTION, "And when was it opened?"]
    second = await app.store.answer(conversation.turns[1].answer_id)
    assert second.searched_as
    assert "bridge" in second.searched_as


async def test_an_error_says_so_and_can_be_tried_again_once_per_press(slack: Desk) -> None:
    slack.reader.script = lambda evidence: [ReaderUnavailableError("No connection to the model.")]
    [failed] = await slack.answers(await slack.write("C1", MENTION))
    text = read([failed])
    assert "I could not answer this.\nNo connection to the model. Check OPENAI_BASE_URL" in text
    press = events.pressed(slack.space, failed, "otr_retry")
    await slack.deliver(press)
    await slack.quiet()
    assert "I could not answer" in read([failed])
    again = events.pressed(slack.space, failed, "otr_retry")
    assert again["actions"][0]["value"] != press["actions"][0]["value"], "each press of a new button is a new try"
    slack.reader.script = honest
    for _ in range(2):
        await slack.deliver(again)
    await until(lambda: SAID in read([failed]))
    await slack.quiet()
    assert slack.space.by_bot() == [failed], "the answer takes the error's place"
    assert slack.reader.asked == 3


async def test_a_failed_command_can_be_tried_again_too(slack: Desk) -> None:
    slack.reader.script = lambda evidence: [ReaderUnavailableError("No connection to the model.")]
    await slack.deliver(events.command(slack.space, "U1", QUESTION, "C1"))
    await until(lambda: any(complete(m) for m in slack.space.by_bot("D1")))
    slack.reader.script = honest
    [failed] = slack.space.by_bot("D1")
    await slack.deliver(events.pressed(slack.space, failed, "otr_retry"))
    await until(lambda: SAID in read([failed]))
    assert QUESTION in read([failed])


async def test_a_bug_is_told_after_some_tries_and_not_in_silence(slack: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError("bug")

    monkeypatch.setattr(ServiceAnswering, "ask", broken)
    [said] = await slack.answers(await slack.write("C1", MENTION))
    assert "Something went wrong more than once." in read([said])
    assert "[Try again]" in read([said])


async def test_where_it_may_not_write_the_person_is_told_in_a_direct_message(slack: Desk) -> None:
    asked = slack.space.say("C1", "U1", MENTION)
    slack.space.channels["C1"].members.discard(BOT)
    await slack.deliver(events.message_event(slack.space, asked, "app_mention"))
    await until(lambda: slack.space.by_bot("D1"))
    await slack.quiet()
    [told] = slack.space.by_bot("D1")
    assert "I could not answer in <#C1>: Slack says “not_in_channel”. Invite me there with /invite" in read([told])


async def test_sharing_to_a_channel_that_it_is_not_in_is_told(slack: Desk) -> None:
    slack.space.channel("C2").members.discard(BOT)
    await slack.deliver(events.command(slack.space, "U1", QUESTION, "C1"))
    await until(lambda: any(complete(m) for m in slack.space.by_bot("D1")))
    await slack.deliver(events.pressed(slack.space, slack.space.by_bot("D1")[0], "otr_share"))
    await until(lambda: slack.space.views)
    await slack.deliver(events.submitted(slack.space.views[0], {"to": {"channel": {"selected_conversation": "C2"}}}))
    await until(lambda: len(slack.space.by_bot("D1")) == 2)
    assert "not_in_channel" in read(slack.space.by_bot("D1")[1:])


async def test_only_those_on_the_list_may_ask_and_the_others_are_told(tmp_path: Path) -> None:
    async with desk(tmp_path, slack_allow={"C1": ["U1"], "direct": ["*"]}) as slack:
        [said] = await slack.answers(await slack.write("C1", MENTION, user="U2"))
        assert "not open to you here" in read([said])
        assert slack.reader.asked == 0
        [answer] = await slack.answers(await slack.write("C1", MENTION))
        assert SAID in read([answer])
        [direct] = await slack.answers(await slack.write("D1", QUESTION, user="U2"))
        assert SAID in read([direct])
        [private] = await slack.answers(await slack.write("G1", MENTION))
        assert "not open to you here" in read([private])


async def test_a_command_counts_where_it_was_given(tmp_path: Path) -> None:
    async with desk(tmp_path, slack_allow={"C1": ["*"]}) as slack:
        await slack.deliver(events.command(slack.space, "U1", QUESTION, "G1"))
        await until(lambda: slack.space.by_bot("D1"))
        assert "not open to you here" in read(slack.space.by_bot("D1"))


async def test_nobody_shares_to_where_they_may_not_ask(tmp_path: Path) -> None:
    async with desk(tmp_path, slack_allow={"C1": ["*"]}) as slack:
        await slack.deliver(events.command(slack.space, "U1", QUESTION, "C1"))
        await until(lambda: any(complete(m) for m in slack.space.by_bot("D1")))
        await slack.deliver(events.pressed(slack.space, slack.space.by_bot("D1")[0], "otr_share"))
        await until(lambda: slack.space.views)
        sent = events.submitted(slack.space.views[0], {"to": {"channel": {"selected_conversation": "G1"}}})
        said = await slack.deliver(sent)
        assert said.json()["response_action"] == "errors"
        await slack.quiet()
        assert not slack.space.by_bot("G1")


async def test_a_record_can_be_opened_where_the_page_is_reachable(tmp_path: Path) -> None:
    async with desk(tmp_path, slack_public_url="https://news.example/") as slack:
        answer = await answered(slack)
        buttons = {button["action_id"]: button for button in answer.blocks[-1]["elements"]}
        assert buttons["otr_open"]["url"] == f"https://news.example/?answer={buttons['otr_good']['value']}"
        await slack.deliver(events.pressed(slack.space, answer, "otr_open"))


async def test_too_long_a_question_is_told(slack: Desk) -> None:
    slack.reader.script = lambda evidence: [ReadReport()]
    [said] = await slack.answers(await slack.write("D1", "why " * 600))
    assert "A question may have 2,000 characters." in read([said])


async def test_without_a_token_there_is_no_bot_and_nothing_of_slack_is_loaded() -> None:
    script = (
        "import asyncio, sys\n"
        "from fastapi import FastAPI\n"
        "from api.slack.attach import attached\n"
        "from qa.settings import load\n"
        "async def main():\n"
        "    async with attached(FastAPI(), load()) as how:\n"
        "        assert how is None\n"
        "asyncio.run(main())\n"
        "assert not {'slack_bolt', 'slack_sdk', 'aiohttp'} & sys.modules.keys()\n"
    )
    await asyncio.to_thread(subprocess.run, [sys.executable, "-c", script], check=True)


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({}, "SLACK_APP_TOKEN"),
        ({"slack_app_token": "xapp-wrong", "slack_bot_token": "xoxb-stand-in"}, "Socket Mode does not connect"),
        ({"slack_signing_secret": "s"}, "invalid_auth"),
        ({"slack_signing_secret": "s", "slack_api_url": "http://127.0.0.1:9/api/"}, "cannot be reached"),
    ],
)
async def test_settings_that_do_not_go_together_are_told_at_the_start(
    tmp_path: Path, settings: dict[str, str], named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "PAUSES", ())
    app = await installation(tmp_path, StubReader())
    web = create_app(app)
    async with standing_in(peopled()) as slack:
        chosen = {"slack_bot_token": "xoxb-1", "slack_api_url": slack.url} | settings
        with pytest.raises(ConfigError, match=named):
            async with attached(web, load(**chosen)):
                pass
    await web.state.service.close()
    await app.close()
