"""The report on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from evals.gate import Verdict
from evals.reports import table
from evals.types import Run

_COLOURS = {"holds": "green", "fell": "red", "could_not_run": "yellow"}


def show(run: Run, console: Console) -> None:
    """Prints the figures of ``run``, the counts by kind and the times."""
    console.print(f"\n[bold]{escape(table.head(run))}[/bold]")
    console.print(table.counts(run))
    _table(table.FIGURE_HEAD, table.rows(run), console)
    _table(table.KIND_HEAD, table.kinds(run), console)
    console.print(f"\n{table.timing(run)}")
    for line in (*table.repeats(run), *table.judge(run)):
        console.print(escape(line))


def show_verdict(verdict: Verdict, console: Console) -> None:
    """Prints what the gate says, what fell, and which questions flipped with the diff of their answers."""
    colour = _COLOURS[verdict.status]
    console.print(f"\n[{colour} bold]{table.VERDICTS[verdict.status]}[/]")
    for reason in verdict.reasons:
        console.print(f"  {escape(reason)}", style=colour)
    if verdict.falls:
        _table(("case", "what fell"), ((fall.case, fall.what) for fall in verdict.falls), console)
    for flip in verdict.flips:
        mark = "[green]now passes[/]" if flip.better else "[red]no longer passes[/]"
        console.print(f"\n[bold]{escape(flip.case)}[/] {mark}: {escape(flip.question)}")
        for line in table.diff(flip):
            console.print(f"  {escape(line)}", style={"-": "red", "+": "green"}.get(line[0], "dim"))
    if changed := [row[:4] for row in table.changes(verdict)]:
        _table(table.CHANGE_HEAD, changed, console)
    for note in verdict.notes:
        console.print(escape(note), style="dim")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], console: Console) -> None:
    shown = Table(*head, box=None, pad_edge=False)
    shown.columns[0].no_wrap = True
    for row in rows:
        shown.add_row(*map(escape, row))
    console.print()
    console.print(shown)
