"""The report as Markdown, fit for a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from evals.gate import Verdict
from evals.reports import table
from evals.types import Run

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~@])")


def summary(run: Run, verdict: Verdict | None = None) -> str:
    """The figures of ``run``, and what the gate says where it was asked."""
    parts = [f"### {_plain(table.head(run))}", table.counts(run)]
    if verdict:
        parts += _verdict(verdict)
    parts.append(_table(table.FIGURE_HEAD, table.rows(run)))
    parts.append(_table(table.KIND_HEAD, table.kinds(run)))
    parts += [table.timing(run), *map(_plain, (*table.repeats(run), *table.judge(run)))]
    return "\n\n".join(part for part in parts if part) + "\n"


def _verdict(verdict: Verdict) -> Iterator[str]:
    yield f"**{table.VERDICTS[verdict.status]}**"
    yield "\n".join(f"- {_plain(reason)}" for reason in verdict.reasons)
    if verdict.falls:
        yield _table(("case", "what fell"), ((fall.case, fall.what) for fall in verdict.falls))
    for flip in verdict.flips:
        title = (
            f"**{_plain(flip.case)}** {'now passes' if flip.better else 'no longer passes'}: {_plain(flip.question)}"
        )
        yield f"{title}\n\n{_fenced(list(table.diff(flip)))}"
    if changed := [row[:4] for row in table.changes(verdict)]:
        yield _table(table.CHANGE_HEAD, changed)
    yield from map(_plain, verdict.notes)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [_line(head), _line(["---"] * len(head)), *(_line([_plain(cell) for cell in row]) for row in rows)]
    return "\n".join(lines)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _fenced(lines: Sequence[str]) -> str:
    """A block that article text cannot end: its fence is longer than any run of backticks inside."""
    body = "\n".join(" ".join(line.splitlines()) for line in lines)
    fence = "`" * (max((len(run) for run in re.findall("`+", body)), default=0) + 3)
    return f"{fence}diff\n{body}\n{fence}"


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
