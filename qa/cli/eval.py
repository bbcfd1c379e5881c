"""`qa eval`: scores answers against what people expect of them."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import click

from qa.cli.run import USAGE
from qa.errors import QAError

SETS = ("seeds", "realtimeqa", "clapnq", "squad2", "ramdocs")
"""The sets by name; all but the first are read from QA_BENCH_DIR."""

_PATH = click.Path(path_type=Path)


@click.group(name="eval", invoke_without_command=True)
@click.option("--set", "sets", multiple=True, type=click.Choice(SETS), help="Which set; again for several.")
@click.option("--cases", type=_PATH, help="Cases of your own (JSON Lines), with --articles.")
@click.option("--articles", type=_PATH, help="The folder of articles that --cases are about.")
@click.option("--gate", is_flag=True, help="Compare with the baseline, case by case.")
@click.option("--update", is_flag=True, help="Take the scores over into the baseline, unless some are worse.")
@click.option("--allow-lower", metavar="REASON", help="With --update: take worse scores too, and keep the reason.")
@click.option("--baseline", type=_PATH, default=Path("evals/baseline.json"), show_default=True)
@click.option("--margin", type=click.FloatRange(0), help="Points that a set of 20 or more articles may lose (3).")
@click.option("--runs", type=click.IntRange(1), default=1, help="Ask each question so often.")
@click.option("--record", "replies", flag_value="record", help="Keep the model's replies; ask only what is missing.")
@click.option("--replay", "replies", flag_value="replay", help="Answer from the recorded replies; never calls out.")
@click.option("--recordings", type=_PATH, default=Path("evals/recordings"), show_default=True)
@click.option("--judge", is_flag=True, help="Let a model judge the claims as well; it only advises.")
@click.option("--limit", type=click.IntRange(0), default=200, help="Questions of a benchmark; 0 is all.")
@click.option("--seed", type=int, default=1, help="Draws the questions of a benchmark.")
@click.option(
    "--out", type=_PATH, metavar="FOLDER", help="Write report.html, summary.md, junit.xml, run.json and answers.jsonl."
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON line per set.")
@click.pass_context
def evaluate(context: click.Context, /, **options: Any) -> None:
    """Score the service's answers on cases with expected facts and passages.

    Asks the questions of the demonstration articles, of a benchmark (--set) or of your own (--cases, --articles) in a
    temporary installation, with the reader that the settings choose. Exits 0 when all ran and the gate, where asked
    for, holds; 1 when it fell; 2 when something could not run.
    """
    if context.invoked_subcommand is None:
        raise SystemExit(_run(options))


def _run(options: dict[str, Any]) -> int:
    import asyncio

    from rich.console import Console

    from evals.command import run_sets
    from evals.loaders.sample import Sample
    from evals.options import Options

    sample = Sample(options.pop("limit"), options.pop("seed"))
    names = options.pop("sets") or Options().sets
    try:
        return asyncio.run(run_sets(Options(sets=names, sample=sample, **options), Console(highlight=False)))
    except QAError as error:
        click.echo(f"qa: {error}", err=True)
        return USAGE
    except KeyboardInterrupt:
        return 130


_CASES = click.option("--cases", "file", type=_PATH, default=Path("evals/cases.jsonl"), show_default=True)


@evaluate.command()
@click.argument("folder", type=_PATH)
@_CASES
@click.option("--per-article", type=click.IntRange(1), default=3, show_default=True, help="Drafts of an article.")
def init(folder: Path, file: Path, per_article: int) -> None:
    """Draft cases from the articles in FOLDER, for a person to accept."""
    from evals import drafting

    _drafted(lambda: drafting.init(folder, file, per_article), file)


@evaluate.command()
@_CASES
def promote(file: Path) -> None:
    """Draft a case of every answer that somebody gave a thumbs down, for a person to complete."""
    from evals import drafting

    _drafted(lambda: drafting.promote(file), file)


def _drafted(work: Callable[[], Coroutine[Any, Any, int]], file: Path) -> None:
    import asyncio

    try:
        count = asyncio.run(work())
    except QAError as error:
        click.echo(f"qa: {error}", err=True)
        raise SystemExit(USAGE) from error
    click.echo(f'{file}: {count} new drafts. Correct each one and take out its "draft"; until then it is not asked.')
