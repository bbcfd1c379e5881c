"""A judge at ask time: doubtful claims only, in order, in bounded time, and never in the way when it breaks."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace

import httpx
import pytest
import respx

from qa.adapters.openai_judge import OpenAIJudge
from qa.adapters.openai_reader import OpenAISettings
from qa.app import build
from qa.errors import ConfigError, ReaderUnavailableError
from qa.judging import AT_ONCE, Hearing, Judging
from qa.ports import Judge, Judgement
from qa.record import from_dict, to_dict
from qa.settings import load
from qa.types import Check, Claim, DraftClaim, Evidence, JudgeVerdict, ReadReport, Rejection, Support, Usage
from tests.evals.test_recordings import serving
from tests.openai_reader.support import URL, saying
from tests.test_ask import answer, asking, honest, label

REWORDED = "The bridge cost 40 million crowns in all."


def reworded(evidence: Evidence) -> Sequence[DraftClaim | ReadReport | Exception]:
    """A claim in the reader's own words, and one that is a sentence of the article."""
    return [DraftClaim(REWORDED, (label(evidence, "40 million"),)), *honest(evidence)]


class Saying:
    """Says to each claim what a function of it says, and keeps what it was asked."""

    name = "saying"

    def __init__(self, opinion: Callable[[str], Awaitable[JudgeVerdict]]) -> None:
        self.opinion = opinion
        self.asked: list[tuple[str, Sequence[str], str]] = []

    async def judge(self, claim: str, sentences: Sequence[str], question: str) -> Judgement:
        self.asked.append((claim, sentences, question))
        return Judgement(await self.opinion(claim), usage=Usage(10, 2, None))


def always(verdict: JudgeVerdict) -> Saying:
    async def opinion(_: str) -> JudgeVerdict:
        return verdict

    return Saying(opinion)


def judging(judge: Judge, seconds: float = 5.0, below: float = 1.0) -> Judging:
    return Judging(judge, below, seconds)


async def test_an_unsupported_claim_is_turned_down_and_a_verbatim_one_is_not_asked_about() -> None:
    judge = always("not_supported")

    record = await answer(replace(await asking(reworded), judging=judging(judge)))

    assert [claim.text for claim in record.claims] == ["It cost 40 million crowns."]
    assert [(r.text, r.reason) for r in record.rejected] == [(REWORDED, "judged_unsupported")]
    assert judge.asked == [(REWORDED, ["It cost 40 million crowns."], "How much did the bridge cost?")]
    assert record.usage == Usage(10, 2, None)


@pytest.mark.parametrize(("verdict", "passed"), [("supported", True), ("unclear", False)])
async def test_the_opinion_stands_among_the_checks_and_in_the_record(verdict: JudgeVerdict, passed: bool) -> None:
    record = await answer(replace(await asking(reworded), judging=judging(always(verdict))))

    assert record.claims[0].support.checks[-1] == Check("judge", passed=passed, opinion=verdict)
    assert from_dict(to_dict(record)) == record
    assert record.degraded == ()


async def test_what_the_sentences_support_well_is_not_asked_about() -> None:
    judge = always("not_supported")

    record = await answer(replace(await asking(reworded), judging=judging(judge, below=0.01)))

    assert len(record.claims) == 2
    assert judge.asked == []


async def test_a_judge_that_breaks_leaves_the_checks_to_decide_and_is_asked_no_more() -> None:
    async def breaks(_: str) -> JudgeVerdict:
        raise ReaderUnavailableError("gone")

    judge = Saying(breaks)

    def script(evidence: Evidence) -> Sequence[DraftClaim | ReadReport | Exception]:
        many = [DraftClaim(f"{REWORDED[:-1]}, {word}.", (label(evidence, "40 million"),)) for word in ("so", "then")]
        return [*many * AT_ONCE, *reworded(evidence)]

    record = await answer(replace(await asking(script), judging=judging(judge)))

    assert record.status == "answered"
    assert record.degraded == ("judge",)
    assert len(judge.asked) <= AT_ONCE


