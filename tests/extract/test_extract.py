"""The whole of extraction: ids, versions, what wins over what, and what never happens."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa import ids
from qa.errors import SourceError
from qa.extract import EXTRACTOR, extract
from qa.types import Article, Fetched, Source
from tests.extract.pages import article

TITLE = "Council decides nothing again"
STORY = f"{TITLE}\n\nThe council met on Monday. It decided nothing.\n\nA second meeting is planned."


def test_the_sidecar_wins_over_front_matter_and_that_over_the_text() -> None:
    page = f"By Jane Doe\n\n{STORY}\n\nSource: Reuters"
    text = f"---\norigin: AFP\nbyline: From the Front\n---\n{page}"
    found = article(text, origin="Sidecar Press")
    assert (found.origin, found.byline, found.title) == ("Sidecar Press", "From the Front", TITLE)
    assert article(text).origin == "AFP"
    assert article(page).origin == "Reuters"


def test_an_agency_has_one_spelling_wherever_it_is_named() -> None:
    assert article(STORY, origin="The Associated Press").origin == "AP"


def test_what_nobody_says_is_none() -> None:
    found = article(STORY)
    assert {found.publisher, found.origin, found.byline, found.dateline, found.url} == {None}
    assert {found.published_at, found.updated_at} == {None}


def test_the_id_comes_from_the_address_where_there_is_one_else_from_the_name() -> None:
    assert article(STORY, name="a/b.txt").id == ids.article_id(url=None, name="a/b.txt")
    one = article(STORY, name="a.txt", url="HTTPS://example.com/story?utm_source=x#top")
    other = article("Other text.", name="b.txt", url="https://example.com/story")
    assert one.id == other.id
    assert one.url == "https://example.com/story"


def test_the_version_follows_the_text_alone() -> None:
    plain = article(STORY)
    assert plain.version == ids.version(plain.text)
    assert article(STORY.replace("\n", "\r\n"), name="b.txt", publisher="The Paper").version == plain.version
    assert article(STORY.replace("Monday", "Friday")).version != plain.version


def test_the_source_hash_follows_bytes_and_sidecar_but_not_the_order_of_its_keys() -> None:
    plain = article(STORY)
    assert article(STORY, name="other.txt").source_hash == plain.source_hash
    assert article(STORY + "\n").source_hash != plain.source_hash
    assert article(STORY, origin="A").source_hash != plain.source_hash
    assert article(STORY, origin="A", byline="B").source_hash == article(STORY, byline="B", origin="A").source_hash


def test_the_rules_are_named() -> None:
    assert article(STORY).extractor == EXTRACTOR


@pytest.mark.parametrize(
    "text", ["Skip to main content", "* * *", "---\ntitle: A\n---\n", "\u200b\u00ad", "/ Source: AP"]
)
def test_a_source_without_text_is_refused_as_empty(text: str) -> None:
    with pytest.raises(SourceError) as error:
        article(text)
    assert error.value.reason == "empty"


def test_a_page_of_captions_alone_is_an_article() -> None:
    found = article("Photo: The mayor at the quay in 2013")
    assert found.text == "The mayor at the quay in 2013"
    assert [(span.start, span.end) for span in found.captions] == [(0, len(found.text))]


LINES = st.sampled_from(
    [
        "Updated | Council decides nothing",
        "# Heading",
        "By Jane Doe",
        "Image: The mayor",
        "Photo: Reuters",
        "The mayor at the quay on Monday (Photo: Reuters)",
        "The mayor at the quay.Jane Doe / AP file",
        "/ Source: Reuters",
        "MOSCOW — The council met.",
        "Published: December 30, 2016",
        "IE 11 is not supported.",
        "***",
        "---",
        "title: A",
        "The council met on Monday. It decided nothing.",
        "",
    ]
)


def check(found: Article) -> None:
    assert found.text
    assert not [c for c in found.text if unicodedata.category(c) == "Cc" and c != "\n"]
    end = 0
    for span in found.captions:
        assert end <= span.start < span.end <= len(found.text)
        assert found.text[end : span.start] in {"", "\n\n"} or span == found.captions[0]
        end = span.end
    assert not found.captions or end == len(found.text)
    assert all(left.text for left in found.left_out)


@settings(deadline=None, max_examples=300)
@given(st.lists(LINES | st.text(max_size=40), max_size=12).map("\n".join), st.sampled_from(["a.txt", "a.md"]))
def test_any_text_becomes_an_article_or_a_source_error(text: str, name: str) -> None:
    try:
        found = extract(Fetched(Source(name, name), text.encode()))
    except SourceError:
        return
    check(found)


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=200))
def test_any_bytes_become_an_article_or_a_source_error(data: bytes) -> None:
    try:
        found = extract(Fetched(Source("a", "a"), data))
    except SourceError:
        return
    check(found)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.text("abcdefg ", min_size=1).map(lambda t: f"The {t.strip()} met."), min_size=1, max_size=6))
def test_plain_paragraphs_of_sentences_come_back_as_they_are(paragraphs: list[str]) -> None:
    text = "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
    found = article(text)
    assert found.text == text
    assert found.left_out == ()
    assert article(found.text).version == found.version
