"""Sentences: where they are cut, and what holds of them for any text."""

import os
import time
from pathlib import Path

import pytest
import sentencex  # type: ignore[import-untyped]  # the wheel has no type information
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qa import ids
from qa.errors import SourceError
from qa.extract import extract
from qa.segment import SEGMENTER, segment
from qa.types import Article, Fetched, Source, Span
from tests.segment_cases import CASES


def article(text: str, *captions: Span) -> Article:
    return Article("id", ids.version(text), "a.txt", "hash", "text-1", text, captions)


def cut(text: str) -> list[str]:
    return [text[s.start : s.end] for s in segment(article(text))]


@pytest.mark.parametrize("sentences", CASES, ids=lambda sentences: sentences[0][:30])
def test_a_paragraph_is_cut_where_a_reader_would(sentences: tuple[str, ...]) -> None:
    assert cut(" ".join(sentences)) == list(sentences)


def test_a_quotation_of_two_sentences_stays_with_its_speaker() -> None:
    whole = '"We will not create problems. We will not expel anyone," Halloran said.'
    assert cut(f"{whole} Then she left.") == [whole, "Then she left."]


def test_an_opening_quotation_mark_goes_with_what_it_opens() -> None:
    text = 'He was calm, she said. "He told me to go home.'
    assert cut(text) == ["He was calm, she said.", '"He told me to go home.']


def test_marks_without_a_word_are_no_sentence_beside_one_that_has_words() -> None:
    assert cut("They waited. Nobody came. * * *") == ["They waited.", "Nobody came. * * *"]
    assert cut("... ! They waited. Nobody came. ?! ...") == ["... ! They waited.", "Nobody came. ?! ..."]
    assert cut("* * *") == ["* * *"]


def test_wide_white_space_before_a_full_stop_does_not_stop_the_library() -> None:
    """sentencex 1.0.32 panics at this."""
    assert cut("He met B\u00a0. She did not.") == ["He met B\u00a0.", "She did not."]


def test_a_panic_of_the_library_leaves_the_paragraph_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    real = sentencex.get_sentence_boundaries
    monkeypatch.setattr(sentencex, "get_sentence_boundaries", lambda language, text: real(language, "B\u00a0. " + text))
    assert cut("They met. They left.\n\nThe end.") == ["They met. They left.", "The end."]


def test_a_heading_without_a_full_stop_is_a_sentence_of_its_own() -> None:
    text = 'They met.\n\n"We truly do not swallow this"\n\nThey met again.'
    assert cut(text) == ["They met.", '"We truly do not swallow this"', "They met again."]


def test_no_sentence_crosses_a_line_break() -> None:
    assert cut("the council met\nand went home\n\nwithout a vote") == [
        "the council met",
        "and went home",
        "without a vote",
    ]


def test_sentences_are_numbered_from_one_and_know_their_article() -> None:
    text = "One here. Two here.\n\nThree here."
    sentences = segment(article(text))
    assert [s.number for s in sentences] == [1, 2, 3]
    assert {(s.article_id, s.version) for s in sentences} == {("id", ids.version(text))}


def test_captions_are_sentences_of_their_kind_and_never_run_into_the_body() -> None:
    text = "The body goes on The caption begins. It ends"
    start = text.index("The caption")
    sentences = segment(article(text, Span(start, len(text))))
    assert [(s.kind, text[s.start : s.end]) for s in sentences] == [
        ("body", "The body goes on"),
        ("caption", "The caption begins."),
        ("caption", "It ends"),
    ]


def test_the_segmenter_is_named_with_its_version() -> None:
    name, _, rules = SEGMENTER.partition("+")
    assert name.startswith("sentencex-1.")
    assert rules.isdecimal()


def test_quotation_marks_that_never_close_take_no_longer_than_linear_time() -> None:
    """The library alone takes a minute for this line; in windows it is a second."""
    text, started = "x “" * 100_000, time.monotonic()
    assert cut(text) == [text]
    assert time.monotonic() - started < 20


def test_a_paragraph_longer_than_a_window_is_cut_as_the_short_one_is() -> None:
    sentences = [f"On Dec. {n % 30 + 1} D. Trump met {n} envoys of the U.S. in St. Petersburg." for n in range(1, 600)]
    assert cut(" ".join(sentences)) == sentences


def check(found: Article) -> None:
    text, end = found.text, 0
    sentences = segment(found)
    for number, sentence in enumerate(sentences, 1):
        quote = text[sentence.start : sentence.end]
        assert sentence.number == number
        assert end <= sentence.start < sentence.end
        assert not text[end : sentence.start].strip()
        assert quote
        assert quote == quote.strip()
        assert "\n" not in quote
        inside = [span for span in found.captions if span.start < sentence.end and sentence.start < span.end]
        assert (sentence.kind == "caption") == bool(inside)
        assert all(span.start <= sentence.start and sentence.end <= span.end for span in inside)
        end = sentence.end
    assert not text[end:].strip()


ABBREVIATED = ("U.S. ", "Dec. 30 ", "D. Trump ", "R-S.C. ", "p.m. ", "ET ", "25. ")
MARKS = ("“", "”", '"', "'", "(", ")", "...", "… ", ". ", "? ", "! ", ":", "。", "다.", "؟ ", "x.Y")
OTHERS = ("a", "B", "é", "he ", "👩\u200d🚒 ", "\u00a0", "\u2028", "\x00", "\n", "\n\n")
PIECES = st.sampled_from((*ABBREVIATED, *MARKS, *OTHERS))


@settings(deadline=None, max_examples=500)
@example("x.Y\u2028. ", [])
@given(st.lists(PIECES | st.text(max_size=8), max_size=30).map("".join), st.lists(st.integers(0, 200), max_size=4))
def test_for_any_text_sentences_are_in_order_exact_and_cover_everything(text: str, borders: list[int]) -> None:
    edges = sorted({min(border, len(text)) for border in borders})
    captions = [Span(start, end) for start, end in zip(edges[::2], edges[1::2], strict=False)]
    check(article(text, *captions))


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=300))
def test_for_any_article_that_is_extracted_too(text: str) -> None:
    try:
        found = extract(Fetched(Source("a.txt", "a.txt"), f"The council met.\n{text}".encode()))
    except SourceError:
        return
    check(found)


def test_on_the_originals_nothing_is_lost() -> None:
    folder = os.environ.get("QA_SEEDS_DIR")
    if not folder:
        pytest.skip("QA_SEEDS_DIR does not point to the original articles")
    for path in sorted(Path(folder).glob("*.txt")):
        check(extract(Fetched(Source(path.name, str(path)), path.read_bytes())))
