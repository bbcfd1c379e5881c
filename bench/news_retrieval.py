"""Finding news: RealTime QA's quiz questions over its 14,573 articles, with the time cut of its protocol.

    QA_BENCH_DIR=… python -m bench.news_retrieval [--half report|fit] [--every N] [--vectors FILE.npy]

The questions come in the order in which they were asked, and the articles go into a store as the time comes at which
the search engine first gave them: no question sees an article from after it. Ranked are articles, each at its best
passage. Printed side by side, from one run, with intervals from a paired bootstrap over the questions:

- the search engine's own list, from the data;
- full text alone and vectors alone, as the service searches them; both fused, as it was; and what it does now.

The vectors are those of each article's title and first 220 characters, and stand for its first passage: to embed all
180,000 passages takes hours. "answer" is the share of questions with the answer's words in one of the first 1, 5 and 10
articles; "gold" has hits@1, @4, @10 and MRR@10 of the quiz makers' own article, where the data has it. What was fitted
was fitted on the other half (`Reading.half`).
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.reading_sets import Reading, lines
from bench.text_search import passages
from qa import ids
from qa.adapters.minilm import MiniLM
from qa.adapters.sqlite import SqliteStore
from qa.fuse import fuse
from qa.ports import VectorHits
from qa.question import understand
from qa.retrieve import Retrieval, retrieve
from qa.types import Article, Evidence, Filters, Question

if TYPE_CHECKING:
    from qa.ports import Vectors

DEPTH = 100
LEAD = 220
RESAMPLED = 2000
METHODS = ("the search engine's list", "full text alone", "vectors alone", "both fused", "ours")


@dataclass
class TitleVectors:
    """VectorIndex over one vector an article, which stands for its first passage."""

    rows: list[Vectors] = field(default_factory=list)
    first: list[str] = field(default_factory=list)
    name: str = "titles"

    async def search_vector(self, vector: Vectors, limit: int, filters: Filters) -> VectorHits:
        """See VectorIndex; ``filters`` are not for this measurement."""
        del filters
        if not self.rows:
            return VectorHits(())
        scores = np.stack(self.rows) @ vector
        best = np.argsort(-scores, kind="stable")[:limit]
        return VectorHits(tuple((self.first[at], float(scores[at])) for at in best))

    async def close(self) -> None:
        """Nothing to give back."""


@dataclass(frozen=True)
class World:
    """The articles that were there when a question was asked, and the ports that look through them."""

    store: SqliteStore
    vectors: TitleVectors
    embedder: MiniLM
    documents: dict[str, str] = field(default_factory=dict)
    """The data's name of each article id."""

    async def add(self, row: dict[str, Any], vector: Vectors) -> None:
        """Takes in one article of the data."""
        text = " ".join(row["text"].split())
        article_id = ids.article_id(url=None, name=row["doc_id"])
        day = (row["publish_date"] or "").replace("/", "-") or None
        article = Article(
            article_id, ids.version(text), row["doc_id"], "", "bench", text, title=row["title"], published_at=day
        )
        cut = passages(article)
        if cut:
            await self.store.replace(article, (), cut, np.zeros((len(cut), 1), np.float32), "bench")
            self.vectors.rows.append(vector)
            self.vectors.first.append(cut[0].id)
            self.documents[article_id] = row["doc_id"]

    def articles(self, passage_ids: Sequence[str]) -> list[str]:
        """The data's names of the articles of ``passage_ids``, each once, in order."""
        return list(dict.fromkeys(self.documents[passage_id.split(".")[0]] for passage_id in passage_ids))


async def ranked(world: World, row: dict[str, Any], given: Sequence[str]) -> dict[str, list[str]]:
    """The articles that each method gives for the question of ``row``, best first."""
    day = row["question_date"].replace("/", "-")
    question = Question(row["question_sentence"], f"{day}T23:59:59Z")
    words = understand(question.text).words
    text = [key for key, _ in await world.store.search_text(words, DEPTH, Filters())]
    vector = (await world.embedder.embed([question.text]))[0]
    near = [key for key, _ in (await world.vectors.search_vector(vector, DEPTH, Filters())).hits]
    ports = Retrieval(world.embedder, world.vectors, world.store, hits=40)
    ours = [hit.passage.id for hit in (await retrieve(question, words, ports)).hits]
    both = [key for key, _ in fuse(near[:50], text[:50])]
    found = [list(given), *(world.articles(keys) for keys in (text, near, both, ours))]
    return dict(zip(METHODS, found, strict=True))


# --- figures ---


def plain(text: str) -> str:
    """``text`` as answers are compared: words in lower case, without articles."""
    return " ".join(word for word in re.findall(r"\w+", text.lower()) if word not in {"a", "an", "the"})


