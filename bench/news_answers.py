"""End to end on RealTime QA: finds, then reads, with the time cut of its protocol, beside the published figures.

    QA_BENCH_DIR=… python -m bench.news_answers DATA [--half report|fit] [--limit N] [--kept FILE]

DATA is the data folder of an installation that has taken in RealTime QA's articles (`python -m bench.ingest 0 FOLDER`
makes one). Where it holds only the first of them, the questions are those asked up to then: nothing is missing to any.
A question sees no article from after the moment at which the search engine was asked; that is cut out of both searches,
and all else is the service's own `ask`. What was searched for and found is kept in FILE, so that a later run only
reads. Compared is what the service gives as the exact words of its first claim, else the claim, with the text of the
right choice; "except" questions are left out. A declined question counts as a wrong answer. The rows are those of the
half that nothing was fitted on.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.reading import agreement
from bench.reading_sets import Reading, contains, digest, lines
from qa.adapters.clock import SystemClock
from qa.adapters.cross_minilm import CrossMiniLM
from qa.adapters.extractive import ExtractiveReader
from qa.adapters.minilm import MiniLM
from qa.adapters.sqlite import SqliteStore
from qa.app import STORE_FILE
from qa.ask import Asking, ask
from qa.extractive import THRESHOLD
from qa.ports import Heading, VectorHits
from qa.retrieve import Retrieval
from qa.types import Answer, DoneEvent, Evidence, Filters, Passage, Question

if TYPE_CHECKING:
    from qa.ports import Vectors

MANY = 5_000  # full-text hits among which those of the time are looked for
PUBLISHED = (
    ("GPT-3, closed book", "14.4  21.6"),
    ("GPT-3 with Google's articles", "30.4  41.0"),
)


@dataclass
class Searches:
    """VectorIndex and PassageSearch over ``store`` as it was at ``now``; what they found before is in ``kept``."""

    store: SqliteStore
    since: Mapping[str, str]
    """When the search engine first gave each article, by its id."""
    kept: dict[str, list[tuple[str, float]]]
    name: str = "cut"
    now: str = ""
    _loaded: tuple[list[str], Vectors, Any] | None = None

    async def search_vector(self, vector: Vectors, limit: int, filters: Filters) -> VectorHits:
        """See VectorIndex."""
        name = f"{self.now} {hashlib.sha256(vector.tobytes()).hexdigest()[:16]} {limit} {filters}"
        if name not in self.kept:
            ids, rows, times = self._load()
            wanted = await asyncio.to_thread(self.store.selection, filters)
            scores = np.where(times <= self.now, rows @ vector, -2.0)
            best = (at for at in np.argsort(-scores, kind="stable") if wanted is None or ids[at] in wanted)
            self.kept[name] = [(ids[at], float(scores[at])) for at in islice(best, limit) if scores[at] > -2.0]
        return VectorHits(tuple((key, score) for key, score in self.kept[name]))

    async def search_text(self, words: Sequence[str], limit: int, filters: Filters) -> Sequence[tuple[str, float]]:
        """See PassageSearch."""
        name = f"{self.now} {' '.join(words)} {limit} {filters}"
        if name not in self.kept:
            found = await self.store.search_text(words, MANY, filters)
            self.kept[name] = [(key, score) for key, score in found if self._since(key) <= self.now][:limit]
        return [(key, score) for key, score in self.kept[name]]

    async def passages(self, ids: Sequence[str], as_of: str | None = None) -> Sequence[Passage]:
        """See PassageSearch."""
        return await self.store.passages(ids, as_of)

    async def headings(self, article_ids: Sequence[str]) -> Mapping[str, Heading]:
        """See PassageSearch."""
        return await self.store.headings(article_ids)

    async def refresh(self) -> None:
        """Nothing is written meanwhile."""

    async def close(self) -> None:
        """Nothing to give back."""

    def _since(self, passage_id: str) -> str:
        return self.since.get(passage_id.split(".", 1)[0], "9999")

    def _load(self) -> tuple[list[str], Vectors, Any]:
        """The passages, their vectors, and when each could first be found."""
        if self._loaded is None:
            changed = [(c.passage_id, c.vector) for c in self.store.changes(0, 10**9) if c.vector is not None]
            ids = [name for name, _ in changed]
            self._loaded = ids, np.stack([row for _, row in changed]), np.array([self._since(name) for name in ids])
        return self._loaded


class Unkept:
    """AnswerStore that keeps nothing."""

    async def save(self, answer: Answer) -> None:
        """Passes it over."""

    async def answer(self, answer_id: str) -> Answer | None:
        """There is none."""
        del answer_id
        return None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its moment and the text of the right choice."""

    text: str
    day: str
    moment: str
    answers: tuple[str, ...]


