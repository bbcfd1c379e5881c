"""ArticleStore and TextLookup: what every store keeps to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from qa.errors import IndexMismatchError
from qa.ports import ArticleState
from qa.types import Left, Span, StoredArticle
from tests.contracts.conftest import Store
from tests.fakes import FakeEmbedder
from tests.newsroom import edition, publish

FIRST = edition("a.txt", "The envoys left. The embassy stayed open.", title="Envoys leave", publisher="The Courier")
SECOND = edition("a.txt", "The envoys stayed. The embassy closed. Nobody spoke.", title="Envoys stay")


async def test_an_unknown_article_is_none(store: Store) -> None:
    assert await store.state("0" * 16) is None
    assert await store.get("0" * 16) is None
    assert await store.get(FIRST.article.id, FIRST.article.version) is None


async def test_an_article_comes_back_with_everything_that_it_had(store: Store) -> None:
    full = replace(
        edition("b.txt", "A caption. A body. Naïve 🗞 “quotes”\u00ad."),
        article=replace(
            edition("b.txt", "A caption. A body. Naïve 🗞 “quotes”\u00ad.").article,
            captions=(Span(0, 10),),
            title="T",
            publisher="P",
            origin="Reuters",
            byline="B",
            dateline="MOSCOW",
            url="https://example.org/b",
            published_at="2016-12-30T14:05:00Z",
            updated_at="2016-12-31",
            left_out=(Left("banner", "Update your browser"), Left("repeat", "A caption.")),
        ),
    )
    await publish(store, full)
    assert await store.get(full.article.id) == StoredArticle(full.article, full.sentences, current=True)


async def test_unknown_metadata_stays_none(store: Store) -> None:
    await publish(store, edition("b.txt", "Only text."))
    stored = await store.get(edition("b.txt", "").article.id)
    assert stored
    assert (stored.article.title, stored.article.publisher, stored.article.published_at) == (None, None, None)


async def test_the_state_tells_version_source_and_pipeline(store: Store) -> None:
    await publish(store, FIRST)
    state = await store.state(FIRST.article.id)
    assert state == ArticleState(FIRST.article.version, FIRST.article.source_hash, FIRST.pipeline)


async def test_a_new_version_becomes_current_and_the_old_one_stays_resolvable(store: Store) -> None:
    await publish(store, FIRST, SECOND)
    old = await store.get(FIRST.article.id, FIRST.article.version)
    assert await store.get(FIRST.article.id) == StoredArticle(SECOND.article, SECOND.sentences, current=True)
    assert old == StoredArticle(FIRST.article, FIRST.sentences, current=False)
    assert await store.passages(FIRST.ids) == []
    assert await store.passages(SECOND.ids) == list(SECOND.passages)


async def test_going_back_to_an_earlier_text_makes_that_version_current_again(store: Store) -> None:
    await publish(store, FIRST, SECOND, FIRST)
    assert await store.get(FIRST.article.id) == StoredArticle(FIRST.article, FIRST.sentences, current=True)
    assert await store.passages([*SECOND.ids, *FIRST.ids]) == list(FIRST.passages)


async def test_the_same_version_with_other_metadata_and_sentences_replaces_them(store: Store) -> None:
    await publish(store, FIRST)
    title = replace(FIRST.article, title="Another title", source_hash="other")
    one = (replace(FIRST.sentences[0], end=len(FIRST.article.text)),)
    await store.replace(title, one, FIRST.passages, FIRST.vectors, "plain-2")
    assert await store.get(FIRST.article.id) == StoredArticle(title, one, current=True)
    assert await store.state(title.id) == ArticleState(title.version, "other", "plain-2")


async def test_an_article_without_passages_is_kept(store: Store) -> None:
    await store.replace(FIRST.article, FIRST.sentences, (), np.zeros((0, 16), np.float32), "p")
    assert await store.get(FIRST.article.id) == StoredArticle(FIRST.article, FIRST.sentences, current=True)


async def test_delete_takes_an_article_out_but_its_version_stays_resolvable(store: Store) -> None:
    await publish(store, FIRST)
    assert await store.delete(FIRST.article.id)
    assert await store.state(FIRST.article.id) is None
    assert await store.get(FIRST.article.id) is None
    kept = await store.get(FIRST.article.id, FIRST.article.version)
    assert kept == StoredArticle(FIRST.article, FIRST.sentences, current=False)
    assert await store.passages(FIRST.ids) == []
    assert not await store.delete(FIRST.article.id)


async def test_a_deleted_article_can_come_back(store: Store) -> None:
    await publish(store, FIRST)
    await store.delete(FIRST.article.id)
    await publish(store, FIRST)
    assert await store.passages(FIRST.ids) == list(FIRST.passages)


async def test_current_articles_are_paged_in_the_order_of_their_ids(store: Store) -> None:
    editions = [edition(f"{n}.txt", f"Report {n}.") for n in range(7)]
    await publish(store, *editions, SECOND, FIRST)
    await store.delete(editions[3].article.id)
    expected = sorted([*(e.article for e in editions if e != editions[3]), FIRST.article], key=lambda a: a.id)
    first = await store.current(limit=5)
    rest = await store.current(after=first[-1].id, limit=5)
    assert [*first, *rest] == expected


async def test_articles_are_found_by_their_text(store: Store) -> None:
    twin, other = edition("z.txt", FIRST.article.text), edition("c.txt", "Something else.")
    await publish(store, twin, FIRST, other)
    expected = sorted([FIRST.article, twin.article], key=lambda a: a.id)
    assert await store.with_version(FIRST.article.version) == expected
    await publish(store, SECOND)
    assert await store.with_version(FIRST.article.version) == [twin.article]
    assert await store.with_version("0" * 16) == []


async def test_vectors_of_another_embedder_are_refused_and_nothing_changes(store: Store) -> None:
    await store.check_fingerprint("fake-16")
    await publish(store, FIRST)
    with pytest.raises(IndexMismatchError, match="qa reindex"):
        await store.check_fingerprint("other-16")
    await store.check_fingerprint("fake-16")
    with pytest.raises(IndexMismatchError, match="qa reindex"):
        await publish(store, edition("b.txt", "Longer vectors.", FakeEmbedder(dimension=24)))
    assert store.fingerprint() == "fake-16"
    assert len(await store.current()) == 1


async def test_figures_count_what_is_there(store: Store) -> None:
    empty = await store.stats()
    assert (empty.articles, empty.versions, empty.passages, empty.newest_published) == (0, 0, 0, None)
    dated = edition("d.txt", "One. Two. Three.", published_at="2017-01-05")
    await publish(store, FIRST, SECOND, dated, edition("e.txt", "Four.", published_at="2016-01-05T10:00:00Z"))
    stats = await store.stats()
    assert (stats.articles, stats.versions, stats.passages, stats.newest_published) == (3, 4, 5, "2017-01-05")
