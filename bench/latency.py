"""How long a question takes, stage by stage, in an installation as it is used: `ask` with the extractive reader.

    QA_BENCH_DIR=… python -m bench.latency FOLDER [--questions N] [--passages N] [--chroma]

FOLDER is an installation's data folder with many articles, such as `python -m bench.ingest 0 PLACE` makes in
PLACE/data; answers are not kept. Questions are RealTime QA's, none asked twice. Printed beside the number of passages:
the whole of `ask` and its stages, by the clock and by the CPU (all threads of this process; where other work shares
the cores, only that tells what a question costs); the parts of retrieving, one at a time; and the two searches with
each kind of filter beside none. With ``--passages`` a copy of the installation is measured that has about so many: of
the articles whose ids come first, which are of all times. It takes a minute and a half to make for 100,000. With
``--chroma`` vectors are also searched through Chroma, once its graph is built.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

import numpy as np

from bench.reading_sets import lines
from qa import ask as flow
from qa.adapters.chroma import ChromaIndex
from qa.adapters.exact import ExactScan
from qa.adapters.sqlite import SqliteStore
from qa.app import STORE_FILE, App, opened
from qa.ports import VectorIndex
from qa.question import understand
from qa.retrieve import DEPTH, retrieve
from qa.stopwatch import Stopwatch
from qa.types import Answer, Event, Filters, Question

if TYPE_CHECKING:
    from qa.ports import Vectors

T = TypeVar("T")
PAGE = 1000
WARM_UP = 5
OPENING_SECONDS = 1800


class NoAnswers:
    """AnswerStore that keeps nothing, so that the installation stays as it is."""

    async def save(self, answer: Answer) -> None:
        """Forgets it."""

    async def answer(self, answer_id: str) -> Answer | None:
        """Never any."""


@dataclass
class Times:
    """Milliseconds by the clock and by the CPU, by name, a pair a question."""

    of: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    async def take(self, name: str, work: Awaitable[T]) -> T:
        """Awaits ``work`` and notes what it took."""
        began, spent = time.perf_counter(), time.process_time()
        result = await work
        self.add(name, 1e3 * (time.perf_counter() - began), 1e3 * (time.process_time() - spent))
        return result

    def add(self, name: str, clock: float, cpu: float = float("nan")) -> None:
        """Notes one question's."""
        self.of.setdefault(name, []).append((clock, cpu))

    def show(self, title: str) -> None:
        """Prints a line a name."""
        print(f"\n{title:36s}{'clock p50':>10s}{'p95':>8s}{'CPU p50':>10s}{'p95':>8s}  ms")
        for name, pairs in self.of.items():
            quantiles = np.quantile(np.array(pairs[WARM_UP:]), (0.5, 0.95), axis=0)
            cells = [quantiles[0][0], quantiles[1][0], quantiles[0][1], quantiles[1][1]]
            texts = ["" if np.isnan(cell) else f"{cell:.1f}" for cell in cells]
            print(f"{name:36s}{texts[0]:>10s}{texts[1]:>8s}{texts[2]:>10s}{texts[3]:>8s}", flush=True)


