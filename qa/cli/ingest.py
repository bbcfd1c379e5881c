"""`qa ingest`: takes articles in."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from qa.cli.run import FAILED, OK, run

if TYPE_CHECKING:
    from qa.app import App
    from qa.ingest import SourceReport

QUIET = ("unchanged",)  # counted, not listed: ingesting a folder again should not print a line a file


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON line per source, then a summary line.")
def ingest(paths: tuple[str, ...], as_json: bool) -> None:
    """Take in articles: files or folders of .txt, .md, .html, .pdf, .docx and .eml.

    Title, publisher, origin, url, byline and published_at come from a sidecar (story.txt.yaml), from what the source
    says about itself (front matter, a page's markup, a mail's headers), or from the text. Taking the same folder again
    changes nothing; a changed file becomes a new version. Exits 0 when every source was used, 1 when one was not.
    """
    run(_ingest(paths, as_json), as_json=as_json)


async def _ingest(paths: tuple[str, ...], as_json: bool) -> int:
    from qa.app import opened

    async with opened() as app:
        counts = await take(app, paths, (_print_json if as_json else _print_line))
    if as_json:
        click.echo(json.dumps({"summary": counts}))
    else:
        click.echo(summary(counts))
    return FAILED if counts.get("failed") else OK


async def take(app: App, paths: tuple[str, ...], show: Callable[[SourceReport], None]) -> Counter[str]:
    """Ingests ``paths`` with a progress bar on a terminal, ``show``s each report, and counts the outcomes."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    counts: Counter[str] = Counter()
    sources = [source for path in paths for source in app.sources(path)]
    console = Console(stderr=True)
    columns = (TextColumn("Ingesting"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("ingest", total=len(sources))
        async for report in app.ingest(sources):
            counts[report.outcome] += 1
            show(report)
            progress.advance(task)
    return counts


def summary(counts: Counter[str]) -> str:
    """One line that says what the run came to."""
    if set(counts) <= {"unchanged", "skipped"}:
        return f"Nothing changed: {sum(counts.values())} sources, all known."
    return ", ".join(f"{number} {outcome}" for outcome, number in sorted(counts.items())) + "."


def _print_line(report: SourceReport) -> None:
    if report.outcome not in QUIET:
        from qa.cli.render import plain

        detail = f" ({report.detail})" if report.detail else ""
        click.echo(" ".join(plain(f"{report.outcome:<9}  {report.source}{detail}").splitlines()))


def _print_json(report: SourceReport) -> None:
    click.echo(json.dumps(dataclasses.asdict(report), ensure_ascii=False))
