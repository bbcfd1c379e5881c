"""The reader on the wire shapes of endpoints: claims as they come, and a typed end whatever happens."""

import json
import subprocess
import sys
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import respx

from qa.adapters.openai_reader import client
from qa.errors import ReaderReplyError
from qa.prompts import load
from qa.types import DraftClaim, PromptRef, Question, Usage

from .support import FIRST, KEY, QUESTION, SECOND, WIRE, error, evidence, read, reader, saying, stream, streamed


def sent(endpoint: respx.Route, place: int = -1) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(endpoint.calls[place].request.content)
    return body


async def test_a_streamed_reply_gives_its_claims_and_what_it_cost(endpoint: respx.Route) -> None:
    endpoint.mock(return_value=stream("stream_schema.txt"))
    claims, report = await read(reader(input_price=0.25, output_price=2.0))
    assert claims == [FIRST, SECOND]
    assert (report.usage.input_tokens, report.usage.output_tokens) == (412, 37)
    assert report.usage.cost_usd == pytest.approx(0.000177)
    assert (report.complete, report.reason) == (True, None)
    assert report.model == "gpt-5-mini-2025-08-07"
    assert report.prompt == PromptRef("read", load("read").sha256)


async def test_the_request_holds_the_framed_evidence_and_a_strict_schema(endpoint: respx.Route) -> None:
    endpoint.mock(return_value=stream("stream_schema.txt"))
    await read(reader(max_output_tokens=700), Question("How many\n[S1.1] boats?", "2016-12-31T08:00:00Z"))
    body = sent(endpoint)
    system, user = body["messages"]
    assert (system["role"], user["role"]) == ("system", "user")
    assert "[S1.1] Nine boats left.\n[S1.2] They came back." in user["content"]
    assert "Asked at 2016-12-31T08:00:00Z: How many (S1.1] boats?" in user["content"]
    assert "boats" not in system["content"]
    assert body["response_format"]["json_schema"]["strict"] is True
    assert (body["stream"], body["max_completion_tokens"], body["model"]) == (True, 700, "gpt-5-mini")
    assert endpoint.calls.last.request.headers["authorization"] == f"Bearer {KEY}"


async def test_no_key_sends_no_authorization(endpoint: respx.Route) -> None:
    endpoint.mock(return_value=stream("stream_schema.txt"))
    await read(reader(api_key=None))
    assert "authorization" not in endpoint.calls.last.request.headers


async def test_evidence_beyond_the_budget_is_not_sent(endpoint: respx.Route) -> None:
    endpoint.mock(return_value=stream("stream_no_claims.txt"))
    asked = reader(evidence_tokens=40)
    items = [item async for item in asked.read(QUESTION, evidence("Kept words.", "Dropped words. " * 20))]
    assert len(items) == 1
    assert "Kept words." in sent(endpoint)["messages"][1]["content"]
    assert "Dropped" not in sent(endpoint)["messages"][1]["content"]


async def test_without_a_passage_that_fits_nothing_is_asked(endpoint: respx.Route) -> None:
    (report,) = [item async for item in reader(evidence_tokens=3).read(QUESTION, evidence())]
    assert not isinstance(report, DraftClaim)
    assert (report.complete, report.reason, endpoint.called) == (False, "budget", False)


async def test_no_claims_is_a_complete_answer_too(endpoint: respx.Route) -> None:
    endpoint.mock(return_value=stream("stream_no_claims.txt"))
    claims, report = await read(reader())
    assert (claims, report.complete) == ([], True)


async def test_azures_first_chunk_without_choices_is_passed_over(endpoint: respx.Route) -> None:
    endpoint.mock(return_value=stream("stream_azure.txt"))
    claims, report = await read(reader())
    assert (claims, report.complete) == ([FIRST], True)


async def test_tokens_that_are_not_told_cost_an_unknown_amount(endpoint: respx.Route) -> None:
    endpoint.mock(return_value=stream("stream_azure.txt"))
    _, report = await read(reader(input_price=1.0, output_price=1.0))
    assert report.usage == Usage(0, 0, None)


@pytest.mark.parametrize("prices", [{}, {"input_price": 1.0}, {"output_price": 1.0}])
async def test_without_both_prices_there_is_no_cost(endpoint: respx.Route, prices: dict[str, float]) -> None:
    endpoint.mock(return_value=stream("stream_schema.txt"))
    _, report = await read(reader(**prices))
    assert report.usage == Usage(412, 37, None)


async def test_an_endpoint_that_does_not_stream_is_understood(endpoint: respx.Route) -> None:
    endpoint.mock(return_value=httpx.Response(200, content=(WIRE / "completion.json").read_bytes(), headers=JSON))
    claims, report = await read(reader())
    assert (claims, report.complete, report.model, report.usage) == ([FIRST], True, "small-1", Usage(300, 21, None))


JSON = {"content-type": "application/json"}


@pytest.mark.parametrize("shape", ["stream_fenced.txt", "stream_thinking.txt"])
async def test_a_plain_reply_with_json_in_it_is_understood(endpoint: respx.Route, shape: str) -> None:
    endpoint.mock(return_value=stream(shape))
    claims, report = await read(reader())
    assert (claims, report.complete) == ([FIRST], True)


# What the model says about its own end.


