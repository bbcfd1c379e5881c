"""Finding the expected passages in the articles."""

import dataclasses

import pytest

from evals.cases import CasesError
from evals.corpus import Corpus, resolve
from evals.types import Case, ReadyCase
from tests.evals.builders import NEWS, case, corpus, passage, stored, vital


def ready(one: Case, news: Corpus = NEWS) -> ReadyCase:
    (found,) = resolve([one], news)
    return found


def test_a_quote_is_resolved_to_its_place_and_the_sentences_it_touches() -> None:
    ((gold,),) = ready(case(passages=(passage("bridge", "on Friday. Nobody"),))).gold

    assert gold.sentences == {2, 3}
    assert NEWS.articles["bridge.txt"].article.text[gold.start : gold.end] == "on Friday. Nobody"


def test_a_line_break_in_an_article_does_not_hide_a_quote() -> None:
    news = corpus(bridge="It opened\non  Friday. Nobody was hurt.")

    assert ready(case(passages=(passage("bridge", "opened on Friday"),)), news).gold


def test_no_quote_means_the_whole_article() -> None:
    ((gold,),) = ready(case(passages=(passage("bridge"),))).gold

    assert gold.sentences == {1, 2, 3}


@pytest.mark.parametrize(
    ("expected", "told"),
    [
        (passage("bridge", "It opened on Monday"), "x:1: the quote does not stand in bridge.txt"),
        (passage("bridge", "i"), "stands 4 times"),
        (passage("tunnel", "It opened"), "there is no article 'tunnel.txt'"),
    ],
)
def test_a_quote_that_does_not_stand_once_is_an_error_and_not_a_zero(expected: object, told: str) -> None:
    with pytest.raises(CasesError) as caught:
        resolve([case(passages=(expected,))], NEWS)

    assert told in caught.value.message


def test_in_a_benchmark_it_is_a_case_that_cannot_be_graded() -> None:
    (found,) = resolve([case(passages=(passage("tunnel"),))], NEWS, strict=False)

    assert found.problem == "there is no article 'tunnel.txt'"


def test_with_one_vital_fact_any_passage_is_enough() -> None:
    found = ready(
        case(facts=(vital("35 million"),), passages=(passage("bridge", "cost 35"), passage("harbour", "froze")))
    )

    assert [len(group) for group in found.gold] == [2]


def test_with_several_vital_facts_each_has_the_passages_that_state_it() -> None:
    found = ready(
        case(
            facts=(vital("35 million"), vital("ice")),
            passages=(passage("bridge", "cost 35 million"), passage("harbour", "froze over")),
        )
    )

    assert [[gold.article for gold in group] for group in found.gold] == [["bridge.txt"], ["harbour.txt"]]


def test_where_all_is_needed_each_sentence_stands_for_itself() -> None:
    found = ready(case(needed="all", passages=(passage("bridge", "It opened on Friday. Nobody was hurt."),)))

    assert [[sorted(gold.sentences) for gold in group] for group in found.gold] == [[[2]], [[3]]]


def test_the_fingerprint_is_of_the_bytes_and_not_of_our_own_rules() -> None:
    kept = stored("a.txt", "One. Two.", source_hash="h1")
    cut_otherwise = dataclasses.replace(kept, article=dataclasses.replace(kept.article, text="One."))
    other_bytes = stored("a.txt", "One. Two.", source_hash="h2")

    assert Corpus({"a.txt": kept}).fingerprint == Corpus({"a.txt": cut_otherwise}).fingerprint
    assert Corpus({"a.txt": kept}).fingerprint != Corpus({"a.txt": other_bytes}).fingerprint
    assert Corpus({"a.txt": kept}).fingerprint != Corpus({"b.txt": kept}).fingerprint
