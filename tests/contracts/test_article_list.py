"""ArticleList: what every store keeps to."""

from __future__ import annotations

from qa.types import Filters
from tests.contracts.conftest import Store
from tests.newsroom import edition, publish

DATED = edition("d.txt", "One.", published_at="2017-01-05T10:00:00Z", publisher="The Courier")
LATER = edition("e.txt", "Two.", published_at="2018-01-05", publisher="Coast Radio", origin="Reuters")
UNDATED = edition("f.txt", "Three.", publisher="the courier")


async def names(store: Store, filters: Filters, after: str = "", limit: int = 100) -> list[str]:
    return [article.source for article in await store.listed(filters, after, limit)]


async def test_a_list_holds_what_passes_the_filters(store: Store) -> None:
    await publish(store, DATED, LATER, UNDATED)
    assert set(await names(store, Filters())) == {"d.txt", "e.txt", "f.txt"}
    assert set(await names(store, Filters(publisher="THE COURIER"))) == {"d.txt", "f.txt"}
    assert set(await names(store, Filters(from_="2017-06-01"))) == {"e.txt", "f.txt"}
    assert set(await names(store, Filters(to="2017-01-05"))) == {"d.txt", "f.txt"}
    assert await names(store, Filters(origin="reuters")) == ["e.txt"]
    assert await names(store, Filters(article_id=LATER.article.id)) == ["e.txt"]


async def test_pages_of_a_list_hold_each_article_once(store: Store) -> None:
    await publish(store, DATED, LATER, UNDATED)
    seen: list[str] = []
    after = ""
    while page := await store.listed(Filters(), after, 2):
        after = page[-1].id
        seen += [article.id for article in page]
    assert seen == sorted(e.article.id for e in (DATED, LATER, UNDATED))


async def test_an_article_that_was_taken_out_is_not_listed_but_its_versions_are(store: Store) -> None:
    newer = edition("d.txt", "One more.")
    await publish(store, DATED, newer)
    await store.delete(newer.article.id)
    assert await names(store, Filters()) == []
    assert await store.versions_of(newer.article.id) == [newer.article.version, DATED.article.version]
    assert await store.versions_of("0" * 16) == []
