"""A process that writes to a store until it is killed, and tells over a pipe what it begins and what was acknowledged.

Everything that it writes is a function of a number and a revision, so that another process can tell what must be there.
"""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Literal

from qa.adapters.sqlite import SqliteStore
from tests.fakes import FakeEmbedder
from tests.newsroom import Edition, edition

ARTICLES = 24
EMBEDDERS = {embedder.fingerprint: embedder for embedder in (FakeEmbedder(8, "one"), FakeEmbedder(12, "two"))}
FIRST_EMBEDDER = "one-8"


@dataclass(frozen=True)
class Step:
    """One write. ``revision`` is the article's new text, or ``None`` when it is deleted; ``embedder`` is the one in use
    afterwards, for a ``swap``."""

    kind: Literal["replace", "delete", "swap"]
    number: int = 0
    revision: int | None = None
    embedder: str = ""


def issue(number: int, revision: int, embedder: str) -> Edition:
    """Article ``number`` in its text ``revision``, of one to six passages."""
    sentences = 2 + (number * 7 + revision * 5) % 11
    text = " ".join(f"Town{number} says line{line} of issue{revision}." for line in range(sentences))
    return edition(f"{number}.txt", text, EMBEDDERS[embedder], title=f"Town{number} in issue{revision}")


def write_until_killed(path: Path, seed: int, pipe: Connection) -> None:
    """Sends each Step before it is done, and ``True`` when it was acknowledged."""
    asyncio.run(_write(path, random.Random(seed), pipe))


async def _write(path: Path, rng: random.Random, pipe: Connection) -> None:
    store = SqliteStore(path)
    embedder = store.fingerprint() or FIRST_EMBEDDER
    await store.check_fingerprint(embedder)
    while True:
        step = _choose(rng, embedder)
        pipe.send(step)
        if step.kind == "swap":
            await _swap(store, step.embedder)
            embedder = step.embedder
        elif step.revision is None:
            await store.delete(issue(step.number, 0, embedder).article.id)
        else:
            e = issue(step.number, step.revision, embedder)
            await store.replace(e.article, e.sentences, e.passages, e.vectors, e.pipeline)
        pipe.send(True)


def _choose(rng: random.Random, embedder: str) -> Step:
    number = rng.randrange(ARTICLES)
    match rng.randrange(40):
        case 0:
            return Step("swap", embedder=next(name for name in EMBEDDERS if name != embedder))
        case n if n < 6:
            return Step("delete", number)
        case _:
            return Step("replace", number, rng.randrange(1000))


async def _swap(store: SqliteStore, embedder: str) -> None:
    while passages := await store.without_vector(embedder, limit=16):
        vectors = EMBEDDERS[embedder].vectors([passage.text for passage in passages])
        await store.put_vectors(embedder, [passage.id for passage in passages], vectors)
    assert await store.swap_vectors(embedder)
    await store.check_fingerprint(embedder)
