"""AnswerStore: what every store keeps to."""

from __future__ import annotations

from dataclasses import replace

from qa.types import Answer, Citation, Claim, Filters, HitRef, PromptRef, Support, Usage
from tests.contracts.conftest import Store

CITATION = Citation("a" * 16, "b" * 16, (1, 2), "body", 0, 9, "Naïve 🗞 \ud83d", title="T", published_at="2016-12-30")
ANSWER = Answer(
    id="q1",
    question="Did anyone “leave”?",
    asked_at="2017-01-02T12:00:00Z",
    status="answered",
    text="Nobody left.",
    reader="extractive",
    index="exact",
    filters=Filters(from_="2016-01-01", publisher="The Courier"),
    claims=(Claim("Nobody left.", 1, Support("supported", 0.5), (CITATION,)),),
    hits=(HitRef("a" * 16, "b" * 16, 0, 9, 0.25),),
    prompt=PromptRef("read", "c" * 64),
    degraded=("dense_search",),
    usage=Usage(1, 2, None),
    timings_ms={"total": 1.5},
)


async def test_an_unknown_answer_is_none(store: Store) -> None:
    assert await store.answer("q1") is None


async def test_an_answer_comes_back_as_it_was(store: Store) -> None:
    await store.save(ANSWER)
    assert await store.answer("q1") == ANSWER


async def test_answers_are_kept_apart_by_id_and_the_last_of_an_id_counts(store: Store) -> None:
    other = replace(ANSWER, id="q2", text="Somebody left.")
    later = replace(ANSWER, text="Nobody left, they say.")
    for answer in (ANSWER, other, later):
        await store.save(answer)
    assert [await store.answer("q1"), await store.answer("q2")] == [later, other]
