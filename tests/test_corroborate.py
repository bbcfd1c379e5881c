"""Independent origins: copies of one story are one, whatever their credits say."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.cite import cite
from qa.corroborate import agency, copies, corroborated, origins
from qa.fingerprint import runs
from qa.statements import statements
from qa.types import Article, Citation, Claim, DraftClaim, Evidence
from qa.verify import verify
from tests.verify.cases import article_of, evidence_of

WIRE = (
    "The harbour authority closed the northern pier on Monday after divers found cracks in eleven of its forty piles.",
    "Ferries to the islands will leave from the fish market until at least the end of March, the authority said.",
    "An engineer who inspected the pier two years ago told the council that the piles would last another decade.",
    "Fishermen blocked the access road for an hour and asked for berths closer to the cold store.",
    "The council meets on Thursday to decide whether to repair the pier or to pull it down and build a new one.",
    "Repairs would cost about four million, a new pier three times as much, according to an estimate from last autumn.",
)
HOUSE_EDIT = (
    "Cracks have shut the northern pier, and island ferries are moving to the fish market.",
    "The harbour authority closed the northern pier on Monday after divers found cracks in 11 of its 40 piles.",
    "Ferries to the islands will leave from the fish market until at least the end of March, the authority said.",
    "An engineer who inspected the pier two years ago told the council the piles would last another decade.",
)
OWN_REPORT = (
    "Islanders woke up to a longer walk on Monday: their ferry no longer leaves from the northern pier.",
    "Divers had found eleven of the forty piles cracked, and the harbour authority ordered the pier to be closed.",
    "“We knew that it was old, nobody told us that it was rotten,” said the owner of the kiosk at its foot.",
    "On Thursday the council will choose between a repair for some four million and a new pier for twelve.",
)
OTHER = ("The museum reopened its west wing after nine years, with a show of maps that were thought to be lost.",) * 3


def story(name: str, sentences: tuple[str, ...], origin: str | None = None) -> Article:
    return replace(article_of(sentences, name=name), origin=origin)


def cited(*articles: tuple[Article, tuple[str, ...]]) -> tuple[tuple[Citation, ...], Evidence]:
    """A citation of the first sentence of each article."""
    evidence = evidence_of(*articles)
    return cite([f"S{n}.1" for n in range(1, len(articles) + 1)], evidence).citations, evidence


def count(*pairs: tuple[tuple[str, ...], str | None]) -> int:
    articles = [(story(f"article-{n}", text, origin), text) for n, (text, origin) in enumerate(pairs)]
    return origins(*cited(*articles))


def test_no_citation_has_no_origin() -> None:
    assert origins((), Evidence(())) == 0


def test_two_reports_of_the_same_event_are_two_origins() -> None:
    assert count((WIRE, None), (OWN_REPORT, None)) == 2


def test_reports_that_quote_the_same_statement_stay_two_origins() -> None:
    """Both hand on one sentence of the authority word for word; the rest is their own."""
    assert count((WIRE, None), ((*OWN_REPORT, WIRE[1]), None)) == 2


def test_a_copy_with_house_edits_and_a_cut_tail_adds_no_origin() -> None:
    assert count((WIRE, "Reuters"), (HOUSE_EDIT, None)) == 1


def test_a_copy_under_another_credit_adds_no_origin() -> None:
    assert count((WIRE, "Reuters"), (HOUSE_EDIT, "The Morning Post")) == 1


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Reuters", "REUTERS"),
        ("Reuters", "Thomson Reuters"),
        ("Reuters", "(Reuters)"),
        ("AP", "The Associated Press"),
        ("AFP", "Agence France-Presse"),
    ],
)
def test_the_same_agency_is_one_origin_however_it_is_written(one: str, two: str) -> None:
    assert agency(one) == agency(two)
    assert count((WIRE, one), (OTHER, two)) == 1


def test_different_known_origins_with_different_texts_are_different() -> None:
    assert count((WIRE, "Reuters"), (OWN_REPORT, "AFP")) == 2


def test_an_unknown_origin_counts_for_itself() -> None:
    assert count((WIRE, None), (OTHER, None), (OWN_REPORT, None)) == 3


def test_five_copies_of_one_story_are_one_origin() -> None:
    assert count(*[(WIRE[n % 2 :], None) for n in range(5)]) == 1


def test_two_citations_of_one_article_are_one_origin() -> None:
    evidence = evidence_of((story("a", WIRE), WIRE))
    assert origins(cite(["S1.1", "S1.4"], evidence).citations, evidence) == 1


def test_a_copy_links_articles_that_share_an_agency() -> None:
    """The second is a copy of the first and credits AP; the third credits AP: all three are one."""
    assert count((WIRE, None), (HOUSE_EDIT, "AP"), (OTHER, "ap")) == 1


def test_clusters_hold_every_article_once_in_the_order_given() -> None:
    articles = [story("a", OTHER), story("b", WIRE), story("c", OWN_REPORT), story("d", HOUSE_EDIT)]
    a, b, c, d = (article.id for article in articles)
    assert copies(articles) == (frozenset({a}), frozenset({b, d}), frozenset({c}))


def test_short_texts_are_no_copies_of_anything() -> None:
    assert len(copies([story("a", ("Divers found cracks.",)), story("b", ("Divers found cracks. " + WIRE[0],))])) == 2


def test_typography_does_not_hide_a_copy() -> None:
    typeset = tuple(
        text.replace("fi", "ﬁ").replace(" ", "\u00a0").replace("authority", "au\u00adthority") for text in WIRE
    )
    assert len(copies([story("a", WIRE), story("b", typeset)])) == 1


def house_edited(seed: int) -> str:
    """Half of the story, one word in twelve exchanged, behind an opening of its own."""
    rng = random.Random(seed)
    words = " ".join(WIRE).split()
    kept = [rng.choice(words) if rng.random() < 1 / 12 else word for word in words[: len(words) * 6 // 10]]
    return "Work on the pier has begun, residents were told. " + " ".join(kept)


@settings(deadline=None, max_examples=40)
@given(st.permutations(["a", "b", "c", "d"]))
def test_the_order_of_the_articles_does_not_change_the_clusters(order: list[str]) -> None:
    texts = {"a": WIRE, "b": HOUSE_EDIT, "c": OWN_REPORT, "d": OTHER}
    found = copies([story(name, texts[name]) for name in order])
    assert set(found) == set(copies([story(name, texts[name]) for name in sorted(texts)]))


def test_most_edited_copies_are_found() -> None:
    found = [len(copies([story("a", WIRE), story("b", (house_edited(seed),))])) == 1 for seed in range(50)]
    assert sum(found) >= 40


CLAIM = "Divers found cracks in eleven of the forty piles of the northern pier on Monday."


def said_beside(*articles: Article, exact: str | None = None) -> Claim:
    """The claim of the first article's first sentence beside all of the others."""
    evidence = evidence_of(*((article, article.text.split("\n\n")) for article in articles))
    claim = verify(DraftClaim(articles[0].text.split("\n\n")[0], ("S1.1",)), evidence)
    assert isinstance(claim, Claim)
    found = corroborated(replace(claim, exact=exact), statements(evidence), evidence)
    texts = {article.id: article.text for article in articles}
    assert all(c.quote == texts[c.article_id][c.start : c.end] for c in found.citations)
    return found


