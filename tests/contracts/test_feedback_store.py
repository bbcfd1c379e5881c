"""FeedbackStore: what every store keeps to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.types import Feedback
from tests.contracts.conftest import Store
from tests.contracts.test_answer_store import ANSWER

LIKED = Feedback("q1", "up", "2017-01-02T12:30:00Z", given_by="ada")
DISLIKED = Feedback("q1", "down", "2017-01-02T12:31:00Z", "Wrong “number” 🗞", claim=0, given_by="ada")


@pytest.fixture
async def answered(store: Store) -> Store:
    for answer_id in ("q1", "q2"):
        await store.save(replace(ANSWER, id=answer_id))
    return store


async def test_feedback_on_an_unknown_answer_is_refused(store: Store) -> None:
    assert await store.give_feedback(LIKED) is None
    assert await store.feedback() == []


async def test_feedback_comes_back_as_it_was_given_in_order(answered: Store) -> None:
    first, second = await answered.give_feedback(LIKED), await answered.give_feedback(DISLIKED)
    assert first
    assert second
    assert first < second
    assert await answered.feedback() == [replace(LIKED, number=first), replace(DISLIKED, number=second)]


async def test_who_changes_their_mind_is_counted_once_and_comes_last(answered: Store) -> None:
    await answered.give_feedback(LIKED)
    other = await answered.give_feedback(replace(LIKED, given_by="bob"))
    changed = await answered.give_feedback(replace(LIKED, verdict="down"))
    seen = [(f.number, f.given_by, f.verdict) for f in await answered.feedback()]
    assert seen == [(other, "bob", "up"), (changed, "ada", "down")]


async def test_a_number_is_never_given_twice(answered: Store) -> None:
    first = await answered.give_feedback(LIKED)
    second = await answered.give_feedback(LIKED)
    assert first
    assert second
    assert second > first


async def test_nobodys_feedback_replaces_nobodys(answered: Store) -> None:
    for _ in range(2):
        await answered.give_feedback(replace(LIKED, given_by=None))
    assert len(await answered.feedback()) == 2


async def test_feedback_is_found_by_answer_and_verdict_and_read_page_by_page(answered: Store) -> None:
    for given in (LIKED, DISLIKED, replace(LIKED, answer_id="q2"), replace(DISLIKED, answer_id="q2")):
        await answered.give_feedback(given)
    assert [f.answer_id for f in await answered.feedback(verdict="down")] == ["q1", "q2"]
    assert [f.verdict for f in await answered.feedback(answer_id="q2")] == ["up", "down"]
    page = await answered.feedback(limit=3)
    rest = await answered.feedback(after=page[-1].number, limit=3)
    assert [f.answer_id for f in (*page, *rest)] == ["q1", "q1", "q2", "q2"]
    assert len(page) == 3


async def test_feedback_outlives_an_answer_that_is_kept_again(answered: Store) -> None:
    await answered.give_feedback(LIKED)
    await answered.save(ANSWER)
    assert len(await answered.feedback()) == 1
