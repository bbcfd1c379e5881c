"""The figures of a run, each with its n, its 95 % interval and the smallest difference that n can show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from evals.intervals import Difference, Estimate, Observation, difference, estimate
from evals.types import CaseScore, Kind, Result, Run, State

Better = Literal["higher", "lower", "neither"]


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure that is made of ``CaseScore.ratios[name]``. ``share``: between 0 and 1. ``exact``: must be 1.
    ``advisory``: for people to look at; no baseline has it, and no gate."""

    name: str
    label: str
    better: Better = "higher"
    share: bool = True
    exact: bool = False
    advisory: bool = False

    @property
    def compared(self) -> bool:
        """Whether a baseline keeps it and a change of it is for the better or the worse."""
        return self.better != "neither" and not self.advisory


METRICS: tuple[Metric, ...] = (
    Metric("passed", "cases passed"),
    Metric("vital_fact_recall", "vital facts stated"),
    Metric("fact_recall", "facts stated (vital, okay)"),
    Metric("forbidden_said", "forbidden statements made", "lower"),
    Metric("fact_precision", "claims borne out (judge)", advisory=True),
    Metric("exact_match", "exact match (reading sets)"),
    Metric("token_f1", "token F1 (reading sets)"),
    Metric("citation_precision", "citation precision (sentences)"),
    Metric("citation_recall", "citation recall (sentences)"),
    Metric("citation_f1", "citation F1 (sentences)"),
    Metric("wrong_article", "citations of a wrong article", "lower"),
    Metric("quote_exactness", "quotes exact", exact=True),
    Metric("citation_validity", "citations valid", exact=True),
    Metric("claim_coverage", "claims with a valid citation"),
    Metric("abstention_precision", "refusals that were right"),
    Metric("abstention_recall", "refusals due and made"),
    Metric("abstention_f1", "abstention F1"),
    Metric("wrong_refusal", "answerable, but declined", "lower"),
    Metric("wrong_answer", "unanswerable, but answered", "lower"),
    Metric("disagreement_recall", "sides of disagreements shown"),
    Metric("disagreement_precision", "disagreements that are ones"),
    Metric("recall@1", "retrieval recall@1"),
    Metric("recall@5", "retrieval recall@5"),
    Metric("recall@10", "retrieval recall@10"),
    Metric("mrr", "retrieval MRR@10"),
    Metric("ndcg@10", "retrieval nDCG@10"),
    Metric("input_tokens", "input tokens a question", "neither", share=False),
    Metric("output_tokens", "output tokens a question", "neither", share=False),
    Metric("cost_usd", "cost a question, USD", "neither", share=False),
)
BY_NAME = {metric.name: metric for metric in METRICS}


@dataclass(frozen=True, slots=True)
class Figure:
    """One metric of one run."""

    metric: Metric
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds of one step over all answers."""

    step: str
    n: int
    median: float
    p95: float


@dataclass(frozen=True, slots=True)
class Flakiness:
    """What repeats showed. ``pass_at`` are pass^k for k = 1, 2, … (all of k askings pass, averaged over the cases);
    ``flaky`` are the ids of cases that passed in some runs and not in others."""

    pass_at: tuple[float, ...]
    flaky: tuple[str, ...]


def figures(results: Iterable[Result]) -> tuple[Figure, ...]:
    """Every metric that any graded result says something about, in the order of ``METRICS``."""
    graded = [result for result in results if result.score.state == "graded"]
    found = []
    for metric in METRICS:
        observed = [one for result in graded if (one := _observation(result, metric.name))]
        if observed:
            cases = len({result.ready.case.id for result in graded if metric.name in result.score.ratios})
            found.append(Figure(metric, estimate(observed, n=cases, share=metric.share)))
    return tuple(found)


def by_kind(run: Run) -> Mapping[Kind, Counter[State]]:
    """How many askings of each kind of case ended in which state."""
    counts: dict[Kind, Counter[State]] = {}
    for result in run.results:
        counts.setdefault(result.ready.case.kind, Counter())[result.score.state] += 1
    return counts


def states(run: Run) -> Counter[State]:
    """How many askings ended in which state."""
    return Counter(result.score.state for result in run.results)


def latencies(results: Iterable[Result]) -> tuple[Latency, ...]:
    """Every step that any answer timed."""
    times: dict[str, list[float]] = {}
    for result in results:
        for step, milliseconds in (result.answer.timings_ms if result.answer else {}).items():
            times.setdefault(step, []).append(milliseconds)
    return tuple(
        Latency(step, len(values), _quantile(values, 0.5), _quantile(values, 0.95)) for step, values in times.items()
    )


def flakiness(run: Run) -> Flakiness:
    """pass^k is estimated from the c passes of n askings as c(c-1)…(c-k+1) / n(n-1)…(n-k+1), which has no bias
    (Yao and others, tau-bench, arXiv:2406.12045)."""
    passes: dict[str, list[bool]] = {}
    for result in run.results:
        if result.score.state == "graded":
            passes.setdefault(result.ready.case.id, []).append(passed(result.score))
    rates = [_all_pass(sum(each), len(each), run.runs) for each in passes.values()]
    pass_at = tuple(sum(column) / len(rates) for column in zip(*rates, strict=True)) if rates else ()
    return Flakiness(pass_at, tuple(name for name, each in passes.items() if len(set(each)) > 1))


def compare(metric: str, before: Mapping[str, float], now: Run) -> Difference | None:
    """The paired difference of ``metric`` over the cases that both have; ``None`` when there is none."""
    after = case_values(metric, now)
    clusters = {result.ready.case.id: result.ready.case.cluster for result in now.results}
    pairs = [(before[name], after[name], clusters[name]) for name in after if name in before]
    return difference(pairs) if pairs else None


def case_values(metric: str, run: Run) -> dict[str, float]:
    """The value of ``metric`` for each graded case that has one, over its repeats."""
    sums: dict[str, tuple[float, float]] = {}
    for result in run.results:
        ratio = result.score.ratios.get(metric) if result.score.state == "graded" else None
        if ratio:
            part, whole = sums.get(result.ready.case.id, (0.0, 0.0))
            sums[result.ready.case.id] = (part + ratio.part, whole + ratio.whole)
    return {name: part / whole for name, (part, whole) in sums.items()}


def passed(score: CaseScore) -> bool:
    """Whether a graded case met all that it asks for."""
    ratio = score.ratios.get("passed")
    return ratio is not None and ratio.part == ratio.whole


def _observation(result: Result, metric: str) -> Observation | None:
    ratio = result.score.ratios.get(metric)
    return Observation(ratio.part, ratio.whole, result.ready.case.cluster) if ratio else None


def _all_pass(passes: int, askings: int, most: int) -> list[float]:
    chance, chances = 1.0, []
    for k in range(most):
        chance *= max(passes - k, 0) / (askings - k) if askings > k else 0.0
        chances.append(chance)
    return chances


def _quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
