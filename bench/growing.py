"""A store that grows as time passes: RealTime QA's articles come in at the moment at which the search engine first gave
them, so that a question asked then sees no article from after it."""

from __future__ import annotations

import sqlite3
import sys
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.reading_sets import Reading, lines
from qa.adapters.exact import ExactScan
from qa.adapters.sqlite import SqliteStore, articles, copies, vector_log
from qa.ports import Embedder, VectorHits
from qa.types import Article, Evidence, Filters, Passage, Question

if TYPE_CHECKING:
    from qa.ports import Heading, Vectors

Settings = Sequence[tuple[ModuleType, str, Any]]
DEEPEST = 300  # of one search
EVERY = 10.0  # seconds between two lines of progress


@dataclass(frozen=True, slots=True)
class Asked:
    """One of the questions, the moment at which the search engine was asked, and the names of what it gave."""

    row: Mapping[str, Any]
    moment: str
    given: tuple[str, ...]

    @property
    def question(self) -> Question:
        """The question at the end of its day."""
        return Question(self.row["question_sentence"], f"{self.row['question_date'].replace('/', '-')}T23:59:59Z")


@contextmanager
def changed(settings: Settings) -> Iterator[None]:
    """Other values of names in the service's modules, for as long as it lasts."""
    kept = [(module, name, getattr(module, name)) for module, name, _ in settings]
    try:
        for module, name, value in settings:
            setattr(module, name, value)
        yield
    finally:
        for module, name, value in kept:
            setattr(module, name, value)


def asked(folder: Path, half: str, every: int = 1, until: str = "9999") -> list[Asked]:
    """The questions of one half, searched for before ``until``, in the order of their search; one in ``every``."""
    given = {row["question_id"]: row for row in lines(folder / "google_results.jsonl")}
    found = [
        Asked(row, given[row["question_id"]]["search_time"], tuple(given[row["question_id"]]["doc_ids"]))
        for row in lines(folder / "questions.jsonl")
        if Reading("", row["question_sentence"], Evidence(()), frozenset(), ()).half == half
    ]
    found.sort(key=lambda one: (one.moment, one.row["question_id"]))
    return [one for one in found if one.moment < until][::every]


