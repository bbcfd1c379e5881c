"""Evidence from plain texts, without a store: each text an article of its own, all of it or its best sentences a
passage."""

import asyncio
import json
import lzma
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from qa import ids
from qa.checking import checked
from qa.ports import Reader
from qa.segment import segment
from qa.types import (
    Article,
    Claim,
    Evidence,
    EvidencePassage,
    EvidenceSentence,
    Hit,
    Passage,
    Question,
    ReadReport,
    Rejection,
    Sentence,
)
from qa.words import STOP_WORDS

NOW = "2026-11-01T12:00:00Z"


def article(name: str, text: str, title: str | None = None, published_at: str | None = None) -> Article:
    """An article of the origin ``name``."""
    version = ids.version(text)
    return Article(
        ids.article_id(url=None, name=name),
        version,
        name,
        version,
        "bench",
        text,
        title=title,
        origin=name,
        published_at=published_at,
    )


def news_articles(folder: Path, count: int, seed: int) -> Iterator[Article]:
    """``count`` articles of RealTime QA of middle length, drawn with ``seed``."""
    with lzma.open(folder / "realtimeqa/docs.jsonl.xz", "rt") as lines:
        rows = [json.loads(line) for line in lines]
    rows = [row for row in rows if 800 < len(row["text"]) < 20_000]
    for row in random.Random(seed).sample(rows, count):
        yield article(row["doc_id"], row["text"], row["title"], (row["publish_date"] or "").replace("/", "-") or None)


def whole(article: Article) -> Evidence:
    """The whole article as one passage; its sentences are ``S1.1``, ``S1.2``, …."""
    found = segment(article)
    passage = Passage("p", article.id, article.version, 1, len(found), 0, len(article.text), article.text)
    sentences = tuple(EvidenceSentence(f"S1.{s.number}", s, article.text[s.start : s.end]) for s in found)
    return Evidence((EvidencePassage("S1", Hit(passage, 1.0), article, sentences),))


def gathered(question: str, articles: Sequence[Article], most: int = 40) -> Evidence:
    """``articles`` as evidence for ``question``: of each the ``most`` sentences with most of its words, in the
    article's order; the article with the best sentence first."""
    wanted = _words(question)
    ranked = []
    for one in articles:
        found = segment(one)
        shared = {s.number: len(wanted & _words(one.text[s.start : s.end])) for s in found}
        best = sorted(found, key=lambda s, shared=shared: (-shared[s.number], s.number))[:most]  # type: ignore[misc]
        if best:
            ranked.append((-shared[best[0].number], one, sorted(best, key=lambda s: s.number)))
    ranked.sort(key=lambda entry: entry[0])
    return Evidence(tuple(_passage(f"S{n}", one, best) for n, (_, one, best) in enumerate(ranked, 1)))


def claims_of(question: str, evidence: Evidence, reader: Reader) -> list[Claim]:
    """What ``reader`` answers and verification lets through."""
    return asyncio.run(_claims(question, evidence, reader))


async def _claims(question: str, evidence: Evidence, reader: Reader) -> list[Claim]:
    drafts = [draft async for draft in reader.read(Question(question, NOW), evidence)]
    outcomes = [checked(draft, evidence) for draft in drafts if not isinstance(draft, ReadReport)]
    return [outcome for outcome in outcomes if not isinstance(outcome, Rejection)]


def _passage(label: str, one: Article, sentences: Sequence[Sentence]) -> EvidencePassage:
    first, last = sentences[0], sentences[-1]
    text = one.text[first.start : last.end]
    passage = Passage(label, one.id, one.version, first.number, last.number, first.start, last.end, text)
    labelled = tuple(EvidenceSentence(f"{label}.{s.number}", s, one.text[s.start : s.end]) for s in sentences)
    return EvidencePassage(label, Hit(passage, 1.0), one, labelled)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower())) - STOP_WORDS
