"""Evidence gives every sentence one label, however the passages overlap."""

import pytest

from qa import ids
from qa.evidence import gather
from qa.types import Article, Hit, Passage, Sentence, Span, StoredArticle

TEXT = "One came. Two left. Three stayed. Four slept.\n\nA picture of five."
SPANS = ((0, 9), (10, 19), (20, 33), (34, 45), (47, 65))


def stored(article_id: str = "a" * 16) -> StoredArticle:
    version = ids.version(TEXT)
    article = Article(article_id, version, f"{article_id}.txt", "0" * 16, "test", TEXT, captions=(Span(47, 65),))
    sentences = tuple(
        Sentence(article_id, version, number, start, end, "caption" if start >= 47 else "body")
        for number, (start, end) in enumerate(SPANS, start=1)
    )
    return StoredArticle(article, sentences, current=True)


def hit(article: StoredArticle, first: int, last: int) -> Hit:
    start, end = SPANS[first - 1][0], SPANS[last - 1][1]
    owner = article.article
    kind = article.sentences[first - 1].kind
    passage_id = ids.passage_id(owner.id, owner.version, start, end)
    return Hit(Passage(passage_id, owner.id, owner.version, first, last, start, end, TEXT[start:end], kind), 1.0)


def keyed(*articles: StoredArticle) -> dict[tuple[str, str], StoredArticle]:
    return {(a.article.id, a.article.version): a for a in articles}


def test_labels_count_passages_and_their_sentences_from_one() -> None:
    one, two = stored(), stored("b" * 16)
    evidence = gather([hit(one, 1, 2), hit(two, 3, 3)], keyed(one, two))
    assert [p.label for p in evidence.passages] == ["S1", "S2"]
    assert {label: s.text for label, s in evidence.sentences().items()} == {
        "S1.1": "One came.",
        "S1.2": "Two left.",
        "S2.1": "Three stayed.",
    }
    assert evidence.article_of("S2.1") is two.article


def test_a_sentence_of_two_overlapping_passages_stays_with_the_first() -> None:
    one = stored()
    evidence = gather([hit(one, 2, 3), hit(one, 1, 4)], keyed(one))
    assert [[s.text for s in p.sentences] for p in evidence.passages] == [
        ["Two left.", "Three stayed."],
        ["One came.", "Four slept."],
    ]
    assert [s.label for s in evidence.passages[1].sentences] == ["S2.1", "S2.2"]


def test_a_passage_left_with_no_sentence_is_dropped_and_takes_no_label() -> None:
    one, two = stored(), stored("b" * 16)
    evidence = gather([hit(one, 1, 3), hit(one, 2, 3), hit(two, 1, 1)], keyed(one, two))
    assert [(p.label, p.article.id) for p in evidence.passages] == [("S1", "a" * 16), ("S2", "b" * 16)]


def test_the_same_sentence_number_in_another_article_is_another_sentence() -> None:
    one, two = stored(), stored("b" * 16)
    assert len(gather([hit(one, 1, 1), hit(two, 1, 1)], keyed(one, two)).sentences()) == 2


def test_a_caption_passage_brings_its_caption() -> None:
    one = stored()
    evidence = gather([hit(one, 5, 5)], keyed(one))
    assert [(s.text, s.sentence.kind) for s in evidence.passages[0].sentences] == [("A picture of five.", "caption")]


@pytest.mark.parametrize("hits", [0, 1])
def test_a_hit_whose_article_was_purged_is_left_out(hits: int) -> None:
    one, gone = stored(), stored("b" * 16)
    evidence = gather([hit(gone, 1, 1), *[hit(one, 1, 1)] * hits], keyed(one))
    assert [p.article.id for p in evidence.passages] == ["a" * 16] * hits
