"""The proof that the suite can fail: the service is broken in one way at a time, and for each way a named metric falls
and the gate (for a lower k, the update of the baseline) does not let it pass.

The real service answers over the demonstration articles; vectors are computed once for all mutations.
"""

from __future__ import annotations

import importlib
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
import pytest_asyncio

from evals import cases
from evals.baseline import Baseline
from evals.cases import CasesError
from evals.corpus import Corpus, resolve
from evals.gate import Verdict, judge, updated
from evals.metrics import figures, passed
from evals.run import asked, corpus_of, installation, take
from evals.sets import Batch
from evals.types import Case, ExpectedPassage, ReadyCase, Run
from qa.cite import Cited, cite
from qa.resources import resource_dir
from qa.settings import load
from qa.types import Citation, DraftClaim, Evidence, Question, ReadReport
from qa.verify import polarity
from tests.evals.builders import case, forbidden, vital

if TYPE_CHECKING:
    from qa.app import App
    from qa.ports import Embedder, Reader, Vectors

pytestmark = pytest.mark.asyncio(loop_scope="module")

DROPPED = "08-reactions.md"
ASKED = {
    *("who-said-agony", "medvedev-on-obama", "lame-duck", "trump-on-putin", "long-agony"),  # only in the dropped one
    *("how-many-expelled", "how-many-companies", "when-limit-ends", "gru-stands-for", "peskov-on-response"),
    *("reciprocity", "putin-irresponsible", "travel-ban", "when-konstantin-picture", "which-department"),
    *("who-is-lavrov", "putin-on-expelling", "lavrov-on-allegation", "false-thirty-days"),  # not found at rank 1
    *("far-australia", "far-world-cup", "far-titanic", "far-iphone", "far-everest"),
}
verification = importlib.import_module("qa.verify.verify")  # as an attribute of its package it is the function
CUTTING = (
    verification,
    *(importlib.import_module(name) for name in ("qa.premise.premise", "qa.disagree.disagree", "qa.weigh")),
)
"""Where quotes are cut."""


class Remembering:
    """An embedder that computes each vector once."""

    def __init__(self, inner: Embedder) -> None:
        self.inner = inner
        self.fingerprint = inner.fingerprint
        self.dimension = inner.dimension
        self.known: dict[str, Vectors] = {}

    async def embed(self, texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self.known]
        if new:
            self.known |= dict(zip(new, await self.inner.embed(new), strict=True))
        return np.stack([self.known[text] for text in texts]) if texts else await self.inner.embed([])


@dataclass
class Healthy:
    """The service as it is, what was asked of it, and how it did."""

    app: App
    ready: tuple[ReadyCase, ...]
    run: Run
    baseline: Baseline


async def answers(app: App, ready: Sequence[ReadyCase]) -> Run:
    results = tuple([result async for result in asked(ready, app)])
    return Run("seeds", "extractive", "c0", 14, {}, "2026-11-22T04:00:00Z", 1, results)


def accepted(run: Run) -> Baseline:
    made = updated(run, None)
    assert isinstance(made, Baseline)
    return made


async def seeds_in(app: App) -> Corpus:
    return await corpus_of([report async for report in take(Batch(resource_dir("seeds"), ()), app)], app)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def healthy() -> AsyncIterator[Healthy]:
    async with installation(load(reader="extractive", index="exact", hits=10)) as real:
        embedder = Remembering(real.embedder)
        retrieval = replace(real.asking.retrieval, embedder=embedder)
        asking = replace(real.asking, retrieval=retrieval)
        app = replace(real, asking=asking, ingesting=replace(real.ingesting, embedder=embedder))
        corpus = await seeds_in(app)
        ready = resolve([one for one in cases.load(cases.SEEDS) if one.id in ASKED], corpus)
        run = await answers(app, ready)
        yield Healthy(app, ready, run, accepted(run))


def value(run: Run, metric: str) -> float:
    return next(figure.estimate.value for figure in figures(run.results) if figure.metric.name == metric)


def said(run: Run) -> list[list[str]]:
    return [[claim.text for claim in result.answer.claims] for result in run.results if result.answer]


def reading(app: App, reader: Reader) -> App:
    return replace(app, asking=replace(app.asking, reader=reader))


class Silent:
    """Declines everything."""

    name = "extractive"

    async def read(self, question: Question, evidence: Evidence) -> AsyncGenerator[DraftClaim | ReadReport, None]:
        yield ReadReport(reason="no_sentence_answers")


