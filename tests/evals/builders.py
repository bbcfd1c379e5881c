"""Small corpora, answers and runs to grade, made by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evals.corpus import Corpus
from evals.types import ANSWERED, DECLINED, Case, CaseScore, ExpectedPassage, Fact, Ratio, ReadyCase, Result, Run, Text
from qa.types import Answer, Citation, Claim, Filters, HitRef, StoredArticle, Support
from tests.newsroom import edition

BRIDGE = "The bridge cost 35 million dollars. It opened on Friday. Nobody was hurt."
HARBOUR = "The harbour froze over. Ships waited for a week."


def stored(name: str, text: str, **metadata: str | None) -> StoredArticle:
    made = edition(name, text, None, **metadata)
    sentences = tuple(
        type(s)(s.article_id, s.version, s.number, s.start + len(piece) - len(piece.lstrip()), s.end, s.kind)
        for s in made.sentences
        if (piece := text[s.start : s.end])
    )
    return StoredArticle(made.article, sentences, current=True)


def corpus(**texts: str) -> Corpus:
    return Corpus({f"{name}.txt": stored(f"{name}.txt", text) for name, text in texts.items()})


NEWS = corpus(bridge=BRIDGE, harbour=HARBOUR)


def citation(article: str, *numbers: int, shift: int = 0, news: Corpus = NEWS) -> Citation:
    """A citation of the sentences ``numbers`` (neighbours); ``shift`` moves its offsets and leaves the quote."""
    kept = news.articles[f"{article}.txt"]
    start, end = kept.sentences[numbers[0] - 1].start, kept.sentences[numbers[-1] - 1].end
    return Citation(
        kept.article.id,
        kept.article.version,
        numbers,
        "body",
        start + shift,
        end + shift,
        kept.article.text[start:end],
        published_at=kept.article.published_at,
    )


def claim(text: str, *citations: Citation) -> Claim:
    return Claim(text, 1, Support("supported"), citations)


def hit(article: str, start: int, end: int, news: Corpus = NEWS) -> HitRef:
    kept = news.articles[f"{article}.txt"].article
    return HitRef(kept.id, kept.version, start, end, 0.5)


def answer(*claims: Claim, **fields: Any) -> Answer:
    given = {"status": "answered" if claims else "insufficient_evidence", "claims": claims} | fields
    return Answer(
        id="1",
        question="?",
        asked_at="2016-12-30T12:00:00Z",
        text=" ".join(one.text for one in claims),
        reader="extractive",
        index="exact",
        filters=Filters(),
        **given,
    )


def vital(*texts: str) -> Fact:
    return Fact("vital", tuple(map(Text, texts)))


def okay(*texts: str) -> Fact:
    return Fact("okay", tuple(map(Text, texts)))


def forbidden(*texts: str) -> Fact:
    return Fact("forbidden", tuple(map(Text, texts)))


def case(name: str = "cost", **fields: Any) -> Case:
    given: dict[str, Any] = {
        "kind": "answerable",
        "question": "How much did the bridge cost?",
        "status": ANSWERED,
        "origin": "x:1",
    }
    return Case(name, **{**given, "cluster": name, **fields})


def unanswerable(name: str = "colour", **fields: Any) -> Case:
    return case(name, kind="unanswerable", status=DECLINED, **fields)


def passage(article: str, quote: str | None = None) -> ExpectedPassage:
    return ExpectedPassage(f"{article}.txt", quote)


def articles(news: Corpus = NEWS) -> dict[tuple[str, str], StoredArticle]:
    return {(kept.article.id, kept.article.version): kept for kept in news.articles.values()}


def result(one: Case, *, run: int = 1, claims: Sequence[Claim] = (), **ratios: tuple[float, float]) -> Result:
    """A graded result with ``ratios`` as given."""
    given: Mapping[str, Ratio] = {name: Ratio(*ratio) for name, ratio in ratios.items()}
    return Result(ReadyCase(one, ()), run, answer(*claims), CaseScore("graded", (), given))


def run_of(*results: Result, **fields: Any) -> Run:
    given: dict[str, Any] = {
        "name": "mine",
        "reader": "extractive",
        "corpus": "c0",
        "articles": 14,
        "prompts": {"read": "p0"},
    }
    runs = max((one.run for one in results), default=1)
    return Run(results=results, started_at="2026-11-22T04:00:00Z", runs=runs, **{**given, **fields})
