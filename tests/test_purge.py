"""A purge is one: the article's bytes are in no file of the data folder, whatever held them before."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from qa.adapters.chroma import ChromaIndex
from qa.adapters.chroma.forget import REQUEST, forget
from qa.adapters.sqlite import SqliteHistory, SqliteStore
from qa.adapters.sqlite.purge import REMOVED, redact
from qa.app import App, opened
from qa.types import DoneEvent, Filters
from tests.fakes import FakeEmbedder
from tests.newsroom import edition, publish

CANARY = "Zwergkanarienvogel"
WORDS = ("Zwergkanarienvogel", "zwergkanarienvogel", "Quittenbirnmus", "quittenbirnmus")
STORY = (
    f"The {CANARY} of Lindholm won the prize on Monday, the jury said. Its keeper feeds it Quittenbirnmus from her own"
    " garden every morning. The council of Lindholm gave 40 crowns for the Quittenbirnmus in the year 2016."
)


def holders(folder: Path) -> list[str]:
    """The files that have a canary in them, in any case."""
    found = []
    for path in sorted(folder.rglob("*")):
        data = path.read_bytes().lower() if path.is_file() else b""
        if any(word.encode().lower() in data for word in WORDS):
            found.append(path.name)
    return found


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "bird.txt").write_text(f"{STORY}\n")
    (articles / "bird.txt.yaml").write_text(f"title: The {CANARY} wins\npublished_at: 2016-12-30\n")
    for number in range(30):
        (articles / f"{number}.txt").write_text(
            f"Herring number {number} was sold on Monday. It cost {number} crowns.\n"
        )
    return folder


async def ingested(app: App, data: Path) -> str:
    reports = [r async for r in app.ingest(app.sources(str(data.parent / "articles")))]
    [bird] = [r.article_id for r in reports if r.source == "bird.txt"]
    assert bird
    return bird


async def asked(app: App, text: str) -> str:
    events = [event async for event in app.ask(text)]
    assert isinstance(events[-1], DoneEvent)
    assert events[-1].answer.claims, "the question must be answered for the test to mean anything"
    return events[-1].answer.id


@pytest.mark.parametrize("index", ["exact", "chroma"])
async def test_no_file_holds_a_byte_of_it(index: str, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_INDEX", index)
    async with opened(data_dir=data) as app:
        bird = await ingested(app, data)
        answer_id = await asked(app, "How many crowns did the council of Lindholm give?")
        text = (data.parent / "articles" / "bird.txt").read_text()
        (data.parent / "articles" / "bird.txt").write_text(text.replace("40 crowns", "45 crowns"))
        await ingested(app, data)  # an older version, with passages of the past
        assert holders(data)
        assert await app.purge(bird)
        assert holders(data) == []
        assert await app.store.get(bird) is None
        assert not await app.store.versions_of(bird)
        tombstone = await app.history.tombstone(bird)
        assert tombstone
        assert tombstone.purged
        answer = await app.store.answer(answer_id)
        assert answer
        assert {c.quote for claim in answer.claims for c in claim.citations} == {REMOVED}
        assert {claim.text for claim in answer.claims} == {REMOVED}
        again = [r async for r in app.ingest(app.sources(str(data.parent / "articles" / "bird.txt")))]
        assert [(r.outcome, r.reason) for r in again] == [("skipped", "purged")]
        assert len([a async for a in app.articles()]) == 30
    assert holders(data) == []


async def test_what_was_only_removed_can_still_be_purged(data: Path) -> None:
    async with opened(data_dir=data) as app:
        bird = await ingested(app, data)
        await app.remove(bird)
        assert await app.store.versions_of(bird)
        assert await app.purge(bird)
        assert holders(data) == []
        assert not await app.purge("0" * 16)


async def test_another_process_that_reads_gets_its_answers_meanwhile(tmp_path: Path) -> None:
    one, two = SqliteStore(tmp_path / "s.sqlite3"), SqliteStore(tmp_path / "s.sqlite3")
    a = edition("a", STORY)
    await publish(one, a, edition("b", "Herring is cheap. It was dear."))
    assert await two.get(a.article.id)
    assert await SqliteHistory(one.database).purge(a.article.id, "purged")
    assert await two.get(a.article.id) is None
    assert await two.search_text(["herring"], 5, Filters())
    await one.close()
    await two.close()
    assert holders(tmp_path) == []


async def test_an_index_that_is_open_is_made_anew(tmp_path: Path) -> None:
    embedder = FakeEmbedder()
    store = SqliteStore(tmp_path / "s.sqlite3")
    await store.check_fingerprint(embedder.fingerprint)
    await publish(store, *(edition(f"a{n}", f"Herring {n} is cheap. It was dear.", embedder) for n in range(5)))
    index = ChromaIndex(tmp_path / "index", store, embedder.fingerprint, poll_seconds=0.05)
    vector = embedder.vectors(["herring"])[0]
    await index.search_vector(vector, 3, Filters())
    for _ in range(400):
        if list((tmp_path / "index").glob("g-*")) and index.status().answering:
            break
        await asyncio.sleep(0.05)
    before = {path.name for path in (tmp_path / "index").glob("g-*")}
    await asyncio.to_thread(forget, tmp_path / "index", 30.0)
    after = {path.name for path in (tmp_path / "index").glob("g-*")}
    assert before
    assert not before & after
    assert len((await index.search_vector(vector, 3, Filters())).hits) == 3
    await index.close()
    await asyncio.to_thread(forget, tmp_path / "index")  # nobody holds it: it goes at once
    assert not list((tmp_path / "index").glob("g-*"))
    assert not (tmp_path / "index" / REQUEST).exists()
    await store.close()


def test_redaction_leaves_what_others_said() -> None:
    citation = {"article_id": "a" * 16, "quote": "The bird sang all night long.", "title": "Bird sings", "url": "u"}
    other = {"article_id": "b" * 16, "quote": "Herring is cheap this year.", "title": "Herring", "url": "v"}
    record = {
        "question": "What sang?",
        "text": "The bird sang all night long. Herring is cheap this year.",
        "claims": [
            {"text": "The bird sang all night long.", "citations": [citation]},
            {"text": "Herring is cheap this year.", "citations": [other]},
        ],
        "rejected": [{"text": "The bird sang for two weeks.", "reason": "polarity", "citations": [citation, other]}],
        "notices": [{"text": "One article says: The bird sang all night long."}],
    }
    redacted = redact(record, "a" * 16)
    assert "bird sang" not in json.dumps(redacted).lower()
    assert redacted["text"] == f"{REMOVED} Herring is cheap this year."
    assert redacted["claims"][1] == record["claims"][1]
    assert redacted["rejected"][0]["citations"][1] == other
    assert redacted["claims"][0]["citations"][0]["article_id"] == "a" * 16
