"""The judge's part, which only advises: which claims it finds borne out by the sentences they cite, and how often it
agrees with people. A judge whose agreement is not known is worth nothing, so it is measured in every run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from evals.intervals import Estimate, Observation, estimate
from evals.types import Ratio, Result
from qa.errors import ReaderError

if TYPE_CHECKING:
    from qa.ports import Judge

LABELS = Path(__file__).parent / "cases" / "judge_labels.jsonl"
NO_OPINION = "no opinion"


@dataclass(frozen=True, slots=True)
class Label:
    """A claim that a person judged."""

    article: str
    question: str
    claim: str
    sentences: tuple[str, ...]
    supported: bool


@dataclass(frozen=True, slots=True)
class Agreement:
    """A judge against people. ``agreed`` is over the labels it had an opinion on; ``kappa`` is Cohen's, 0 for a judge
    that guesses. ``missed`` are unsupported claims that it let pass, ``refused`` supported ones that it did not."""

    judge: str
    labels: int
    agreed: Estimate | None
    kappa: float
    missed: int
    refused: int
    undecided: int


def labels(path: Path = LABELS) -> tuple[Label, ...]:
    """The claims that people judged."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return tuple(Label(**(row | {"sentences": tuple(row["sentences"])})) for row in rows)


async def agreement(judge: Judge, labelled: Sequence[Label]) -> Agreement:
    """What ``judge`` says of each label, against what people said."""
    said = [(label, await _opinion(judge, label.claim, label.sentences, label.question)) for label in labelled]
    pairs = [(label, opinion == "supported") for label, opinion in said if opinion in ("supported", "not_supported")]
    observed = [Observation(float(label.supported == found), 1.0, label.article) for label, found in pairs]
    return Agreement(
        judge=judge.name,
        labels=len(said),
        agreed=estimate(observed) if observed else None,
        kappa=_kappa([(label.supported, found) for label, found in pairs]),
        missed=sum(found and not label.supported for label, found in pairs),
        refused=sum(label.supported and not found for label, found in pairs),
        undecided=len(said) - len(pairs),
    )


async def judged(result: Result, judge: Judge) -> Result:
    """``result`` with the judge's opinion on each claim; claims without one do not count for the figure."""
    if result.answer is None or not result.answer.claims:
        return result
    question = result.ready.case.question
    opinions = tuple(
        [await _opinion(judge, c.text, [one.quote for one in c.citations], question) for c in result.answer.claims]
    )
    decided = [opinion for opinion in opinions if opinion in ("supported", "not_supported")]
    ratios = dict(result.score.ratios)
    if decided:
        ratios["fact_precision"] = Ratio(decided.count("supported"), len(decided))
    return replace(result, score=replace(result.score, ratios=ratios), opinions=opinions)


async def _opinion(judge: Judge, claim: str, sentences: Sequence[str], question: str) -> str:
    try:
        return (await judge.judge(claim, sentences, question)).verdict
    except ReaderError:
        return NO_OPINION


def _kappa(pairs: Sequence[tuple[bool, bool]]) -> float:
    """Cohen's kappa (1960): agreement beyond what the two would have by chance."""
    if not pairs:
        return 0.0
    agreed = sum(a == b for a, b in pairs) / len(pairs)
    yes_a, yes_b = (sum(column) / len(pairs) for column in zip(*pairs, strict=True))
    chance = yes_a * yes_b + (1 - yes_a) * (1 - yes_b)
    return (agreed - chance) / (1 - chance) if chance < 1 else 1.0
