"""Passages: runs of neighbouring sentences that the embedder can read."""

from hypothesis import given, settings
from hypothesis import strategies as st

from qa import ids
from qa.passages import LIMIT, LONGEST, PASSAGES, TARGET, cut
from qa.segment import segment
from qa.types import Article, Passage, Sentence, Span


def article(text: str, *captions: Span) -> Article:
    return Article("id", ids.version(text), "a.txt", "hash", "text-1", text, captions)


def count(text: str) -> int:
    return len(text.split())


def passages(found: Article) -> tuple[Passage, ...]:
    return cut(found, segment(found), count)


def sentence(words: int) -> str:
    return " ".join(["Word"] + ["word"] * (words - 2) + ["end."])


def spans(lengths: list[int]) -> list[tuple[int, int]]:
    return [(p.first, p.last) for p in passages(article(" ".join(sentence(n) for n in lengths)))]


def test_a_short_article_is_one_passage() -> None:
    (passage,) = passages(article("The council met. It decided nothing.\n\nIt will meet again."))
    assert passage.text == "The council met. It decided nothing.\n\nIt will meet again."
    assert (passage.first, passage.last, passage.kind) == (1, 3, "body")


def test_a_passage_is_filled_up_to_its_target() -> None:
    assert TARGET == 160
    assert spans([40] * 10) == [(1, 4), (5, 8), (9, 10)]
    assert spans([20, 100, 50, 20]) == [(1, 2), (3, 4)]


def test_a_sentence_that_is_too_long_is_a_passage_of_its_own() -> None:
    assert spans([10, 300, 10]) == [(1, 1), (2, 2), (3, 3)]


def test_a_line_of_ten_megabytes_costs_no_more_than_a_page() -> None:
    counted: list[int] = []

    def note(text: str) -> int:
        counted.append(len(text))
        return count(text)

    found = article("word " * 2_000_000)
    (passage,) = cut(found, [Sentence("id", found.version, 1, 0, len(found.text))], note)
    assert (passage.start, passage.end) == (0, len(found.text))
    assert max(counted) <= LONGEST


def test_body_and_each_caption_are_passages_of_their_own() -> None:
    text = "The council met.\n\nThe mayor.\n\nThe quay. The sea."
    first, second = text.index("The mayor"), text.index("The quay")
    found = passages(article(text, Span(first, second - 2), Span(second, len(text))))
    assert [(p.text, p.kind) for p in found] == [
        ("The council met.", "body"),
        ("The mayor.", "caption"),
        ("The quay. The sea.", "caption"),
    ]


def test_the_id_is_the_address_of_the_text() -> None:
    found = article("The council met.")
    (passage,) = passages(found)
    assert passage.id == f"id.{found.version}.0-16"


def test_a_counter_that_counts_more_for_the_whole_than_for_its_parts_is_obeyed() -> None:
    found = article(" ".join([sentence(10)] * 12))
    for passage in cut(found, segment(found), lambda text: count(text) ** 2 // 30):
        assert passage.first == passage.last or count(passage.text) ** 2 // 30 < LIMIT


def test_an_article_without_sentences_has_no_passages() -> None:
    assert cut(article(""), (), count) == ()


def test_the_rule_is_named() -> None:
    assert str(TARGET) in PASSAGES


@settings(deadline=None, max_examples=200)
@given(st.lists(st.integers(2, 260), min_size=1, max_size=30), st.integers(0, 3))
def test_passages_cover_every_sentence_stay_under_the_limit_and_are_exact(lengths: list[int], captioned: int) -> None:
    parts = [sentence(n) for n in lengths]
    text = "\n\n".join(parts)
    starts = [sum(len(part) + 2 for part in parts[:n]) for n in range(len(parts))]
    captions = [Span(start, start + len(part)) for start, part in list(zip(starts, parts, strict=True))[-captioned:]]
    found = article(text, *(captions if captioned else []))
    sentences = segment(found)
    result = cut(found, sentences, count)
    assert [p for p in result if p.text != text[p.start : p.end]] == []
    assert len({(p.start, p.end) for p in result}) == len(result)
    assert [n for p in result for n in range(p.first, p.last + 1)] == [s.number for s in sentences]
    for passage in result:
        inside = sentences[passage.first - 1 : passage.last]
        assert {s.kind for s in inside} == {passage.kind}
        assert (passage.start, passage.end) == (inside[0].start, inside[-1].end)
        assert len(inside) == 1 or count(passage.text) < LIMIT
