"""KeyStore, JobStore, JobQueue, ReplyStore: what every adapter keeps to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from qa.adapters.sqlite import SqliteStore, operations
from qa.operating import Operations
from qa.types.operations import ApiKey, Job, JobItem, JobReport, Reply
from tests.fakes_operations import MemoryJobs, MemoryKeys, MemoryReplies

KEY = ApiKey("k1", "the newsroom", b"\x00\xff" * 16, ("ask", "ingest"), "2017-01-02T12:00:00Z", 60)
JOB = Job("j1", "2017-01-02T12:00:00Z", 2)
ITEMS = (JobItem(1, "a.txt", b"\xff\x00text", {"title": "“A”"}), JobItem(2, "https://b.example/", None))
REPLY = Reply(201, (("location", "/v1/articles/a"), ("content-type", "application/json")), b'{"a": "\xc3\xa9"}')


@pytest.fixture(params=["memory", "sqlite"])
async def kept(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Operations]:
    if request.param == "memory":
        jobs = MemoryJobs()
        yield Operations(MemoryKeys(), jobs, jobs, MemoryReplies())
        return
    store = SqliteStore(tmp_path / "store.sqlite3")
    yield operations(store)
    await store.close()


async def test_keys_come_back_in_the_order_in_which_they_were_made(kept: Operations) -> None:
    later = replace(KEY, id="a0", scopes=("admin",), per_minute=None)
    for key in (KEY, later):
        await kept.keys.add_key(key)
    assert list(await kept.keys.keys()) == [KEY, later]


async def test_a_key_is_revoked_once_and_stays(kept: Operations) -> None:
    await kept.keys.add_key(KEY)
    assert await kept.keys.revoke_key("k1", "2018-01-01T00:00:00Z")
    assert not await kept.keys.revoke_key("k1", "2019-01-01T00:00:00Z")
    assert not await kept.keys.revoke_key("k2", "2019-01-01T00:00:00Z")
    assert list(await kept.keys.keys()) == [replace(KEY, revoked_at="2018-01-01T00:00:00Z")]


async def test_a_job_waits_until_it_is_claimed(kept: Operations) -> None:
    assert await kept.jobs.job("j1") is None
    await kept.jobs.add_job(JOB, ITEMS)
    await kept.jobs.add_job(replace(JOB, created_at="2020-01-01T00:00:00Z"), ITEMS[:1])
    assert await kept.jobs.job("j1") == JOB
    claimed = await kept.queue.claim_job("me", now=10, until=20)
    assert claimed == replace(JOB, status="running", started_at="1970-01-01T00:00:10Z")
    assert claimed == await kept.jobs.job("j1")


async def test_nobody_else_gets_a_job_until_its_lease_has_run_out(kept: Operations) -> None:
    await kept.jobs.add_job(JOB, ITEMS)
    assert await kept.queue.claim_job("one", now=10, until=20)
    assert await kept.queue.claim_job("two", now=19, until=29) is None
    assert await kept.queue.hold_job("j1", "one", until=30)
    assert await kept.queue.claim_job("two", now=29, until=40) is None
    assert await kept.queue.claim_job("two", now=30, until=40)
    assert not await kept.queue.hold_job("j1", "one", until=50)
    await kept.queue.end_job(replace(JOB, status="done"), "one")
    found = await kept.jobs.job("j1")
    assert found
    assert found.status == "running"


async def test_items_come_in_order_and_each_attempt_is_counted(kept: Operations) -> None:
    await kept.jobs.add_job(JOB, ITEMS)
    assert await kept.queue.next_item("j1") == replace(ITEMS[0], attempts=1)
    assert await kept.queue.next_item("j1") == replace(ITEMS[0], attempts=2)
    assert await kept.queue.next_item("j1", finished=1) == replace(ITEMS[1], attempts=1)
    assert await kept.queue.next_item("j1", finished=1) == replace(ITEMS[1], attempts=2)
    assert await kept.queue.next_item("j1", finished=2) is None
    found = await kept.jobs.job("j1")
    assert found
    assert found.finished == 2


async def test_an_item_that_is_begun_again_is_reported_once(kept: Operations) -> None:
    await kept.jobs.add_job(JOB, ITEMS)
    first = JobReport(1, "a.txt", "new", "a" * 16, "b" * 16)
    second = JobReport(1, "b.txt", "failed", None, None, "empty", "It is empty.")
    for report in (first, replace(first, outcome="unchanged"), second):
        await kept.queue.report_item("j1", report)
    assert list(await kept.jobs.job_reports("j1")) == [first, second]
    assert list(await kept.jobs.job_reports("j1", after=1)) == [second]
    assert list(await kept.jobs.job_reports("j1", limit=1)) == [first]
    assert list(await kept.jobs.job_reports("other")) == []
    assert await kept.jobs.job("j1") == replace(JOB, outcomes={"new": 1, "failed": 1})


async def test_a_job_that_is_given_back_goes_on_later_and_says_why(kept: Operations) -> None:
    await kept.jobs.add_job(JOB, ITEMS)
    claimed = await kept.queue.claim_job("me", now=10, until=20)
    assert claimed
    assert await kept.queue.next_item("j1")
    back = replace(claimed, status="queued", code="store_full", message="No space.")
    await kept.queue.end_job(back, "me", again_at=40)
    assert await kept.jobs.job("j1") == back
    assert await kept.queue.claim_job("me", now=39, until=50) is None
    again = await kept.queue.claim_job("me", now=40, until=50)
    assert again == claimed
    assert await kept.queue.next_item("j1") == replace(ITEMS[0], attempts=1)


async def test_a_cancelled_job_is_over_for_its_owner_too(kept: Operations) -> None:
    await kept.jobs.add_job(JOB, ITEMS)
    claimed = await kept.queue.claim_job("me", now=10, until=20)
    assert claimed
    assert await kept.jobs.cancel_job("j1", "2017-01-02T13:00:00Z")
    assert not await kept.jobs.cancel_job("j1", "2017-01-02T14:00:00Z")
    assert not await kept.jobs.cancel_job("other", "2017-01-02T14:00:00Z")
    assert not await kept.queue.hold_job("j1", "me", until=30)
    await kept.queue.end_job(replace(claimed, status="done", ended_at="2017-01-02T15:00:00Z"), "me")
    assert await kept.jobs.job("j1") == replace(claimed, status="cancelled", ended_at="2017-01-02T13:00:00Z")
    assert await kept.queue.claim_job("me", now=99, until=100) is None
    assert await kept.queue.next_item("j1") is None


async def test_jobs_are_listed_newest_first(kept: Operations) -> None:
    for name in ("b", "a", "c"):
        await kept.jobs.add_job(replace(JOB, id=name), ITEMS)
    assert [job.id for job in await kept.jobs.jobs()] == ["c", "a", "b"]
    assert [job.id for job in await kept.jobs.jobs(limit=2)] == ["c", "a"]
    assert [job.id for job in await kept.jobs.jobs(before="a")] == ["b"]
    assert [job.id for job in await kept.jobs.jobs(before="nowhere")] == []
    first = await kept.queue.claim_job("me", now=1, until=2)
    assert first
    assert first.id == "b"


async def test_a_request_is_fresh_once_and_then_has_its_reply(kept: Operations) -> None:
    begin = kept.replies.begin
    assert (await begin("k", "f", "me", "2017-01-02T12:00:00Z")).state == "fresh"
    assert (await begin("k", "f", "me", "2017-01-02T12:00:01Z")).state == "running"
    assert (await begin("k", "g", "me", "2017-01-02T12:00:01Z")).state == "other"
    assert (await begin("l", "g", "me", "2017-01-02T12:00:01Z")).state == "fresh"
    await kept.replies.keep_reply("k", REPLY)
    again = await begin("k", "f", "another", "2017-01-02T12:00:02Z")
    assert (again.state, again.reply) == ("replied", REPLY)
    assert (await begin("k", "g", "me", "2017-01-02T12:00:01Z")).state == "other"


async def test_a_request_whose_process_died_is_fresh_again(kept: Operations) -> None:
    await kept.replies.begin("k", "f", "dead", "2017-01-02T12:00:00Z")
    again = await kept.replies.begin("k", "f", "me", "2017-01-02T12:00:01Z")
    assert (again.state, again.at) == ("fresh", "2017-01-02T12:00:00Z")
    assert (await kept.replies.begin("k", "f", "me", "2017-01-02T12:00:02Z")).state == "running"


async def test_requests_are_forgotten(kept: Operations) -> None:
    begin = kept.replies.begin
    await begin("k", "f", "me", "2017-01-02T12:00:00Z")
    await kept.replies.forget("k")
    assert (await begin("k", "g", "me", "2017-01-02T12:00:01Z")).state == "fresh"
    await kept.replies.keep_reply("k", REPLY)
    await kept.replies.forget("k")  # too late: it has a reply
    assert (await begin("k", "g", "me", "2017-01-02T12:00:01Z")).state == "replied"
    await kept.replies.forget_before("2017-01-03T12:00:00Z")
    assert (await begin("k", "f", "me", "2017-01-03T12:00:01Z")).state == "fresh"