class Bold:
    """Answers with the first sentence at hand where the real reader declines."""

    name = "extractive"

    def __init__(self, inner: Reader) -> None:
        self.inner = inner

    async def read(self, question: Question, evidence: Evidence) -> AsyncGenerator[DraftClaim | ReadReport, None]:
        drafts = [item async for item in self.inner.read(question, evidence) if isinstance(item, DraftClaim)]
        first = evidence.passages[0].sentences[0]
        for draft in drafts or [DraftClaim(first.text, (first.label,))]:
            yield draft
        yield ReadReport()


def moved(citation: Citation, _: Evidence) -> Citation:
    return replace(citation, start=citation.start + 1, end=citation.end + 1)


def moved_and_cut(citation: Citation, evidence: Evidence) -> Citation:
    text = next(p.article.text for p in evidence.passages if p.article.id == citation.article_id)
    start, end = citation.start + 1, citation.end + 1
    return replace(citation, start=start, end=end, quote=text[start:end])


def of_another_article(citation: Citation, evidence: Evidence) -> Citation:
    """The last passage is the least likely to be an expected one."""
    others = [p for p in evidence.passages if p.article.id != citation.article_id]
    return cite([others[-1].sentences[0].label], evidence).citations[0] if others else citation


def citing(change: Callable[[Citation, Evidence], Citation]) -> Callable[[Sequence[str], Evidence], Cited]:
    def changed(labels: Sequence[str], evidence: Evidence) -> Cited:
        cited = cite(labels, evidence)
        return cited._replace(citations=tuple(change(citation, evidence) for citation in cited.citations))

    return changed


def cut_by(monkeypatch: pytest.MonkeyPatch, change: Callable[[Citation, Evidence], Citation]) -> None:
    for module in CUTTING:
        monkeypatch.setattr(module, "cite", citing(change))


async def test_the_healthy_service_passes_most_of_these_cases_and_its_own_gate(healthy: Healthy) -> None:
    assert len(healthy.run.results) == len(ASKED)
    assert sum(passed(result.score) for result in healthy.run.results) >= 14
    assert judge(await answers(healthy.app, healthy.ready), healthy.baseline).status == "holds"


async def test_declining_everything_is_caught_by_wrong_refusals_and_lost_facts(healthy: Healthy) -> None:
    broken = await answers(reading(healthy.app, Silent()), healthy.ready)

    assert value(broken, "wrong_refusal") > 0.8  # what speaks against a false premise is said without the reader
    assert value(broken, "vital_fact_recall") < 0.2
    assert fallen(broken, healthy, "answerable questions now declined", "vital facts no longer stated")


async def test_answering_everything_is_caught_by_wrong_answers(healthy: Healthy) -> None:
    broken = await answers(reading(healthy.app, Bold(healthy.app.asking.reader)), healthy.ready)

    assert value(broken, "wrong_answer") == 1.0
    assert value(broken, "abstention_recall") == 0.0
    assert fallen(broken, healthy, "wrong answers that were not given before")


