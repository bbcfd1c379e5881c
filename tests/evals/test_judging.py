"""The judge: it only advises, and how far it can be believed is measured in every run."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import pytest

from evals.baseline import Rules, baseline_of
from evals.gate import judge as gate
from evals.gate import updated
from evals.judging import NO_OPINION, agreement, judged, labels
from evals.reports import record, table
from evals.types import CaseScore, Result
from qa.adapters.openai_judge import OpenAIJudge
from qa.adapters.openai_reader import OpenAISettings
from qa.app import judge as configured
from qa.errors import ConfigError, ReaderReplyError
from qa.ports import Judgement
from qa.resources import resource_dir
from qa.settings import load
from qa.types import JudgeVerdict
from tests.evals.builders import case, citation, claim, result, run_of
from tests.evals.test_recordings import serving
from tests.openai_reader.support import saying


class Believing:
    """Finds everything supported, but for one claim; has no opinion on another."""

    name = "believing"

    async def judge(self, claim: str, sentences: Sequence[str], question: str) -> Judgement:
        if claim == "A school.":
            raise ReaderReplyError("no verdict")
        verdict: JudgeVerdict = "not_supported" if claim == "It froze." else "supported"
        return Judgement(verdict)


def three_claims() -> Result:
    made = result(
        case("cost"), passed=(1, 1), claims=[claim(text) for text in ("It cost 35.", "It froze.", "A school.")]
    )
    assert made.answer
    cited = tuple(dataclasses.replace(one, citations=(citation("bridge", 1),)) for one in made.answer.claims)
    return dataclasses.replace(made, answer=dataclasses.replace(made.answer, claims=cited))


async def test_precision_counts_the_claims_that_the_judge_had_an_opinion_on() -> None:
    found = await judged(three_claims(), Believing())

    assert found.opinions == ("supported", "not_supported", NO_OPINION)
    assert (found.score.ratios["fact_precision"].part, found.score.ratios["fact_precision"].whole) == (1, 2)


async def test_a_refusal_and_an_error_are_not_judged() -> None:
    refusal = result(case("a"), passed=(0, 1))
    error = Result(refusal.ready, 1, None, CaseScore("could_not_grade", reason="down"))

    assert await judged(refusal, Believing()) == refusal
    assert await judged(error, Believing()) == error


async def test_no_baseline_has_it_and_no_gate_falls_over_it() -> None:
    good, bad = (run_of(result(case("a"), passed=(1, 1), fact_precision=(part, 1))) for part in (1, 0))
    accepted = baseline_of(good, rules=Rules(), lowered=())

    assert "fact_precision" not in accepted.cases["a"].scores
    assert gate(bad, accepted).status == "holds"
    assert updated(bad, accepted) == baseline_of(bad, rules=Rules(), lowered=())


async def test_agreement_with_people_is_counted_both_ways() -> None:
    told = labels()

    found = await agreement(Believing(), told)

    assert found.labels == len(told) >= 40
    assert found.missed == sum(not label.supported for label in told)
    assert (found.refused, found.undecided) == (0, 0)
    assert found.agreed
    assert found.agreed.value == pytest.approx(sum(label.supported for label in told) / len(told))
    assert found.kappa == pytest.approx(0.0)  # who always says yes agrees no better than chance


async def test_the_agreement_stands_in_the_reports() -> None:
    run = dataclasses.replace(
        run_of(result(case("a"), passed=(1, 1))), agreement=await agreement(Believing(), labels())
    )

    (line,) = table.judge(run)

    assert line.startswith("Judge believing: agrees with people on 50.0 % of 42 claims (95 %: ")
    assert "It only advises." in line
    assert record.run_dict(run)["judge"]


def test_the_sentences_that_people_judged_by_stand_in_the_articles() -> None:
    seeds = resource_dir("seeds")
    for label in labels():
        text = (Path(str(seeds)) / label.article).read_text(encoding="utf-8")
        for sentence in label.sentences:
            assert sentence in text, (label.article, sentence)


def test_people_found_about_as_many_claims_supported_as_not() -> None:
    share = sum(label.supported for label in labels()) / len(labels())

    assert 0.4 <= share <= 0.6


async def test_the_model_is_asked_with_a_schema_and_its_verdict_read() -> None:
    with serving() as port:
        settings = OpenAISettings(model="m", base_url=f"http://127.0.0.1:{port}/v1")
        found = await OpenAIJudge(settings).judge("It cost 35 million.", ["The bridge cost 35 million."], "How much?")
        other = await OpenAIJudge(settings).judge("Nobody was hurt.", ["The bridge cost 35 million."], "How much?")

    assert (found.verdict, other.verdict) == ("supported", "not_supported")
    assert found.usage.input_tokens > 0


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ('{"reason": "x", "verdict": "unclear"}', "unclear"),
        ('```json\n{"verdict": "supported"}\n```', "supported"),
        ('{"verdict": "maybe"}', None),
        ('{"verdict": ["supported"]}', None),
        ("supported", None),
        ("", None),
    ],
)
async def test_a_verdict_is_read_or_there_is_none(text: str, verdict: str | None, respx_mock: object) -> None:
    respx_mock.post("https://api.openai.com/v1/chat/completions").mock(return_value=saying(text))  # type: ignore[attr-defined]
    asked = OpenAIJudge(OpenAISettings(model="m", api_key="k")).judge("a", ["b"], "c")
    if verdict is None:
        with pytest.raises(ReaderReplyError):
            await asked
    else:
        assert (await asked).verdict == verdict


def test_without_a_model_there_is_no_judge() -> None:
    with pytest.raises(ConfigError, match="no key"):
        configured(load(reader="extractive"))
