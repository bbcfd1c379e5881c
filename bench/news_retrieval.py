"""Finding news: RealTime QA's quiz questions over its articles, with the time cut of its protocol.

    QA_BENCH_DIR=… python -m bench.news_retrieval FOLDER [--half report|fit] [--every N]

FOLDER is the data folder of an installation that `python -m bench.ingest 0 PLACE` has filled (PLACE/data), whole or up
to some article: passages and vectors are taken from there, and questions are those asked up to the time of its last
article. They come in the order in which they were asked, and the articles go into a store as the time comes at which
the search engine first gave them: no question sees an article from after it. Ranked are articles, each at its best
passage. Printed side by side, from one run, with intervals from a paired bootstrap over the questions:

- the search engine's own list, from the data;
- full text alone (BM25, a title's word twice) and vectors alone, as the service searches them;
- both fused by the ranks of passages; ours, without and with the collapse of copies.

"answer" is the share of questions with the answer's words in one of the first 1, 5 and 10 articles; "gold" has hits@1,
@4, @10 and MRR@10 of the quiz makers' own article, where the data has it. For the ten passages that a reader is given:
the share that stands in a copy of an article further up, and of questions with the answer's words in one of them. What
was fitted was fitted on the other half (`Reading.half`).
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.reading_sets import Reading, lines
from qa.adapters.exact import ExactScan
from qa.adapters.minilm import MiniLM
from qa.adapters.sqlite import SqliteStore
from qa.fuse import fuse
from qa.ports import Heading
from qa.question import understand
from qa.retrieve import DEPTH, Retrieval, retrieve
from qa.types import Evidence, Filters, Hit, Passage, Question

if TYPE_CHECKING:
    from qa.ports import Vectors

RANKED = 40
RESAMPLED = 2000
OURS, KEEPING = "ours", "ours, copies kept"
METHODS = ("the search engine's list", "full text alone", "vectors alone", "both fused", KEEPING, OURS)


class CopiesKept:
    """PassageSearch of another one, in which no article is a copy."""

    def __init__(self, store: SqliteStore) -> None:
        self._store = store
        self.search_text, self.passages = store.search_text, store.passages

    async def headings(self, article_ids: Sequence[str]) -> Mapping[str, Heading]:
        """See PassageSearch."""
        found = await self._store.headings(article_ids)
        return {key: replace(heading, story=key) for key, heading in found.items()}


@dataclass(frozen=True)
class Found:
    """What was found for one question: ``articles`` of each method, and the ``hits`` of both of ours, as a reader gets
    them; ``copies`` is how many of them stand in a copy of an article further up."""

    articles: dict[str, list[str]]
    hits: Mapping[str, Sequence[Hit]]
    copies: dict[str, int]


class World:
    """The articles that were there when a question was asked, and the ports that look through them."""

    def __init__(self, source: SqliteStore, place: Path) -> None:
        """``source`` is the installation's store, ``place`` where the articles go as time comes."""
        self._source = source
        self._store = SqliteStore(place)
        self._embedder = MiniLM()
        index = ExactScan(self._store)
        self._ports = Retrieval(self._embedder, index, self._store)
        self._vectors: dict[str, dict[str, Vectors]] = defaultdict(dict)
        self._documents: dict[str, str] = {}
        self._ids: dict[str, str] = {}

    async def prepare(self) -> frozenset[str]:
        """Reads the vectors of the installation; gives the data's names of its articles."""
        after = 0
        while page := self._source.changes(after, 2000):
            after = page[-1].seq
            for change in page:
                if change.vector is not None:
                    self._vectors[change.article_id][change.passage_id] = change.vector
        last = ""
        while articles := await self._source.current(last, 1000):
            last = articles[-1].id
            self._ids |= {article.source.partition("#")[2]: article.id for article in articles}
        self._documents = {article_id: name for name, article_id in self._ids.items()}
        return frozenset(self._ids)

    async def add(self, name: str) -> None:
        """Takes in one article of the data."""
        stored = await self._source.get(self._ids[name])
        vectors = self._vectors[self._ids[name]]
        if stored is not None and vectors:
            passages = await self._source.passages(list(vectors))
            rows = np.stack([vectors[passage.id] for passage in passages])
            await self._store.replace(stored.article, stored.sentences, passages, rows, "bench")

    async def find(self, row: dict[str, Any], given: Sequence[str]) -> Found:
        """What each method finds for the question of ``row``."""
        question = Question(row["question_sentence"], f"{row['question_date'].replace('/', '-')}T23:59:59Z")
        words = understand(question.text).words
        text = [key for key, _ in await self._store.search_text(words, 2 * DEPTH, Filters())]
        vector = (await self._embedder.embed([question.text]))[0]
        near = [key for key, _ in (await self._ports.index.search_vector(vector, 2 * DEPTH, Filters())).hits]
        both = [key for key, _ in fuse(near[:DEPTH], text[:DEPTH])]
        rankings, hits, copies = [text, near, both], {}, {}
        for name, passages in ((KEEPING, CopiesKept(self._store)), (OURS, self._store)):
            ports = replace(self._ports, passages=passages)
            many = await retrieve(question, words, replace(ports, hits=RANKED))
            rankings.append([hit.passage.id for hit in many.hits])
            hits[name] = (await retrieve(question, words, ports)).hits
            copies[name] = await self._copies([hit.passage for hit in hits[name]])
        found = [list(given), *map(self._articles, rankings)]
        return Found(dict(zip(METHODS, found, strict=True)), hits, copies)

    async def _copies(self, passages: Sequence[Passage]) -> int:
        """How many of ``passages`` stand in a copy of an article further up."""
        headings = await self._store.headings([passage.article_id for passage in passages])
        best: dict[str, str] = {}
        for passage in passages:
            best.setdefault(headings[passage.article_id].story, passage.article_id)
        return sum(best[headings[p.article_id].story] != p.article_id for p in passages)

    def _articles(self, passage_ids: Sequence[str]) -> list[str]:
        """The data's names of the articles of ``passage_ids``, each once, in order."""
        return list(dict.fromkeys(self._documents[passage_id.split(".")[0]] for passage_id in passage_ids))

    async def close(self) -> None:
        """Gives back the files."""
        await self._store.close()


