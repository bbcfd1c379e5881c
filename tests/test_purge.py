"""A purge is one: the article's bytes are in no file of the data folder, whatever held them before."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from qa.adapters.chroma import ChromaIndex, keeper
from qa.adapters.chroma.forget import REQUEST, forget
from qa.adapters.chroma.keeper import FIRST
from qa.adapters.cross_minilm import CrossMiniLM
from qa.adapters.exact import ExactScan
from qa.adapters.sqlite import SqliteHistory, SqliteStore
from qa.adapters.sqlite.jobs import SqliteJobs
from qa.adapters.sqlite.redaction import REMOVED
from qa.app import STORE_FILE, App, opened
from qa.errors import PurgedError
from qa.fingerprint import shingles
from qa.inbox import InboxEvent
from qa.record import to_dict
from qa.types import DoneEvent, Feedback, Filters, Rejection
from qa.types.operations import Job, JobItem, JobReport, Reply
from tests.chroma_support import answering, until, written_here
from tests.fakes import FakeEmbedder
from tests.newsroom import Edition, edition, publish

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


async def surround(app: App, answer_id: str) -> None:
    """Puts the article's words wherever a service may have put them."""
    answer = await app.store.answer(answer_id)
    assert answer
    later = replace(answer, id="f" * 32, question="and where?", searched_as=f"Where does the {CANARY} live?", hits=())
    later = replace(later, text="", claims=(), rejected=(), notices=(), disagreements=())
    await app.store.begin_conversation("c1", answer.asked_at)
    unfounded = Rejection(f"The {CANARY} is ill.", "no_citation", ())
    await app.store.save(replace(answer, conversation_id="c1", rejected=(unfounded,)))
    await app.store.save(replace(later, conversation_id="c1"))
    reason = f"It was the {CANARY} of Aunt Ada"
    await app.store.give_feedback(Feedback(answer_id, "down", answer.asked_at, reason))
    kept = {"whole": json.dumps(to_dict(answer)), "chat": f'{{"id": "chatcmpl-{answer_id}", "said": "{CANARY}"}}'}
    for key, body in kept.items():
        await app.operations.replies.begin(key, "f", "o", answer.asked_at)
        await app.operations.replies.keep_reply(key, Reply(200, (), body.encode()))
    job, items = Job("j1", answer.asked_at, 1), [JobItem(1, "bird.txt", STORY.encode(), {"title": f"The {CANARY}"})]
    await app.operations.jobs.add_job(job, items)
    bird = answer.claims[0].citations[0].article_id
    report = JobReport(1, f"https://x.example/{CANARY}-wins", "new", bird, "v", detail=f"{CANARY} wins")
    await app.operations.queue.report_item("j1", report)
    inbox = app.open_inbox()
    await inbox.accept(InboxEvent("e1", "t1", "1", f"Who feeds the {CANARY}?"), joins=True, now=1.0)
    assert await inbox.lease("w", 2.0, 3.0)
    assert await inbox.finish("e1", "w")
    await inbox.close()


def a_thousand_more() -> Edition:
    """So many that Chroma keeps a graph in files, without embedding them."""
    return edition("herrings", " ".join(f"Herring {n} is cheap. It was dear." for n in range(FIRST)), FakeEmbedder(384))