@pytest.mark.parametrize(
    ("shape", "kept", "reason"),
    [
        ("stream_length.txt", [FIRST], "length"),
        ("stream_content_filter.txt", [FIRST], "content_filter"),
        ("stream_refusal.txt", [], "refusal"),
        ("stream_error.txt", [FIRST], "connection"),
        ("stream_cut.txt", [FIRST], "connection"),
    ],
)
async def test_a_reply_that_breaks_off_keeps_its_claims_and_says_why(
    endpoint: respx.Route, shape: str, kept: list[DraftClaim], reason: str
) -> None:
    endpoint.mock(return_value=stream(shape))
    claims, report = await read(reader())
    assert claims == kept
    assert (report.complete, report.reason) == (False, reason)
    assert report.model == "gpt-5-mini-2025-08-07"


async def test_the_whole_budget_spent_on_thought_is_a_reply_cut_by_length(endpoint: respx.Route) -> None:
    endpoint.mock(return_value=saying(None, "", finish="length"))
    claims, report = await read(reader())
    assert (claims, report.complete, report.reason) == ([], False, "length")


async def test_a_list_that_was_closed_is_complete_even_when_the_limit_ended_it(endpoint: respx.Route) -> None:
    endpoint.mock(return_value=saying('{"claims":[]}', "\n" * 50, finish="length"))
    _, report = await read(reader())
    assert report.complete


async def test_azures_filter_on_the_question_is_an_answer_without_claims(endpoint: respx.Route) -> None:
    endpoint.mock(return_value=error("error_400_content_filter.json"))
    claims, report = await read(reader())
    assert (claims, report.complete, report.reason) == ([], False, "content_filter")


async def test_an_item_that_is_no_claim_leaves_the_rest_and_is_told(endpoint: respx.Route) -> None:
    endpoint.mock(return_value=saying('{"claims":[{"text":"Nine boats left.","sentences":["S1.1"]},7]}'))
    claims, report = await read(reader())
    assert (claims, report.complete, report.reason) == ([FIRST], False, "malformed")


# Replies that nothing can be made of.


@pytest.mark.parametrize(
    "reply",
    [
        saying(),
        saying(None),
        saying("I would rather not."),
        saying('{"answer": "nine"}'),
        saying('{"claims": [7, null]}'),
        streamed(b""),
        streamed(b"data: [DONE]\n\n"),
        streamed(b"data: {nonsense\n\n"),
        streamed(b"data: \xff\xfe\n\n"),
        streamed(b'data: {"choices": null}\n\ndata: {"choices": [{}]}\n\ndata: {"choices": [null]}\n\n'),
        streamed(b'data: 7\n\ndata: "x"\n\ndata: []\n\ndata: null\n\n'),
        httpx.Response(200, headers={"content-type": "text/html"}, content=b"<html>Log in</html>"),
        httpx.Response(200, headers=JSON, content=b"{"),
        httpx.Response(200, headers=JSON, content=b"[]"),
        httpx.Response(200, headers=JSON, content=b'{"choices": []}'),
        httpx.Response(200, headers=JSON, content=b'{"error": {"message": "no"}}'),
    ],
)
async def test_a_reply_that_holds_no_claims_is_a_typed_error(endpoint: respx.Route, reply: httpx.Response) -> None:
    endpoint.mock(return_value=reply)
    with pytest.raises(ReaderReplyError):
        await read(reader())
    assert endpoint.call_count == 1


async def test_a_reply_without_end_is_cut_and_its_claims_stay(
    endpoint: respx.Route, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "MAX_BYTES", 4_000)

    async def body() -> AsyncIterator[bytes]:
        yield (WIRE / "stream_cut.txt").read_bytes()
        yield b"data: "
        while True:
            yield b"x" * 1000

    endpoint.mock(return_value=httpx.Response(200, headers={"content-type": "text/event-stream"}, content=body()))
    claims, report = await read(reader())
    assert (claims, report.complete, report.reason) == ([FIRST], False, "malformed")


async def test_an_endless_text_is_cut_and_its_claims_stay(endpoint: respx.Route) -> None:
    opening = '{"claims":[{"text":"Nine boats left.","sentences":["S1.1"]}'
    endpoint.mock(return_value=saying(opening, *["," + " " * 50_000] * 5))
    claims, report = await read(reader())
    assert (claims, report.complete, report.reason) == ([FIRST], False, "size")


# What the endpoint does not understand.


async def test_an_endpoint_without_schemas_is_asked_for_json_then_for_text_and_this_is_remembered(
    endpoint: respx.Route,
) -> None:
    refusals = [error("error_400_schema.json"), error("error_400_json_mode.json")]
    endpoint.mock(side_effect=[*refusals, stream("stream_fenced.txt"), stream("stream_fenced.txt")])
    asked = reader()
    assert [(await read(asked))[0] for _ in range(2)] == [[FIRST], [FIRST]]
    formats = [sent(endpoint, place).get("response_format", {}).get("type") for place in range(4)]
    assert formats == ["json_schema", "json_object", None, None]


async def test_an_endpoint_that_knows_neither_usage_nor_the_new_limit_still_answers(endpoint: respx.Route) -> None:
    refusals = [error("error_422_stream_options.json"), error("error_400_max_tokens.json")]
    endpoint.mock(side_effect=[*refusals, stream("stream_schema.txt")])
    claims, _ = await read(reader())
    assert claims == [FIRST, SECOND]
    assert "stream_options" not in sent(endpoint)
    assert sent(endpoint)["max_tokens"] == sent(endpoint, 0)["max_completion_tokens"]
    assert sent(endpoint)["response_format"]["type"] == "json_schema"


def test_openai_is_imported_by_the_first_question_only() -> None:
    code = (
        "import sys; from qa.adapters.openai_reader import OpenAIReader, OpenAISettings;"
        "OpenAIReader(OpenAISettings(model='m'));"
        "print(sorted({'openai', 'httpx', 'jiter', 'pydantic'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
