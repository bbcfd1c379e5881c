"""SIGKILL at random moments of adding and replacing, over the real store and Chroma at its default settings.

Each life of the process checks what earlier ones acknowledged, then goes on replacing articles until it is killed.
"""

from __future__ import annotations

import asyncio
import os
import random
import resource
import signal
import time
import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

from qa.adapters.chroma import ChromaIndex, keeper
from qa.adapters.exact import ExactScan
from qa.adapters.sqlite import SqliteStore
from qa.types import Filters
from tests.chroma_support import LIVES, answering, written_here
from tests.fakes import FakeEmbedder
from tests.newsroom import Edition, edition, publish
from tests.vector_log import MemoryLog, unit_vectors

if TYPE_CHECKING:
    from qa.ports import Vectors

ARTICLES = 24
PASSAGES = 45  # 1,080 in all: every rebuild passes Chroma's sync threshold of 1,000
SAMPLE = 200
SAMPLE_AT_ONCE = 20
POLL = 0.01
LARGEST_FILE = 1 << 30  # a crash of Chroma once left a sparse file of 363 GB
PATIENCE = 120.0


class DrawnVectors(FakeEmbedder):
    """Each text of a call gets a random vector of its own, the same ones for the same texts."""

    def vectors(self, texts: Sequence[str]) -> Vectors:
        return unit_vectors(len(texts), self.dimension, seed=zlib.crc32(texts[0].encode()))


EMBEDDER = DrawnVectors(32, "drawn")


@dataclass(frozen=True)
class Life:
    """What one life reported before it was killed. ``first_answer`` is in seconds from its start, ``graph_checked``
    tells that it was killed after the rebuild, not in it."""

    first_answer: float
    wrong: tuple[str, ...]
    graph_checked: bool
    acknowledged: int


def kill_series(folder: Path, kills: int, seed: int, *, in_process: bool = True) -> list[Life]:
    """``kills`` lives on one folder, each killed, and a last one that is left to finish its checks.

    ``in_process``: Chroma writes in the process that is killed, always; else rebuilds are another one's work, which
    outlives it for a moment.
    """
    rng = random.Random(seed)
    lives = []
    for kill in range(kills + 1):
        ours, theirs = LIVES.Pipe()
        process = LIVES.Process(target=live, args=(str(folder), rng.randrange(2**31), theirs, in_process))
        process.start()
        theirs.close()
        lives.append(_watch(ours, graph=kill == kills or rng.random() < 0.5))
        time.sleep(rng.uniform(0.0, 0.8))
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        ours.close()
        assert process.exitcode == -signal.SIGKILL, f"it ended by itself: {process.exitcode}"
    return lives


def _watch(ours: Connection, graph: bool) -> Life:
    """Waits for the scan's report, and with ``graph`` for the graph's."""
    first_answer, wrong, acknowledged = _report(ours)
    if graph:
        wrong += _report(ours)[1]
    return Life(first_answer, tuple(wrong), graph, acknowledged)


def _report(ours: Connection) -> tuple[float, list[str], int]:
    assert ours.poll(PATIENCE), "no report"
    first_answer, wrong, acknowledged = ours.recv()
    return first_answer, wrong, acknowledged


