"""Inbox: what every inbox keeps to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from qa.adapters.sqlite.inbox import SqliteInbox
from qa.inbox import InboxEvent, LeasedEvent
from tests.slack.memory_inbox import MemoryInbox

Box = SqliteInbox | MemoryInbox


@pytest.fixture(params=["memory", "sqlite"])
async def inbox(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Box]:
    opened: Box = MemoryInbox() if request.param == "memory" else SqliteInbox(tmp_path / "store.sqlite3")
    yield opened
    await opened.close()


def event(position: int, thread: str = "t1") -> InboxEvent:
    return InboxEvent(f"message:{thread}:{position}", thread, f"{position:04}", f"body {position}")


async def test_an_event_is_taken_in_once(inbox: Box) -> None:
    said = [await inbox.accept(event(1), joins=True, now=float(now)) for now in (0, 1, 2)]
    assert said == ["new", "known", "known"]
    assert await inbox.count_open() == 1
    assert await inbox.lease("a", 3, 10) == LeasedEvent(event(1), 1)
    assert await inbox.lease("b", 4, 10) is None


async def test_a_finished_event_is_known_and_never_leased_again(inbox: Box) -> None:
    await inbox.accept(event(1), joins=True, now=0)
    await inbox.lease("a", 0, 10)
    assert await inbox.finish("message:t1:1", "a")
    assert await inbox.accept(event(1), joins=True, now=1) == "known"
    assert (await inbox.lease("a", 99, 100), await inbox.count_open()) == (None, 0)


async def test_a_lease_that_ran_out_goes_to_another_and_the_first_has_lost_it(inbox: Box) -> None:
    await inbox.accept(event(1), joins=True, now=0)
    await inbox.lease("a", 0, 10)
    assert await inbox.lease("b", 9.9, 20) is None
    assert await inbox.lease("b", 10, 20) == LeasedEvent(event(1), 2)
    key = event(1).key
    assert [
        await inbox.extend(key, "a", 99),
        await inbox.postpone(key, "a", 0),
        await inbox.finish(key, "a"),
    ] == [False] * 3
    assert await inbox.finish(key, "b")


async def test_an_extended_lease_holds(inbox: Box) -> None:
    await inbox.accept(event(1), joins=True, now=0)
    await inbox.lease("a", 0, 10)
    assert await inbox.extend(event(1).key, "a", 30)
    assert await inbox.lease("b", 20, 40) is None


async def test_a_postponed_event_waits_for_its_time_and_keeps_its_place(inbox: Box) -> None:
    await inbox.accept(event(1), joins=True, now=0)
    await inbox.accept(event(2), joins=True, now=0)
    await inbox.lease("a", 0, 10)
    assert await inbox.postpone(event(1).key, "a", 5)
    assert await inbox.lease("a", 4, 10) is None, "the second of the thread must not overtake it"
    assert await inbox.lease("b", 5, 10) == LeasedEvent(event(1), 2)


async def test_a_thread_is_worked_on_in_order_and_by_one_and_threads_side_by_side(inbox: Box) -> None:
    for position in (3, 1, 2):
        await inbox.accept(event(position), joins=True, now=0)
    await inbox.accept(event(4, "t2"), joins=True, now=0)
    assert await inbox.lease("a", 0, 10) == LeasedEvent(event(1), 1)
    assert await inbox.lease("b", 0, 10) == LeasedEvent(event(4, "t2"), 1)
    assert await inbox.lease("c", 0, 10) is None
    await inbox.finish(event(1).key, "a")
    assert await inbox.lease("c", 0, 10) == LeasedEvent(event(2), 1)


async def test_a_reply_counts_in_a_thread_that_was_joined(inbox: Box) -> None:
    await inbox.accept(event(1), joins=True, now=0)
    assert await inbox.accept(event(2), joins=False, now=1) == "new"
    assert await inbox.accept(event(3, "t2"), joins=False, now=1) == "waiting"
    assert await inbox.count_open() == 2


async def test_a_reply_that_overtook_the_mention_waits_for_it_without_its_text(inbox: Box) -> None:
    assert await inbox.accept(event(2), joins=False, now=0) == "waiting"
    assert await inbox.accept(event(2), joins=False, now=1) == "known"
    assert await inbox.lease("a", 2, 10) is None
    assert await inbox.accept(event(1), joins=True, now=2) == "new"
    await inbox.finish((await _leased(inbox)).event.key, "a")
    bare = InboxEvent(event(2).key, "t1", "0002", "")
    assert await inbox.lease("a", 2, 10) == LeasedEvent(bare, 1)


async def test_a_mention_that_came_as_a_plain_message_first_is_taken_in_with_its_text(inbox: Box) -> None:
    assert await inbox.accept(event(1), joins=False, now=0) == "waiting"
    assert await inbox.accept(event(1), joins=True, now=1) == "new"
    assert (await _leased(inbox)).event == event(1)


async def test_a_reply_does_not_wait_for_ever(inbox: Box) -> None:
    await inbox.accept(event(2), joins=False, now=0)
    await inbox.accept(event(1), joins=True, now=601)
    await inbox.finish((await _leased(inbox, 601)).event.key, "a")
    assert await inbox.lease("a", 602, 700) is None


async def test_two_inboxes_on_one_file_never_lease_the_same(tmp_path: Path) -> None:
    one, two = SqliteInbox(tmp_path / "s.sqlite3"), SqliteInbox(tmp_path / "s.sqlite3")
    for position in range(20):
        await one.accept(event(position, f"t{position}"), joins=True, now=0)
    got = [await box.lease(name, 0, 10) for _ in range(10) for box, name in ((one, "a"), (two, "b"))]
    assert len({leased.event.key for leased in got if leased}) == 20
    await one.close()
    await two.close()


async def test_what_was_asked_is_gone_from_the_table_once_it_is_answered(tmp_path: Path) -> None:
    inbox = SqliteInbox(tmp_path / "s.sqlite3")
    secret = InboxEvent("k", "t", "1", "what about the canary?")
    await inbox.accept(secret, joins=True, now=0)
    await inbox.lease("a", 0, 10)
    await inbox.finish("k", "a")
    rows = await inbox._database.reading(lambda c: c.execute("SELECT * FROM slack_events").fetchall())
    assert "canary" not in repr(rows)
    await inbox.close()


async def _leased(inbox: Box, now: float = 2) -> LeasedEvent:
    leased = await inbox.lease("a", now, now + 10)
    assert leased
    return leased