def questions(count: int) -> list[Question]:
    """Every so many of RealTime QA's questions, each at the end of its day."""
    rows = list(lines(Path(os.environ["QA_BENCH_DIR"]) / "realtimeqa/questions.jsonl"))
    chosen = rows[:: max(1, len(rows) // count)][:count]
    return [Question(row["question_sentence"], f"{row['question_date'].replace('/', '-')}T23:59:59Z") for row in chosen]


class BothClocks(Stopwatch):
    """The stopwatch of the flow, that notes the CPU's time of each step too, in ``times``."""

    times: ClassVar[Times]

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """See Stopwatch."""
        began, spent = time.perf_counter(), time.process_time()
        with super().step(name):
            yield
        if name != "verify":  # once a claim, and within reading
            self.times.add(f"  {name}", 1e3 * (time.perf_counter() - began), 1e3 * (time.process_time() - spent))


async def whole(app: App, asked: Sequence[Question]) -> None:
    """`ask`, from the question to the record."""
    times = BothClocks.times = Times()
    ports = replace(app.asking, answers=NoAnswers())
    flow.Stopwatch = BothClocks  # type: ignore[attr-defined]
    for question in asked:
        await times.take("the whole", _exhaust(flow.ask(question, ports)))
    times.show(f"ask, {len(asked)} questions")


async def _exhaust(events: AsyncGenerator[Event, None]) -> None:
    async for _ in events:
        pass


async def parts(app: App, asked: Sequence[Question]) -> None:
    """The parts of retrieving, one after the other, and all of it."""
    times = Times()
    ports = app.asking.retrieval
    for question in asked:
        words = understand(question.text).words
        vectors = await times.take("embedding the question", ports.embedder.embed([question.text]))
        await times.take(f"vectors ({ports.index.name})", ports.index.search_vector(vectors[0], DEPTH, Filters()))
        await times.take("full text", ports.passages.search_text(words, DEPTH, Filters()))
        await times.take("retrieving, all of it", retrieve(question, words, ports))
    times.show("retrieving")


async def filtered(app: App, asked: Sequence[Question], indexes: Sequence[VectorIndex]) -> None:
    """Both searches with each filter, in turn with none."""
    articles = await app.store.current(limit=1)
    kinds: dict[str, Callable[[str], Filters]] = {
        "no filter": lambda day: Filters(),
        "one week": lambda day: Filters(from_=_before(day, 7), to=day),
        "a year": lambda day: Filters(from_=_before(day, 365), to=day),
        "until a day": lambda day: Filters(to=day),
        "publisher (none has it)": lambda day: Filters(publisher="The Bench Times"),
        "as of a day": lambda day: Filters(as_of=day),
        "one article": lambda day: Filters(article_id=articles[0].id),
    }
    searched = [(question, understand(question.text).words) for question in asked]
    vectors = await app.embedder.embed([question.text for question in asked])
    times = Times()
    ports = app.asking.retrieval
    for kind, make in kinds.items():
        for (question, words), vector in zip(searched, vectors, strict=True):
            filters = make(question.asked_at[:10])
            for index in indexes:
                await times.take(f"{kind}: vectors ({index.name})", index.search_vector(vector, DEPTH, filters))
            await times.take(f"{kind}: full text", app.store.search_text(words, DEPTH, filters))
            await times.take(f"{kind}: retrieving", retrieve(replace(question, filters=filters), words, ports))
    times.show("filters")


def _before(day: str, days: int) -> str:
    return str(np.datetime64(day) - np.timedelta64(days, "D"))


async def _opened(index: ChromaIndex) -> None:
    """Waits until the graph of ``index`` answers."""
    began = time.perf_counter()
    while not index.status().answering:
        if time.perf_counter() - began > OPENING_SECONDS:
            raise TimeoutError(f"Chroma does not answer after {OPENING_SECONDS} s: {index.status().trouble}")
        await asyncio.sleep(0.2)
    print(f"Chroma answers after {time.perf_counter() - began:.0f} s")


async def cut(folder: Path, place: Path, most: int) -> None:
    """Makes an installation at ``place`` of the first articles of the one in ``folder``, with ``most`` passages or as
    many more as the last of the articles has."""
    source, copy = SqliteStore(folder / STORE_FILE), SqliteStore(place / STORE_FILE)
    if fingerprint := source.fingerprint():
        await copy.check_fingerprint(fingerprint)
    vectors: dict[str, dict[str, Vectors]] = defaultdict(dict)
    seq = 0
    while page := source.changes(seq, PAGE):
        seq = page[-1].seq
        for change in page:
            if change.vector is not None:
                vectors[change.article_id][change.passage_id] = change.vector
    taken, last = 0, ""
    while taken < most and (following := await source.current(last, 1)):
        last = following[0].id
        stored, passages = await source.get(last), await source.passages(list(vectors[last]))
        if stored is not None and passages:
            rows = np.stack([vectors[last][passage.id] for passage in passages])
            await copy.replace(stored.article, stored.sentences, passages, rows, "bench")
            taken += len(passages)
    await source.close()
    await copy.close()


async def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--questions", type=int, default=100, metavar="N")
    parser.add_argument("--passages", type=int, metavar="N", help="measures a copy with about so many passages")
    parser.add_argument("--chroma", action="store_true", help="builds an index with Chroma too, and searches it")
    options = parser.parse_args()
    os.environ["QA_INDEX"] = "exact"
    asked = questions(options.questions)
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder
        if options.passages:
            folder = Path(temporary) / "data"
            await cut(options.folder, folder, options.passages)
        async with opened(data_dir=folder) as app:
            stats = await app.store.stats()
            print(f"{stats.articles:,} articles, {stats.passages:,} passages; index: {app.index.name}; {_machine()}")
            await app.warm_up()
            await whole(app, asked)
            await parts(app, asked)
            indexes: list[VectorIndex] = [ExactScan(app.store, app.embedder.fingerprint)]
            if options.chroma:
                chroma = ChromaIndex(Path(temporary) / "chroma", app.store, app.embedder.fingerprint)
                await _opened(chroma)
                indexes.append(chroma)
            await filtered(app, asked, indexes)
            for index in indexes:
                await index.close()


def _machine() -> str:
    return f"{len(os.sched_getaffinity(0))} cores, load {os.getloadavg()[0]:.0f}"


if __name__ == "__main__":
    asyncio.run(main())
