"""VectorSwap: what every store keeps to."""

from __future__ import annotations

import pytest

from qa.errors import IndexMismatchError
from tests.contracts.conftest import Store
from tests.fakes import FakeEmbedder
from tests.newsroom import edition, publish

OLD, NEW = FakeEmbedder(16, "old"), FakeEmbedder(24, "new")
A = edition("a.txt", "One. Two. Three. Four. Five.", OLD)
B = edition("b.txt", "Six. Seven.", OLD)
LATE = edition("c.txt", "Eight. Nine.", OLD)


@pytest.fixture
async def filled(store: Store) -> Store:
    await store.check_fingerprint(OLD.fingerprint)
    await publish(store, A, B)
    return store


async def embed_lacking(store: Store, limit: int = 2, embedder: FakeEmbedder = NEW) -> list[str]:
    """What the flow does up to the swap; gives the ids that it embedded."""
    done: list[str] = []
    while passages := await store.without_vector(embedder.fingerprint, done[-1] if done else "", limit):
        ids = [passage.id for passage in passages]
        await store.put_vectors(embedder.fingerprint, ids, embedder.vectors([passage.text for passage in passages]))
        done.extend(ids)
    return done


async def test_every_current_passage_is_offered_once_in_the_order_of_ids(filled: Store) -> None:
    await filled.delete(B.article.id)
    assert await embed_lacking(filled) == sorted(A.ids)
    assert await embed_lacking(filled) == []


async def test_old_vectors_answer_until_the_swap(filled: Store) -> None:
    before = [(c.seq, c.passage_id, c.vector.tolist()) for c in filled.changes(0, 100) if c.vector is not None]
    await embed_lacking(filled)
    after = [(c.seq, c.passage_id, c.vector.tolist()) for c in filled.changes(0, 100) if c.vector is not None]
    assert before == after
    assert filled.fingerprint() == OLD.fingerprint


async def test_the_swap_gives_every_passage_its_new_vector_at_a_later_place(filled: Store) -> None:
    seen = filled.newest()
    await embed_lacking(filled)
    assert await filled.swap_vectors(NEW.fingerprint)
    changes = filled.changes(0, 100)
    texts = {passage.id: passage.text for passage in [*A.passages, *B.passages]}
    held = {c.passage_id: c.vector.tolist() for c in changes if c.vector is not None}
    assert held == {passage_id: NEW.vectors([text])[0].tolist() for passage_id, text in texts.items()}
    assert min(c.seq for c in changes) > seen
    assert filled.newest() == max(c.seq for c in changes)
    assert filled.fingerprint() == NEW.fingerprint


async def test_there_is_no_swap_while_a_passage_lacks_its_vector(filled: Store) -> None:
    assert not await filled.swap_vectors(NEW.fingerprint)
    await embed_lacking(filled)
    await publish(filled, LATE)
    assert not await filled.swap_vectors(NEW.fingerprint)
    assert filled.fingerprint() == OLD.fingerprint
    assert await embed_lacking(filled) == LATE.ids
    assert await filled.swap_vectors(NEW.fingerprint)


async def test_passages_that_went_meanwhile_do_not_hinder_the_swap(filled: Store) -> None:
    await embed_lacking(filled)
    await filled.delete(B.article.id)
    await filled.put_vectors(NEW.fingerprint, B.ids, NEW.vectors([p.text for p in B.passages]))
    assert await filled.swap_vectors(NEW.fingerprint)
    assert {c.passage_id for c in filled.changes(0, 100) if c.vector is not None} == set(A.ids)


async def test_an_article_replaced_meanwhile_is_embedded_again(filled: Store) -> None:
    await embed_lacking(filled)
    await publish(filled, B)
    assert await embed_lacking(filled) == B.ids


async def test_gathering_for_another_embedder_starts_again(filled: Store) -> None:
    other = FakeEmbedder(8, "third")
    await embed_lacking(filled)
    assert await embed_lacking(filled, embedder=other) == sorted(A.ids + B.ids)
    assert not await filled.swap_vectors(NEW.fingerprint)


async def test_going_back_to_the_embedder_in_use_forgets_what_was_gathered(filled: Store) -> None:
    await embed_lacking(filled)
    assert await filled.swap_vectors(OLD.fingerprint)
    assert not await filled.swap_vectors(NEW.fingerprint)


async def test_the_embedder_in_use_lacks_nothing(filled: Store) -> None:
    seen = filled.newest()
    assert list(await filled.without_vector(OLD.fingerprint)) == []
    assert await filled.swap_vectors(OLD.fingerprint)
    assert filled.newest() == seen


async def test_an_empty_store_swaps_at_once(store: Store) -> None:
    assert await store.swap_vectors(NEW.fingerprint)
    assert store.fingerprint() == NEW.fingerprint


async def test_after_the_swap_the_old_embedder_is_refused_and_the_pipeline_names_the_new(filled: Store) -> None:
    await embed_lacking(filled)
    await filled.swap_vectors(NEW.fingerprint)
    with pytest.raises(IndexMismatchError):
        await publish(filled, LATE)
    state = await filled.state(A.article.id)
    assert state
    assert state.pipeline == edition("a.txt", "One.", NEW).pipeline