# --- figures ---


def plain(text: str) -> str:
    """``text`` as answers are compared: words in lower case, without articles."""
    return " ".join(word for word in re.findall(r"\w+", text.lower()) if word not in {"a", "an", "the"})


@dataclass
class Figures:
    """For each method a row a question: answer@1/5/10, and gold hits@1/4/10 and the reciprocal rank; of the passages
    that a reader is given, how many are of copies, and whether the answer is in them."""

    answers: dict[str, list[list[bool]]] = field(default_factory=lambda: {name: [] for name in METHODS})
    gold: dict[str, list[list[float]]] = field(default_factory=lambda: {name: [] for name in METHODS})
    given: dict[str, list[list[float]]] = field(default_factory=lambda: {name: [] for name in METHODS[-2:]})

    def add(self, row: dict[str, Any], found: Found, texts: dict[str, str]) -> None:
        """Judges what the methods found for one question."""
        wanted = [f" {answer} " for answer in map(plain, row["answer_text"]) if answer]
        gold = {name for name in row["gold_doc_ids"] if name in texts}
        for method, names in found.articles.items():
            holds = [any(answer in texts[name] for answer in wanted) for name in names[:10] if name in texts]
            self.answers[method].append([any(holds[:k]) for k in (1, 5, 10)])
            if gold:
                rank = next((at for at, name in enumerate(names, start=1) if name in gold), 99)
                self.gold[method].append([rank <= 1, rank <= 4, rank <= 10, 1 / rank if rank <= 10 else 0.0])
        for method, hits in found.hits.items():
            read = [f" {plain(hit.passage.text)} " for hit in hits]
            holds = [any(answer in text for answer in wanted) for text in read]
            self.given[method].append([found.copies[method] / max(1, len(hits)), any(holds)])

    def show(self) -> None:
        """Prints the tables, and the differences with their intervals."""
        print(
            f"\n{len(self.answers[OURS])} questions: answer in articles @1 @5 @10; "
            f"{len(self.gold[OURS])} with a gold article: hits@1 @4 @10, MRR@10"
        )
        for method in METHODS:
            answers, gold = (np.mean(rows[method], axis=0) for rows in (self.answers, self.gold))
            print(f"{method:26s}", *(f"{100 * x:5.1f}" for x in answers), "  ", *(f"{x:.3f}" for x in gold))
        for method in METHODS[:-1]:
            low, mean, high = paired(self.answers[OURS], self.answers[method])
            cells = (f"{m:+.1f} [{a:+.1f}, {b:+.1f}]" for a, m, b in zip(low, mean, high, strict=True))
            print(f"ours against {method:26s}", "  ".join(cells))
        print("the ten passages for a reader: share in copies of others, answer in one of them")
        for method, rows in self.given.items():
            print(f"{method:26s}", *(f"{100 * x:5.1f}" for x in np.mean(rows, axis=0)))


