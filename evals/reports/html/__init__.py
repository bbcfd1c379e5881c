"""The report as one HTML page: no server, and nothing from elsewhere (its own policy forbids it)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from evals.gate import Verdict
from evals.reports import table
from evals.reports.html import figures, questions
from evals.reports.html.elements import Html, el
from evals.types import Result, Run

_SHOWN_AT_ONCE = 12
_HERE = Path(__file__).parent
_FILTERS = (
    ("outcome", "passed", "passed"),
    ("outcome", "failed", "does not pass"),
    ("outcome", "could_not_grade", "could not grade"),
    ("change", "worse", "worse than the baseline"),
    ("change", "better", "better than the baseline"),
)


def page(runs: Sequence[tuple[Run, Verdict | None]]) -> str:
    """All of ``runs``, a part each."""
    style, script = ((_HERE / name).read_text(encoding="utf-8") for name in ("report.css", "report.js"))
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{_sha256(script)}'"
    names = ", ".join(dict.fromkeys(run.name for run, _ in runs))
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=policy),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("title", f"Answer quality: {names}"),
        el("style", Html(style)),
    )
    parts = [_part(number, run, verdict) for number, (run, verdict) in enumerate(runs)]
    links = [el("a", _short(run), href=f"#run-{number}") for number, (run, _) in enumerate(runs)]
    nav = el("nav", *links) if len(runs) > 1 else None
    body = el("body", el("header", el("p", "On the Record", class_="name"), nav), *parts, el("script", Html(script)))
    return f"<!doctype html>\n{el('html', head, body, lang='en')}\n"


def _part(number: int, run: Run, verdict: Verdict | None) -> Html:
    return el(
        "main",
        el("h1", f"Answer quality: {_short(run)}"),
        el("p", f"{table.head(run)}. {run.started_at[:16].replace('T', ' ')} UTC.", class_="soft"),
        el("p", table.counts(run), class_="counts"),
        _gate(verdict),
        *_changed(number, run, verdict),
        figures.section(run, verdict),
        el("h2", "Questions"),
        el("div", *_filters(run), class_="filters"),
        el("p", class_="soft shown", role="status"),
        _legend(),
        el("div", *_entries(number, run, verdict), class_="questions"),
        id=f"run-{number}",
    )


def _short(run: Run) -> str:
    return f"{run.name}, {run.reader}"


def _gate(verdict: Verdict | None) -> Html:
    if verdict is None:
        return el("div", el("p", "Not compared with a baseline: --gate does."), class_="gate none")
    lists = [el("ul", *(el("li", line) for line in lines)) for lines in (verdict.reasons, verdict.notes) if lines]
    return el("div", el("p", table.VERDICTS[verdict.status]), *lists, class_=f"gate {verdict.status}")


def _filters(run: Run) -> Iterator[Html]:
    kinds = dict.fromkeys(result.ready.case.kind for result in run.results)
    yield el("input", type="search", placeholder="Find in questions and answers", aria_label="Find")
    yield el("span", *(_filter("kind", kind, kind.replace("_", " ")) for kind in kinds), class_="group")
    yield el("span", *(_filter(*one) for one in _FILTERS), class_="group")


def _filter(what: str, value: str, label: str) -> Html:
    return el("button", label, type="button", aria_pressed="false", data_filter=what, data_value=value)


def _legend() -> Html:
    return el(
        "p",
        el("span", "cited, and expected", class_="sentence cited expected"),
        " ",
        el("span", "cited, not among the expected", class_="sentence cited"),
        " ",
        el("span", "expected, not cited", class_="sentence expected"),
        class_="legend soft",
    )


def _changed(number: int, run: Run, verdict: Verdict | None) -> Iterator[Html]:
    """What got worse or better, each with the way to its question."""
    asked = {result.ready.case.id: result.ready.case.question for result in run.results}
    found = questions.changes(verdict)
    if not found:
        return
    entries = []
    for name, change in sorted(found.items(), key=lambda item: item[1].word, reverse=True):
        mark = el("span", {"worse": "✗", "better": "✓"}[change.word], class_=f"change {change.word}")
        words = "; ".join(change.falls) or {"worse": "no longer passes", "better": "now passes"}[change.word]
        link = el("a", asked[name], href=f"#{_place(number, name)}") if name in asked else name
        entries.append(el("li", mark, " ", link, f": {words}"))
    turns = [change.word for change in found.values()]
    told = f"What changed since the baseline: {turns.count('worse')} worse, {turns.count('better')} better"
    shown = el("ul", *entries, class_="changed")
    yield el("details", el("summary", told), shown, class_="changes", open=len(entries) <= _SHOWN_AT_ONCE)


def _place(number: int, case: str) -> str:
    return f"run-{number}-{case}"


def _entries(number: int, run: Run, verdict: Verdict | None) -> Iterator[Html]:
    changed = questions.changes(verdict)
    askings: dict[str, list[Result]] = {}
    for result in run.results:
        askings.setdefault(result.ready.case.id, []).append(result)
    for name, results in askings.items():
        yield questions.entry(results, changed.get(name), place=_place(number, name))


def _sha256(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
