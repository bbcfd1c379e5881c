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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from bench.growing import Asked, Growing
from bench.reading_sets import lines
from qa.adapters.minilm import MiniLM
from qa.adapters.sqlite import SqliteStore
from qa.app import STORE_FILE
from qa.fuse import fuse
from qa.ports import Embedder, Heading
from qa.question import understand
from qa.retrieve import DEPTH, Retrieval, retrieve
from qa.types import Filters, Hit, Passage

RANKED = 40
RESAMPLED = 2000
OURS, KEEPING = "ours", "ours, copies kept"
METHODS = ("the search engine's list", "full text alone", "vectors alone", "both fused", KEEPING, OURS)


class CopiesKept:
    """PassageSearch of ``world``, in which no article is a copy."""

    def __init__(self, world: Growing) -> None:
        self._world = world
        self.search_text, self.passages = world.search_text, world.passages

    async def headings(self, article_ids: Sequence[str]) -> Mapping[str, Heading]:
        """See PassageSearch."""
        found = await self._world.headings(article_ids)
        return {key: replace(heading, story=key) for key, heading in found.items()}


@dataclass(frozen=True)
class Found:
    """What was found for one question: ``articles`` of each method, and the ``hits`` of both of ours, as a reader gets
    them; ``copies`` is how many of them stand in a copy of an article further up."""

    articles: dict[str, list[str]]
    hits: Mapping[str, Sequence[Hit]]
    copies: dict[str, int]


async def find(one: Asked, world: Growing) -> Found:
    """What each method finds for the question of ``one``."""
    words = understand(one.question.text).words
    text = [key for key, _ in await world.search_text(words, 2 * DEPTH, Filters())]
    vector = (await world.embed([one.question.text]))[0]
    near = [key for key, _ in (await world.search_vector(vector, 2 * DEPTH, Filters())).hits]
    both = [key for key, _ in fuse(near[:DEPTH], text[:DEPTH])]
    rankings, hits, copies = [text, near, both], {}, {}
    for name, passages in ((KEEPING, CopiesKept(world)), (OURS, world)):
        many = (await retrieve(one.question, words, Retrieval(world, world, passages, RANKED))).hits
        rankings.append([hit.passage.id for hit in many])
        hits[name] = (await retrieve(one.question, words, Retrieval(world, world, passages))).hits
        copies[name] = await copied([hit.passage for hit in hits[name]], world)
    found = [list(one.given), *map(world.articles, rankings)]
    return Found(dict(zip(METHODS, found, strict=True)), hits, copies)


async def copied(passages: Sequence[Passage], world: Growing) -> int:
    """How many of ``passages`` stand in a copy of an article further up."""
    headings = await world.headings([passage.article_id for passage in passages])
    best: dict[str, str] = {}
    for passage in passages:
        best.setdefault(headings[passage.article_id].story, passage.article_id)
    return sum(best[headings[p.article_id].story] != p.article_id for p in passages)


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

    def add(self, row: Mapping[str, Any], found: Found, texts: dict[str, str]) -> None:
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


def documents(folder: Path) -> dict[str, str]:
    """The words of each article of the data, title first, by its name."""
    rows = lines(folder / "docs.jsonl.xz")
    return {row["doc_id"]: f" {plain((row['title'] or '') + ' ' + row['text'])} " for row in rows}


async def measure(folder: Path, installation: Path, embedder: Embedder, half: str, every: int = 1) -> Figures:
    """Lets time pass over the articles of ``installation``, and judges what is found for one question in ``every``."""
    source, figures, texts = SqliteStore(installation / STORE_FILE), Figures(), documents(folder)
    with tempfile.TemporaryDirectory() as temporary:
        world = Growing(source, Path(temporary) / STORE_FILE, embedder)
        async for one in world.walk(folder, half, every):
            figures.add(one.row, await find(one, world), texts)
        await world.close()
    await source.close()
    return figures


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
    asyncio.run(measure(folder, options.installation, MiniLM(), options.half, options.every)).show()
    return 0


if __name__ == "__main__":
    sys.exit(main())
