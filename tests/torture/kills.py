"""Kills a writing process again and again, and looks each time whether everything acknowledged is whole."""

from __future__ import annotations

import asyncio
import multiprocessing
import random
import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from qa.adapters.sqlite import SqliteStore
from qa.types import Filters, StoredArticle
from tests.torture import writer
from tests.torture.whole import problems
from tests.torture.writer import ARTICLES, FIRST_EMBEDDER, Step, issue

_LONGEST_LIFE = 0.25  # seconds; a write takes 3 to 20 ms
_WRITES = 2  # acknowledged, a life, on average; with fewer the kills show nothing
_MOST = 3  # times as many lives, ever longer ones, where a busy machine leaves them fewer writes


@dataclass
class Model:
    """What was acknowledged: the revision of each article, and the embedder in use; and what was not, but begun."""

    revisions: dict[int, int] = field(default_factory=dict)
    embedder: str = FIRST_EMBEDDER
    begun: Step | None = None
    acknowledged: int = 0

    def hear(self, message: Step | bool) -> None:
        """Takes in a message of the writer."""
        if isinstance(message, Step):
            self.begun = message
        elif self.begun is not None:
            self._apply(self.begun)
            self.begun = None
            self.acknowledged += 1

    def settle(self, took_place: bool) -> None:
        """What was begun without an answer has taken place or not: either is right, from then on."""
        if self.begun is not None and took_place:
            self._apply(self.begun)
        self.begun = None

    def _apply(self, step: Step) -> None:
        if step.kind == "swap":
            self.embedder = step.embedder
        elif step.revision is None:
            self.revisions.pop(step.number, None)
        else:
            self.revisions[step.number] = step.revision


def kill_series(path: Path, kills: int, seed: int) -> Model:
    """Lets a process write to ``path``, kills it, checks, and goes on with the same file, ``kills`` times, and on until
    enough was written in between.

    AssertionError when the file is not whole or does not hold exactly what was acknowledged.
    """
    context = multiprocessing.get_context("forkserver")  # a fork of a process that has all imports done: quick
    context.set_forkserver_preload([writer.__name__])
    rng, model = random.Random(seed), Model()
    for life in range(_MOST * kills):
        if life >= kills and model.acknowledged > _WRITES * kills:
            break
        receiving, sending = context.Pipe(duplex=False)
        child = context.Process(target=writer.write_until_killed, args=(path, rng.randrange(2**32), sending))
        child.start()
        sending.close()
        _live_and_die(child, receiving, _LONGEST_LIFE * max(1, life - kills), rng, model)
        if path.exists() and path.stat().st_size:
            asyncio.run(check(path, model))
    return model


def _live_and_die(
    child: multiprocessing.process.BaseProcess, pipe: Connection, longest: float, rng: random.Random, model: Model
) -> None:
    if rng.random() < 0.8:  # else it may die while it opens the store
        pipe.poll(30)
    end = time.monotonic() + rng.uniform(0, longest)
    while (left := end - time.monotonic()) > 0:
        if pipe.poll(left):
            model.hear(pipe.recv())
    child.kill()
    child.join()
    assert child.exitcode == -9, f"the writer ended by itself, with {child.exitcode}"
    while True:
        try:
            model.hear(pipe.recv())
        except EOFError:
            break
    pipe.close()
    child.close()


async def check(path: Path, model: Model) -> None:
    """The file is whole, and holds what ``model`` says; ``model`` learns whether the step begun took place."""
    assert problems(path) == []
    store = SqliteStore(path)
    try:
        await _settle(store, model)
        assert store.fingerprint() in {None, model.embedder}
        vectors = {c.passage_id: c.vector.tolist() for c in store.changes(0, 10**6) if c.vector is not None}
        for number in range(ARTICLES):
            await _check_article(store, number, model, vectors)
        assert not vectors, "vectors of no article"
    finally:
        await store.close()


async def _settle(store: SqliteStore, model: Model) -> None:
    step = model.begun
    if step is None:
        return
    if step.kind == "swap":
        model.settle(store.fingerprint() == step.embedder)
        return
    expected = None if step.revision is None else issue(step.number, step.revision, model.embedder).article.version
    state = await store.state(issue(step.number, 0, model.embedder).article.id)
    model.settle((state.version if state else None) == expected)


async def _check_article(store: SqliteStore, number: int, model: Model, vectors: dict[str, list[float]]) -> None:
    revision = model.revisions.get(number)
    article_id = issue(number, 0, model.embedder).article.id
    if revision is None:
        assert await store.get(article_id) is None
        return
    e = issue(number, revision, model.embedder)
    assert await store.get(article_id) == StoredArticle(e.article, e.sentences, current=True)
    assert await store.passages(e.ids) == list(e.passages)
    assert [vectors.pop(passage_id) for passage_id in e.ids] == e.vectors.tolist()
    found = await store.search_text([f"town{number}"], 100, Filters())
    assert {passage_id for passage_id, _ in found} == set(e.ids)
