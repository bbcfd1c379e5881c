"""Archives: an article a line, a page a record; read as a stream, with a reason for each that cannot be used."""

from __future__ import annotations

import gzip
import io
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.adapters.sources import Sources
from qa.adapters.web import Web
from qa.errors import InputError
from qa.ingest import Ingesting, SourceReport, ingest
from qa.types import Article
from tests.extract.web import ADDRESS, PARAGRAPHS, page
from tests.fakes import FakeClock, FakeEmbedder, FakeExtractor, MemoryStore
from tests.test_ingest import Words


class Desk:
    """An installation, and what came of each source."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        self.fetcher = Sources(Web())
        self.ports = Ingesting(
            self.fetcher,
            self.store,
            self.store,
            FakeEmbedder(),
            Words(),
            FakeExtractor(),
            self.store,
            FakeClock(),
            self.store,
            self.store,
        )

    async def ingest(self, argument: str) -> list[SourceReport]:
        return [report async for report in ingest(self.fetcher.sources(argument), self.ports)]

    async def articles(self) -> list[Article]:
        return list(await self.store.current())


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    yield made
    made.fetcher.close()


def lines(path: Path, *rows: object) -> str:
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows) + "\n")
    return str(path)


class TestJsonl:
    async def test_an_article_a_line_with_its_metadata(self, desk: Desk, tmp_path: Path) -> None:
        row = {
            "doc_id": "D1",
            "text": PARAGRAPHS[0],
            "title": "Bridge opens",
            "url": ADDRESS,
            "publish_date": "2024/03/05",
            "authors": ["Jane Doe", "Ola Berg"],
            "views": 3,
        }
        reports = await desk.ingest(lines(tmp_path / "a.jsonl", row, {"id": 2, "html": page()}))
        assert [(r.outcome, r.source) for r in reports] == [
            ("listed", "a.jsonl"),
            ("new", "a.jsonl#D1"),
            ("copy", "a.jsonl#2"),
        ]
        [article] = [a for a in await desk.articles() if a.url == ADDRESS]
        assert (article.title, article.byline, article.published_at) == (
            "Bridge opens",
            "Jane Doe, Ola Berg",
            "2024-03-05",
        )

    async def test_a_line_that_cannot_be_used_stops_nothing(self, desk: Desk, tmp_path: Path) -> None:
        rows = ("{not json", "[]", {"title": "no text"}, "[" * 100_000, "", {"text": PARAGRAPHS[1]}, "\x00\x01")
        reports = await desk.ingest(lines(tmp_path / "a.jsonl", *rows))
        assert [r.outcome for r in reports] == ["listed", "failed", "failed", "failed", "failed", "new", "failed"]
        assert all(r.reason for r in reports if r.outcome == "failed")

    async def test_a_line_of_thirty_megabytes_is_refused_and_the_next_one_read(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        path = lines(tmp_path / "a.jsonl", json.dumps({"text": "x" * 30_000_000}), {"text": PARAGRAPHS[1]})
        reports = await desk.ingest(path)
        assert [(r.outcome, r.reason) for r in reports[1:]] == [("failed", "too_large"), ("new", None)]

    @pytest.mark.parametrize("unit", ["word ", "x", f"{PARAGRAPHS[0]} "])
    async def test_a_text_of_ten_megabytes_in_one_line_is_refused(self, desk: Desk, tmp_path: Path, unit: str) -> None:
        """As a file of that size is: it is no article."""
        began = time.monotonic()
        long = unit * (10_000_000 // len(unit))
        (tmp_path / "a.txt").write_text(long)
        path = lines(tmp_path / "a.jsonl", {"text": long}, {"text": PARAGRAPHS[1]})
        assert [(r.outcome, r.reason) for r in await desk.ingest(path)][1:] == [("failed", "too_large"), ("new", None)]
        assert [(r.outcome, r.reason) for r in await desk.ingest(str(tmp_path / "a.txt"))] == [("failed", "too_large")]
        assert time.monotonic() - began < 20

    async def test_again_it_is_unchanged_and_a_changed_line_is_updated(self, desk: Desk, tmp_path: Path) -> None:
        rows = [{"id": n, "text": text} for n, text in enumerate(PARAGRAPHS)]
        path = lines(tmp_path / "a.jsonl", *rows)
        await desk.ingest(path)
        rows[1]["text"] = f"{rows[1]['text']} The council corrected the figure."
        lines(Path(path), {"id": "x", "text": "One more article stands at the top of the file now."}, *rows)
        assert [r.outcome for r in await desk.ingest(path)] == [
            "listed", "new", "unchanged", "updated", "unchanged", "unchanged",
        ]  # fmt: skip


class TestWarc:
    def warc(self, *pages: tuple[str, str, int], packed: bool = True) -> bytes:
        """Written by hand, record by record, as the format has it."""
        out = b""
        for url, html, status in pages:
            head = f"HTTP/1.1 {status} X\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
            content = head.encode() + html.encode()
            fields = (
                "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>\r\n"
                f"WARC-Date: 2024-03-05T09:30:00Z\r\nWARC-Target-URI: {url}\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(content)}\r\n\r\n"
            )
            record = fields.encode() + content + b"\r\n\r\n"
            out += gzip.compress(record) if packed else record
        return out

    @pytest.mark.parametrize("packed", [True, False])
    async def test_the_pages_that_were_there(self, packed: bool, desk: Desk, tmp_path: Path) -> None:
        name = tmp_path / ("a.warc.gz" if packed else "a.warc")
        other = "https://www.lindholm.example/other"
        texts = page(*(text + " Again." for text in PARAGRAPHS), title="Another day at the bridge")
        name.write_bytes(
            self.warc((ADDRESS, page(), 200), (f"{ADDRESS}/x", page(), 404), (other, texts, 200), packed=packed)
        )
        reports = await desk.ingest(str(name))
        assert [(r.outcome, r.source) for r in reports] == [("listed", name.name), ("new", ADDRESS), ("copy", other)]

    async def test_a_damaged_one_gives_what_stood_before(self, desk: Desk, tmp_path: Path) -> None:
        (tmp_path / "a.warc").write_bytes(self.warc((ADDRESS, page(), 200), packed=False) + b"WARC/9 nonsense\r\n\r\n")
        reports = await desk.ingest(str(tmp_path / "a.warc"))
        assert [r.outcome for r in reports] == ["listed", "new", "failed"]
        assert reports[-1].reason == "damaged"


class TestStandardInput:
    def give(self, data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
        class Given:
            buffer = io.BufferedReader(io.BytesIO(data))

        monkeypatch.setattr(sys, "stdin", Given())

    async def test_an_article_or_an_article_a_line(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        self.give(PARAGRAPHS[0].encode(), monkeypatch)
        [report] = await desk.ingest("-")
        assert (report.outcome, report.source.startswith("standard-input/")) == ("new", True)
        self.give(b"".join(json.dumps({"text": text}).encode() + b"\n" for text in PARAGRAPHS[1:]), monkeypatch)
        assert [r.outcome for r in await desk.ingest("-")] == ["listed", "new", "new", "new"]
        assert len(await desk.articles()) == 4

    async def test_a_page_too(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        self.give(page().encode(), monkeypatch)
        await desk.ingest("-")
        assert [article.title for article in await desk.articles()] == ["Lindholm opens its bridge"]


@pytest.mark.parametrize("argument", ["ftp://a.example/x", "file:///etc/passwd", "s3://bucket/x"])
def test_other_schemes_are_told_apart_from_files(argument: str, desk: Desk) -> None:
    with pytest.raises(InputError, match="no web address"):
        desk.fetcher.sources(argument)


async def test_a_saved_feed_leads_to_its_articles_and_other_xml_is_refused(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<rss><channel><item><link>file:///etc/passwd</link></item></channel></rss>")
    (tmp_path / "b.xml").write_text("<note>hello</note>")
    reports = await desk.ingest(str(tmp_path))
    assert [(r.source, r.outcome, r.reason) for r in reports] == [
        ("a.xml", "listed", None),
        ("b.xml", "failed", "binary"),
    ]
