"""Who wrote an article, where and when: read where it is said, and nowhere else."""

import pytest

from tests.extract.pages import STORY, article, body, captions, left, page


class TestSource:
    @pytest.mark.parametrize(
        ("line", "origin"),
        [
            ("/ Source: Reuters", "Reuters"),
            ("/ Source: Northwire", "Northwire"),
            ("Source: The Associated Press", "AP"),
            ("(AFP)", "AFP"),
            ("— Reuters", "Reuters"),
            ("CNN —", "CNN"),
        ],
    )
    def test_a_source_line_gives_the_origin_in_one_spelling(self, line: str, origin: str) -> None:
        for text in (page("Council decides nothing again", line, STORY), page("Council decides nothing", STORY, line)):
            found = article(text)
            assert found.origin == origin
            assert left(found, "source_line") == [line]

    def test_the_bare_name_of_an_agency_in_the_middle_is_a_heading(self) -> None:
        found = article(page("Who tells the news", *["They met."] * 5, "Reuters", *["They met."] * 5))
        assert found.origin is None
        assert "Reuters" in body(found)

    @pytest.mark.parametrize(
        "sentence",
        [
            "Source: harbour office, figures for 2016",
            '"Source: Reuters" was all that the slip said.',
            "Source: Reuters said that it had no source.",
            "Reuters was the first to report it.",
            "According to the AP, nothing came of it.",
        ],
    )
    def test_a_chart_or_a_sentence_about_sources_gives_none(self, sentence: str) -> None:
        found = article(page("Council decides nothing again", STORY, sentence))
        assert found.origin is None
        assert sentence in body(found)


class TestDateline:
    @pytest.mark.parametrize(
        ("mark", "place", "origin"),
        [
            ("MOSCOW — ", "MOSCOW", None),
            ("MOSCOW (Reuters) — ", "MOSCOW", "Reuters"),
            ("Moscow (Reuters) - ", "Moscow", "Reuters"),
            ("WASHINGTON, Dec 30 (Reuters) - ", "WASHINGTON, Dec 30", "Reuters"),
            ("ST. PETERSBURG, Russia (AP) — ", "ST. PETERSBURG, Russia", "AP"),
            ("MOSCOW/LONDON (Reuters) - ", "MOSCOW/LONDON", "Reuters"),
            ("NEW YORK – ", "NEW YORK", None),
            ("(CNN) ", None, "CNN"),
        ],
    )
    def test_a_dateline_gives_place_and_agency(self, mark: str, place: str | None, origin: str | None) -> None:
        found = article(page("Council decides nothing again", f"{mark}The council met on Monday.", STORY))
        assert (found.dateline, found.origin) == (place, origin)
        assert body(found)[0] == "The council met on Monday."
        assert left(found, "dateline") == [mark.strip()]

    def test_a_dateline_may_have_a_line_to_itself(self) -> None:
        found = article(page("New York CNN Business —", "The council met on Monday.", STORY))
        assert (found.title, found.dateline, found.origin) == (None, "New York", "CNN")
        assert body(found)[0] == "The council met on Monday."

    @pytest.mark.parametrize(
        "sentence",
        [
            "Moscow — the city — has seen worse.",
            "Moscow — That is where it began.",
            "MOSCOW — The city — has seen worse.",
            "NATO — the alliance of the west — has seen worse.",
            "GRU — Russia's military intelligence agency.",
            "MOSCOW was quiet — nobody went out.",
            "Moscow (the capital) - and only Moscow - was quiet.",
        ],
    )
    def test_a_sentence_with_a_dash_is_no_dateline(self, sentence: str) -> None:
        found = article(page("Council decides nothing again", sentence, STORY))
        assert found.dateline is None
        assert body(found)[0] == sentence

    def test_a_dateline_far_from_the_top_is_none(self) -> None:
        late = "LONDON — The other council met too."
        found = article(page("Round-up of the councils", *["They met."] * 6, late))
        assert found.dateline is None
        assert late in body(found)

    def test_only_the_first_dateline_near_the_top_is_one(self) -> None:
        later = "LONDON — The other council met too."
        found = article(page("Round-up of the councils", "MOSCOW — The council met on Monday.", STORY, later))
        assert found.dateline == "MOSCOW"
        assert later in body(found)


