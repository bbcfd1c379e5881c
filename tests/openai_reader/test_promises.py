"""What the prompt promises the model is what the code accepts: the reply's form, the addresses, the way to decline."""

import json
import re
from dataclasses import replace

import jsonschema  # type: ignore[import-untyped]  # comes with schemathesis
import pytest
import respx

from qa import prompts
from qa.adapters.openai_reader import claims_stream
from qa.adapters.openai_reader.claims_stream import ClaimsStream
from qa.adapters.openai_reader.fallback import CLAIMS
from qa.types import DraftClaim, Evidence, ReadReport

from .support import evidence, read, reader, saying

RULES = prompts.load("read").render(evidence="", asked_at="", question="").system
EXAMPLES = re.findall(r"\{\"claims\": \[.*?\]\}(?=[;.])", RULES)


def test_the_prompt_shows_a_reply_and_an_empty_one() -> None:
    assert [len(json.loads(example)["claims"]) for example in EXAMPLES] == [1, 0]


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_reply_as_shown_has_the_form_that_is_asked_of_the_endpoint(example: str) -> None:
    jsonschema.validate(json.loads(example), CLAIMS.schema)


def test_a_reply_as_shown_is_read_whole() -> None:
    stream = ClaimsStream()
    claims = [*stream.feed(EXAMPLES[0]), *stream.finish()]
    assert claims == [DraftClaim("…", ("S3.2",))]
    assert (stream.whole, stream.malformed) == (True, 0)


def test_an_id_as_shown_is_one_that_the_frame_gives() -> None:
    shown = evidence("A.|B.", "A.|B.", "A.|B.")
    assert "S3.2" in shown.sentences()
    assert "\n[S3] " in prompts.frame(shown)
    assert "\n[S3.2] " in prompts.frame(shown)
    assert all(mark in RULES for mark in ("[S3] opens", "[S3.2] starts"))


def test_the_words_of_the_frame_that_the_rules_speak_of_are_in_it() -> None:
    (first,) = evidence("A.").passages
    caption = replace(first.hit, passage=replace(first.hit.passage, kind="caption"))
    again = Evidence((first, replace(first, label="S2", hit=caption)))
    assert "\n[S2] picture caption | as S1\n" in prompts.frame(again)
    assert '"as S1"' in RULES
    assert '"picture caption"' in RULES


def test_as_many_claims_as_the_rules_allow_are_taken() -> None:
    assert "Six short claims at most" in RULES
    assert claims_stream.MAX_CLAIMS >= 6


async def test_declining_as_shown_is_a_complete_answer_without_claims(endpoint: respx.Route) -> None:
    endpoint.mock(return_value=saying(EXAMPLES[1]))
    claims, report = await read(reader())
    assert claims == []
    assert report == ReadReport(usage=report.usage, model="m-1", prompt=report.prompt)
    assert (report.complete, report.reason) == (True, None)
