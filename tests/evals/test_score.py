"""What one answer adds to each figure."""

import dataclasses
import math
from dataclasses import replace

import pytest

from evals.corpus import resolve
from evals.score import score
from evals.types import ANSWERED, DECLINED, Case, CaseScore, Ratio, ReadyCase, Text
from qa.types import Answer, Claim, Disagreement, Side, Status, Usage
from tests.evals.builders import (
    NEWS,
    answer,
    articles,
    case,
    citation,
    claim,
    forbidden,
    hit,
    okay,
    passage,
    unanswerable,
    vital,
)

COST = "The bridge cost 35 million dollars."


def scored(one: Case, given: Answer) -> CaseScore:
    (ready,) = resolve([one], NEWS)
    return score(ready, given, articles())


def ratio(one: Case, given: Answer, name: str) -> tuple[float, float] | None:
    found = scored(one, given).ratios.get(name)
    return (found.part, found.whole) if found else None


def good() -> Answer:
    return answer(claim(COST, citation("bridge", 1)))


FACTS = (vital("35 million"), okay("dollars"), okay("Friday"), forbidden("36 million"))


def test_facts_are_met_or_not_in_the_order_of_the_case() -> None:
    found = scored(case(facts=FACTS), good())

    assert found.facts == (True, True, False, False)
    assert found.ratios["vital_fact_recall"] == Ratio(1, 1)
    assert found.ratios["fact_recall"] == Ratio(2, 3)
    assert found.ratios["forbidden_said"] == Ratio(0, 1)


def test_a_fact_in_the_quote_alone_is_not_said() -> None:
    given = answer(claim("The bridge was expensive.", citation("bridge", 1)))

    assert ratio(case(facts=FACTS), given, "vital_fact_recall") == (0, 1)


def test_a_refusal_states_no_fact() -> None:
    assert ratio(case(facts=FACTS), answer(), "vital_fact_recall") == (0, 1)


def test_an_exact_citation_of_an_expected_sentence() -> None:
    one = case(facts=FACTS, passages=(passage("bridge", COST),))

    found = scored(one, good()).ratios

    for name in ("quote_exactness", "citation_validity", "claim_coverage", "citation_precision", "citation_recall"):
        assert found[name] == Ratio(1, 1), name
    assert found["wrong_article"] == Ratio(0, 1)
    assert found["passed"] == Ratio(1, 1)


def test_offsets_shifted_by_one_are_neither_exact_nor_valid() -> None:
    found = scored(case(facts=FACTS), answer(claim(COST, citation("bridge", 1, shift=1))))

    assert found.ratios["quote_exactness"] == Ratio(0, 1)
    assert found.ratios["citation_validity"] == Ratio(0, 1)
    assert found.ratios["claim_coverage"] == Ratio(0, 1)
    assert found.ratios["passed"] == Ratio(0, 1)


def test_a_quote_cut_at_shifted_offsets_is_exact_and_still_not_valid() -> None:
    cited = citation("bridge", 1)
    text = NEWS.articles["bridge.txt"].article.text
    moved = dataclasses.replace(cited, start=1, end=cited.end + 1, quote=text[1 : cited.end + 1])

    found = scored(case(), answer(claim(COST, moved)))

    assert found.ratios["quote_exactness"] == Ratio(1, 1)
    assert found.ratios["citation_validity"] == Ratio(0, 1)


@pytest.mark.parametrize(
    "change",
    [
        {"version": "0" * 16},
        {"article_id": "0" * 16},
        {"sentences": ()},
        {"sentences": (9,)},
        {"sentences": (1, 2)},
        {"kind": "caption"},
        {"quote": "", "end": 0},
    ],
)
def test_a_citation_of_what_is_not_there_is_not_valid(change: dict[str, object]) -> None:
    cited = dataclasses.replace(citation("bridge", 1), **change)  # type: ignore[arg-type]  # any field

    assert ratio(case(), answer(claim(COST, cited)), "citation_validity") == (0, 1)


def test_an_empty_quote_is_not_exact() -> None:
    empty = dataclasses.replace(citation("bridge", 1), end=0, quote="")

    assert ratio(case(), answer(claim(COST, empty)), "quote_exactness") == (0, 1)


