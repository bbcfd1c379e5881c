"""The figures of a run as HTML: what matters most in front, then each with its interval drawn, then the kinds."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from evals.gate import Verdict
from evals.intervals import Difference
from evals.metrics import Figure, figures
from evals.reports import table
from evals.reports.html.elements import Html, el, joined
from evals.types import Run

FIRST = ("passed", "vital_fact_recall", "wrong_refusal", "wrong_answer", "wrong_article", "quote_exactness")
"""The figures that stand in front."""

_STATES = ("passed", "failed", "could-not-grade")


def section(run: Run, verdict: Verdict | None) -> Html:
    """All figures of ``run``; beside each what changed since the baseline, where there is a verdict."""
    found = figures(run.results)
    rows = {row.label: row for row in table.rows(run)}
    changes = {metric.name: difference for metric, difference in verdict.differences} if verdict else {}
    cards = [_card(one, rows, changes) for name in FIRST for one in found if one.metric.name == name]
    head = ("figure", "value", "95 % interval", "", "n (clusters)", "can show", "since the baseline")
    body = [_row(one, rows, changes) for one in found]
    return el(
        "section",
        el("div", *cards, class_="cards"),
        el("h3", "Every figure"),
        el(
            "table",
            el("thead", el("tr", *(el("th", name, scope="col") for name in head))),
            el("tbody", *body),
            class_="figures",
        ),
        el("p", table.timing(run), class_="soft"),
        *(el("p", line, class_="soft") for line in (*table.repeats(run), *table.judge(run))),
        el("h3", "By kind of question"),
        el("div", *_kinds(run), class_="kinds"),
    )


def _card(figure: Figure, rows: Mapping[str, table.Row], changes: Mapping[str, Difference]) -> Html:
    row = rows[figure.metric.label]
    return el(
        "div",
        el("p", figure.metric.label, class_="card-label"),
        el("p", row.value, class_="card-value", data_metric=figure.metric.name),
        _interval(figure),
        el("p", f"{row.interval} · n = {row.n}", class_="soft"),
        _change(figure, changes),
        class_="card",
    )


def _row(figure: Figure, rows: Mapping[str, table.Row], changes: Mapping[str, Difference]) -> Html:
    row = rows[figure.metric.label]
    return el(
        "tr",
        el("th", row.label, scope="row"),
        el("td", row.value, class_="number", data_figure=figure.metric.name),
        el("td", row.interval, class_="number soft"),
        el("td", _interval(figure)),
        el("td", row.n, class_="number soft"),
        el("td", row.smallest, class_="number soft"),
        el("td", _change(figure, changes), class_="number"),
    )


def _interval(figure: Figure) -> Html | None:
    """A line from the lower to the upper bound with a dot at the value, between 0 and 100 %."""
    if not figure.metric.share:
        return None
    estimate = figure.estimate
    low, high = (
        100 * bound if math.isfinite(bound) else edge for bound, edge in ((estimate.low, 0.0), (estimate.high, 100.0))
    )
    place = f"--low: {low:.2f}; --high: {high:.2f}; --value: {100 * estimate.value:.2f}"
    said = f"{100 * estimate.value:.1f} %, between {low:.1f} and {high:.1f} %"
    return el("span", el("span", class_="whisker"), el("span", class_="dot"), class_="plot", style=place, title=said)


def _change(figure: Figure, changes: Mapping[str, Difference]) -> Html | None:
    difference = changes.get(figure.metric.name)
    if difference is None:
        return None
    if abs(difference.value) < table.SHOWN:
        return el("span", "as before", class_="change same")
    points = f"{100 * difference.value:+.1f} points" if figure.metric.share else f"{difference.value:+.4g}"
    better = (difference.value > 0) == (figure.metric.better == "higher")
    word = "better" if better else "worse"
    interval = f"95 % interval {100 * difference.low:+.1f} to {100 * difference.high:+.1f} points, n = {difference.n}"
    return el("span", points, class_=f"change {word}", title=f"{word}; {interval}")


def _kinds(run: Run) -> Iterator[Html]:
    for kind, *cells in table.kinds(run):
        passes, graded, ungraded = map(int, cells)
        counts = dict(zip(_STATES, (passes, graded - passes, ungraded), strict=True))
        parts = [
            el("span", str(count), class_=f"part {state}", style=f"flex-grow: {count}", title=f"{count} {_said(state)}")
            for state, count in counts.items()
            if count
        ]
        yield joined(
            el("button", kind, type="button", class_="kind-name", data_show_kind=kind.replace(" ", "_")),
            el("span", *parts, class_="bar"),
        )


def _said(state: str) -> str:
    return state.replace("-", " ")
