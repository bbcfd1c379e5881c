"""PassageSearch: what every store keeps to."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.ports import Heading
from qa.types import Filters
from tests.contracts.conftest import Store
from tests.newsroom import edition, publish

SANCTIONS = edition(
    "sanctions.txt",
    "The ministry proposed expulsions. The president refused. Envoys keep their homes. Children visit the Kremlin.",
    title="Moscow answers the sanctions",
    publisher="The Courier",
    published_at="2016-12-30T14:05:00Z",
)
HARBOUR = edition(
    "harbour.txt", "Ferries stopped. The harbour froze.", publisher="Küstenblatt", published_at="2017-01-03"
)
UNDATED = edition("undated.txt", "Ferries run again. Children cheered.")
NO_FILTERS = Filters()


@pytest.fixture
async def filled(store: Store) -> Store:
    await publish(store, SANCTIONS, HARBOUR, UNDATED)
    return store


async def found(store: Store, *words: str, filters: Filters = NO_FILTERS, limit: int = 10) -> list[str]:
    return [passage_id for passage_id, _ in await store.search_text(words, limit, filters)]


async def test_any_of_the_words_may_match_whatever_its_case(filled: Store) -> None:
    assert set(await found(filled, "FERRIES", "president", "zeppelin")) == {
        SANCTIONS.ids[0],
        HARBOUR.ids[0],
        UNDATED.ids[0],
    }


async def test_more_matching_words_score_higher_and_scores_fall(filled: Store) -> None:
    hits = await filled.search_text(["ferries", "harbour", "children"], 10, NO_FILTERS)
    scores = [score for _, score in hits]
    assert {HARBOUR.ids[0], UNDATED.ids[0]} == {passage_id for passage_id, _ in hits[:2]}
    assert scores == sorted(scores, reverse=True)
    assert all(score > 0 for score in scores)


async def test_the_title_is_searched_too(filled: Store) -> None:
    assert set(await found(filled, "Moscow")) == set(SANCTIONS.ids)


async def test_equal_scores_come_in_the_order_of_passage_ids(store: Store) -> None:
    same = [edition(f"{n}.txt", "Snow fell.") for n in range(9)]
    await publish(store, *same, edition("other.txt", "Sun shone. Nobody minded."))
    everything = sorted(passage_id for e in same for passage_id in e.ids)
    assert await found(store, "snow") == everything
    assert await found(store, "snow", limit=4) == everything[:4]


async def test_nothing_to_search_for_finds_nothing(filled: Store) -> None:
    assert await found(filled) == []
    assert await found(filled, "", " ", "…", "?!") == []
    assert await found(filled, "zeppelin") == []
    assert await found(filled, "ferries", limit=0) == []


@pytest.mark.parametrize(
    "word", ['"', "*", "(", "ferries AND", "NOT", "OR", "NEAR(a b)", "title:", "^a", "-", "a\0b", "\ud800", "'", "{}"]
)
async def test_query_syntax_means_nothing(filled: Store, word: str) -> None:
    assert HARBOUR.ids[0] in await found(filled, "harbour", word)


async def test_operators_do_not_narrow_a_search(filled: Store) -> None:
    assert set(await found(filled, "ferries", "NOT", "harbour")) == {HARBOUR.ids[0], UNDATED.ids[0]}
    assert await found(filled, "ferr*") == []


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.text(max_size=12), max_size=6))
async def test_any_text_at_all_is_harmless(filled: Store, words: list[str]) -> None:
    assert HARBOUR.ids[0] in await found(filled, "harbour", *words)


async def test_only_current_versions_are_found(filled: Store) -> None:
    await publish(filled, edition("harbour.txt", "The thaw came. Boats sail."))
    assert await found(filled, "harbour", "froze") == []
    assert len(await found(filled, "thaw")) == 1
    await filled.delete(HARBOUR.article.id)
    assert await found(filled, "thaw") == []


async def test_a_new_title_is_searched_in_place_of_the_old(filled: Store) -> None:
    await publish(filled, edition("sanctions.txt", SANCTIONS.article.text, title="A quiet year ends"))
    assert await found(filled, "Moscow") == []
    assert set(await found(filled, "quiet")) == set(SANCTIONS.ids)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(from_="2017-01-03"), {"harbour", "undated"}),
        (Filters(to="2017-01-02"), {"undated"}),
        (Filters(from_="2016-12-30", to="2017-01-03"), {"harbour", "undated"}),
        (Filters(publisher="küstenBLATT"), {"harbour"}),
        (Filters(publisher="KÜSTENBLATT", from_="2017-01-04"), set()),
        (Filters(publisher="nobody"), set()),
        (Filters(article_id=UNDATED.article.id), {"undated"}),
    ],
)
async def test_filters_leave_undated_articles_in(filled: Store, filters: Filters, expected: set[str]) -> None:
    names = {HARBOUR.ids[0]: "harbour", UNDATED.ids[0]: "undated"}
    assert {names[passage_id] for passage_id in await found(filled, "ferries", filters=filters)} == expected


async def test_a_day_is_inclusive_for_an_instant_within_it(filled: Store) -> None:
    day = Filters(from_="2016-12-30", to="2016-12-30", publisher="the courier")
    assert await found(filled, "president", filters=day) == [SANCTIONS.ids[0]]


async def test_passages_come_in_the_order_asked_for_and_unknown_ones_are_left_out(filled: Store) -> None:
    ids = [UNDATED.ids[0], "nowhere", SANCTIONS.ids[1], SANCTIONS.ids[0], UNDATED.ids[0]]
    passages = await filled.passages(ids)
    assert [p.id for p in passages] == [UNDATED.ids[0], SANCTIONS.ids[1], SANCTIONS.ids[0], UNDATED.ids[0]]
    assert passages[1] == SANCTIONS.passages[1]


async def test_headings_are_those_of_the_current_versions(filled: Store) -> None:
    wanted = [SANCTIONS.article.id, UNDATED.article.id, "0" * 16]
    headings = await filled.headings(wanted)
    assert headings == {
        SANCTIONS.article.id: Heading("2016-12-30", SANCTIONS.article.id),
        UNDATED.article.id: Heading(None, UNDATED.article.id),
    }
    await filled.delete(SANCTIONS.article.id)
    assert set(await filled.headings(wanted)) == {UNDATED.article.id}


async def test_copies_share_a_story(filled: Store) -> None:
    text = "The river fell on Monday. Bridges opened again in the old town. Farmers counted what they had lost."
    one, two, three = (edition(f"{name}.txt", text) for name in ("wire", "copy", "another copy"))
    alone = edition("alone.txt", "A cat sat. Nobody saw it sit there, and the mat was gone by noon.")
    await publish(filled, one, two, three, alone)
    ids = [e.article.id for e in (one, two, three, alone)]
    headings = await filled.headings(ids)
    assert {headings[i].story for i in ids[:3]} == {min(ids[:3])}
    assert headings[alone.article.id].story == alone.article.id
    await filled.delete(one.article.id)
    assert {found.story for found in (await filled.headings(ids[1:3])).values()} == {min(ids[1:3])}
