"""The words and numbers that every report shows alike."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from evals.gate import Flip, Verdict
from evals.metrics import Figure, Latency, by_kind, figures, flakiness, latencies, states
from evals.types import Run, State

STATES: tuple[tuple[State, str], ...] = (
    ("graded", "graded"),
    ("could_not_grade", "could not grade"),
)
VERDICTS = {"holds": "The gate holds.", "fell": "The gate fell.", "could_not_run": "The gate could not run."}


FIGURE_HEAD = ("figure", "value", "95 % interval", "n (clusters)", "can show")
KIND_HEAD = ("kind", "passed", "graded", "could not grade")
CHANGE_HEAD = ("against the baseline", "difference", "95 % interval", "n (clusters)")


SHOWN = 5e-4
"""A difference below prints as nil, and is what the rounding in the baseline makes."""


class Row(NamedTuple):
    """One figure in words: its value, its 95 % interval, n with clusters, and the smallest difference that so many
    questions can show."""

    label: str
    value: str
    interval: str
    n: str
    smallest: str


def rows(run: Run) -> Iterator[Row]:
    """A row for every figure of ``run``."""
    return (_row(figure) for figure in figures(run.results))


def _row(figure: Figure) -> Row:
    estimate, share = figure.estimate, figure.metric.share
    interval = f"{_number(estimate.low, share=share)} to {_number(estimate.high, share=share)}"
    return Row(
        figure.metric.label,
        _number(estimate.value, share=share, unit=True),
        interval,
        f"{estimate.n} ({estimate.clusters})",
        f"{100 * estimate.smallest_effect:.0f} points" if share else "",
    )


def _number(value: float, *, share: bool, unit: bool = False) -> str:
    if not math.isfinite(value):
        return "unknown"
    if share:
        return f"{100 * value:.1f}" + (" %" if unit else "")
    return f"{value:.4g}"


def head(run: Run) -> str:
    """One line on what was run."""
    asked = f"{len(run.results)} askings" if run.runs > 1 else f"{len(run.results)} questions"
    recorded = f" ({run.recorded})" if run.recorded else ""
    return f"{run.name}: {asked} over {run.articles} articles (corpus {run.corpus}), reader {run.reader}{recorded}"


def counts(run: Run) -> str:
    """How many askings ended in which state; what was not graded is always said."""
    found = states(run)
    return ", ".join(f"{found[state]} {words}" for state, words in STATES if found[state] or state == "graded")


def kinds(run: Run) -> Iterator[tuple[str, ...]]:
    """Each kind with how many passed, were graded, could not be graded."""
    for kind, found in by_kind(run).items():
        passes = sum(
            result.score.state == "graded" and result.score.ratios["passed"].part == 1
            for result in run.results
            if result.ready.case.kind == kind
        )
        yield kind.replace("_", " "), str(passes), *(str(found[state]) for state, _ in STATES)


def timing(run: Run) -> str:
    """Milliseconds by step in one line."""
    return "; ".join(_timing(latency) for latency in latencies(run.results))


def _timing(latency: Latency) -> str:
    return f"{latency.step} {latency.median:.0f} ms (95 %: {latency.p95:.0f})"


def repeats(run: Run) -> Iterator[str]:
    """What repeats showed; nothing for a run without any."""
    if run.runs > 1:
        found = flakiness(run)
        yield "Passed in all of k askings: " + ", ".join(
            f"k = {k}: {100 * share:.1f} %" for k, share in enumerate(found.pass_at, 1)
        )
        yield f"Flaky: {', '.join(found.flaky) or 'none'}"


def judge(run: Run) -> Iterator[str]:
    """How far the judge can be believed; nothing for a run without one."""
    if (found := run.agreement) is None:
        return
    undecided = f", {found.undecided} without an opinion" if found.undecided else ""
    if found.agreed is None:
        yield f"Judge {found.judge}: no opinion on any of {found.labels} claims that people judged."
        return
    agreed = _number(found.agreed.value, share=True, unit=True)
    interval = f"{_number(found.agreed.low, share=True)} to {_number(found.agreed.high, share=True)}"
    yield (
        f"Judge {found.judge}: agrees with people on {agreed} of {found.agreed.n} claims (95 %: {interval}; kappa "
        f"{found.kappa:.2f}), lets {found.missed} pass that do not follow, turns {found.refused} down that do"
        f"{undecided}. It only advises."
    )


def changes(verdict: Verdict) -> Iterator[Row]:
    """Paired differences from the baseline that are not nil, in words; n is the number of pairs."""
    for metric, difference in verdict.differences:
        if max(abs(difference.value), abs(difference.low), abs(difference.high)) >= SHOWN:
            yield Row(
                metric.label,
                f"{100 * difference.value:+.1f} points" if metric.share else f"{difference.value:+.4g}",
                f"{_number(difference.low, share=metric.share)} to {_number(difference.high, share=metric.share)}",
                f"{difference.n} ({difference.clusters})",
                "",
            )


def diff(flip: Flip) -> Iterator[str]:
    """The claims before and after: ``-`` went, ``+`` came, a space stayed."""
    yield from (f"- {claim}" for claim in flip.before if claim not in flip.after)
    yield from (f"{' ' if claim in flip.before else '+'} {claim}" for claim in flip.after)
    if not flip.before:
        yield "- (declined, or its text is not kept)"
    if not flip.after:
        yield "+ (declined, or its text is not kept)"
