"""`qa ingest`: takes articles in."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qa.cli.run import FAILED, OK, run
from qa.errors import InputError, QAError

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from qa.app import App
    from qa.ingest import SourceReport
    from qa.schedule import Entry

QUIET = ("unchanged",)  # counted, not listed: ingesting a folder again should not print a line a file
TAKEN = ("new", "updated", "refreshed", "unchanged", "copy", "removed")


@click.command()
@click.argument("sources", nargs=-1, metavar="SOURCE...")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Take at most N articles of each feed.")
@click.option(
    "--watch",
    is_flag=True,
    help="Keep running: take the sources of sources.toml in, each as often as it says there.",
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON line per source, then a summary line.")
def ingest(sources: tuple[str, ...], limit: int | None, watch: bool, as_json: bool) -> None:
    """Take in articles: files, folders, web addresses, feeds, sitemaps, or - for standard input.

    Files are .txt, .md, .html, .pdf, .docx, .eml, .jsonl (an article a line), .warc, or a saved feed (.xml). Without a
    SOURCE, those of sources.toml in this folder. Title, publisher, origin, url, byline and published_at come from a
    sidecar (story.txt.yaml), from what the source says about itself (front matter, a page's markup, a mail's headers),
    or from the text. Taking the same source again changes nothing; a changed text becomes a new version. Exits 0 when
    something was used and nothing failed, 1 otherwise.
    """
    show = _print_json if as_json else _print_line
    if watch:
        run(_watch(sources[0] if sources else None, show), as_json=as_json)
    else:
        run(_ingest(sources, limit, show, as_json), as_json=as_json)


async def _ingest(
    sources: tuple[str, ...], limit: int | None, show: Callable[[SourceReport], None], as_json: bool
) -> int:
    from qa.app import opened

    sources = sources or tuple(entry.source for entry in _entries(None))
    counts: Counter[str] = Counter()
    reasons: Counter[str] = Counter()

    def told(report: SourceReport) -> None:
        if report.outcome in ("failed", "skipped") and report.reason:
            reasons[report.reason] += 1
        show(report)

    async with opened() as app:
        counts = await take(app, sources, told, limit)
    if as_json:
        click.echo(json.dumps({"summary": counts, "reasons": reasons}))
    else:
        click.echo(summary(counts, reasons))
    return exit_code(counts)


def _entries(file: str | None) -> tuple[Entry, ...]:
    """What ``file`` (sources.toml of this folder) says."""
    from qa.schedule import FILE, parse

    path = Path(file or FILE)
    try:
        return parse(path.read_text(encoding="utf-8"), path.name)
    except OSError as error:
        message = f"No SOURCE was given, and {path} cannot be read ({error.strerror})."
        raise InputError(message, next_step=f"Name a file, a folder or an address, or write {FILE}.") from None


def exit_code(counts: Counter[str]) -> int:
    """0 when nothing failed and something was used."""
    return FAILED if counts["failed"] or not any(counts[outcome] for outcome in TAKEN) else OK


async def take(
    app: App, arguments: Iterable[str], show: Callable[[SourceReport], None], limit: int | None = None
) -> Counter[str]:
    """Ingests ``arguments`` with a progress bar on a terminal, ``show``s each report, and counts the outcomes."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    counts: Counter[str] = Counter()
    sources = [source for argument in arguments for source in app.sources(argument)]
    console = Console(stderr=True)
    columns = (
        TextColumn("Ingesting"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = _Bar(progress, len(sources))
        async for report in app.ingest(sources, limit):
            counts[report.outcome] += 1
            show(report)
            bar.advance(report)
    return counts


class _Bar:
    """The progress bar: how many of how many, how many a second, how long yet."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._began = time.monotonic()
        self._done = 0
        self._total: int | None = total
        self._task: TaskID = progress.add_task("ingest", total=total, rate="")

    def advance(self, report: SourceReport) -> None:
        """One more; a listing brings its own."""
        self._done += 1
        if report.outcome == "listed":
            known = self._total is not None and report.found is not None
            self._total = (self._total or 0) + (report.found or 0) if known else None
        rate = f"{self._done / max(time.monotonic() - self._began, 0.001):.1f}/s"
        self._progress.update(self._task, completed=self._done, total=self._total, rate=rate)


def summary(counts: Counter[str], reasons: Counter[str] | None = None) -> str:
    """One line that says what the run came to."""
    if set(counts) <= {"unchanged", "skipped", "listed"} and counts["unchanged"]:
        return f"Nothing changed: {counts['unchanged'] + counts['skipped']} sources, all known."
    line = ", ".join(f"{number} {outcome}" for outcome, number in sorted(counts.items())) + "."
    why = ", ".join(f"{number} {reason}" for reason, number in sorted((reasons or {}).items()))
    return f"{line} ({why})" if why else line


async def _watch(file: str | None, show: Callable[[SourceReport], None]) -> int:
    """Visits the sources of ``file`` for as long as the process runs; a source that fails is tried again next time."""
    from qa.app import opened
    from qa.schedule import Due

    due = Due(_entries(file), time.monotonic())

    async def visit(app: App, entry: Entry) -> None:
        try:
            async for report in app.ingest(app.sources(entry.source), entry.limit):
                show(report)
        except QAError as error:  # a folder that is away, a full disk: the next time may do
            click.echo(f"qa: {entry.source}: {error}", err=True)

    async with opened() as app:
        while True:
            for entry in due.take(time.monotonic()):
                await visit(app, entry)
            await asyncio.sleep(due.wait(time.monotonic()))


def _print_line(report: SourceReport) -> None:
    if report.outcome not in QUIET:
        from qa.cli.render import plain

        found = f"{report.found} sources" if report.found is not None else None
        detail = report.detail or found
        said = f" ({detail})" if detail else ""
        click.echo(" ".join(plain(f"{report.outcome:<9}  {report.source}{said}").splitlines()))


def _print_json(report: SourceReport) -> None:
    click.echo(json.dumps(dataclasses.asdict(report), ensure_ascii=False))
