"""Embedding everything again: the old vectors answer until the swap, and nothing is left out of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pytest

from qa.errors import EmbeddingError, IndexMismatchError
from qa.reindex import reindex
from tests.fakes import FakeEmbedder, MemoryStore
from tests.newsroom import edition, publish

if TYPE_CHECKING:
    from qa.ports import Vectors

OLD, NEW = FakeEmbedder(name="old"), FakeEmbedder(name="new")


async def filled() -> MemoryStore:
    store = MemoryStore()
    await store.check_fingerprint(OLD.fingerprint)
    await publish(store, *(edition(f"{n}.txt", f"Story {n} begins. It ends.", OLD) for n in range(100)))
    return store


async def test_afterwards_every_passage_has_a_vector_of_the_new_embedder() -> None:
    store = await filled()
    assert sum([n async for n in reindex(store, NEW)]) == 100
    assert store.fingerprint() == NEW.fingerprint
    texts = {p.id: p.text for p in await store.passages([change.passage_id for change in store.changes(0, 1000)])}
    for change in store.changes(0, 1000):
        assert change.vector is not None
        assert change.vector == pytest.approx(NEW.vectors([texts[change.passage_id]])[0])


async def test_a_failure_half_way_leaves_the_old_vectors_in_use_and_the_next_run_goes_on() -> None:
    class Fails(FakeEmbedder):
        calls = 0

        async def embed(self, texts: Sequence[str]) -> Vectors:
            self.calls += 1
            if self.calls > 1:
                raise EmbeddingError("out of memory")
            return await super().embed(texts)

    store = await filled()
    with pytest.raises(EmbeddingError):
        _ = [n async for n in reindex(store, Fails(name="new"))]
    assert store.fingerprint() == OLD.fingerprint
    assert sum([n async for n in reindex(store, NEW)]) < 100
    assert store.fingerprint() == NEW.fingerprint


async def test_an_article_that_comes_in_meanwhile_is_embedded_too() -> None:
    store = await filled()
    latecomer = edition("late.txt", "A late story.", OLD)
    async for _ in reindex(store, NEW):
        if store.fingerprint() == OLD.fingerprint and latecomer.article.id not in store.articles:
            await publish(store, latecomer)
    assert store.fingerprint() == NEW.fingerprint
    assert await store.without_vector(NEW.fingerprint) == []
    with pytest.raises(IndexMismatchError):
        await store.check_fingerprint(OLD.fingerprint)