@dataclass
class Figures:
    """For each method a row a question: answer@1/5/10, and gold hits@1/4/10 and the reciprocal rank."""

    answers: dict[str, list[list[bool]]] = field(default_factory=lambda: {name: [] for name in METHODS})
    gold: dict[str, list[list[float]]] = field(default_factory=lambda: {name: [] for name in METHODS})

    def add(self, row: dict[str, Any], found: dict[str, list[str]], texts: dict[str, str]) -> None:
        """Judges what the methods found for one question."""
        wanted = [f" {answer} " for answer in map(plain, row["answer_text"]) if answer]
        gold = {name for name in row["gold_doc_ids"] if name in texts}
        for method, names in found.items():
            holds = [any(answer in texts[name] for answer in wanted) for name in names[:10] if name in texts]
            self.answers[method].append([any(holds[:k]) for k in (1, 5, 10)])
            if gold:
                rank = next((at for at, name in enumerate(names, start=1) if name in gold), 99)
                self.gold[method].append([rank <= 1, rank <= 4, rank <= 10, 1 / rank if rank <= 10 else 0.0])

    def show(self) -> None:
        """Prints both tables, and the differences with their intervals."""
        print(
            f"\n{len(self.answers['ours'])} questions: answer in articles @1 @5 @10; "
            f"{len(self.gold['ours'])} with a gold article: hits@1 @4 @10, MRR@10"
        )
        for method in METHODS:
            answers, gold = (np.mean(rows[method], axis=0) for rows in (self.answers, self.gold))
            print(f"{method:26s}", *(f"{100 * x:5.1f}" for x in answers), "  ", *(f"{x:.3f}" for x in gold))
        for method in METHODS[:-1]:
            low, mean, high = paired(self.answers["ours"], self.answers[method])
            cells = (f"{m:+.1f} [{a:+.1f}, {b:+.1f}]" for a, m, b in zip(low, mean, high, strict=True))
            print(f"ours against {method:26s}", "  ".join(cells))


def paired(ours: Sequence[Sequence[bool]], theirs: Sequence[Sequence[bool]]) -> tuple[Any, Any, Any]:
    """The mean difference in points of 100 and its 95 % interval, by bootstrap over the questions."""
    difference = 100 * (np.array(ours, float) - np.array(theirs, float))
    drawn = np.random.default_rng(0).integers(0, len(difference), (RESAMPLED, len(difference)))
    means = difference[drawn].mean(axis=1)
    return np.quantile(means, 0.025, axis=0), difference.mean(axis=0), np.quantile(means, 0.975, axis=0)


# --- the run ---


def vectors_of(documents: Sequence[dict[str, Any]], embedder: MiniLM, kept: Path | None) -> Vectors:
    """A vector for each document; read from ``kept`` where that is there, else written to it."""
    if kept is not None and kept.exists():
        found: Vectors = np.load(kept)
        return found
    made = embedder.embed_blocking([f"{row['title'] or ''}. {row['text'][:LEAD]}".strip() for row in documents])
    if kept is not None:
        np.save(kept, made)
    return made


def asked(folder: Path, half: str, every: int) -> Iterator[tuple[str, dict[str, Any], list[str]]]:
    """The questions of one half in the order of their search, each with its time and the search engine's list."""
    found = {row["question_id"]: row for row in lines(folder / "google_results.jsonl")}
    rows = [(found[row["question_id"]], row) for row in lines(folder / "questions.jsonl")]
    rows.sort(key=lambda pair: (pair[0]["search_time"], pair[1]["question_id"]))
    chosen = [r for r in rows if Reading("", r[1]["question_sentence"], Evidence(()), frozenset(), ()).half == half]
    for given, row in chosen[::every]:
        yield given["search_time"], row, given["doc_ids"]


async def measure(folder: Path, options: argparse.Namespace, judge: Callable[..., Any]) -> None:
    """Lets time pass: takes articles in, and has ``judge`` see each question's row with what was found for it."""
    documents = sorted(lines(folder / "docs.jsonl.xz"), key=lambda row: row["doc_id"])
    embedder = MiniLM()
    vectors = vectors_of(documents, embedder, options.vectors)
    waiting = sorted(range(len(documents)), key=lambda at: documents[at]["first_retrieved"], reverse=True)
    with tempfile.TemporaryDirectory() as temporary:
        world = World(SqliteStore(Path(temporary) / "news.sqlite3"), TitleVectors(), embedder)
        for time, row, given in asked(folder, options.half, options.every):
            while waiting and documents[waiting[-1]]["first_retrieved"] <= time:
                at = waiting.pop()
                await world.add(documents[at], vectors[at])
            judge(row, await ranked(world, row, given))
        await world.store.close()


def main() -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--half", choices=("report", "fit"), default="report")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="one question in N")
    parser.add_argument("--vectors", type=Path, metavar="FILE", help="keeps the vectors for the next run")
    options = parser.parse_args()
    folder = Path(os.environ.get("QA_BENCH_DIR", "missing-QA_BENCH_DIR")) / "realtimeqa"
    if not folder.is_dir():
        print("Set QA_BENCH_DIR to a folder that holds realtimeqa.", file=sys.stderr)
        return 2
    texts = {r["doc_id"]: f" {plain((r['title'] or '') + ' ' + r['text'])} " for r in lines(folder / "docs.jsonl.xz")}
    figures = Figures()
    asyncio.run(measure(folder, options, lambda row, found: figures.add(row, found, texts)))
    figures.show()
    return 0


if __name__ == "__main__":
    sys.exit(main())