async def test_offsets_shifted_by_one_are_caught_by_quote_exactness(
    healthy: Healthy, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_by(monkeypatch, moved)
    broken = await answers(healthy.app, healthy.ready)

    assert value(broken, "quote_exactness") < 0.1
    assert fallen(broken, healthy, "quotes exact")


async def test_quotes_cut_at_shifted_offsets_are_caught_by_citation_validity(
    healthy: Healthy, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_by(monkeypatch, moved_and_cut)
    broken = await answers(healthy.app, healthy.ready)

    assert value(broken, "quote_exactness") > 0.9  # but for a quote at an article's end
    assert value(broken, "citation_validity") < 0.1
    assert fallen(broken, healthy, "citations valid")


async def test_citing_the_wrong_article_is_caught_by_the_rate_of_wrong_articles(
    healthy: Healthy, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_by(monkeypatch, of_another_article)
    broken = await answers(healthy.app, healthy.ready)

    assert value(broken, "wrong_article") > value(healthy.run, "wrong_article") + 0.3
    assert said(broken) == said(healthy.run)  # facts behind a claim's own words (a correction) hang on what it cites
    assert fallen(broken, healthy, "questions that now cite wrong articles only")


async def test_a_lower_k_is_caught_by_recall(healthy: Healthy) -> None:
    lower = replace(healthy.app.asking.retrieval, hits=1)
    broken = await answers(replace(healthy.app, asking=replace(healthy.app.asking, retrieval=lower)), healthy.ready)

    assert value(broken, "recall@10") < value(healthy.run, "recall@10") - 0.1
    refused = updated(broken, healthy.baseline)
    assert isinstance(refused, Verdict)
    assert any("recall@10" in reason for reason in refused.reasons)


async def test_a_source_that_is_dropped_is_caught_by_recall_and_lost_facts(healthy: Healthy) -> None:
    stored = next(r for r in healthy.ready if r.case.id == "who-said-agony").gold[0][0]
    await healthy.app.store.delete(stored.article_id)
    try:
        broken = await answers(healthy.app, healthy.ready)
    finally:
        await seeds_in(healthy.app)

    assert value(broken, "recall@10") < value(healthy.run, "recall@10") - 0.1
    assert value(broken, "vital_fact_recall") < value(healthy.run, "vital_fact_recall")
    assert fallen(broken, healthy, "vital facts no longer stated")


async def test_a_source_that_was_never_taken_in_is_an_error_that_names_the_cases(healthy: Healthy) -> None:
    whole = await seeds_in(healthy.app)
    corpus = Corpus({name: stored for name, stored in whole.articles.items() if name != DROPPED})

    with pytest.raises(CasesError, match=f"there is no article '{DROPPED}'"):
        resolve([one.case for one in healthy.ready], corpus)


# A reader that says of each sentence something true and something with its negation lost, in words of its own, so that
# only the polarity check can tell them apart.
DENIALS = {
    "Will Russia make life hard for Americans?": (
        "07-no-expulsions-updated-raw.txt",
        "Putin promised that Russia would “not create problems” for the Americans",
        "Russia would not create problems for the Americans.",
        "Russia would create problems for the Americans.",
    ),
    "Does an American diplomat have to leave Russia?": (
        "07-no-expulsions-updated-raw.txt",
        "no American diplomat has to leave Russia",
        "No American diplomat has to leave Russia.",
        "An American diplomat has to leave Russia.",
    ),
    "May the individuals travel to the United States?": (
        "09-sanctions-four-officials.txt",
        "they may not travel to the United States",
        "The individuals may not travel to the United States.",
        "The individuals may travel to the United States.",
    ),
    "Have Russian officials hidden what they think of Obama?": (
        DROPPED,
        "Russian officials have not hidden what they think",
        "Russian officials have not hidden what they think of Obama.",
        "Russian officials have hidden what they think of Obama.",
    ),
}


class Careless:
    """Says both versions of ``DENIALS``."""

    name = "extractive"

    async def read(self, question: Question, evidence: Evidence) -> AsyncGenerator[DraftClaim | ReadReport, None]:
        _, quote, *claims = DENIALS[question.text]
        (label,) = {label for label, sentence in evidence.sentences().items() if quote in sentence.text}
        for text in claims:
            yield DraftClaim(text, (label,))
        yield ReadReport()


def denials() -> Iterator[Case]:
    for number, (question, (article, quote, honest, turned)) in enumerate(DENIALS.items()):
        yield case(
            f"denial-{number}",
            question=question,
            facts=(vital(honest.rstrip(".")), forbidden(turned.rstrip("."))),
            passages=(ExpectedPassage(article, quote),),
        )


def flipped(claim: str, source: object) -> bool:
    return not polarity.agrees(claim, source)  # type: ignore[arg-type]  # a Source, passed on


async def test_a_flipped_polarity_check_is_caught_by_forbidden_statements(
    healthy: Healthy, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = reading(healthy.app, Careless())
    ready = resolve(list(denials()), await seeds_in(app))
    before = await answers(app, ready)
    checks = tuple((name, why, flipped if name == "polarity" else check) for name, why, check in verification.CHECKS)
    monkeypatch.setattr(verification, "CHECKS", checks)

    broken = await answers(app, ready)

    assert (value(before, "forbidden_said"), value(before, "vital_fact_recall")) == (0.0, 1.0)
    assert (value(broken, "forbidden_said"), value(broken, "vital_fact_recall")) == (1.0, 0.0)
    verdict = judge(broken, accepted(before))
    assert verdict.status == "fell"
    assert any("wrong answers that were not given before" in reason for reason in verdict.reasons)


def fallen(broken: Run, healthy: Healthy, *reasons: str) -> bool:
    """Whether the gate stops ``broken`` and says each of ``reasons``."""
    verdict = judge(broken, healthy.baseline)
    assert verdict.exit_code == 1
    return all(any(reason in told for told in verdict.reasons) for reason in reasons)
