"""Asking in Slack, as people do it: mentions, direct messages, threads, the command, the panel."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from qa.types import DraftClaim, Evidence, ReadReport
from tests.api.support import QUESTION, Said, label, until
from tests.newsroom import edition, publish
from tests.slack import events
from tests.slack.support import Desk, complete, read
from tests.slack.workspace import BOT, BOT_ID, Json

MENTION = f"<@{BOT}> {QUESTION}"
SAID = "It cost 40 million crowns."


async def test_a_mention_is_answered_in_its_thread_with_its_sources(slack: Desk) -> None:
    asked = await slack.write("C1", MENTION)
    [answer] = await slack.answers(asked)
    said = read([answer]).splitlines()
    assert said[0] == f"{SAID} [1]"
    assert said[1] == "[1] The bridge · origin unknown · 2017-01-01"
    assert said[2].split() == f"> {SAID}".split()
    assert answer.first_text.startswith(SAID), "what a notification shows"
    assert said[-1] == "[👍] [👎] [Show the passages]"
    assert slack.space.made("chat.startStream"), "it was streamed"
    await slack.quiet()
    assert len(slack.space.by_bot()) == 1, "a mention comes twice, as a mention and as a message"
    assert slack.reader.asked == 1


async def test_a_direct_message_needs_no_mention_and_gives_its_thread_a_title_and_a_status(slack: Desk) -> None:
    asked = await slack.write("D1", QUESTION)
    [answer] = await slack.answers(asked)
    assert SAID in read([answer])
    assert slack.space.titles["D1", asked.ts] == QUESTION
    assert [status for _, _, status in slack.space.statuses] == [
        "is searching the articles …",
        "is reading what it found …",
    ]
    assert "[Share to a channel]" in read([answer])


async def test_a_reply_is_answered_where_the_bot_takes_part_and_nowhere_else(slack: Desk) -> None:
    asked = await slack.write("C1", MENTION)
    await slack.answers(asked)
    reply = await slack.write("C1", "How was traffic?", thread=asked.ts, user="U2")
    await slack.answers(reply)
    other = await slack.write("C1", "Lunch?")
    await slack.write("C1", "Yes, at noon?", thread=other.ts)
    for aside in ("<@U2> did you see this?", "Thanks a lot!", "ok"):
        await slack.write("C1", aside, thread=asked.ts)
    await slack.write("C1", QUESTION)
    await slack.quiet()
    assert slack.reader.asked == 2
    assert {message.thread_ts for message in slack.space.by_bot()} == {asked.ts}


async def test_a_reply_that_slack_delivers_before_the_mention_is_answered_after_it(slack: Desk) -> None:
    asked = slack.space.say("C1", "U1", MENTION)
    reply = slack.space.say("C1", "U1", QUESTION, asked.ts)
    await slack.deliver(events.message_event(slack.space, reply))
    await slack.quiet()
    assert not slack.space.by_bot()
    await slack.deliver(events.message_event(slack.space, asked, "app_mention"))
    await until(lambda: sum(complete(m) for m in slack.space.by_bot()) == 2)


@pytest.mark.parametrize(
    "change",
    [
        {"bot_id": "B9"},
        {"subtype": "bot_message", "bot_id": "B9"},
        {"subtype": "message_changed"},
        {"subtype": "channel_join"},
        {"user": BOT, "bot_id": BOT_ID},
        {"user": BOT},
        {"hidden": True},
        {"user": "USLACKBOT"},
    ],
)
async def test_bots_edits_joins_and_its_own_messages_are_ignored(slack: Desk, change: Json) -> None:
    message = slack.space.say("D1", "U1", QUESTION)
    await slack.deliver(events.message_event(slack.space, message, **change))
    await slack.quiet()
    assert (slack.space.by_bot(), slack.reader.asked) == ([], 0)


async def test_a_command_is_answered_in_a_direct_message_posted_and_then_edited(slack: Desk) -> None:
    acknowledged = await slack.deliver(events.command(slack.space, "U1", QUESTION, "C1"))
    assert acknowledged.json() == {
        "response_type": "ephemeral",
        "text": "I am answering you <https://slack.com/app_redirect?app=A0APP&team=T0TEAM|in our direct messages>.",
    }
    await until(lambda: any(complete(m) for m in slack.space.by_bot("D1")))
    [answer] = slack.space.by_bot("D1")
    assert read([answer]).splitlines()[0] == f"You asked: {QUESTION}"
    assert SAID in read([answer])
    assert "Searching" not in read([answer])
    assert (answer.thread_ts, answer.edits > 0, slack.space.made("chat.startStream")) == (None, True, [])
    follow_up = await slack.write("D1", "show the passage", thread=answer.ts)
    [shown] = await slack.answers(follow_up)
    assert "Monday. It cost 40 million crowns. Traffic was light." in read([shown])


async def test_an_empty_command_says_how_to_ask(slack: Desk) -> None:
    said = (await slack.deliver(events.command(slack.space, "U1", "  ", "C1"))).json()
    assert "/ask" in said["text"]
    assert slack.space.calls[1:] == []


async def test_the_panel_gets_prompts_from_the_articles(slack: Desk) -> None:
    spoken = edition("speech.txt", "Mayor Anna Berg said it was late.", published_at="2017-01-05")
    await publish(slack.web.state.service.app.store, spoken)
    root = slack.space.say("D1", BOT, "Assistant")
    event = {"type": "assistant_thread_started", "event_ts": root.ts}
    thread = {"user_id": "U1", "channel_id": "D1", "thread_ts": root.ts, "context": {}}
    await slack.deliver(events.callback(event | {"assistant_thread": thread}, "Ev1"))
    await until(lambda: slack.space.prompts)
    prompts = slack.space.prompts["D1", root.ts]
    assert [prompt["title"] for prompt in prompts] == ["What did Mayor Anna Berg say?", "How do I ask?"]


async def test_help_and_an_empty_mention_say_how_to_ask(slack: Desk) -> None:
    for text in (f"<@{BOT}>", f"<@{BOT}> help"):
        [said] = await slack.answers(await slack.write("C1", text))
        assert "for example" in read([said])
    assert slack.reader.asked == 0


async def test_markup_of_slack_is_not_taken_for_the_question(slack: Desk) -> None:
    await slack.answers(
        await slack.write("D1", "What did <@U2|bob> say in <#C9|desk> about A &amp; B, <https://x.example|x>?")
    )
    [call] = slack.space.made("assistant.threads.setTitle")
    assert call.args["title"] == "What did @bob say in #desk about A & B, x?"


async def test_a_refusal_is_an_answer_with_what_was_searched_and_what_came_nearest(slack: Desk) -> None:
    slack.reader.script = lambda evidence: [ReadReport()]
    [said] = await slack.answers(await slack.write("C1", f"<@{BOT}> Who designed the bridge?"))
    text = read([said])
    assert "The articles don't say.\nI searched 1 article, the newest of 2017-01-01." in text
    assert "The nearest passages, which do not answer the question:" in text
    assert "The mayor of Lindholm" in text


async def test_follow_ups_narrow_the_last_question(slack: Desk) -> None:
    asked = await slack.write("C1", MENTION)
    await slack.answers(asked)
    as_of = await slack.write("C1", "as of 2016-12-31", thread=asked.ts)
    [narrowed] = await slack.answers(as_of)
    assert "No article matches." in read([narrowed])
    assert "(only up to 2016-12-31)" in read([narrowed])
    only = await slack.write("C1", "only Reuters please", thread=asked.ts)
    [none] = await slack.answers(only)
    assert read([none]) == "No article is from Reuters."
    store = slack.web.state.service.app.store
    await publish(store, edition("wire.txt", "The bridge cost 40 million crowns.", origin="Reuters"))
    again = await slack.write("C1", "only reuters", thread=asked.ts)
    [one] = await slack.answers(again)
    assert "untitled · origin Reuters · undated" in read([one])
    assert "The bridge · " not in read([one])
    # What was narrowed stays narrowed, and is said: undated articles pass a day.
    assert "Answered by reuters and up to 2016-12-31 only." in read([one])


async def test_the_passages_are_shown_for_the_answer_whose_button_was_pressed(slack: Desk) -> None:
    asked = await slack.write("C1", MENTION)
    [answer] = await slack.answers(asked)
    press = events.pressed(slack.space, answer, "otr_passage")
    for _ in range(2):
        await slack.deliver(press)
    await until(lambda: len(slack.space.by_bot("C1")) == 2)
    await slack.quiet()
    [_, shown] = slack.space.by_bot("C1")
    assert "Monday. It cost 40 million crowns. Traffic was light." in read([shown])


async def test_a_long_answer_is_several_messages_and_each_source_is_whole(slack: Desk) -> None:
    def many(evidence: Evidence) -> list[Said]:
        cited = label(evidence, "40 million")
        return [*(DraftClaim(f"It cost 40 million crowns{'!' * n}", (cited,)) for n in range(60)), ReadReport()]

    slack.reader.script = many
    asked = await slack.write("C1", MENTION)
    answers = await slack.answers(asked)
    assert len(answers) > 1
    for message in answers:
        assert message.metadata
        assert message.streaming_until is None
    said = read(answers)
    assert said.count("> ") == 60 == said.count("[1] The bridge")
    assert said.count("[👍]") == 1


async def test_an_answer_can_be_shared_to_a_channel(slack: Desk) -> None:
    await slack.deliver(events.command(slack.space, "U1", QUESTION, "C1"))
    await until(lambda: any(complete(m) for m in slack.space.by_bot("D1")))
    [answer] = slack.space.by_bot("D1")
    await slack.deliver(events.pressed(slack.space, answer, "otr_share"))
    await until(lambda: slack.space.views)
    view = slack.space.views[-1]
    assert view["blocks"][0]["element"]["initial_conversation"] == "C1"
    sent = events.submitted(view | {"id": "V1"}, {"to": {"channel": {"selected_conversation": "C1"}}})
    for _ in range(2):
        await slack.deliver(sent)
    await until(lambda: slack.space.by_bot("C1"))
    await slack.quiet()
    [shared] = slack.space.by_bot("C1")
    assert read([shared]).splitlines()[0] == f"<@U1> shares an answer to: {QUESTION}"
    assert read([shared]).splitlines()[1].startswith(f"{SAID} [1]")


async def test_every_message_says_whose_answer_it_is(slack: Desk) -> None:
    asked = await slack.write("C1", MENTION)
    [answer] = await slack.answers(asked)
    assert answer.metadata
    payload = answer.metadata["event_payload"]
    assert payload == {
        "key": f"message:C1:{asked.ts}",
        "event_id": f"Evmessage{asked.ts}",
        "part": 0,
        "complete": True,
    }
    assert len(json.dumps(answer.metadata)) < 1000


async def test_a_claim_is_shown_before_the_next_one_is_there(slack: Desk) -> None:
    def slowly(evidence: Evidence) -> Iterator[Said]:
        yield DraftClaim("It cost 40 million crowns.", (label(evidence, "40 million"),))
        slack.reader.gate.clear()
        yield DraftClaim("Traffic was light.", (label(evidence, "Traffic"),))
        yield ReadReport()

    slack.reader.script = slowly  # type: ignore[assignment]  # an iterator does as well as a sequence
    asked = await slack.write("C1", MENTION)
    await until(lambda: slack.replies(asked))
    [growing] = slack.replies(asked)
    assert SAID in read([growing])
    assert "Traffic was light. [2]" not in read([growing])
    assert not complete(growing)
    slack.reader.gate.set()
    [answer] = await slack.answers(asked)
    assert answer is growing, "it grows where it stands"
    assert "Traffic was light. [2]" in read([answer])
