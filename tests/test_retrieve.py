"""Retrieval: both searches count, no article crowds the others out, the same question gives the same hits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from qa.adapters.exact import ExactScan
from qa.retrieve import PER_ARTICLE, Retrieval, retrieve
from qa.types import Filters, Question
from tests.fakes import FakeEmbedder, MemoryStore
from tests.newsroom import edition, publish

if TYPE_CHECKING:
    from qa.ports import Vectors

ASKED = "2017-01-02T12:00:00Z"


async def ports(*texts: str, hits: int = 10) -> Retrieval:
    store = MemoryStore()
    await publish(store, *(edition(f"{n}.txt", text) for n, text in enumerate(texts)))
    return Retrieval(FakeEmbedder(), ExactScan(store), store, hits)


async def test_a_passage_that_both_searches_find_comes_first() -> None:
    found = await retrieve(
        Question("bridge toll", ASKED),
        ["bridge", "toll"],
        await ports("The bridge toll rises.", "A toll of lives.", "Rain fell."),
    )
    best = found.hits[0]
    assert "bridge toll" in best.passage.text
    assert (best.dense_rank, best.text_rank) == (1, 1)


async def test_the_score_falls_and_ties_break_by_passage_id() -> None:
    found = await retrieve(Question("rain", ASKED), ["rain"], await ports(*["Rain fell. Wind blew. Snow came."] * 4))
    keys = [(-hit.score, hit.passage.id) for hit in found.hits]
    assert keys == sorted(keys)


async def test_a_long_article_leaves_room_for_the_others() -> None:
    long = " ".join(f"The bridge has {n} lamps. The bridge has {n} bolts." for n in range(40))
    found = await retrieve(
        Question("bridge", ASKED), ["bridge"], await ports(long, *(f"A bridge in town {n}." for n in range(6)))
    )
    articles = [hit.passage.article_id for hit in found.hits]
    assert len(found.hits) == 10
    assert max(articles.count(article) for article in articles) <= PER_ARTICLE


async def test_filters_hold_for_both_searches() -> None:
    retrieval = await ports("The bridge toll rises.", "The bridge toll falls.")
    everything = await retrieve(Question("bridge toll", ASKED), ["bridge"], retrieval)
    wanted = everything.hits[-1].passage.article_id
    question = Question("bridge toll", ASKED, Filters(article_id=wanted))
    found = await retrieve(question, ["bridge"], retrieval)
    assert {hit.passage.article_id for hit in found.hits} == {wanted}


async def test_an_empty_store_gives_no_hit() -> None:
    assert (await retrieve(Question("bridge", ASKED), ["bridge"], await ports())).hits == ()


async def test_of_two_copies_the_newer_one_comes_first() -> None:
    store = MemoryStore()
    text = "The bridge toll rises."
    older = edition("a.txt", text, published_at="2016-05-01")
    newer = edition("b.txt", text, published_at="2017-01-01")
    await publish(store, older, newer)
    retrieval = Retrieval(FakeEmbedder(), ExactScan(store), store)
    found = await retrieve(Question("bridge toll", ASKED), ["bridge"], retrieval)
    assert [hit.passage.article_id for hit in found.hits] == [newer.article.id, older.article.id]


async def test_a_question_about_the_past_embeds_no_passage_that_has_its_vector_already() -> None:
    """Each costs 10 ms, and a current passage beyond the nearest fifty is not among them for that."""

    class Counting(FakeEmbedder):
        texts = 0

        async def embed(self, texts: Sequence[str]) -> Vectors:
            self.texts += len(texts)
            return await super().embed(texts)

    retrieval = replace(await ports(*(f"A bridge in town {n}." for n in range(60))), embedder=(counting := Counting()))
    question = Question("bridge", ASKED, Filters(as_of="2030-01-01"))
    assert (await retrieve(question, ["bridge", "town"], retrieval)).hits
    assert counting.texts == 1


WIRE = "The bridge toll rises in May, said the council of the town after a vote that lasted until late at night. {} "
MORE = "Drivers of lorries had blocked the bridge for three hours on Monday morning, and one of them was fined for it."


@pytest.mark.parametrize("copies", [5, 12])
async def test_copies_of_one_story_do_not_fill_the_hits(copies: int) -> None:
    others = ["A bridge was built.", "The toll of the storm is high."]
    retrieval = await ports(*[WIRE.format(MORE)] * copies, *others, hits=3)
    found = await retrieve(Question("bridge toll", ASKED), ["bridge", "toll"], retrieval)
    texts = [hit.passage.text for hit in found.hits]
    assert set(others) < set(texts)
    assert len(texts) - len(set(texts)) == 0


async def test_what_a_copy_tells_on_is_no_copy() -> None:
    told_on = f"{MORE} The bridge will be closed for repairs in June, and a ferry goes every hour until it opens again."
    others = [f"A bridge in town {n}." for n in range(9)]
    retrieval = await ports(WIRE.format(MORE), WIRE.format(told_on), *others, hits=5)
    found = await retrieve(Question("bridge repairs ferry", ASKED), ["bridge", "repairs", "ferry"], retrieval)
    assert any("ferry" in hit.passage.text for hit in found.hits)


async def test_copies_take_the_places_that_nothing_else_takes() -> None:
    found = await retrieve(Question("bridge toll", ASKED), ["bridge"], await ports(*[WIRE.format(MORE)] * 3))
    assert len({hit.passage.article_id for hit in found.hits}) == 3
