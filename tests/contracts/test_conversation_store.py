"""ConversationStore: what every store keeps to."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from qa.types import Conversation, Turn
from tests.contracts.conftest import Store
from tests.contracts.test_answer_store import ANSWER

BEGUN = "2017-01-02T11:00:00Z"


def turn(answer_id: str) -> Turn:
    return Turn(ANSWER.question, answer_id, ANSWER.asked_at)


async def test_an_unknown_conversation_is_none(store: Store) -> None:
    assert await store.conversation("c1") is None
    assert not await store.end_conversation("c1")


async def test_a_conversation_begins_empty_and_only_once(store: Store) -> None:
    assert await store.begin_conversation("c1", BEGUN)
    assert not await store.begin_conversation("c1", "2018-01-01T00:00:00Z")
    assert await store.conversation("c1") == Conversation("c1", BEGUN)


async def test_answers_become_turns_in_the_order_in_which_they_are_kept(store: Store) -> None:
    await store.begin_conversation("c1", BEGUN)
    await store.begin_conversation("c2", BEGUN)
    for answer_id, conversation_id in (("q9", "c1"), ("q5", "c2"), ("q1", "c1"), ("q0", None)):
        await store.save(replace(ANSWER, id=answer_id, conversation_id=conversation_id))
    assert await store.conversation("c1") == Conversation("c1", BEGUN, (turn("q9"), turn("q1")))
    assert await store.conversation("c2") == Conversation("c2", BEGUN, (turn("q5"),))


async def test_an_answer_that_is_kept_again_stays_one_turn(store: Store) -> None:
    await store.begin_conversation("c1", BEGUN)
    for answer_id in ("q1", "q2", "q1"):
        await store.save(replace(ANSWER, id=answer_id, conversation_id="c1"))
    assert await store.conversation("c1") == Conversation("c1", BEGUN, (turn("q1"), turn("q2")))


async def test_answers_that_come_at_once_each_get_a_turn(store: Store) -> None:
    await store.begin_conversation("c1", BEGUN)
    await asyncio.gather(*(store.save(replace(ANSWER, id=f"q{n}", conversation_id="c1")) for n in range(12)))
    held = await store.conversation("c1")
    assert held
    assert sorted(t.answer_id for t in held.turns) == sorted(f"q{n}" for n in range(12))


async def test_a_conversation_that_ended_is_forgotten_and_its_answers_stay(store: Store) -> None:
    await store.begin_conversation("c1", BEGUN)
    mine = replace(ANSWER, conversation_id="c1")
    await store.save(mine)
    assert await store.end_conversation("c1")
    assert await store.conversation("c1") is None
    assert await store.answer(ANSWER.id) == mine
    await store.begin_conversation("c1", BEGUN)
    assert await store.conversation("c1") == Conversation("c1", BEGUN)


async def test_an_answer_to_a_conversation_that_is_gone_is_kept_without_a_turn(store: Store) -> None:
    late = replace(ANSWER, conversation_id="c1")
    await store.save(late)
    assert await store.answer(ANSWER.id) == late
    assert await store.conversation("c1") is None
