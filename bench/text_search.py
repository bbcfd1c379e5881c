"""Full-text search over real news: how long a search takes, and what leaving frequent words out costs.

Run as ``python -m bench.text_search [STORE]`` with QA_BENCH_DIR at a folder that holds ``realtimeqa``. Without STORE a
store is built in a temporary folder (minutes); with it, it is built there once and used again. A question counts as
found when a passage of one of its gold articles is among the first ten.
"""

from __future__ import annotations

import asyncio
import json
import lzma
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import numpy as np

from qa import ids
from qa.adapters.sqlite import SqliteStore, search
from qa.question import understand
from qa.types import Article, Filters, Passage

WORDS_A_PASSAGE = 110
BUDGETS = (2_000, 5_000, 10_000, 10**9)


async def main() -> None:
    """Builds the store where there is none, then measures."""
    folder = os.environ.get("QA_BENCH_DIR")
    if not folder:
        sys.exit("Set QA_BENCH_DIR to a folder that holds realtimeqa.")
    source = Path(folder) / "realtimeqa"
    with tempfile.TemporaryDirectory() as temporary:
        store = SqliteStore(Path(sys.argv[1] if len(sys.argv) > 1 else temporary) / "bench.sqlite3")
        if not await store.current(limit=1):
            await build(store, source)
        print(await store.stats())
        await measure(store, source)
        await store.close()


async def build(store: SqliteStore, source: Path) -> None:
    """Writes every article, with vectors of zeros."""
    started, times = time.perf_counter(), []
    for article, passages in articles(source):
        before = time.perf_counter()
        vectors = np.zeros((len(passages), 384), np.float32)
        await store.replace(article, (), passages, vectors, "bench")
        times.append(time.perf_counter() - before)
    print(f"replace: {len(times)} articles in {time.perf_counter() - started:.0f} s; {quantiles(times)}")


async def measure(store: SqliteStore, source: Path) -> None:
    """Prints a line per budget: quality and times."""
    questions = [json.loads(line) for line in (source / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
    asked = [(understand(q["question_sentence"]).words, set(q["gold_doc_ids"])) for q in questions if q["gold_doc_ids"]]
    names = {article.id: article.source async for article in every(store)}
    for budget in BUDGETS:
        search.POSTINGS = budget
        times, found = [], 0
        for words, gold in asked:
            before = time.perf_counter()
            hits = await store.search_text(words, 50, Filters())
            times.append(time.perf_counter() - before)
            found += any(names[passage_id.split(".")[0]] in gold for passage_id, _ in hits[:10])
        print(
            f"{budget:>13,} postings: gold@10 {found / len(times):.3f} of {len(times)}; {quantiles(times)}", flush=True
        )


async def every(store: SqliteStore) -> AsyncIterator[Article]:
    """The current articles."""
    after = ""
    while page := await store.current(after, 1000):
        for article in page:
            yield article
        after = page[-1].id


def articles(source: Path) -> Iterator[tuple[Article, list[Passage]]]:
    """The articles of the set, each with its passages."""
    with lzma.open(source / "docs.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            text = " ".join(document["text"].split())
            name, version = document["doc_id"], ids.version(text)
            article_id = ids.article_id(url=None, name=name)
            day = (document["publish_date"] or "").replace("/", "-") or None
            article = Article(article_id, version, name, "", "bench", text, title=document["title"], published_at=day)
            yield article, passages(article)


def passages(article: Article) -> list[Passage]:
    """``article`` in runs of ``WORDS_A_PASSAGE`` words."""
    words, start, cut = article.text.split(" "), 0, []
    for number in range(0, len(words), WORDS_A_PASSAGE):
        text = " ".join(words[number : number + WORDS_A_PASSAGE])
        end = start + len(text)
        if text:
            passage_id = ids.passage_id(article.id, article.version, start, end)
            cut.append(Passage(passage_id, article.id, article.version, 1, 1, start, end, text))
        start = end + 1
    return cut


def quantiles(seconds: list[float]) -> str:
    """Mean and quantiles, in words."""
    ordered = sorted(seconds)
    at = {name: ordered[min(len(ordered) - 1, int(len(ordered) * share))] for name, share in QUANTILES}
    return f"mean {statistics.mean(ordered) * 1e3:.1f} ms, " + ", ".join(f"{n} {s * 1e3:.1f} ms" for n, s in at.items())


QUANTILES = (("median", 0.5), ("95 %", 0.95), ("99 %", 0.99), ("longest", 1.0))


if __name__ == "__main__":
    asyncio.run(main())
