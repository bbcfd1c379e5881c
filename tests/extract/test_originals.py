"""The acid test: pages as the web gives them. The two fixtures always run; they have the raw shape of the two
originals, which run where QA_SEEDS_DIR points to them."""

import os
from pathlib import Path

import pytest

from qa.extract import extract
from qa.segment import segment
from qa.types import Article, Fetched, Source
from tests.extract.pages import body, captions, left

FIXTURES = Path(__file__).parent.parent / "fixtures"


def read(path: Path) -> Article:
    return extract(Fetched(Source(path.name, str(path)), path.read_bytes()))


def original(start: str) -> Article:
    folder = os.environ.get("QA_SEEDS_DIR")
    paths = sorted(Path(folder).glob(f"{start}*.txt")) if folder else []
    if not paths:
        pytest.skip("QA_SEEDS_DIR does not point to the original articles")
    return read(paths[0])


@pytest.fixture(params=["fixture", "original"])
def twice(request: pytest.FixtureRequest) -> Article:
    """The page whose caption stands twice."""
    return read(FIXTURES / "ferries_caption_twice.txt") if request.param == "fixture" else original("000")


@pytest.fixture(params=["fixture", "original"])
def imaged(request: pytest.FixtureRequest) -> Article:
    """The page with a banner, an image mark and a source line."""
    return read(FIXTURES / "ferries_image_and_source.txt") if request.param == "fixture" else original("004")


def sentences(article: Article, kind: str) -> list[str]:
    return [article.text[s.start : s.end] for s in segment(article) if s.kind == kind]


def test_the_update_mark_is_no_part_of_the_title(twice: Article) -> None:
    assert twice.title is not None
    assert twice.title.endswith((" Putin says", " Halloran says"))
    assert "Updated" not in twice.title
    assert left(twice, "update_mark") == ["Updated |"]


def test_a_caption_that_stands_twice_is_kept_once_as_a_caption(twice: Article) -> None:
    (caption,) = captions(twice)
    assert "(centre)" in caption
    assert "Photo" not in caption
    assert twice.text.count(caption) == 1
    assert caption not in body(twice)
    assert left(twice, "repeat") == [caption]


def test_the_credit_of_a_picture_is_not_the_origin_of_the_article(twice: Article) -> None:
    assert twice.origin is None
    assert left(twice, "credit") == ["(Photo: Reuters)", "(Photo: Reuters)"]
    assert "Reuters" not in twice.text


def test_the_standfirst_without_a_full_stop_stays_in_the_body_as_a_sentence(twice: Article) -> None:
    first = sentences(twice, "body")[0]
    assert first == body(twice)[0]
    assert first[-1].isalpha()
    assert "  " not in first
    assert "\u00a0" not in twice.text


def test_the_last_line_is_the_last_sentence_of_the_body(twice: Article) -> None:
    assert sentences(twice, "body")[-1].endswith(('US action "ungrounded".', 'the fines "weightless".'))


def test_nothing_else_is_left_out(twice: Article, imaged: Article) -> None:
    kinds = ["update_mark", "title", "credit", "credit", "repeat"]
    assert [entry.kind for entry in twice.left_out] == kinds
    kinds = ["banner", "title", "image_mark", "credit", "source_line", "dateline"]
    assert [entry.kind for entry in imaged.left_out] == kinds


def test_the_source_line_gives_the_origin(imaged: Article) -> None:
    assert imaged.origin == "Reuters"
    assert left(imaged, "source_line") == ["/ Source: Reuters"]
    assert "Source" not in imaged.text


def test_the_banner_of_the_browser_is_neither_title_nor_body(imaged: Article) -> None:
    assert imaged.title is not None
    assert imaged.title.endswith((" Retaliation for Sanctions", " Reply to Crew Ban"))
    assert "IE 11" not in imaged.text
    assert len(left(imaged, "banner")) == 1


def test_the_dateline_is_kept_beside_the_text(imaged: Article) -> None:
    assert imaged.dateline in {"MOSCOW", "PORT SELE"}
    assert "—" not in imaged.text
    assert any(line.startswith(("Vladimir Putin on Friday", "Ines Halloran on Wednesday")) for line in body(imaged))


def test_both_captions_are_captions_without_mark_and_credit(imaged: Article) -> None:
    alternative, caption = captions(imaged)
    assert alternative.endswith((" in 2013.", " in 2011."))
    assert caption.endswith((" world economies meet.", " towns dine."))
    assert not any("Image" in line or "AP file" in line for line in imaged.text.splitlines())
    assert len(sentences(imaged, "caption")) == 3


def test_a_date_in_a_caption_is_not_the_date_of_the_article(imaged: Article, twice: Article) -> None:
    assert imaged.published_at is None
    assert imaged.updated_at is None
    assert twice.published_at is None
    assert twice.updated_at is None


def test_a_pulled_quote_stays_in_the_body_as_a_sentence_of_its_own(imaged: Article) -> None:
    quote = [line for line in body(imaged) if line.startswith('"We ') and line.endswith('"')]
    assert len(quote) == 1
    assert quote[0] in sentences(imaged, "body")


def test_the_standfirst_with_full_stops_is_two_sentences_of_the_body(imaged: Article) -> None:
    first, second, *_ = sentences(imaged, "body")
    assert f"{first} {second}" == body(imaged)[0]
    assert "U.S. diplomats" in second or "U.T. vessel" in second
