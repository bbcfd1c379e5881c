"""The baseline: what each case scored when somebody last accepted it. A JSON file, one case a line, fit for review."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import fmean
from typing import Any

from evals.metrics import METRICS, figures
from evals.types import Case, Result, Run, State
from qa.errors import ConfigError
from qa.types import Answer

FORMAT = 1
DEFAULT = Path("evals/baseline.json")
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a case ended, over its repeats: by majority for what is met or not, by mean for ``scores``.

    ``expects`` is a hash of the case, so that a case whose expectations were changed is not compared with its old self.
    ``claims`` are those of the first run, and the sides of its disagreements; empty where texts of the set may not be
    kept.
    """

    expects: str
    state: State
    answered: bool
    passed: bool
    facts: tuple[bool, ...] = ()
    scores: Mapping[str, float] = field(default_factory=dict)
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """How much may be lost. The first four count cases of a small set; ``margin`` bounds the mean of a large one."""

    lost_vital_facts: int = 2
    wrong_refusals: int = 1
    wrong_answers: int = 1
    wrong_articles: int = 1
    margin: float = 0.03


@dataclass(frozen=True, slots=True)
class Lowered:
    """Worse scores that somebody accepted, and why."""

    on: str
    reason: str
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Baseline:
    """The accepted outcomes of one set with one reader."""

    corpus: str
    articles: int
    prompts: Mapping[str, str]
    made_at: str
    cases: Mapping[str, Outcome]
    figures: Mapping[str, Mapping[str, float | None]] = field(default_factory=dict)
    rules: Rules = Rules()
    lowered: tuple[Lowered, ...] = ()


Baselines = dict[str, dict[str, Baseline]]
"""By the name of the set and of the reader."""


def outcomes(run: Run) -> dict[str, Outcome]:
    """The outcome of each case of ``run``."""
    by_case: dict[str, list[Result]] = {}
    for result in run.results:
        by_case.setdefault(result.ready.case.id, []).append(result)
    return {name: _outcome(results, own=run.own) for name, results in by_case.items()}


def baseline_of(run: Run, *, rules: Rules, lowered: Sequence[Lowered]) -> Baseline:
    """What ``run`` comes to as a baseline."""
    shown = {
        figure.metric.name: {
            "value": round(figure.estimate.value, _DIGITS),
            "low": _bound(figure.estimate.low),
            "high": _bound(figure.estimate.high),
            "n": figure.estimate.n,
            "clusters": figure.estimate.clusters,
        }
        for figure in figures(run.results)
    }
    made = run.started_at
    return Baseline(run.corpus, run.articles, run.prompts, made, outcomes(run), shown, rules, tuple(lowered))


def load(path: Path) -> Baselines:
    """The baselines of ``path``; none when there is no such file. ConfigError when it cannot be read."""
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
        if written["format"] != FORMAT:
            raise ConfigError(f"{path} has format {written['format']}; this release reads {FORMAT}.")
        return {
            name: {reader: _baseline(entry) for reader, entry in readers.items()}
            for name, readers in written["baselines"].items()
        }
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ConfigError(
            f"{path} is no baseline ({type(error).__name__}: {error}).", next_step="Restore it, or make one: --update."
        ) from error


def save(path: Path, baselines: Baselines) -> None:
    """Writes all of ``baselines``, in an order of its own, so that a diff shows what changed and no more."""
    lines = [f'{{"format": {FORMAT}, "baselines": {{']
    for name, readers in sorted(baselines.items()):
        lines.append(f"{_json(name)}: {{")
        for reader, baseline in sorted(readers.items()):
            lines += [f"{_json(reader)}: {{", *_entry(baseline), "},"]
        lines[-1] = "}"
        lines.append("},")
    lines[-1] = lines[-1].rstrip(",")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*lines, "}}"]) + "\n", encoding="utf-8")


def hash_of(case: Case) -> str:
    """8 hex digits over what a case asks and expects, its place in the file left out."""
    asked = (case.kind, case.question, sorted(case.status), case.facts, case.passages, case.needed)
    told = (case.as_of, case.asked_at, case.previous, *([case.sides] if case.sides else []))
    return hashlib.sha256(repr((asked, told)).encode()).hexdigest()[:8]


def _bound(value: float) -> float | None:
    return round(value, _DIGITS) if math.isfinite(value) else None


def _outcome(results: Sequence[Result], *, own: bool) -> Outcome:
    first = results[0]
    states = [result.score.state for result in results]
    graded = [result for result in results if result.score.state != "could_not_grade"]
    if len(graded) < len(results):
        return Outcome(hash_of(first.ready.case), "could_not_grade", answered=False, passed=False)
    names = [m.name for m in METRICS if m.compared and any(m.name in r.score.ratios for r in results)]
    return Outcome(
        expects=hash_of(first.ready.case),
        state=states[0],
        answered=_most([bool(result.answer and result.answer.claims) for result in results]),
        passed=_most([_value(result, "passed") == 1 for result in results]),
        facts=tuple(_most(list(column)) for column in zip(*(result.score.facts for result in results), strict=True)),
        scores={name: round(_mean(results, name), _DIGITS) for name in names},
        claims=_said(first.answer) if own and first.answer else (),
    )


def _said(answer: Answer) -> tuple[str, ...]:
    sides = (f"{entry.about}: {side.text}" for entry in answer.disagreements for side in entry.sides)
    return (*(claim.text for claim in answer.claims), *sides)


def _most(values: Sequence[bool]) -> bool:
    return 2 * sum(values) > len(values)


def _value(result: Result, name: str) -> float | None:
    ratio = result.score.ratios.get(name)
    return ratio.part / ratio.whole if ratio else None


def _mean(results: Sequence[Result], name: str) -> float:
    return fmean(value for result in results if (value := _value(result, name)) is not None)


def _entry(baseline: Baseline) -> list[str]:
    head = {"corpus": baseline.corpus, "articles": baseline.articles, "prompts": dict(baseline.prompts)}
    head |= {"made_at": baseline.made_at, "rules": asdict(baseline.rules)}
    lines = [f"{_json(key)}: {_json(value)}," for key, value in head.items()]
    lines += ['"lowered": [', *_listed([_json(asdict(one)) for one in baseline.lowered]), "],"]
    lines += ['"figures": {', *_listed([f"{_json(k)}: {_json(v)}" for k, v in baseline.figures.items()]), "},"]
    cases = [f"{_json(name)}: {_json(asdict(outcome))}" for name, outcome in sorted(baseline.cases.items())]
    return [*lines, '"cases": {', *_listed(cases), "}"]


def _listed(entries: Sequence[str]) -> list[str]:
    return [entry + ("," if number < len(entries) else "") for number, entry in enumerate(entries, 1)]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _baseline(entry: Mapping[str, Any]) -> Baseline:
    return Baseline(
        corpus=entry["corpus"],
        articles=entry["articles"],
        prompts=entry["prompts"],
        made_at=entry["made_at"],
        cases={name: _tupled(Outcome, outcome, "facts", "claims") for name, outcome in entry["cases"].items()},
        figures=entry["figures"],
        rules=Rules(**entry["rules"]),
        lowered=tuple(_tupled(Lowered, lowered, "cases") for lowered in entry["lowered"]),
    )


def _tupled(kind: Any, values: Mapping[str, Any], *names: str) -> Any:
    return kind(**{**values, **{name: tuple(values[name]) for name in names}})
