"""Feeds and sitemaps lead to the articles themselves, once each; hostile ones are refused with a reason."""

from __future__ import annotations

import gzip

import pytest

from qa.adapters.sources import Sources
from qa.adapters.web import Web
from qa.errors import SourceError
from qa.frontier import MOST
from qa.ingest import Ingesting, SourceReport, ingest
from qa.links import listed
from qa.types import Fetched, Source
from qa.types.sources import Listing
from tests.extract.web import PARAGRAPHS, page
from tests.fakes import FakeClock, FakeEmbedder, FakeExtractor, MemoryStore
from tests.test_ingest import Words
from tests.web.server import Site

RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>The Lindholm Post</title>{}</channel>
</rss>"""
ITEM = (
    "<item><title>{0}</title><link>{1}</link><description>A teaser that is no article.</description>"
    "<pubDate>Tue, 05 Mar 2024 09:30:00 +0100</pubDate></item>"
)
SITEMAP = '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'
BASE = "https://a.example/feed"
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(10))
    + "]>"
)


def read(text: str | bytes, url: str = BASE) -> list[Source]:
    data = text.encode() if isinstance(text, str) else text
    listing = listed(Fetched(Source(url, url), data, url=url))
    assert isinstance(listing, Listing)
    return list(listing.found)


def feed(*links: str) -> str:
    return RSS.format("".join(ITEM.format(f"Story {n}", link) for n, link in enumerate(links)))


class TestFeeds:
    def test_rss_leads_to_the_articles_with_what_it_says_of_them(self) -> None:
        [source] = read(feed("https://a.example/1?utm_source=rss"))
        assert (source.name, source.path) == ("https://a.example/1", "https://a.example/1")
        assert dict(source.hints) == {
            "title": "Story 0",
            "publisher": "The Lindholm Post",
            "published_at": "2024-03-05T08:30:00Z",
        }

    def test_atom_and_relative_links(self) -> None:
        atom = (
            '<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title><entry><title>T</title>'
            '<link rel="alternate" href="/1"/><published>2024-03-05T09:30:00+01:00</published></entry></feed>'
        )
        [source] = read(atom)
        assert (source.name, dict(source.hints)["published_at"]) == ("https://a.example/1", "2024-03-05T08:30:00Z")

    def test_links_that_are_none_of_the_web_are_left_out(self) -> None:
        assert read(feed("javascript:alert(1)", "file:///etc/passwd", "https://a.example/1"))[0].name.endswith("/1")

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
    def test_a_feed_with_entities_of_its_own_is_not_parsed(self, encoding: str) -> None:
        with pytest.raises(SourceError) as refused:
            read((LAUGHS + feed("https://a.example/&k;")).encode(encoding))
        assert refused.value.reason == "bomb"

    def test_a_page_is_no_feed(self) -> None:
        text = page(*PARAGRAPHS, "A feed looks like &lt;rss&gt;.")
        assert listed(Fetched(Source(BASE, BASE), text.encode(), url=BASE)) is None


class TestSitemaps:
    def test_the_latest_come_first_and_news_sitemaps_say_more(self) -> None:
        entry = "<url><loc>https://a.example/{0}</loc><lastmod>2024-03-0{0}</lastmod></url>"
        assert [s.name[-1] for s in read(SITEMAP.format("".join(entry.format(n) for n in (1, 3, 2))))] == [
            "3",
            "2",
            "1",
        ]
        news = (
            '<url><loc>https://a.example/1</loc><n:news xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">'
            "<n:publication><n:name>The Post</n:name></n:publication><n:publication_date>2024-03-05T09:30Z"
            "</n:publication_date><n:title>Bridge opens</n:title></n:news></url>"
        )
        assert dict(read(SITEMAP.format(news))[0].hints) == {
            "publisher": "The Post",
            "published_at": "2024-03-05T09:30:00Z",
            "title": "Bridge opens",
        }

    def test_a_packed_one_and_an_index(self) -> None:
        index = "<sitemapindex><sitemap><loc>https://a.example/s1.xml.gz</loc></sitemap></sitemapindex>"
        assert read(gzip.compress(index.encode()))[0].name == "https://a.example/s1.xml.gz"

    def test_bombs_and_broken_ones(self) -> None:
        for data, reason in (
            (LAUGHS.encode() + b"<urlset>&k;</urlset>", "bomb"),
            (gzip.compress(b"<urlset>" + b" " * 70_000_000), "bomb"),
            (b"<urlset><url><loc>", "damaged"),
        ):
            with pytest.raises(SourceError) as refused:
                read(data)
            assert refused.value.reason == reason

    def test_one_that_is_cut_short_gives_what_it_has(self) -> None:
        assert len(read("<urlset><url><loc>https://a.example/1</loc></url><url><lo")) == 1


async def run(web: Web, *urls: str, limit: int | None = None) -> tuple[list[SourceReport], MemoryStore]:
    store = MemoryStore()
    ports = Ingesting(
        Sources(web), store, store, FakeEmbedder(), Words(), FakeExtractor(), store, FakeClock(), store, store
    )
    return [report async for report in ingest([Source(url, url) for url in urls], ports, limit)], store


def story(number: int) -> str:
    texts = [f"{text} That was story number {number}." for text in PARAGRAPHS]
    return page(*texts, title=f"Story number {number} of the day")


class TestIngested:
    async def test_the_linked_articles_come_in_and_not_the_teasers(self, web: Web, lindholm: Site) -> None:
        links = [lindholm.put(f"/{n}", story(n)) for n in range(3)]
        gone = lindholm.url + "/gone"
        start = lindholm.put("/feed", feed(*links, gone), Content_Type="application/rss+xml")
        reports, store = await run(web, start)
        assert [r.outcome for r in reports] == ["listed", "new", "copy", "copy", "failed"]
        texts = [article.text for article in await store.current()]
        assert all("teaser" not in text for text in texts)
        assert {article.published_at for article in await store.current()} == {"2024-03-05T08:30:00Z"}

    async def test_feeds_that_list_each_other_end(self, web: Web, lindholm: Site) -> None:
        lindholm.put("/a", feed(lindholm.url + "/b", lindholm.url + "/a"), Content_Type="text/xml")
        lindholm.put("/b", feed(lindholm.url + "/a", lindholm.url + "/b"), Content_Type="text/xml")
        reports, _ = await run(web, lindholm.url + "/a")
        assert [r.outcome for r in reports] == ["listed", "listed"]

    async def test_feeds_that_make_up_new_ones_end(self, web: Web, lindholm: Site) -> None:
        for n in range(20):
            lindholm.put(f"/{n}", feed(f"{lindholm.url}/{n + 1}"), Content_Type="text/xml")
        reports, _ = await run(web, lindholm.url + "/0")
        assert len(reports) < 10
        assert MOST > 10

    async def test_a_limit_takes_the_first_of_each_listing(self, web: Web, lindholm: Site) -> None:
        links = [lindholm.put(f"/{n}", story(n)) for n in range(5)]
        reports, _ = await run(web, lindholm.put("/feed", feed(*links)), limit=2)
        assert [r.outcome for r in reports] == ["listed", "new", "copy"]

    async def test_the_second_run_is_unchanged_and_a_changed_page_updated(self, web: Web, lindholm: Site) -> None:
        links = [lindholm.put(f"/{n}", story(n), ETag=f'"{n}"') for n in range(2)]
        _, store = await run(web, *links)
        ports = Ingesting(
            Sources(web), store, store, FakeEmbedder(), Words(), FakeExtractor(), store, FakeClock(), store, store
        )
        lindholm.put("/1", story(1).replace("40 million", "45 million"))
        reports = [report async for report in ingest([Source(url, url) for url in links], ports)]
        assert [r.outcome for r in reports] == ["unchanged", "updated"]

    async def test_a_page_that_is_gone_for_good_is_taken_out(self, web: Web, lindholm: Site) -> None:
        url = lindholm.put("/1", story(1))
        _, store = await run(web, url)
        ports = Ingesting(
            Sources(web), store, store, FakeEmbedder(), Words(), FakeExtractor(), store, FakeClock(), store, store
        )
        lindholm.put("/1", "", 410)
        [report] = [report async for report in ingest([Source(url, url)], ports)]
        assert (report.outcome, report.reason) == ("removed", "gone")
        assert not await store.current()

    async def test_a_page_that_is_gone_under_its_own_address_is_taken_out_too(self, web: Web, lindholm: Site) -> None:
        """It was only ever asked for under another one, which led there."""
        lindholm.put("/new", story(1))
        _, store = await run(web, lindholm.put("/old", "", 301, Location="/new"))
        ports = Ingesting(
            Sources(web), store, store, FakeEmbedder(), Words(), FakeExtractor(), store, FakeClock(), store, store
        )
        other, url = lindholm.put("/other", "", 410), lindholm.put("/new", "", 410) + "?utm_source=feed"
        reports = [report async for report in ingest([Source(other, other), Source(url, url)], ports)]
        assert [(report.outcome, report.reason) for report in reports] == [("failed", "gone"), ("removed", "gone")]
        assert not await store.current()

    async def test_an_article_that_moves_takes_the_old_ones_place(self, web: Web, lindholm: Site) -> None:
        url = lindholm.put("/old", story(1))
        _, store = await run(web, url)
        lindholm.put("/new", story(1))
        lindholm.put("/old", "", 301, Location="/new")
        ports = Ingesting(
            Sources(web), store, store, FakeEmbedder(), Words(), FakeExtractor(), store, FakeClock(), store, store
        )
        [report] = [report async for report in ingest([Source(url, url)], ports)]
        assert (report.outcome, "moved" in (report.detail or "")) == ("new", True)
        assert [article.url for article in await store.current()] == [lindholm.url + "/new"]

    async def test_an_address_that_leads_to_another_one_that_is_there_is_left(self, web: Web, lindholm: Site) -> None:
        old, new = lindholm.put("/old", story(1)), lindholm.put("/new", story(2))
        _, store = await run(web, old)
        ports = Ingesting(
            Sources(web), store, store, FakeEmbedder(), Words(), FakeExtractor(), store, FakeClock(), store, store
        )
        assert [r.outcome async for r in ingest([Source(new, new)], ports)] == ["copy"]
        lindholm.put("/old", "", 301, Location="/new")
        [report] = [report async for report in ingest([Source(old, old)], ports)]
        assert (report.outcome, "moved" in (report.detail or "")) == ("unchanged", True)
        assert [article.url for article in await store.current()] == [new]

    async def test_what_becomes_of_another_address_says_nothing_about_the_article(
        self, web: Web, lindholm: Site
    ) -> None:
        one, two = lindholm.put("/1", story(1)), lindholm.put("/2", story(2))
        latest = lindholm.put("/latest", "", 302, Location="/1")
        _, store = await run(web, latest)
        ports = Ingesting(
            Sources(web), store, store, FakeEmbedder(), Words(), FakeExtractor(), store, FakeClock(), store, store
        )
        lindholm.put("/latest", "", 302, Location="/2")
        [report] = [report async for report in ingest([Source(latest, latest)], ports)]
        assert (report.outcome, "moved" in (report.detail or "")) == ("copy", False)
        lindholm.put("/latest", "", 410)
        [report] = [report async for report in ingest([Source(latest, latest)], ports)]
        assert report.outcome == "failed"
        assert {article.url for article in await store.current()} == {one, two}