def test_precision_counts_sentences_and_wrong_articles_count_citations() -> None:
    one = case(passages=(passage("bridge", COST),))
    given = answer(claim(COST, citation("bridge", 1, 2), citation("harbour", 1)))

    found = scored(one, given).ratios

    assert found["citation_precision"] == Ratio(1, 3)
    assert found["wrong_article"] == Ratio(1, 2)


def test_a_refusal_has_no_precision_and_loses_recall() -> None:
    one = case(passages=(passage("bridge", COST),))

    found = scored(one, answer()).ratios

    assert "citation_precision" not in found
    assert "quote_exactness" not in found
    assert found["citation_recall"] == Ratio(0, 1)


def test_f1_by_sentence_is_there_only_where_every_sentence_is_needed() -> None:
    expected = (passage("bridge", "It opened on Friday. Nobody was hurt."),)
    given = answer(claim("It opened on Friday.", citation("bridge", 1, 2)))

    assert ratio(case(passages=expected, needed="all"), given, "citation_f1") == (2, 4)
    assert ratio(case(passages=expected, needed="all"), given, "citation_recall") == (1, 2)
    assert ratio(case(passages=expected), given, "citation_f1") is None


@pytest.mark.parametrize("declined", sorted(DECLINED))
def test_abstention_comes_from_the_status_and_no_phrase(declined: Status) -> None:
    refused, said = answer(status=declined), answer(claim("The articles don't say.", citation("bridge", 1)))

    due, answered_anyway = scored(unanswerable(), refused).ratios, scored(unanswerable(), said).ratios
    not_due = scored(case(), refused).ratios

    assert due["abstention_precision"] == due["abstention_recall"] == Ratio(1, 1)
    assert due["abstention_f1"] == Ratio(2, 2)
    assert answered_anyway["wrong_answer"] == Ratio(1, 1)
    assert answered_anyway["abstention_f1"] == Ratio(0, 1)
    assert not_due["wrong_refusal"] == Ratio(1, 1)
    assert not_due["abstention_precision"] == Ratio(0, 1)


def test_a_case_that_accepts_both_says_nothing_about_abstention() -> None:
    either = case(status=ANSWERED | DECLINED)

    assert not [name for name in scored(either, answer()).ratios if "abstention" in name or "wrong_" in name]


def test_retrieval_ranks_the_first_hit_that_overlaps_an_expected_passage() -> None:
    one = case(passages=(passage("bridge", "It opened on Friday"),))
    hits = (hit("harbour", 36, 50), hit("bridge", 0, 35), hit("bridge", 36, 57))

    found = scored(one, answer(hits=hits)).ratios

    assert found["recall@1"] == Ratio(0, 1)
    assert found["recall@5"] == Ratio(1, 1)
    assert found["mrr"].part == pytest.approx(1 / 3)
    assert found["ndcg@10"].part == pytest.approx(1 / math.log2(4))


def test_recall_counts_each_fact_that_is_needed() -> None:
    one = case(
        facts=(vital("35 million"), vital("froze")),
        passages=(passage("bridge", COST), passage("harbour", "froze over")),
    )

    found = scored(
        one, answer(hits=(hit("harbour", 0, 24), *[hit("harbour", 30, 40)] * 4, hit("bridge", 0, 35)))
    ).ratios

    assert found["recall@1"] == Ratio(1, 2)
    assert found["recall@5"] == Ratio(1, 2)
    assert found["recall@10"] == Ratio(2, 2)


def test_a_hit_below_the_tenth_place_counts_for_nothing() -> None:
    one = case(passages=(passage("bridge", COST),))
    miss, right = hit("harbour", 0, 24), hit("bridge", 0, 35)

    tenth = scored(one, answer(hits=(*[miss] * 9, right))).ratios
    eleventh = scored(one, answer(hits=(*[miss] * 10, right))).ratios

    assert tenth["mrr"].part == pytest.approx(0.1)
    assert eleventh["mrr"] == Ratio(0.0, 1)
    assert eleventh["ndcg@10"] == Ratio(0.0, 1)