def questions(folder: Path, half: str, newest: str) -> list[Asked]:
    """Those of ``half`` that were searched for up to ``newest``, in an order by chance."""
    moments = {row["question_id"]: row["search_time"] for row in lines(folder / "google_results.jsonl")}
    found = [
        Asked(row["question_sentence"], row["question_date"], moments[row["question_id"]], tuple(row["answer_text"]))
        for row in lines(folder / "questions.jsonl")
        if Reading("", row["question_sentence"], Evidence(()), frozenset(), ()).half == half
        and moments[row["question_id"]] <= newest
        and row["answer_text"]
        and not row["question_sentence"].rstrip("?. _").lower().endswith("except")
    ]
    return sorted(found, key=lambda asked: digest(asked.text))


async def first_found(store: SqliteStore, folder: Path) -> Mapping[str, str]:
    """When the search engine first gave each article of ``store``, by its id; "9999" for one that it never gave."""
    times = {row["url"]: row["first_retrieved"] for row in lines(folder / "docs.jsonl.xz")}
    since: dict[str, str] = {}
    after = ""
    while page := await store.current(after, 1000):
        since |= {article.id: times.get(article.url or "", "9999") for article in page}
        after = page[-1].id
    return since


async def answered(asked: Asked, ports: Asking) -> Answer:
    """The record of one question."""
    question = Question(asked.text, f"{asked.day.replace('/', '-')}T23:59:59Z")
    async for event in ask(question, ports):
        if isinstance(event, DoneEvent):
            return event.answer
    raise RuntimeError(f"no answer to {asked.text!r}")


@dataclass
class Row:
    """What one question came to at one threshold."""

    said: str
    right: tuple[float, float]
    found: bool
    """Whether the answer's words stand in a passage that was read."""


async def row(asked: Asked, ports: Asking, store: SqliteStore) -> Row:
    """Asks and judges."""
    answer = await answered(asked, ports)
    said = (answer.claims[0].exact or answer.claims[0].text) if answer.claims else ""
    names = [(hit.article_id, hit.version, hit.start, hit.end) for hit in answer.hits]
    texts = [a.article.text[s:e] for i, v, s, e in names if (a := await store.get(i, v)) is not None]
    return Row(said, agreement(said, asked.answers), any(contains(text, a) for text in texts for a in asked.answers))


def show(name: str, rows: Sequence[Row]) -> None:
    """Prints a line."""
    em, f1 = (100 * np.mean([r.right for r in rows], axis=0)).tolist()
    said = [r for r in rows if r.said]
    inside = [r.right for r in said]
    sure = 100 * np.mean(inside, axis=0) if inside else (0.0, 0.0)
    cells = f"answered {100 * len(said) / len(rows):.0f} %, of these {sure[0]:.1f}  {sure[1]:.1f}"
    print(f"{name:38s}{em:6.1f} {f1:6.1f}   {cells}", flush=True)


async def measure(options: argparse.Namespace) -> None:
    """Asks every question twice, as the service is set and so that it never declines, and prints."""
    folder = Path(os.environ["QA_BENCH_DIR"]) / "realtimeqa"
    store = SqliteStore(options.data / STORE_FILE)
    since = await first_found(store, folder)
    newest = max(time for time in since.values() if time != "9999")
    kept = json.loads(options.kept.read_text()) if options.kept and options.kept.exists() else {}
    searches, embedder, cross = Searches(store, since, kept), MiniLM(), CrossMiniLM()
    rows: dict[float, list[Row]] = {THRESHOLD: [], 0.0: []}
    asked = questions(folder, options.half, newest)[: options.limit]
    try:
        for one in asked:
            searches.now = one.moment
            for threshold, found in rows.items():
                reader = ExtractiveReader(embedder, cross, threshold)
                retrieval = Retrieval(embedder, searches, searches)
                found.append(await row(one, Asking(retrieval, store, Unkept(), reader, SystemClock(), store), store))
            if options.verbose:
                print(f"{rows[0.0][-1].right[0]:.0f} {one.text} | {one.answers[0]} | {rows[0.0][-1].said[:80]}")
    finally:
        if options.kept:
            options.kept.write_text(json.dumps(searches.kept))
        await store.close()
    print(f"{len(asked)} questions asked up to {newest}; {len(since)} articles. EM, F1:")
    for name, figures in PUBLISHED:
        print(f"{name:38s}  {figures}   (published, all rows)")
    show("the service", rows[THRESHOLD])
    show("the service, when it must answer", rows[0.0])
    print(f"answer's words in a passage that was read: {100 * np.mean([r.found for r in rows[0.0]]):.1f} %")


def main() -> None:
    """Reads the options and measures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--half", choices=("report", "fit"), default="report")
    parser.add_argument("--limit", type=int, default=10_000)
    parser.add_argument("--kept", type=Path, metavar="FILE")
    parser.add_argument("--verbose", action="store_true", help="print every question")
    asyncio.run(measure(parser.parse_args()))


if __name__ == "__main__":
    main()