def paired(ours: Sequence[Sequence[bool]], theirs: Sequence[Sequence[bool]]) -> tuple[Any, Any, Any]:
    """The mean difference in points of 100 and its 95 % interval, by bootstrap over the questions."""
    difference = 100 * (np.array(ours, float) - np.array(theirs, float))
    drawn = np.random.default_rng(0).integers(0, len(difference), (RESAMPLED, len(difference)))
    means = difference[drawn].mean(axis=1)
    return np.quantile(means, 0.025, axis=0), difference.mean(axis=0), np.quantile(means, 0.975, axis=0)


# --- the run ---


def asked(folder: Path, options: argparse.Namespace, until: str) -> Iterator[tuple[str, dict[str, Any], list[str]]]:
    """The questions of one half in the order of their search, each with its time and the search engine's list."""
    found = {row["question_id"]: row for row in lines(folder / "google_results.jsonl")}
    rows = [(found[row["question_id"]], row) for row in lines(folder / "questions.jsonl")]
    rows.sort(key=lambda pair: (pair[0]["search_time"], pair[1]["question_id"]))
    half = [
        r for r in rows if Reading("", r[1]["question_sentence"], Evidence(()), frozenset(), ()).half == options.half
    ]
    for given, row in [pair for pair in half if pair[0]["search_time"] <= until][:: options.every]:
        yield given["search_time"], row, given["doc_ids"]


async def measure(folder: Path, options: argparse.Namespace, judge: Callable[[dict[str, Any], Found], None]) -> None:
    """Lets time pass: takes articles in, and has ``judge`` see each question's row with what was found for it."""
    source = SqliteStore(options.installation / "store.sqlite3")
    times = {row["doc_id"]: row["first_retrieved"] for row in lines(folder / "docs.jsonl.xz")}
    with tempfile.TemporaryDirectory() as temporary:
        world = World(source, Path(temporary) / "news.sqlite3")
        there = await world.prepare()
        waiting = sorted(there, key=lambda name: (times[name], name), reverse=True)
        until = min((time for name, time in times.items() if name not in there), default="9999")
        print(f"{len(waiting):,} articles, questions before {until}")
        for time, row, given in asked(folder, options, until):
            while waiting and times[waiting[-1]] <= time:
                await world.add(waiting.pop())
            judge(row, await world.find(row, given))
        await world.close()
    await source.close()


def main() -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("installation", type=Path)
    parser.add_argument("--half", choices=("report", "fit"), default="report")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="one question in N")
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