class TestByline:
    @pytest.mark.parametrize(
        ("line", "byline", "origin"),
        [
            ("By Jane Doe", "Jane Doe", None),
            ("By Jane Doe and John van der Roe", "Jane Doe and John van der Roe", None),
            ("BY JANE DOE", "JANE DOE", None),
            ("By Jane Doe, Associated Press", "Jane Doe, Associated Press", "AP"),
            ("By Jane Doe for Reuters", "Jane Doe", "Reuters"),
            ("By Reuters", "Reuters", "Reuters"),
            ("By Jane Doe in Moscow", "Jane Doe", None),
        ],
    )
    def test_a_byline_is_kept_beside_the_text(self, line: str, byline: str, origin: str | None) -> None:
        found = article(page("Council decides nothing again", line, STORY))
        assert (found.byline, found.origin) == (byline, origin)
        assert line not in found.text

    @pytest.mark.parametrize(
        "line",
        [
            "By Friday, the council had gone home.",
            "By Friday Evening",
            "By Design",
            "By the Numbers",
            "By train",
            "By Jane Doe’s account, nothing came of it.",
        ],
    )
    def test_a_sentence_or_heading_with_by_is_no_byline(self, line: str) -> None:
        found = article(page("Council decides nothing again", line, STORY))
        assert found.byline is None
        assert line in body(found)


class TestDates:
    @pytest.mark.parametrize(
        ("line", "published", "updated"),
        [
            ("Published: December 30, 2016", "2016-12-30", None),
            ("Published Fri 30 Dec 2016 14.05 GMT", "2016-12-30T14:05:00Z", None),
            ("Dec. 30, 2016, 2:05 p.m. ET", "2016-12-30", None),
            ("Last updated on 31 December 2016", None, "2016-12-31"),
            ("Published 12/30/2016 | Updated 12/31/2016", "2016-12-30", "2016-12-31"),
            ("December 30, 2016 Updated January 2, 2017, 8:00 a.m. UTC", "2016-12-30", "2017-01-02T08:00:00Z"),
            ("2016-12-30T14:05Z", "2016-12-30T14:05:00Z", None),
            ("Published 12:05 p.m. GMT, Dec. 30, 2016", "2016-12-30T12:05:00Z", None),
            ("Published 11:34 PM EST Dec 30, 2016", "2016-12-31T04:34:00Z", None),
            ("Published Dec. 30, 2016 at 12:05 AM UTC", "2016-12-30T00:05:00Z", None),
            ("Published: 03/04/2016", None, None),
            ("Published: February 30, 2016", None, None),
        ],
    )
    def test_a_line_of_dates_is_read(self, line: str, published: str | None, updated: str | None) -> None:
        found = article(page("Council decides nothing again", line, STORY))
        assert (found.published_at, found.updated_at) == (published, updated)
        assert left(found, "date_line") == [line]

    @pytest.mark.parametrize(
        "sentence",
        [
            "On December 30, 2016, the council met.",
            "December 30, 2016 was a Friday.",
            "Published in 2016, the report was read by nobody.",
            "Updated December figures are due.",
        ],
    )
    def test_a_date_in_a_sentence_is_not_the_date_of_the_article(self, sentence: str) -> None:
        found = article(page("Council decides nothing again", sentence, STORY))
        assert (found.published_at, found.updated_at) == (None, None)
        assert sentence in body(found)

    def test_dates_as_headings_of_a_chronicle_stay(self) -> None:
        chronicle = page("How it came about", "December 29, 2016", "They met.", "December 30, 2016", "They met again.")
        found = article(chronicle)
        assert found.published_at is None
        assert "December 29, 2016" in body(found)

    def test_a_date_in_a_caption_is_not_the_date_of_the_article(self) -> None:
        line = "The mayor on Thursday, Sept. 5, 2013 (Photo: Reuters)"
        found = article(page("Council decides nothing again", line, STORY))
        assert found.published_at is None
        assert captions(found) == ["The mayor on Thursday, Sept. 5, 2013"]