def live(folder: str, seed: int, reports: Connection, in_process: bool) -> None:
    """One life: two reports (by the scan at once, by the graph when it is there), then writing without end."""
    for kind, limit in ((resource.RLIMIT_FSIZE, LARGEST_FILE), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(kind, (limit, limit))
    with written_here() if in_process else mock.patch.object(keeper, "WAITING", 10):
        asyncio.run(_live(Path(folder), random.Random(seed), reports))


async def _live(folder: Path, rng: random.Random, reports: Connection) -> None:
    started = time.monotonic()
    store = SqliteStore(folder / "store.sqlite3")
    await store.check_fingerprint(EMBEDDER.fingerprint)
    index = ChromaIndex(folder / "index", store, EMBEDDER.fingerprint, poll_seconds=POLL)
    await index.search_vector(unit_vectors(1, 32)[0], 10, Filters())
    first_answer = time.monotonic() - started
    versions = _acknowledged(folder)
    current, wrong = _whole(store, versions)
    wrong += await _lost_at_once(index, current, rng) + _lost(current)
    reports.send((first_answer, wrong, sum(map(len, versions.values()))))
    await answering(index, store)
    reports.send((0.0, _lost_by_graph(index, current, rng), 0))
    await _write(store, rng, folder, versions)


async def _write(store: SqliteStore, rng: random.Random, folder: Path, versions: dict[int, list[int]]) -> None:
    """Replaces articles, saying before and after each what was begun and what is done."""
    handle = os.open(folder / "acknowledged", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    numbers = {article: found[-1] for article, found in versions.items()}
    while True:
        article = rng.randrange(ARTICLES)
        numbers[article] = numbers.get(article, 0) + 1
        os.write(handle, f"begun {article} {numbers[article]}\n".encode())
        await publish(store, text_of(article, numbers[article]))
        os.write(handle, f"done {article} {numbers[article]}\n".encode())


def text_of(article: int, number: int) -> Edition:
    """The ``number``-th version of an article; there is none before the first."""
    sentences = [f"Sentence {n} of article {article} in version {number}." for n in range(2 * PASSAGES)]
    return edition(f"{article}.txt", " ".join(sentences), EMBEDDER)


def _acknowledged(folder: Path) -> dict[int, list[int]]:
    """Per article the version that must stand there (0: none), and any that was begun since and may stand there."""
    versions: dict[int, list[int]] = defaultdict(lambda: [0])
    path = folder / "acknowledged"
    for line in path.read_text().splitlines() if path.exists() else []:
        word, article, number = line.split()
        if word == "done":
            versions[int(article)] = [int(number)]
        else:
            versions[int(article)].append(int(number))
    return dict(versions)


def _whole(store: SqliteStore, versions: dict[int, list[int]]) -> tuple[dict[str, Vectors], list[str]]:
    """Every current passage with its vector, and the articles that are neither in the one version nor in the other."""
    stored = {c.passage_id: c.vector for c in store.changes(0, 1_000_000) if c.vector is not None}
    wrong = []
    for article, numbers in versions.items():
        allowed = [text_of(article, number) if number else None for number in numbers]
        name = text_of(article, 1).article.id
        found = {p: v.tolist() for p, v in stored.items() if p.startswith(name)}
        wanted = [dict(zip(e.ids, e.vectors.tolist(), strict=True)) if e else {} for e in allowed]
        if found not in wanted:
            wrong.append(f"article {article} has {len(found)} passages of none of the versions {numbers}")
    return stored, wrong


def _lost(current: dict[str, Vectors]) -> list[str]:
    """The passages that the scan does not find as their own nearest."""
    log = MemoryLog(EMBEDDER.fingerprint)  # the store's, read once: a thousand searches take seconds beside the rebuild
    log.replace("all", current)
    scan = ExactScan(log, EMBEDDER.fingerprint)
    nearest = {passage_id: scan.search(vector, 1, Filters()) for passage_id, vector in current.items()}
    return [f"{p}: nearest is {hits}" for p, hits in nearest.items() if [found for found, _ in hits] != [p]]


async def _lost_at_once(index: ChromaIndex, current: dict[str, Vectors], rng: random.Random) -> list[str]:
    """Those of a sample that the index does not find, in whatever state it is."""
    lost = []
    for passage_id in rng.sample(sorted(current), min(SAMPLE_AT_ONCE, len(current))):
        hits = (await index.search_vector(current[passage_id], 1, Filters())).hits
        if [found for found, _ in hits] != [passage_id]:
            lost.append(f"{passage_id}: nearest is {hits}")
    return lost


def _lost_by_graph(index: ChromaIndex, current: dict[str, Vectors], rng: random.Random) -> list[str]:
    """Those of a sample that the graph itself does not propose: an answer would not show it, the scan stands in."""
    lost = []
    for passage_id in rng.sample(sorted(current), min(SAMPLE, len(current))):
        proposed = index._keeper.propose(current[passage_id], 3)
        if proposed is None or passage_id not in proposed[0]:
            lost.append(f"{passage_id}: the graph proposes {proposed}")
    return lost