async def test_a_slow_judge_costs_its_time_once() -> None:
    async def sleeps(_: str) -> JudgeVerdict:
        await asyncio.sleep(60)
        return "supported"

    started = time.monotonic()
    record = await answer(replace(await asking(reworded), judging=judging(Saying(sleeps), seconds=0.1)))

    assert time.monotonic() - started < 10
    assert (record.status, record.degraded) == ("answered", ("judge",))


def claims(count: int) -> AsyncGenerator[Claim | Rejection | ReadReport, None]:
    async def made() -> AsyncGenerator[Claim | Rejection | ReadReport, None]:
        for number in range(count):
            yield Claim(str(number), 1, Support("supported", 0.3), ())
        yield ReadReport()

    return made()


async def test_the_order_is_kept_and_few_are_asked_at_once() -> None:
    at_once: list[int] = []
    running = 0

    async def opinion(claim: str) -> JudgeVerdict:
        nonlocal running
        running += 1
        at_once.append(running)
        await asyncio.sleep(0.02 if int(claim) % 2 else 0.001)
        running -= 1
        return "supported"

    hearing = Hearing("?", judging(Saying(opinion)))
    heard = [outcome async for outcome in hearing.heard(claims(12))]

    assert [outcome.text for outcome in heard if isinstance(outcome, Claim)] == [str(n) for n in range(12)]
    assert isinstance(heard[-1], ReadReport)
    assert 1 < max(at_once) <= AT_ONCE


async def test_closing_cancels_what_is_asked() -> None:
    cancelled = asyncio.Event()

    async def opinion(claim: str) -> JudgeVerdict:
        if claim == "0":
            return "supported"
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            cancelled.set()
            raise
        return "supported"

    async with aclosing(Hearing("?", judging(Saying(opinion))).heard(claims(6))) as heard:
        await anext(heard)

    assert cancelled.is_set()


async def test_a_model_judges_over_a_connection() -> None:
    with serving() as port:
        judge = OpenAIJudge(OpenAISettings(model="m", base_url=f"http://127.0.0.1:{port}/v1"))
        record = await answer(replace(await asking(reworded), judging=judging(judge, seconds=30.0)))

    assert record.claims[0].support.checks[-1].name == "judge"
    assert record.usage.input_tokens > 0
    assert record.degraded == ()


@pytest.mark.parametrize("reply", [httpx.Response(500), saying("I think so."), httpx.ConnectError("no")])
async def test_a_reply_without_a_verdict_leaves_the_checks_to_decide(
    reply: httpx.Response | Exception, respx_mock: respx.MockRouter
) -> None:
    respx_mock.post(URL).mock(side_effect=lambda _: reply) if isinstance(reply, httpx.Response) else respx_mock.post(
        URL
    ).mock(side_effect=reply)
    judge = OpenAIJudge(OpenAISettings(model="m", api_key="k", timeout_s=2.0))

    record = await answer(replace(await asking(reworded), judging=judging(judge)))

    assert (record.status, record.degraded) == ("answered", ("judge",))


async def test_it_is_off_unless_it_is_asked_for_and_says_what_it_sends(tmp_path: object) -> None:
    app = await build(load(data_dir=tmp_path, reader="extractive"))
    try:
        assert app.asking.judging is None
    finally:
        await app.close()

    given = {"data_dir": tmp_path, "reader": "extractive", "openai_base_url": "http://127.0.0.1:9/v1"}
    app = await build(load(**given, judge=True, judge_model="j-1"))
    try:
        assert app.asking.judging is not None
        assert app.reader_notice.endswith(
            "Doubtful claims and what they cite are judged by j-1 at http://127.0.0.1:9/v1."
        )
    finally:
        await app.close()

    with pytest.raises(ConfigError, match="no key"):
        await build(load(data_dir=tmp_path, reader="extractive", judge=True))
