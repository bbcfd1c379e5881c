"""Runs cases through the service: a temporary installation takes the articles in, then each question goes through
``ask``. Nothing is cached, and nothing of a person's own installation is touched."""

from __future__ import annotations

import hashlib
import tempfile
import uuid
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from evals.corpus import Corpus, resolve
from evals.judging import agreement, judged, labels
from evals.score import score
from evals.sets import Batch, CaseSet
from evals.transport import RecordedTransport
from evals.types import CaseScore, ReadyCase, Result, Run
from qa import prompts
from qa.app import App, build
from qa.ask import ask
from qa.ingest import SourceReport
from qa.settings import Settings
from qa.types import Answer, DoneEvent, ErrorEvent, Filters, Question, StoredArticle

if TYPE_CHECKING:
    from qa.ports import Judge


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What to run: a set, how often each question is asked, the service's settings (its data folder is not used), the
    recordings that stand between it and a model, and who judges."""

    cases: CaseSet
    settings: Settings
    runs: int = 1
    transport: RecordedTransport | None = None
    judge: Judge | None = None


async def evaluate(evaluation: Evaluation) -> AsyncGenerator[SourceReport | Result | Run, None]:
    """Yields a report per article taken in, a result per asking, and last the whole run.

    CasesError when a set's own passages do not stand in the articles; InputError when there are no articles.
    """
    started = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    results: list[Result] = []
    fingerprints: list[str] = []
    articles, held = 0, Corpus({})
    async with installation(evaluation.settings, evaluation.transport) as app:
        for batch in evaluation.cases.batches:
            reports = []
            async for report in take(batch, app):
                reports.append(report)
                yield report
            taken = await corpus_of(reports, app)
            articles += len(taken.articles)
            fingerprints.append(taken.fingerprint)
            held = taken if batch.fresh else Corpus({**held.articles, **taken.articles})
            ready = resolve(batch.cases, held, strict=evaluation.cases.own)
            async for result in _all(ready, app, evaluation):
                results.append(result)
                yield result
        reader = reader_of(app)
    judge = evaluation.judge
    yield Run(
        name=evaluation.cases.name,
        reader=reader,
        corpus=_together(fingerprints),
        articles=articles,
        prompts={name: prompts.load(name).sha256 for name in sorted(prompts.VARIABLES) if name != "judge" or judge},
        started_at=started,
        runs=evaluation.runs,
        results=tuple(results),
        own=evaluation.cases.own,
        recorded=evaluation.transport.recordings.head.label if evaluation.transport else None,
        agreement=await agreement(judge, labels()) if judge else None,
    )


@asynccontextmanager
async def installation(settings: Settings, transport: RecordedTransport | None = None) -> AsyncIterator[App]:
    """An empty installation in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="qa-eval-") as folder:
        app = await build(settings.model_copy(update={"data_dir": Path(folder)}), transport=transport)
        try:
            yield app
        finally:
            await app.close()


async def take(batch: Batch, app: App) -> AsyncIterator[SourceReport]:
    """Takes the articles of ``batch`` in, after what is there has gone when it is to be fresh."""
    if batch.fresh:
        for article in [article async for article in app.articles()]:
            await app.store.delete(article.id)
    if batch.articles:
        async for report in app.ingest(app.sources(str(batch.articles))):
            yield report


async def corpus_of(reports: Iterable[SourceReport], app: App) -> Corpus:
    """The articles of ``reports`` as ``app`` holds them; a source that is a duplicate stands for the one kept."""
    found = {report.source: await app.store.get(report.article_id) for report in reports if report.article_id}
    return Corpus({name: stored for name, stored in found.items() if stored})


async def _all(ready: Sequence[ReadyCase], app: App, evaluation: Evaluation) -> AsyncIterator[Result]:
    """Every asking of ``ready``; what has no recorded reply says which command records it."""
    transport = evaluation.transport
    for run in range(1, evaluation.runs + 1):
        if transport:
            transport.run = run
        async for result in asked(ready, app, run):
            if transport and transport.missing:
                transport.missing.clear()
                reason = f"no recorded reply; `{transport.command}` records it"
                yield replace(result, answer=None, score=CaseScore("could_not_grade", reason=reason))
            else:
                yield await judged(result, evaluation.judge) if evaluation.judge else result
                if transport:
                    transport.missing.clear()  # an opinion that is missing is no answer that is


async def asked(ready: Sequence[ReadyCase], app: App, run: int = 1) -> AsyncIterator[Result]:
    """Asks each case once, in order, and scores the answers."""
    for one in ready:
        last = await _converse(one, app)
        if isinstance(last, ErrorEvent):
            reason = f"{last.code}: {last.message}"
            yield Result(one, run, None, CaseScore("could_not_grade", reason=reason))
        else:
            cited = await _cited(last.answer, app)
            sources = cited | await _expected(one, app)
            yield Result(one, run, last.answer, score(one, last.answer, cited), sources)


async def _converse(ready: ReadyCase, app: App) -> DoneEvent | ErrorEvent:
    """The answer to the case's question, after the earlier questions of its conversation where it has some."""
    question, previous = _question(ready, app), ready.case.previous
    if not previous:
        return await _last(question, app)
    question = replace(question, conversation_id=uuid.uuid4().hex)
    await app.store.begin_conversation(question.conversation_id or "", ready.asked_at)
    for text in previous:
        last = await _last(replace(question, text=text), app)
        if isinstance(last, ErrorEvent):
            return replace(last, message=f"{text} (an earlier question): {last.message}")
    return await _last(question, app)


def _question(ready: ReadyCase, app: App) -> Question:
    """The case's question at its moment. "As of" a day is asked of what was published up to then."""
    filters = Filters(as_of=ready.case.as_of[:10]) if ready.case.as_of else Filters()
    return replace(app.asking.question(ready.case.question, filters=filters), asked_at=ready.asked_at)


async def _last(question: Question, app: App) -> DoneEvent | ErrorEvent:
    async for event in ask(question, app.asking):
        if isinstance(event, DoneEvent | ErrorEvent):
            return event
    raise AssertionError("ask() ends with done or error")


async def _cited(answer: Answer, app: App) -> dict[tuple[str, str], StoredArticle]:
    citations = [citation for claim in answer.claims for citation in claim.citations]
    citations += [citation for entry in answer.disagreements for side in entry.sides for citation in side.citations]
    wanted = dict.fromkeys((citation.article_id, citation.version) for citation in citations)
    found = {key: await app.store.get(*key) for key in wanted}
    return {key: stored for key, stored in found.items() if stored}


async def _expected(ready: ReadyCase, app: App) -> dict[tuple[str, str], StoredArticle]:
    found = [await app.store.get(name) for name in sorted({gold.article_id for gold in ready.passages})]
    return {(stored.article.id, stored.article.version): stored for stored in found if stored}


def reader_of(app: App) -> str:
    """Who reads, with the model's name where there is one."""
    name = app.asking.reader.name
    return name if name == "extractive" else f"{name} {app.settings.model}"


def _together(fingerprints: Sequence[str]) -> str:
    if len(fingerprints) == 1:
        return fingerprints[0]
    return hashlib.sha256("\n".join(fingerprints).encode()).hexdigest()[:16]
