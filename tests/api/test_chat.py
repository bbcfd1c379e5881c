"""The OpenAI-compatible endpoints, spoken to by OpenAI's own client."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import openai
import pytest
from fastapi import FastAPI
from openai.types.chat import ChatCompletionMessageParam

from api.completion import Completion
from api.schemas.chat import ChatIn
from qa.errors import ReaderUnavailableError
from qa.types import Answer, Claim, Filters, Support
from tests.api.support import QUESTION, StubReader, served


@pytest.fixture
async def ai(web: FastAPI) -> AsyncIterator[openai.AsyncOpenAI]:
    async with (
        served(web) as http,
        openai.AsyncOpenAI(base_url=f"{http.base_url}/v1", api_key="none", max_retries=0, timeout=20) as opened,
    ):
        yield opened


async def test_the_service_is_listed_as_a_model(ai: openai.AsyncOpenAI) -> None:
    assert [model.id async for model in ai.models.list()] == ["ontherecord"]


async def test_the_model_can_be_looked_up_and_no_other(ai: openai.AsyncOpenAI) -> None:
    assert (await ai.models.retrieve("ontherecord")).id == "ontherecord"
    with pytest.raises(openai.NotFoundError) as refused:
        await ai.models.retrieve("gpt-5")
    assert refused.value.code == "not_found"
    assert "There is one model" in refused.value.message


async def test_a_completion_carries_its_citations_and_the_whole_record(ai: openai.AsyncOpenAI) -> None:
    completion = await ai.chat.completions.create(
        model="ontherecord",
        messages=[{"role": "system", "content": "Be brief."}, {"role": "user", "content": QUESTION}],
        temperature=0.2,
    )
    [choice] = completion.choices
    assert choice.message.content == "It cost 40 million crowns."
    assert choice.finish_reason == "stop"
    assert choice.message.annotations
    [place] = [annotation.url_citation for annotation in choice.message.annotations]
    assert choice.message.content[place.start_index : place.end_index] == "It cost 40 million crowns."
    assert completion.model_extra
    record = completion.model_extra["record"]
    assert place.url.endswith(f"/?answer={record['id']}")
    assert place.title == "The bridge"
    assert completion.usage
    assert completion.usage.total_tokens == 0


async def test_small_talk_is_answered_and_nothing_is_made_up(ai: openai.AsyncOpenAI) -> None:
    said = await ai.chat.completions.create(model="any", messages=[{"role": "user", "content": "What can you do?"}])
    assert (said.choices[0].message.content or "").startswith("Ask about what the articles report")
    assert not said.choices[0].message.annotations


def test_a_stream_says_as_much_as_the_whole_where_nothing_is_decided() -> None:
    claim = Claim("It may be so.", 1, Support("supported"), ())
    text = f"{claim.in_full} No plain yes or no was found in the articles."
    answer = Answer("q", "Is it?", "2017-01-02T12:00:00Z", "answered", text, "r", "i", Filters(), claims=(claim,))
    answer = replace(answer, yes_no="not_said")
    stream = Completion("q", "http://here/", 0)
    pieces = [stream.begin(), stream.claim(claim), *stream.end(answer, usage=False)]
    said = "".join(piece["choices"][0]["delta"].get("content", "") for piece in pieces)
    assert said == Completion("q", "http://here/", 0).whole(answer)["choices"][0]["message"]["content"] == text


async def test_a_message_in_parts_is_read(ai: openai.AsyncOpenAI) -> None:
    completion = await ai.chat.completions.create(
        model="any", messages=[{"role": "user", "content": [{"type": "text", "text": QUESTION}]}]
    )
    assert completion.choices[0].message.content == "It cost 40 million crowns."


async def test_a_stream_brings_the_claims_and_ends_with_the_record(ai: openai.AsyncOpenAI) -> None:
    stream = await ai.chat.completions.create(
        model="ontherecord",
        messages=[{"role": "user", "content": QUESTION}],
        stream=True,
        stream_options={"include_usage": True},
    )
    pieces = [piece async for piece in stream]
    text = "".join(piece.choices[0].delta.content or "" for piece in pieces if piece.choices)
    assert text == "It cost 40 million crowns."
    assert pieces[-1].usage
    last = pieces[-2]
    assert last.choices[0].finish_reason == "stop"
    assert last.choices[0].delta.model_extra
    assert len(last.choices[0].delta.model_extra["annotations"]) == 1
    assert last.model_extra
    assert last.model_extra["record"]["status"] == "answered"


@pytest.mark.parametrize("stream", [True, False])
async def test_a_refusal_is_words_for_people_and_a_status_for_programs(
    ai: openai.AsyncOpenAI, reader: StubReader, stream: bool
) -> None:
    reader.script = lambda _: []
    messages: list[ChatCompletionMessageParam] = [{"role": "user", "content": QUESTION}]
    if stream:
        coming = await ai.chat.completions.create(model="m", messages=messages, stream=True)
        pieces = [piece async for piece in coming]
        text = "".join(piece.choices[0].delta.content or "" for piece in pieces)
        record = (pieces[-1].model_extra or {})["record"]
    else:
        whole = await ai.chat.completions.create(model="m", messages=messages)
        text, record = whole.choices[0].message.content or "", (whole.model_extra or {})["record"]
    assert text == "The articles don't say."
    assert record["status"] == "insufficient_evidence"


async def test_a_failure_is_an_error_of_the_client(ai: openai.AsyncOpenAI, reader: StubReader) -> None:
    reader.script = lambda _: [ReaderUnavailableError("Connection refused.")]
    with pytest.raises(openai.APIStatusError, match="Connection refused") as raised:
        await ai.chat.completions.create(model="m", messages=[{"role": "user", "content": QUESTION}])
    assert raised.value.status_code == 502
    stream = await ai.chat.completions.create(model="m", messages=[{"role": "user", "content": QUESTION}], stream=True)
    with pytest.raises(openai.APIError, match="Connection refused"):
        [piece async for piece in stream]


async def test_a_conversation_without_a_question_is_refused(ai: openai.AsyncOpenAI) -> None:
    with pytest.raises(openai.UnprocessableEntityError):
        await ai.chat.completions.create(model="m", messages=[{"role": "system", "content": "Be brief."}])


async def test_the_last_message_may_lean_on_the_ones_before(ai: openai.AsyncOpenAI) -> None:
    said: list[ChatCompletionMessageParam] = [
        {"role": "user", "content": QUESTION},
        {"role": "assistant", "content": "It cost 40 million crowns."},
        {"role": "user", "content": "And when was it opened?"},
    ]
    whole = await ai.chat.completions.create(model="m", messages=said)
    record = (whole.model_extra or {})["record"]
    assert (record["question"], record["searched_as"]) == ("And when was it opened?", "When was the bridge opened?")


def test_our_own_yes_or_no_is_no_part_of_what_was_said_before_but_a_number_is() -> None:
    said = ["No. Mara Lind opposed the plan.", "No. 10 Downing Street opposed the plan."]
    turns = [[{"role": "user", "content": "Is it so?"}, {"role": "assistant", "content": text}] for text in said]
    last = {"role": "user", "content": "Why?"}
    earlier = ChatIn.model_validate({"messages": [*turns[0], *turns[1], last]}).earlier()
    assert [one.claims for one in earlier] == [("Mara Lind opposed the plan.",), (said[1],)]
