"""What `qa eval` does: runs the sets, shows the figures, holds them against the baseline, writes the reports."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from evals import baseline as baselines
from evals import sets
from evals.gate import Verdict, judge, updated
from evals.loaders import bench_set
from evals.options import Options
from evals.recorded import ways
from evals.reports import html, junit, markdown, record, terminal
from evals.run import Evaluation, evaluate
from evals.sets import CaseSet
from evals.transport import RecordedTransport
from evals.types import Result, Run
from qa import app
from qa.errors import InputError, QAError
from qa.settings import Settings, load

HOLDS, FELL, COULD_NOT_RUN = 0, 1, 2


async def run_sets(options: Options, console: Console) -> int:
    """The exit code: 1 when a set fell, else 2 when one could not run, else 0."""
    codes: list[int] = []
    done: list[tuple[Run, Verdict | None]] = []
    for name in _names(options):
        try:
            for way in ways(name, options, load()):
                run = await _run(name, options, *way)
                verdict = _verdict(run, options)
                done.append((run, verdict))
                codes.append(_code(run, verdict))
                _show(run, verdict, options, console)
        except QAError as error:
            told = str(error) if str(error).startswith(f"{name}:") else f"{name}: {error}"
            console.print(told, style="yellow", markup=False)
            codes.append(COULD_NOT_RUN)
    if options.out:
        _write(done, options.out)
    return FELL if FELL in codes else max(codes)


def _names(options: Options) -> tuple[str, ...]:
    if (options.cases is None) != (options.articles is None):
        raise InputError("--cases and --articles go together.", next_step="Give both.")
    return (options.cases.stem,) if options.cases else options.sets


def _case_set(name: str, options: Options, work: Path) -> CaseSet:
    if options.cases and options.articles:
        return sets.own_set(name, options.cases, options.articles)
    return sets.seeds() if name == sets.SEEDS else bench_set(name, work, options.sample)


async def _run(name: str, options: Options, settings: Settings, transport: RecordedTransport | None) -> Run:
    with tempfile.TemporaryDirectory(prefix="qa-eval-sets-") as work:
        cases = _case_set(name, options, Path(work))
        if transport and not cases.own:
            raise InputError(f"{name}: not run, replies about other people's texts are not kept.")
        judge = app.judge(settings, transport=transport) if options.judge else None
        evaluation = Evaluation(cases, settings, options.runs, transport, judge)
        with _progress(cases.name, cases.size * options.runs) as advance:
            async for event in evaluate(evaluation):
                if isinstance(event, Run):
                    if transport and transport.asking:
                        _finish(transport)
                    return event
                advance(isinstance(event, Result))
    raise AssertionError("evaluate() ends with the run")


def _finish(transport: RecordedTransport) -> None:
    dropped, recordings = transport.recordings.prune(), transport.recordings
    told = f"{recordings.path}: {transport.asked} asked, {len(recordings.replies)} kept, {dropped} stale dropped"
    Console(stderr=True).print(told, markup=False, highlight=False)


@contextmanager
def _progress(name: str, total: int) -> Iterator[Callable[[bool], None]]:
    """A bar on standard error, on a terminal only."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(name, total=total)

        def advance(answered: bool) -> None:
            progress.update(task, advance=answered, description=name if answered else f"{name}: taking articles in")

        yield advance


def _verdict(run: Run, options: Options) -> Verdict | None:
    if not (options.gate or options.update):
        return None
    known = baselines.load(options.baseline)
    mine = known.setdefault(run.name, {})
    if not options.update:
        return judge(run, mine.get(run.reader), margin=options.margin and options.margin / 100)
    result = updated(run, mine.get(run.reader), reason=options.allow_lower)
    if isinstance(result, Verdict):
        return result
    mine[run.reader] = result
    baselines.save(options.baseline, known)
    return Verdict("holds", (), notes=(f"{options.baseline} has these scores now.",))


def _code(run: Run, verdict: Verdict | None) -> int:
    if verdict:
        return verdict.exit_code
    return HOLDS if any(result.score.state == "graded" for result in run.results) else COULD_NOT_RUN


def _show(run: Run, verdict: Verdict | None, options: Options, console: Console) -> None:
    if options.as_json:
        console.file.write(json.dumps(record.run_dict(run, verdict), ensure_ascii=False) + "\n")
        return
    terminal.show(run, console)
    if verdict:
        terminal.show_verdict(verdict, console)


def _write(done: list[tuple[Run, Verdict | None]], out: Path) -> None:
    """``report.html``, ``answers.jsonl``, ``run.json``, ``summary.md`` and ``junit.xml`` over all sets that ran."""
    out.mkdir(parents=True, exist_ok=True)
    answers = (line for run, _ in done for line in record.lines(run))
    whole = [record.run_dict(run, verdict) for run, verdict in done]
    for name, text in (
        ("answers.jsonl", "".join(f"{line}\n" for line in answers)),
        ("run.json", json.dumps(whole, ensure_ascii=False) + "\n"),
        ("summary.md", "\n".join(markdown.summary(run, verdict) for run, verdict in done)),
        ("junit.xml", junit.xml(done)),
        ("report.html", html.page(done)),
    ):
        (out / name).write_text(text, encoding="utf-8")