@dataclass
class Growing:
    """The articles of ``source`` (an installation's store) that were there by now, in a store made at ``place``.

    It stands for Embedder, VectorIndex and PassageSearch in what the service's search is given: each question is
    embedded and searched for once, as deep as anything asks for, whichever way its hits are used afterwards.
    """

    source: SqliteStore
    place: Path
    embedder: Embedder
    names: dict[str, str] = field(default_factory=dict)
    """The data's name of each article of the installation, by its id."""
    _ids: dict[str, str] = field(default_factory=dict)
    _rows: dict[str, dict[str, Vectors]] = field(default_factory=lambda: defaultdict(dict))
    _pairs: dict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    _kept: dict[object, Any] = field(default_factory=dict)
    name: str = "exact"

    def __post_init__(self) -> None:
        self.store = SqliteStore(self.place)
        self.scan = ExactScan(self.store)
        self.fingerprint, self.dimension = self.embedder.fingerprint, self.embedder.dimension

    async def _prepare(self) -> frozenset[str]:
        """Reads the vectors of the installation; gives the data's names of its articles."""
        after = 0
        while page := self.source.changes(after, 2000):
            after = page[-1].seq
            for change in page:
                if change.vector is not None:
                    self._rows[change.article_id][change.passage_id] = change.vector
        for one, two, share in await self.source.database.reading(_pairs):
            self._pairs[one][two] = self._pairs[two][one] = share
        last = ""
        while found := await self.source.current(last, 500):
            last = found[-1].id
            self.names |= {article.id: article.source.partition("#")[2] for article in found}
        self._ids = {name: article_id for article_id, name in self.names.items()}
        return frozenset(self._ids)

    async def _add(self, names: Iterable[str]) -> None:
        """Takes in those articles in one transaction, as the service does one by one."""
        incoming = []
        for article_id in map(self._ids.__getitem__, names):
            stored, rows = await self.source.get(article_id), self._rows.pop(article_id, {})
            if stored is not None and rows:
                passages = await self.source.passages(list(rows))
                incoming.append((stored.article, passages, np.stack([rows[passage.id] for passage in passages])))
        if incoming:
            await self.store.database.writing(_take_in, incoming, self._pairs)

    async def walk(self, folder: Path, half: str, every: int = 1) -> AsyncIterator[Asked]:
        """Lets time pass: gives each question of ``half`` when what was there at its moment is in the store.

        ``folder`` holds the data. Where the installation has not all of its articles, the last question is the one
        before the first of those that it lacks. Progress goes to standard error.
        """
        times = {row["doc_id"]: row["first_retrieved"] for row in lines(folder / "docs.jsonl.xz")}
        there = await self._prepare()
        until = min((moment for name, moment in times.items() if name not in there), default="9999")
        waiting = sorted(there, key=lambda name: (times[name], name), reverse=True)
        questions = asked(folder, half, every, until)
        print(f"{len(there):,} articles; {len(questions):,} questions of the {half} half before {until}", flush=True)
        began = told = time.perf_counter()
        for number, one in enumerate(questions, start=1):
            incoming = []
            while waiting and times[waiting[-1]] <= one.moment:
                incoming.append(waiting.pop())
            await self._add(incoming)
            self._kept.clear()
            yield one
            if time.perf_counter() - told > EVERY or number == len(questions):
                told = time.perf_counter()
                cpu = f"{told - began:.0f} s, {time.process_time():.0f} s of CPU"
                print(f"{number:,} of {len(questions):,} questions, {one.moment[:10]}, {cpu}", file=sys.stderr)

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """See Embedder."""
        key = ("embed", *texts)
        if key not in self._kept:
            self._kept[key] = await self.embedder.embed(texts)
        found: Vectors = self._kept[key]
        return found

    async def search_vector(self, vector: Vectors, limit: int, filters: Filters) -> VectorHits:
        """See VectorIndex."""
        key = ("vector", vector.tobytes(), filters)
        if key not in self._kept:
            self._kept[key] = await self.scan.search_vector(vector, DEEPEST, filters)
        return VectorHits(self._kept[key].hits[:limit])

    async def search_text(self, words: Sequence[str], limit: int, filters: Filters) -> Sequence[tuple[str, float]]:
        """See PassageSearch."""
        key = ("text", *words, filters)
        if key not in self._kept:
            self._kept[key] = await self.store.search_text(words, DEEPEST, filters)
        found: Sequence[tuple[str, float]] = self._kept[key]
        return found[:limit]

    async def refresh(self) -> None:
        """See VectorIndex."""
        await self.scan.refresh()

    async def passages(self, ids: Sequence[str], as_of: str | None = None) -> Sequence[Passage]:
        """See PassageSearch."""
        return await self.store.passages(ids, as_of)

    async def headings(self, article_ids: Sequence[str]) -> Mapping[str, Heading]:
        """See PassageSearch."""
        return await self.store.headings(article_ids)

    def articles(self, passage_ids: Iterable[str]) -> list[str]:
        """The data's names of the articles of ``passage_ids``, each once, in order."""
        return list(dict.fromkeys(self.names[passage_id.split(".", 1)[0]] for passage_id in passage_ids))

    async def close(self) -> None:
        """Gives back the files."""
        await self.store.close()


def _take_in(
    connection: sqlite3.Connection,
    rows: Sequence[tuple[Article, Sequence[Passage], Vectors]],
    pairs: Mapping[str, Mapping[str, float]],
) -> None:
    """Puts the articles in as the service does, but for their copies: finding them again takes most of the time, so
    those come from ``pairs``, which the installation has found."""

    def place(connection: sqlite3.Connection, article: Article) -> None:
        for other, share in pairs.get(article.id, {}).items():
            if connection.execute("SELECT 1 FROM articles WHERE id = ?", (other,)).fetchone():
                pair = sorted((article.id, other))
                connection.execute("INSERT INTO copies (one, two, share) VALUES (?, ?, ?)", (*pair, share))

    with changed(((copies, "place", place),)):
        _put_in(connection, rows)


def _put_in(connection: sqlite3.Connection, rows: Sequence[tuple[Article, Sequence[Passage], Vectors]]) -> None:
    for article, passages, vectors in rows:
        articles.put_in(connection, article, (), passages, "bench")
        vector_log.add(connection, article.id, [passage.id for passage in passages], vectors)


def _pairs(connection: sqlite3.Connection) -> list[tuple[str, str, float]]:
    return connection.execute("SELECT one, two, share FROM copies").fetchall()
