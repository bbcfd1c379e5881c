"""The ingest flow: a report per source that says what happened, and a store that holds just that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa.adapters.files import Files
from qa.errors import EmbeddingError, StoreFullError
from qa.ingest import Ingesting, SourceReport, ingest
from qa.types import Filters
from tests.fakes import FakeClock, FakeEmbedder, FakeExtractor, MemoryStore, words_of

if TYPE_CHECKING:
    from qa.ports import Vectors

BRIDGE = "The mayor of Lindholm opened the bridge on Monday. It cost 40 million crowns.\n\nTraffic was light all day."
STRIKE = "Teachers in Lindholm went on strike on Tuesday. They ask for smaller classes.\n\nThe council will meet them."


class Words:
    """Counts words; good enough where the number of pieces does not matter."""

    def count(self, text: str) -> int:
        return len(words_of(text))


class Folder:
    """A folder of articles, and an installation to ingest it into."""

    def __init__(self, path: Path, embedder: FakeEmbedder | None = None, store: MemoryStore | None = None) -> None:
        self.path = path
        self.store = store or MemoryStore()
        self.ports = Ingesting(
            Files(),
            self.store,
            self.store,
            embedder or FakeEmbedder(),
            Words(),
            FakeExtractor(),
            self.store,
            FakeClock(),
            self.store,
            self.store,
        )

    def write(self, files: Mapping[str, str | bytes]) -> None:
        for name, content in files.items():
            (self.path / name).write_bytes(content if isinstance(content, bytes) else content.encode())

    async def ingest(self) -> dict[str, SourceReport]:
        sources = list(self.ports.fetcher.sources(str(self.path)))
        return {report.source: report async for report in ingest(sources, self.ports)}

    async def outcomes(self) -> dict[str, str]:
        return {name: report.outcome for name, report in (await self.ingest()).items()}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


async def test_every_source_is_reported_and_a_bad_one_stops_nothing(folder: Folder) -> None:
    folder.write({"a.txt": BRIDGE, "b.txt": b"", "c.txt": b"\x00\x01\x02\xff" * 50, "d.txt": STRIKE})
    reports = await folder.ingest()
    assert {name: report.outcome for name, report in reports.items()} == {
        "a.txt": "new",
        "b.txt": "failed",
        "c.txt": "failed",
        "d.txt": "new",
    }
    assert (reports["b.txt"].reason, reports["c.txt"].reason) == ("empty", "binary")
    assert reports["c.txt"].detail
    assert len(folder.store.articles) == 2


async def test_the_same_folder_again_changes_nothing(folder: Folder) -> None:
    folder.write({"a.txt": BRIDGE, "d.txt": STRIKE})
    await folder.ingest()
    before = folder.store.newest()
    assert await folder.outcomes() == {"a.txt": "unchanged", "d.txt": "unchanged"}
    assert folder.store.newest() == before


async def test_a_changed_file_is_a_new_version_and_the_old_one_stays_resolvable(folder: Folder) -> None:
    folder.write({"a.txt": BRIDGE})
    first = (await folder.ingest())["a.txt"]
    folder.write({"a.txt": BRIDGE.replace("40", "45")})
    second = (await folder.ingest())["a.txt"]
    assert (second.outcome, second.article_id) == ("updated", first.article_id)
    assert first.article_id
    old = await folder.store.get(first.article_id, first.version)
    assert old
    assert (old.current, "40 million" in old.article.text) == (False, True)
    new = await folder.store.get(first.article_id)
    assert new
    assert (new.current, "45 million" in new.article.text) == (True, True)


async def test_new_metadata_for_the_same_text_refreshes_the_article(folder: Folder) -> None:
    folder.write({"a.txt": BRIDGE})
    await folder.ingest()
    folder.write({"a.txt.yaml": "publisher: The Lindholm Post\n"})
    report = (await folder.ingest())["a.txt"]
    assert report.outcome == "refreshed"
    assert report.article_id
    stored = await folder.store.get(report.article_id)
    assert stored
    assert stored.article.publisher == "The Lindholm Post"


async def test_the_same_file_twice_is_kept_once(folder: Folder) -> None:
    folder.write({"a.txt": BRIDGE, "copy.txt": BRIDGE})
    reports = await folder.ingest()
    assert (reports["copy.txt"].outcome, reports["copy.txt"].reason) == ("skipped", "same_text")
    assert "a.txt" in (reports["copy.txt"].detail or "")
    assert len(folder.store.articles) == 1


async def test_the_same_text_by_another_publisher_is_an_article_of_its_own(folder: Folder) -> None:
    folder.write({"a.txt": BRIDGE, "b.txt": BRIDGE})
    folder.write({"a.txt.yaml": "publisher: The Lindholm Post\n", "b.txt.yaml": "publisher: Coast Radio\n"})
    assert await folder.outcomes() == {"a.txt": "new", "b.txt": "copy"}


async def test_nearly_the_text_of_another_article_is_reported_as_a_copy(folder: Folder) -> None:
    folder.write({"a.txt": BRIDGE * 3, "b.txt": f"Our own lead. {BRIDGE * 3}", "c.txt": STRIKE * 3})
    reports = await folder.ingest()
    assert {name: report.outcome for name, report in reports.items()} == {
        "a.txt": "new",
        "b.txt": "copy",
        "c.txt": "new",
    }
    assert reports["b.txt"].detail == f"nearly the text of {reports['a.txt'].article_id}"
    assert len(folder.store.articles) == 3


async def test_an_article_that_becomes_the_copy_of_another_is_still_updated(folder: Folder) -> None:
    folder.write({"a.txt": BRIDGE, "b.txt": STRIKE})
    await folder.ingest()
    folder.write({"b.txt": BRIDGE})
    assert await folder.outcomes() == {"a.txt": "unchanged", "b.txt": "updated"}


async def test_two_files_with_one_address_do_not_overwrite_each_other(folder: Folder) -> None:
    folder.write({"a.txt": BRIDGE, "b.txt": STRIKE})
    folder.write({f"{name}.txt.yaml": "url: https://lindholm.example/1\n" for name in "ab"})
    reports = await folder.ingest()
    assert (reports["a.txt"].outcome, reports["b.txt"].outcome) == ("new", "failed")
    assert reports["b.txt"].reason == "same_address"
    assert "https://lindholm.example/1" in (reports["b.txt"].detail or "")
    assert await folder.outcomes() == {"a.txt": "unchanged", "b.txt": "failed"}


async def test_an_update_whose_embedding_fails_leaves_the_old_version_answering(tmp_path: Path) -> None:
    class Fails(FakeEmbedder):
        async def embed(self, texts: Sequence[str]) -> Vectors:
            if any("45" in text for text in texts):
                raise EmbeddingError("out of memory")
            return await super().embed(texts)

    folder = Folder(tmp_path, Fails())
    folder.write({"a.txt": BRIDGE, "d.txt": STRIKE})
    await folder.ingest()
    folder.write({"a.txt": BRIDGE.replace("40", "45")})
    reports = await folder.ingest()
    assert (reports["a.txt"].outcome, reports["a.txt"].reason) == ("failed", "embedding")
    assert reports["d.txt"].outcome == "unchanged"
    hits = await folder.store.search_text(["crowns"], 5, Filters())
    assert ["40 million" in p.text for p in await folder.store.passages([hit for hit, _ in hits])] == [True]


async def test_a_full_disk_ends_the_run_and_keeps_what_was_reported(tmp_path: Path) -> None:
    class Full(MemoryStore):
        async def replace(self, article: object, *rest: object) -> None:
            if self.articles:
                raise StoreFullError("No space left.")
            await super().replace(article, *rest)  # type: ignore[arg-type]

    folder = Folder(tmp_path, store=Full())
    folder.write({"a.txt": BRIDGE, "d.txt": STRIKE})
    seen: list[str] = []

    async def run() -> None:
        async for report in ingest(list(folder.ports.fetcher.sources(str(tmp_path))), folder.ports):
            seen.append(report.outcome)  # noqa: PERF401 - what came before the error is what is tested

    with pytest.raises(StoreFullError):
        await run()
    assert seen == ["new"]
    assert len(folder.store.articles) == 1
