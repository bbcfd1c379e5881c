"""What each thing that finding could do gives by itself: RealTime QA's questions of the half to choose on.

    QA_BENCH_DIR=… python -m bench.levers FOLDER [--half fit|report] [--every N] [--read]

FOLDER, articles, time cut and "answer in articles @1 @5 @10" are those of `bench.news_retrieval`. A line is the
service's own search with one thing changed, or one part of it alone; brackets are 95 % intervals of its difference to
what the service does now (paired bootstrap over the questions). The last figure is the share of questions with the
answer's words in one of the ten passages for a reader. With ``--read`` the shipped cross-encoder orders the first 20
articles too, by the leading sentence of their best passage or by its best of two. Stopped (Ctrl-C), it shows what it
has so far.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bench.growing import DEEPEST, Asked, Growing, Settings, changed
from bench.news_retrieval import RANKED, CopiesKept, documents, paired, plain
from bench.reading_sets import sentences_of
from qa import fuse, recency
from qa import retrieve as step
from qa.adapters.cross_minilm import CrossMiniLM
from qa.adapters.minilm import MiniLM
from qa.adapters.sqlite import SqliteStore, search
from qa.app import STORE_FILE
from qa.ports import SentenceReader
from qa.question import understand
from qa.retrieve import Retrieval, retrieve
from qa.types import Filters, Passage
from qa.types.query import Query
from qa.words import tokens, word_set

if TYPE_CHECKING:
    from qa.ports import Vectors

NOW = "the service now"
OF_A_QUIZ = word_set("week weekend month year today yesterday recent recently latest according following")
READ = 20  # articles that the cross-encoder orders

Ids = Sequence[str]
UNCHANGED: Settings = ()

CONSTANTS: Mapping[str, Settings] = {
    NOW: UNCHANGED,
    "50 candidates of each search": ((step, "DEPTH", 50),),
    "100 candidates": ((step, "DEPTH", 100),),
    "the rank of an article not counted": ((fuse, "SHARE", 0.0),),
    "counted in full": ((fuse, "SHARE", 1.0),),
    "an article by its best passage": ((fuse, "BEST", 1),),
    "by its best three": ((fuse, "BEST", 3),),
    "no recency": ((recency, "WEIGHT", 0.0),),
    "recency weighs 0.5": ((recency, "WEIGHT", 0.5),),
    "recency weighs 1.5": ((recency, "WEIGHT", 1.5),),
    "recency of a week": ((recency, "HALF_LIFE", 7),),
    "recency of two months": ((recency, "HALF_LIFE", 60),),
    "all of these as they were: 50, best passage, in full, 14 days, 0.5": (
        (step, "DEPTH", 50),
        (fuse, "SHARE", 1.0),
        (fuse, "BEST", 1),
        (recency, "WEIGHT", 0.5),
        (recency, "HALF_LIFE", 14),
    ),
}
WEIGHTS: Mapping[str, Settings] = {
    "full text alone, title not counted": ((search, "_WEIGHTS", "bm25(0.0, 1.0)"),),
    "full text alone, title once": ((search, "_WEIGHTS", "bm25(1.0, 1.0)"),),
    "full text alone, title four times": ((search, "_WEIGHTS", "bm25(4.0, 1.0)"),),
}


def words_of(query: Query) -> Mapping[str, Ids]:
    """Other words to search for, by the name of the lever."""
    fewer = [word for word in query.words if word not in OF_A_QUIZ]
    return {
        "words of a quiz left out": fewer or query.words,
        "the word for the kind of answer left out": [w for w in query.words if w != query.focus] or query.words,
        "names and quoted words as phrases too": [*query.words, *query.names, *query.quoted],
    }


class Turned:
    """Embedder of questions whose vectors are turned towards those of the first passages that they find (Rocchio)."""

    def __init__(self, world: Growing, weight: float, first: int) -> None:
        self._world, self._weight, self._first = world, weight, first
        self.fingerprint, self.dimension = world.fingerprint, world.dimension

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """See Embedder."""
        vectors = await self._world.embed(texts)
        near = (await self._world.search_vector(vectors[0], self._first, Filters())).hits
        rows = await self._world.store.database.reading(_vectors, [key for key, _ in near])
        turned = vectors[0] + self._weight * np.mean(rows, axis=0)
        found: Vectors = (turned / np.linalg.norm(turned))[None].astype(np.float32)
        return found


def _vectors(connection: sqlite3.Connection, ids: Ids) -> list[Vectors]:
    marks = ",".join("?" * len(ids))
    rows = connection.execute(f"SELECT vector FROM vector_log WHERE passage_id IN ({marks})", ids)
    return [np.frombuffer(row[0], dtype="<f4") for row in rows]


async def expanded(words: Ids, world: Growing) -> Ids:
    """``words`` and the five most frequent others of the first five passages (after RM3, without its weights)."""
    found = [key for key, _ in await world.search_text(words, 5, Filters())]
    passages = await world.passages(found)
    known = {token.stem for word in words for token in tokens(word)}
    often = Counter(t.lower for p in passages for t in tokens(p.text) if not t.is_stop and t.stem not in known)
    return [*words, *(word for word, _ in often.most_common(5))]


async def levers(one: Asked, world: Growing) -> Mapping[str, Ids]:
    """The passages that each lever finds for a question, best first."""
    query, question = understand(one.question.text), one.question
    ports = Retrieval(world, world, world, RANKED)

    async def service(words: Ids = query.words, ports: Retrieval = ports) -> Ids:
        return [hit.passage.id for hit in (await retrieve(question, words, ports)).hits]

    text = [key for key, _ in await world.search_text(query.words, DEEPEST, Filters())]
    vector = (await world.embed([question.text]))[0]
    near = [key for key, _ in (await world.search_vector(vector, DEEPEST, Filters())).hits]
    found: dict[str, Ids] = {"full text alone": text, "vectors alone": near}
    for name, settings in CONSTANTS.items():
        with changed(settings):
            found[name] = await service()
    for name, settings in WEIGHTS.items():
        with changed(settings):  # past what is kept of the searches
            found[name] = [key for key, _ in await world.store.search_text(query.words, DEEPEST, Filters())]
    for name, words in words_of(query).items():
        found[name] = await service(words)
    found["copies kept"] = await service(ports=Retrieval(world, world, CopiesKept(world), RANKED))
    found["words of the first five passages (RM3)"] = await service(await expanded(query.words, world))
    for weight, first in ((0.25, 3), (0.5, 5)):
        turned = Retrieval(Turned(world, weight, first), world, world, RANKED)
        found[f"Rocchio, {weight} of the first {first}"] = await service(ports=turned)
    return found


async def read(one: Asked, world: Growing, ids: Ids, reader: SentenceReader) -> Mapping[str, Ids]:
    """``ids`` with the first articles in the order of what the cross-encoder reads in their best passages."""
    best: dict[str, Passage] = {}
    for passage in await world.passages(ids):
        if len(best) < READ:
            best.setdefault(passage.article_id, passage)
    leading = {key: sentences_of(passage.text)[:2] for key, passage in best.items()}
    pairs = [("", sentence) for sentences in leading.values() for sentence in sentences]
    likely = iter([reading.relevance for reading in await reader.read_sentences(one.question.text, pairs)])
    scores = {key: [next(likely) for _ in sentences] for key, sentences in leading.items()}
    place = {key: 1 / (fuse.K + rank) for rank, key in enumerate(best, start=1)}
    by_both = fuse.fuse(list(best), sorted(best, key=lambda key: -max(scores[key])))
    orders = {
        "cross-encoder, one sentence of each": sorted(best, key=lambda key: (-scores[key][0], -place[key])),
        "cross-encoder, the better of two": sorted(best, key=lambda key: (-max(scores[key]), -place[key])),
        "the better of two, fused with the rank": [key for key, _ in by_both],
    }
    rest = [key for key in ids if key.split(".", 1)[0] not in best]
    return {name: [*(best[key].id for key in order), *rest] for name, order in orders.items()}


# --- figures ---


@dataclass
class Table:
    """For each lever a row a question: answer in articles @1 @5 @10, and in one of ten passages."""

    texts: Mapping[str, str]
    rows: dict[str, list[list[bool]]] = field(default_factory=dict)

    async def add(self, one: Asked, found: Mapping[str, Ids], world: Growing) -> None:
        """Judges what each lever found for one question."""
        wanted = [f" {answer} " for answer in map(plain, one.row["answer_text"]) if answer]
        first = {key for ids in found.values() for key in ids[:10]}
        passages = {passage.id: f" {plain(passage.text)} " for passage in await world.passages(sorted(first))}

        def holds(texts: Iterable[str]) -> list[bool]:
            return [any(answer in text for answer in wanted) for text in texts]

        for name, ids in found.items():
            articles = holds(self.texts[article] for article in world.articles(ids)[:10])
            read = holds(passages[key] for key in ids[:10])
            self.rows.setdefault(name, []).append([*(any(articles[:k]) for k in (1, 5, 10)), any(read)])

    def show(self) -> None:
        """Prints a line a lever."""
        print(f"{len(self.rows[NOW])} questions: answer in articles @1 @5 @10, in ten passages; difference to {NOW}")
        for name, rows in self.rows.items():
            low, mean, high = paired(rows, self.rows[NOW])
            cells = (f"{m:+.1f} [{a:+.1f}, {b:+.1f}]" for a, m, b in zip(low, mean, high, strict=True))
            figures = " ".join(f"{100 * share:5.1f}" for share in np.mean(rows, axis=0))
            print(f"{name:68s}{figures}   {'  '.join(cells) if name != NOW else ''}")


async def measure(folder: Path, options: argparse.Namespace, table: Table) -> None:
    """Lets time pass, and judges each lever on each question."""
    source = SqliteStore(options.installation / STORE_FILE)
    reader = CrossMiniLM()
    with tempfile.TemporaryDirectory() as temporary:
        world = Growing(source, Path(temporary) / STORE_FILE, MiniLM())
        async for one in world.walk(folder, options.half, options.every):
            found = await levers(one, world)
            if options.read:
                found = {**found, **await read(one, world, found[NOW], reader)}
            await table.add(one, found, world)
        await world.close()
    await source.close()


def main() -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("installation", type=Path)
    parser.add_argument("--half", choices=("report", "fit"), default="fit")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="one question in N")
    parser.add_argument("--read", action="store_true", help="the cross-encoder too")
    options = parser.parse_args()
    folder = Path(os.environ.get("QA_BENCH_DIR", "missing-QA_BENCH_DIR")) / "realtimeqa"
    if not folder.is_dir():
        print("Set QA_BENCH_DIR to a folder that holds realtimeqa.", file=sys.stderr)
        return 2
    table = Table(documents(folder))
    with suppress(KeyboardInterrupt):
        asyncio.run(measure(folder, options, table))
    table.show()
    return 0


if __name__ == "__main__":
    sys.exit(main())