@pytest.mark.parametrize("ranks", [1, 2, 3])
def test_an_ideal_ranking_has_an_ndcg_of_one_and_none_has_more(ranks: int) -> None:
    one = case(needed="all", passages=(passage("bridge"),))
    sentences = NEWS.articles["bridge.txt"].sentences
    split = [hit("bridge", s.start, s.end) for s in sentences[:ranks]] + [hit("bridge", 0, 73)]

    assert scored(one, answer(hits=tuple(split))).ratios["ndcg@10"].part == pytest.approx(1.0)


def test_a_disagreement_is_shown_when_its_sides_state_the_values() -> None:
    one = case(kind="disagreement", facts=(vital("35 million"),), sides=((Text("35 million"),), (Text("36 million"),)))
    sides = (Side(COST, (citation("bridge", 1),)), Side("It cost 36 million.", (citation("harbour", 1),)))
    shown = answer(claim(COST, citation("bridge", 1)), disagreements=(Disagreement("cost", sides),))
    one_sided = answer(claim(COST, citation("bridge", 1)), disagreements=(Disagreement("cost", sides[:1]),))

    assert ratio(one, shown, "disagreement_recall") == (2, 2)
    assert ratio(one, shown, "disagreement_precision") == (1, 1)
    assert ratio(one, one_sided, "disagreement_recall") == (0, 2)
    assert ratio(one, good(), "disagreement_recall") == (0, 2)
    assert ratio(one, shown, "quote_exactness") == (3, 3)


def test_a_disagreement_about_what_sources_agree_on_lowers_the_precision() -> None:
    sides = (Side(COST, (citation("bridge", 1),)), Side("It cost much.", (citation("harbour", 1),)))
    shown = answer(claim(COST, citation("bridge", 1)), disagreements=(Disagreement("cost", sides),))

    assert ratio(case(facts=FACTS, sides=()), shown, "disagreement_precision") == (0, 1)
    assert ratio(case(facts=FACTS, sides=None), shown, "disagreement_precision") is None


def test_reading_sets_count_the_words_of_all_claims_and_a_refusal_as_none() -> None:
    asked = case(references=("35 million dollars",))

    assert ratio(asked, answer(claim("35 million", citation("bridge", 1))), "token_f1") == (0.8, 1)
    assert ratio(asked, answer(), "exact_match") == (0, 1)
    assert ratio(unanswerable(references=()), answer(), "exact_match") == (1, 1)
    assert ratio(case(), good(), "token_f1") is None


def test_a_case_with_a_problem_cannot_be_graded() -> None:
    found = score(ReadyCase(case(facts=FACTS), (), "there is no article"), good(), articles())

    assert found == CaseScore("could_not_grade", reason="there is no article")


@pytest.mark.parametrize(
    ("claims", "status", "passes"),
    [
        ([COST], "answered", True),
        ([COST], "partial", True),
        ([COST], "insufficient_evidence", False),
        (["It cost much."], "answered", False),
        ([COST, "It cost 36 million."], "answered", False),
    ],
)
def test_a_case_is_passed_with_its_status_its_vital_facts_and_nothing_forbidden(
    claims: list[str], status: Status, passes: bool
) -> None:
    made: list[Claim] = [claim(text, citation("bridge", 1)) for text in claims]

    assert ratio(case(facts=FACTS), answer(*made, status=status), "passed") == (passes, 1)


def test_a_case_with_a_yes_or_no_is_passed_with_that_one_only() -> None:
    expected = case(facts=FACTS, yes_no="yes")
    given = answer(claim(COST, citation("bridge", 1)))

    assert ratio(expected, replace(given, yes_no="yes"), "passed") == (1, 1)
    assert ratio(expected, replace(given, yes_no="no"), "passed") == (0, 1)
    assert ratio(expected, given, "passed") == (0, 1)
    assert ratio(case(facts=FACTS), replace(given, yes_no="no"), "passed") == (1, 1)


def test_tokens_and_cost_are_counted_where_a_price_is_set() -> None:
    priced = answer(usage=Usage(100, 20, 0.5))
    unpriced = answer(usage=Usage(100, 20, None))

    assert ratio(case(), priced, "input_tokens") == (100, 1)
    assert ratio(case(), priced, "cost_usd") == (0.5, 1)
    assert ratio(case(), unpriced, "cost_usd") is None
