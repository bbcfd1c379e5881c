"""Whether to answer: the features' decision, and what the cross-encoder adds to it."""

from qa.extractive.answered import Known, closeness, features, probability
from qa.extractive.choose import SURE, confidence
from qa.ports import SentenceReading

SURELY = SentenceReading(0.999, (0, 4), 0.999)
HARDLY = SentenceReading(0.01, (0, 4), 0.01)


def known(likely: float, nearest: float = 0.5) -> Known:
    return Known(likely, nearest, words=0.8)


def test_a_sentence_that_surely_answers_outweighs_features_that_doubt() -> None:
    assert confidence(known(0.3), [SURELY, HARDLY]) >= SURE
    assert confidence(known(0.3), [HARDLY, HARDLY]) == 0.3


def test_features_that_are_sure_need_no_second_opinion() -> None:
    assert confidence(known(0.9), [HARDLY]) == 0.9


def test_features_alone_do_not_count_where_a_name_is_missing() -> None:
    assert confidence(known(0.6), [HARDLY]) == 0.6
    assert confidence(known(0.6), [HARDLY], named=False) == 0.0
    assert confidence(known(0.9), [SURELY, HARDLY], named=False) >= SURE


def test_the_order_of_the_sentences_does_not_matter() -> None:
    assert probability(known(0.3), [SURELY, HARDLY]) == probability(known(0.3), [HARDLY, SURELY])


def test_scores_of_none_and_all_are_bounded() -> None:
    assert closeness(SentenceReading(0.0, None, 0.0)) == -1
    assert closeness(SentenceReading(1.0, None, 1.0)) == 1
    assert features(known(0.0), [HARDLY])[0] == -1.6


def test_a_sentence_that_is_nearer_to_the_question_answers_more_likely() -> None:
    far, near = (probability(known(0.3, nearest), [HARDLY]) for nearest in (0.1, 0.7))
    assert far < near
