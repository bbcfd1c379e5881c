"""A run as JSON: every answer a line, and the whole of it with its figures and the gate's verdict.

The whole is what other reports are built from, so nothing they need may be missing: expected facts with whether each is
met, expected passages with their places, the answer records as ``qa`` gives them, the figures, what changed.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import asdict

from evals.gate import Verdict
from evals.metrics import figures, flakiness, latencies, passed, states
from evals.types import Result, Run
from qa.record import to_dict


def lines(run: Run) -> Iterator[str]:
    """Every asking as a line of JSON, in the order asked."""
    for result in run.results:
        yield json.dumps({"set": run.name} | result_dict(result), ensure_ascii=False)


def run_dict(run: Run, verdict: Verdict | None = None) -> dict[str, object]:
    """The whole of ``run`` as JSON values."""
    found = flakiness(run)
    return {
        "set": run.name,
        "reader": run.reader,
        "recorded": run.recorded,
        "corpus": run.corpus,
        "articles": run.articles,
        "prompts": dict(run.prompts),
        "started_at": run.started_at,
        "runs": run.runs,
        "states": dict(states(run)),
        "figures": [
            asdict(figure.metric)
            | {"smallest_effect": figure.estimate.smallest_effect}
            | _finite(asdict(figure.estimate))
            for figure in figures(run.results)
        ],
        "latencies_ms": [asdict(latency) for latency in latencies(run.results)],
        "pass_at": list(found.pass_at),
        "flaky": list(found.flaky),
        "judge": asdict(run.agreement) if run.agreement else None,
        "gate": verdict_dict(verdict) if verdict else None,
        "results": [result_dict(result) for result in run.results],
    }


def result_dict(result: Result) -> dict[str, object]:
    """One asking: the case, how it was graded, and the answer record."""
    case, score = result.ready.case, result.score
    facts = score.facts or (None,) * len(case.facts)
    return {
        "case": case.id,
        "kind": case.kind,
        "question": case.question,
        "run": result.run,
        "state": score.state,
        "reason": score.reason,
        "passed": passed(score) if score.state == "graded" else None,
        "expected_status": sorted(case.status),
        "facts": [
            {"importance": fact.importance, "label": fact.label, "met": met}
            for fact, met in zip(case.facts, facts, strict=True)
        ],
        "passages": [
            [{**asdict(gold), "sentences": sorted(gold.sentences)} for gold in group] for group in result.ready.gold
        ],
        "ratios": {name: [ratio.part, ratio.whole] for name, ratio in score.ratios.items()},
        "opinions": list(result.opinions),
        "answer": to_dict(result.answer) if result.answer else None,
    }


def verdict_dict(verdict: Verdict) -> dict[str, object]:
    """The gate's verdict as JSON values."""
    return {
        "status": verdict.status,
        "reasons": list(verdict.reasons),
        "falls": [asdict(fall) for fall in verdict.falls],
        "flips": [asdict(flip) for flip in verdict.flips],
        "differences": [
            {"name": metric.name, "label": metric.label} | _finite(asdict(difference))
            for metric, difference in verdict.differences
        ],
        "notes": list(verdict.notes),
    }


def _finite(values: dict[str, float]) -> dict[str, object]:
    """JSON has no infinity: a bound that is none is ``null``."""
    return {name: value if math.isfinite(value) else None for name, value in values.items()}