def told(name: str, text: str, day: str = "2024-03-05", origin: str | None = None) -> Article:
    return replace(article_of((text, name), name=name, published_at=day), origin=origin)


def test_another_report_that_says_the_same_is_found_and_cited() -> None:
    other = told("b", "Cracks were found by divers on Monday in 11 of the 40 piles of the northern pier.")
    claim = said_beside(told("a", CLAIM), other)
    assert claim.origins == 2
    assert [citation.article_id for citation in claim.citations] == [article_of((CLAIM,), name="a").id, other.id]


@pytest.mark.parametrize(
    "text",
    [
        "Divers found cracks in nine of the forty piles of the northern pier on Monday.",  # another number
        "Divers found cracks in eleven of the forty piles of the southern jetty of Port Rosa.",  # another place
        "Divers found no cracks in eleven of the forty piles of the northern pier on Monday.",  # the contrary
        "Divers may find cracks in eleven of the forty piles of the northern pier on Monday.",  # not said to be so
        "The council meets on Thursday about the northern pier.",
    ],
)
def test_what_says_something_else_corroborates_nothing(text: str) -> None:
    claim = said_beside(told("a", CLAIM), told("b", text))
    assert (claim.origins, len(claim.citations)) == (1, 1)


def test_the_same_weekday_of_another_week_corroborates_nothing() -> None:
    assert said_beside(told("a", CLAIM), told("b", CLAIM + " So it was.", "2024-03-26")).origins == 1


def test_a_copy_or_the_same_agency_corroborates_nothing() -> None:
    other = "Cracks were found by divers on Monday in 11 of the 40 piles of the northern pier."
    claim = said_beside(told("a", CLAIM, origin="Reuters"), told("b", other, origin="REUTERS"))
    assert (claim.origins, len(claim.citations)) == (1, 1)
    wire = story("one", WIRE)
    assert said_beside(wire, story("two", HOUSE_EDIT)).origins == 1


def test_two_copies_that_say_the_same_are_one_origin_more() -> None:
    other = told("b", "Cracks were found by divers on Monday in 11 of the 40 piles of the northern pier.")
    again = replace(other, id="c" * 16)
    assert said_beside(told("a", CLAIM), other, again).origins == 2


def test_sentences_that_stand_together_may_say_it_together() -> None:
    apart = (
        "Divers found cracks in piles of the northern pier on Monday.",
        "Eleven of the forty piles have cracks, divers said.",
    )
    for texts, count in ((apart, 2), ((apart[0], "The sea was calm.", apart[1]), 1)):
        other = article_of((*texts, "b"), name="b", published_at="2024-03-05")
        assert said_beside(told("a", CLAIM), other).origins == count


def test_a_claim_of_few_words_is_not_told_from_others() -> None:
    claim = "The pier had nothing to do with them."
    assert said_beside(told("a", claim), told("b", "The pier was closed to all of them on Friday.")).origins == 1


def test_words_that_do_not_hold_the_answer_corroborate_nothing() -> None:
    claim = "The crew of the ferry found eleven cracks in the northern pier, which smugglers blew up."
    other = told("b", "The crew of the ferry found eleven cracks in the northern pier.")
    assert said_beside(told("a", claim), other, exact="smugglers").origins == 1


def test_each_of_many_texts_is_taken_apart_once() -> None:
    many = [replace(article_of(f"Report {n}. {' '.join(WIRE)}"), id=f"{n}") for n in range(40)]
    runs.cache_clear()
    assert copies(many) == (frozenset(article.id for article in many),)
    assert runs.cache_info().misses == len(many)