@pytest.mark.parametrize("index", ["exact", "chroma"])
async def test_no_file_holds_a_byte_of_it(index: str, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_INDEX", index)
    monkeypatch.setattr(keeper, "WAITING", 1)
    async with opened(data_dir=data) as app:
        bird = await ingested(app, data)
        answer_id = await asked(app, f"How many crowns did the council of Lindholm give for the {CANARY}?")
        await surround(app, answer_id)
        text = (data.parent / "articles" / "bird.txt").read_text()
        (data.parent / "articles" / "bird.txt").write_text(text.replace("40 crowns", "45 crowns"))
        await ingested(app, data)  # an older version, with passages of the past
        if isinstance(app.index, ChromaIndex):
            await publish(app.store, a_thousand_more())
            await until(lambda: bool(list(data.rglob("data_level0.bin"))))
        assert tables_with_words(data) == {
            "answers", "feedback", "job_items", "job_reports", "passage_terms", "passage_words", "passage_words_data",
            "passages", "past_passages", "past_words", "past_words_data", "replies", "versions",
        }  # fmt: skip
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
        assert {claim.text for claim in answer.claims} == {answer.question} == {REMOVED}
        [feedback] = await app.store.feedback(answer_id)
        assert (feedback.verdict, feedback.reason) == ("down", REMOVED)
        again = [r async for r in app.ingest(app.sources(str(data.parent / "articles" / "bird.txt")))]
        assert [(r.outcome, r.reason) for r in again] == [("skipped", "purged")]
        assert bird not in [a.id async for a in app.articles()]
        assert await app.purge(bird)  # once more, as one does after StoreBusyError
    assert holders(data) == []


def tables_with_words(data: Path) -> set[str]:
    """The tables of the store in which a canary stands."""
    with closing(sqlite3.connect(data / "store.sqlite3")) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        rows = {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}
    flat = {name: " ".join(str(value) for row in found for value in row).lower() for name, found in rows.items()}
    return {n for n, words in flat.items() if any(word.lower() in words for word in (*WORDS, "zwergkanar", "quitten"))}


async def test_a_reply_about_it_that_comes_late_is_not_kept(data: Path) -> None:
    async with opened(data_dir=data) as app:
        bird = await ingested(app, data)
        answer_id = await asked(app, "How many crowns did the council of Lindholm give?")
        answer = await app.store.answer(answer_id)
        assert answer
        assert await app.purge(bird)
        await app.store.save(answer)  # made before the purge, saved after it
        replies = app.operations.replies
        for body in (json.dumps(to_dict(answer)), f'{{"id": "chatcmpl-{answer_id}", "said": "{CANARY}"}}'):
            await replies.begin("key", "f", "o", answer.asked_at)
            await replies.keep_reply("key", Reply(200, (), body.encode()))
            assert (await replies.begin("key", "f", "other", answer.asked_at)).reply is None
        await replies.keep_reply("key", Reply(200, (), b'{"id": "of another answer"}'))
        assert (await replies.begin("key", "f", "o", answer.asked_at)).reply
        assert tables_with_words(data) == set()


async def test_the_same_text_at_an_earlier_address_goes_too_and_a_copy_that_is_there_stays(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "s.sqlite3")
    earlier, now, copied = (edition(name, STORY) for name in ("earlier", "now", "copied"))
    await publish(store, earlier)
    await store.delete(earlier.article.id)  # as when an address moved
    await publish(store, now, copied)
    history = SqliteHistory(store.database)
    assert await history.purge(now.article.id, "purged")
    assert [await store.versions_of(one.article.id) for one in (earlier, now)] == [[], []]
    assert await store.get(copied.article.id)
    await store.close()


async def test_the_same_text_at_several_addresses_that_are_all_gone_goes_at_once(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "s.sqlite3")
    editions = [edition(name, STORY) for name in ("first", "then", "last")]
    for one in editions:
        await publish(store, one)
        await store.delete(one.article.id)
    assert await SqliteHistory(store.database).purge(editions[2].article.id, "purged")
    assert [await store.versions_of(one.article.id) for one in editions] == [[], [], []]
    await store.close()
    assert holders(tmp_path) == []


async def test_waiting_jobs_lose_it_however_its_address_is_written_and_keep_addresses(tmp_path: Path) -> None:
    address = "https://lindholm.example/bird"
    store = SqliteStore(tmp_path / "s.sqlite3")
    bird, jobs = edition(address, STORY), SqliteJobs(store.database)
    await publish(store, bird)
    sent = JobItem(1, "bird.txt", STORY.encode(), {"url": "https://LINDHOLM.example/bird?utm_source=feed"})
    await jobs.add_job(Job("j1", "2017-01-02T12:00:00Z", 2), [sent, JobItem(2, address, None)])
    assert await SqliteHistory(store.database).purge(bird.article.id, "purged")
    left = [await jobs.next_item("j1"), await jobs.next_item("j1", 1)]
    assert [(item.source, item.data) for item in left if item] == [("bird.txt", b""), (address, None)]
    await store.close()
    assert holders(tmp_path) == []


async def test_an_article_purged_while_it_is_taken_in_does_not_come_back(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "s.sqlite3")
    bird = edition("bird", STORY)
    await publish(store, bird)
    history = SqliteHistory(store.database)
    before = await history.purges()
    assert await history.purge(bird.article.id, "purged")
    assert await history.purges() != before
    with pytest.raises(PurgedError):
        await publish(store, bird)
    assert await history.lift(bird.article.id)
    await publish(store, bird)
    await store.close()


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
    with written_here():
        await rebuilt(tmp_path, store, embedder)
    await store.close()


async def rebuilt(tmp_path: Path, store: SqliteStore, embedder: FakeEmbedder) -> None:
    index = ChromaIndex(tmp_path / "index", store, embedder.fingerprint, poll_seconds=0.05)
    vector = embedder.vectors(["herring"])[0]
    await index.search_vector(vector, 3, Filters())
    await answering(index, store)
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


async def test_what_another_process_purges_leaves_memory_without_a_search(tmp_path: Path) -> None:
    async with opened(data_dir=tmp_path) as app:
        bird = edition("bird", STORY)
        await publish(app.store, bird)
        await app.index.search_vector(bird.vectors[0], 1, Filters())
        assert isinstance(app.index, ExactScan)
        shingles(STORY)
        readings = app.asking.sentences
        assert isinstance(readings, CrossMiniLM)
        await readings.read_sentences("What was seen?", [("", STORY)])
        other = SqliteStore(tmp_path / STORE_FILE)
        assert await SqliteHistory(other.database).purge(bird.article.id, "purged")
        await other.close()
        await app.forget_purged()
        assert shingles.cache_info().currsize == 0
        assert not readings._kept
        assert not any(chunk.any() for chunk in app.index._table._chunks)
