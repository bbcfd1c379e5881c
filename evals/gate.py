"""The gate: compares a run with its baseline, case by case, and says whether it holds.

Fewer than ``SMALL`` articles bound nothing worth having, so there losses are counted against a fixed allowance and
intervals only advise. A larger set is held to non-inferiority: with 95 % (one-sided, clustered by article) the mean of
the paired differences is not below minus the margin. Quotes and citations have no allowance anywhere, and a case that
could be graded before and cannot be now makes the gate one that could not run: it never passes what it did not see.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from evals.baseline import Baseline, Lowered, Outcome, Rules, baseline_of, outcomes
from evals.intervals import Difference
from evals.metrics import METRICS, Metric, compare
from evals.types import Run

SMALL = 20
"""Articles below which intervals only advise."""

Status = Literal["holds", "fell", "could_not_run"]
Loss = Literal["lost_vital_facts", "wrong_refusals", "wrong_answers", "wrong_articles"]
HELD = ("vital_fact_recall", "wrong_refusal", "wrong_answer")
"""The metrics of non-inferiority."""

_TOLD: Mapping[str, str] = {
    "lost_vital_facts": "vital facts no longer stated",
    "wrong_refusals": "answerable questions now declined",
    "wrong_answers": "wrong answers that were not given before",
    "wrong_articles": "questions that now cite wrong articles only",
}


@dataclass(frozen=True, slots=True)
class Fall:
    """One thing that got worse: the case, and what of it. ``loss`` is its kind where an allowance exists."""

    case: str
    what: str
    loss: Loss | None = None


@dataclass(frozen=True, slots=True)
class Flip:
    """A case that passed before and does not now, or the other way round, with its claims then and now."""

    case: str
    question: str
    better: bool
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says. ``reasons`` are why it does not hold; ``notes`` are what a person should know besides."""

    status: Status
    reasons: tuple[str, ...]
    falls: tuple[Fall, ...] = ()
    flips: tuple[Flip, ...] = ()
    differences: tuple[tuple[Metric, Difference], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 holds, 1 fell, 2 could not run."""
        return {"holds": 0, "fell": 1, "could_not_run": 2}[self.status]


def judge(run: Run, baseline: Baseline | None, *, margin: float | None = None) -> Verdict:
    """Holds ``run`` against ``baseline``; ``margin`` overrides the baseline's own."""
    if baseline is None:
        return Verdict(
            "could_not_run", (f"There is no baseline for {run.name} with {run.reader}: --update makes one.",)
        )
    if baseline.corpus != run.corpus:
        return Verdict(
            "could_not_run", ("The baseline was made over other articles: look at the scores, then --update.",)
        )
    now = outcomes(run)
    if unseen := [name for name, one in baseline.cases.items() if _unseen(one, now.get(name))]:
        return Verdict("could_not_run", tuple(f"{name} could not be graded: {_why(name, run)}" for name in unseen))
    rules = baseline.rules if margin is None else replace(baseline.rules, margin=margin)
    verdict = _compared(run, baseline, now)
    reasons = [*_exactness(run), *(f"{fall.case}: {fall.what}" for fall in verdict.falls if fall.case not in now)]
    reasons += _too_many(verdict.falls, rules) if run.articles < SMALL else _inferior(verdict.differences, rules)
    return replace(verdict, status="fell" if reasons else "holds", reasons=tuple(reasons))


def updated(run: Run, baseline: Baseline | None, *, reason: str | None = None) -> Baseline | Verdict:
    """The baseline that ``run`` makes, or the verdict that says what is worse, when something is and ``reason`` does
    not say why that is accepted. Anything worse counts here, however small."""
    if broken := tuple(_exactness(run)):
        return Verdict("fell", broken)
    if baseline is None:
        return baseline_of(run, rules=Rules(), lowered=())
    now = outcomes(run)
    verdict = _compared(run, baseline, now)
    worse = {fall.case: f"{fall.case}: {fall.what}" for fall in verdict.falls}
    worse |= {
        name: f"{name} could not be graded" for name, one in baseline.cases.items() if _unseen(one, now.get(name))
    }
    lower = [f"{m.label}: {_points(d.value)}" for m, d in verdict.differences if _worse(m, d) < 0]
    lowered = baseline.lowered
    if worse or lower:
        if not reason:
            step = 'Taking worse scores over needs --allow-lower "reason".'
            return replace(verdict, status="fell", reasons=(*worse.values(), *lower, step))
        lowered = (*lowered, Lowered(run.started_at[:10], reason, tuple(sorted(worse))))
    return baseline_of(run, rules=baseline.rules, lowered=lowered)


def _compared(run: Run, baseline: Baseline, now: Mapping[str, Outcome]) -> Verdict:
    """Everything that differs, without a judgement on it."""
    same = {name: one for name, one in baseline.cases.items() if name in now and one.expects == now[name].expects}
    asked = {result.ready.case.id: result.ready.case for result in run.results}
    falls = [Fall(name, "the case is gone") for name in baseline.cases if name not in now]
    flips = []
    for name, before in same.items():
        after, case = now[name], asked[name]
        if before.state == after.state == "graded":
            labels = [(fact.importance, fact.label) for fact in case.facts]
            falls += _falls(name, labels, before, after)
            if before.passed != after.passed:
                flips.append(Flip(name, case.question, after.passed, before.claims, after.claims))
    held = [(metric, _difference(metric, run, same)) for metric in METRICS if metric.compared]
    differences = tuple((metric, difference) for metric, difference in held if difference)
    return Verdict("holds", (), tuple(falls), tuple(flips), differences, tuple(_notes(run, baseline, now, same)))


def _falls(name: str, facts: Sequence[tuple[str, str]], before: Outcome, after: Outcome) -> Iterator[Fall]:
    for (importance, label), had, has in zip(facts, before.facts, after.facts, strict=True):
        if importance == "vital" and had and not has:
            yield Fall(name, f"no longer says {label!r}", "lost_vital_facts")
        if importance == "forbidden" and has and not had:
            yield Fall(name, f"now says {label!r}", "wrong_answers")
    if _rose("wrong_refusal", before, after):
        yield Fall(name, "is declined now", "wrong_refusals")
    if _rose("wrong_answer", before, after):
        yield Fall(name, "is answered now, and should be declined", "wrong_answers")
    if after.scores.get("wrong_article", 0.0) == 1 > before.scores.get("wrong_article", 1.0):
        yield Fall(name, "cites wrong articles only", "wrong_articles")


def _rose(metric: str, before: Outcome, after: Outcome) -> bool:
    """Whether most askings do it now, and did not before."""
    return before.scores.get(metric, 0.0) <= 0.5 < after.scores.get(metric, 0.0)


def _too_many(falls: Sequence[Fall], rules: Rules) -> Iterator[str]:
    counts = Counter(fall.loss for fall in falls if fall.loss)
    for loss, count in counts.items():
        allowed = getattr(rules, loss)
        if count > allowed:
            yield f"{count} {_TOLD[loss]}; {allowed} allowed"


def _inferior(differences: Sequence[tuple[Metric, Difference]], rules: Rules) -> Iterator[str]:
    for metric, difference in differences:
        floor = difference.floor if metric.better == "higher" else -difference.ceiling
        if metric.name in HELD and floor < -rules.margin:
            yield (
                f"{metric.label}: {_points(difference.value)}, and with 95 % not worse than {_points(floor)} only; "
                f"the margin is {100 * rules.margin:g} points"
            )


def _exactness(run: Run) -> Iterator[str]:
    """Quotes and citations that are not exact, of any case at all."""
    for result in run.results:
        for metric in METRICS:
            ratio = result.score.ratios.get(metric.name) if metric.exact else None
            if ratio and ratio.part < ratio.whole:
                yield f"{result.ready.case.id}: {metric.label}: {ratio.part:g} of {ratio.whole:g}"


def _unseen(before: Outcome, after: Outcome | None) -> bool:
    return before.state == "graded" and after is not None and after.state == "could_not_grade"


def _why(name: str, run: Run) -> str:
    reasons = (result.score.reason for result in run.results if result.ready.case.id == name)
    return next((reason for reason in reasons if reason), "")


def _difference(metric: Metric, run: Run, same: Mapping[str, Outcome]) -> Difference | None:
    before = {name: one.scores[metric.name] for name, one in same.items() if metric.name in one.scores}
    return compare(metric.name, {name: value for name, value in before.items() if same[name].state == "graded"}, run)


def _worse(metric: Metric, difference: Difference) -> float:
    """The difference, negative when it is for the worse; what rounding of the file can make is none."""
    value = difference.value if metric.better == "higher" else -difference.value
    return value if abs(value) > 1e-4 else 0.0


def _points(value: float) -> str:
    return f"{100 * value:+.1f} points"


def _notes(run: Run, baseline: Baseline, now: Mapping[str, Outcome], same: Mapping[str, Outcome]) -> Iterator[str]:
    changed = [name for name in now if name in baseline.cases and name not in same]
    new = [name for name in now if name not in baseline.cases]
    if changed:
        yield f"Not compared, because the case was changed since: {', '.join(changed)}."
    if new:
        yield f"Not compared, because the baseline has no such case: {', '.join(new)}."
    prompts = [name for name, sha in run.prompts.items() if baseline.prompts.get(name, sha) != sha]
    if prompts and run.reader != "extractive":
        yield f"Prompts changed since the baseline: {', '.join(prompts)}."
    if baseline.lowered:
        last = baseline.lowered[-1]
        yield f"Scores were lowered {len(baseline.lowered)} times, last on {last.on}: {last.reason}"
