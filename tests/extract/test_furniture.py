"""Furniture goes; what only looks like it stays."""

import pytest

from tests.extract.pages import article, body, captions, left

STORY = "The council met on Monday. It decided nothing.\n\nA second meeting is planned."


def page(*lines: str) -> str:
    return "\n\n".join(lines)


class TestTitle:
    def test_the_first_line_is_the_title_when_it_is_a_headline(self) -> None:
        found = article(page("Council decides nothing again", STORY))
        assert found.title == "Council decides nothing again"
        assert found.title not in found.text

    def test_a_markdown_heading_is_a_title_without_its_mark(self) -> None:
        found = article(page("# Council decides nothing.", STORY, "## What follows", "More."), name="a.md")
        assert found.title == "Council decides nothing."
        assert "What follows" in body(found)
        assert left(found, "heading_mark") == ["#", "##"]

    def test_a_headline_may_end_with_an_abbreviation_or_a_question_mark(self) -> None:
        assert article(page("Envoys told to leave the U.S.", STORY)).title == "Envoys told to leave the U.S."
        assert article(page("Will the council meet again?", STORY)).title == "Will the council meet again?"

    @pytest.mark.parametrize(
        "first",
        [
            "The council met on Monday, and nothing came of it.",
            'The mayor said: "Nothing will come of it."',
            "These are the questions that the council left open:",
            "Is the council asleep? Does anybody care?",
            "Jane Doe",
        ],
    )
    def test_a_sentence_or_a_mere_name_is_no_title(self, first: str) -> None:
        found = article(page(first, STORY))
        assert found.title is None
        assert body(found)[0] == first

    def test_one_line_alone_is_text_and_no_title(self) -> None:
        found = article("Council decides nothing again")
        assert (found.title, found.text) == (None, "Council decides nothing again")

    def test_a_title_that_metadata_give_does_not_make_a_title_of_the_standfirst(self) -> None:
        standfirst = "Members of the council sat for six hours, and went home without a vote"
        found = article(page(standfirst, STORY), title="Council decides nothing")
        assert found.title == "Council decides nothing"
        assert body(found)[0] == standfirst

    def test_a_title_that_metadata_give_goes_from_the_text_even_if_a_word_differs(self) -> None:
        found = article(page("Council decides nothing once again", STORY), title="Council decides nothing again")
        assert found.title == "Council decides nothing again"
        assert left(found, "title") == ["Council decides nothing once again"]

    def test_a_sentence_with_the_words_of_the_title_stays(self) -> None:
        first = "The council decided nothing again on Monday."
        assert body(article(page(first, STORY), title="Council decided nothing again on Monday"))[0] == first

    @pytest.mark.parametrize("mark", ["Updated |", "UPDATE 2-", "[UPDATED]"])
    def test_an_update_mark_goes_from_the_title(self, mark: str) -> None:
        found = article(page(f"{mark} Council decides nothing again", STORY))
        assert found.title == "Council decides nothing again"
        assert left(found, "update_mark") == [mark]

    def test_a_sentence_that_begins_with_updated_stays_whole(self) -> None:
        first = "Updated figures show that the harbour froze twice as often."
        assert body(article(page(first, STORY)))[0] == first
        later = page("Harbour froze twice as often", STORY, "Updated | unchanged, the table says.")
        assert body(article(later))[-1] == "Updated | unchanged, the table says."


class TestBanner:
    @pytest.mark.parametrize(
        "banner",
        [
            "IE 11 is not supported. For a better experience open this page in another browser.",
            "Internet Explorer is no longer supported. Please use another browser.",
            "Please enable JavaScript to continue using this site.",
            "This website uses cookies to give you the best experience. Read more about them.",
            "By using this site, you agree to our use of cookies.",
            "Skip to main content",
        ],
    )
    def test_a_banner_goes_and_the_title_below_it_is_found(self, banner: str) -> None:
        found = article(page(banner, "Council decides nothing again", STORY))
        assert left(found, "banner") == [banner]
        assert found.title == "Council decides nothing again"

    @pytest.mark.parametrize(
        "sentence",
        [
            "Internet Explorer is no longer supported. Microsoft said that users had been told in time.",
            "This website uses cookies that spy on children, the regulator found, and fined its owner.",
            "Please enable JavaScript, the page begged, and a generation of readers obeyed.",
            "We use cookies as bait, the ranger said. The bears prefer oats.",
        ],
    )
    def test_a_story_about_banners_keeps_its_sentences(self, sentence: str) -> None:
        assert sentence in body(article(page("A history of the banner", sentence, STORY)))

    def test_a_banner_quoted_in_the_middle_of_a_story_stays(self) -> None:
        quoted = "Please enable JavaScript."
        found = article(page("A history of the banner", *["It begins with one line."] * 4, quoted, *[STORY] * 4))
        assert quoted in body(found)

    def test_a_line_without_a_word_goes(self) -> None:
        found = article(page("Council decides nothing again", STORY, "* * *", "More."))
        assert left(found, "rule") == ["* * *"]


class TestCaption:
    @pytest.mark.parametrize(
        ("line", "credit"),
        [
            ("The mayor at the quay on Monday (Photo: Reuters)", "(Photo: Reuters)"),
            ("The mayor at the quay on Monday. (AP Photo/Jane Doe)", "(AP Photo/Jane Doe)"),
            ("The mayor at the quay on Monday. (Jane Doe/AFP)", "(Jane Doe/AFP)"),
            ("The mayor at the quay on Monday.Jane Doe / AP file", "Jane Doe / AP file"),
            ("The mayor at the quay on Monday.Jane Doe / Northwire", "Jane Doe / Northwire"),
            ("The mayor at the quay on Monday. Photograph: Jane Doe/Reuters", "Photograph: Jane Doe/Reuters"),
            ("The mayor at the quay on Monday.Getty Images", "Getty Images"),
            ("The mayor at the quay on Monday. AP file", "AP file"),
        ],
    )
    def test_a_line_with_a_credit_at_its_end_is_a_caption(self, line: str, credit: str) -> None:
        found = article(page("Council decides nothing again", line, STORY))
        assert captions(found) == [line.removesuffix(credit).strip()]
        assert left(found, "credit") == [credit]
        assert found.origin is None

    @pytest.mark.parametrize("mark", ["Image:", "Photo:", "Image caption,"])
    def test_a_line_with_a_mark_is_a_caption(self, mark: str) -> None:
        found = article(page("Council decides nothing again", f"{mark} The mayor at the quay in 2013", STORY))
        assert captions(found) == ["The mayor at the quay in 2013"]
        assert left(found, "image_mark") == [mark]

    @pytest.mark.parametrize("line", ["Photo: Reuters", "Photograph: Jane Doe/AP", "Jane Doe / Getty Images"])
    def test_a_line_that_is_only_a_credit_goes(self, line: str) -> None:
        found = article(page("Council decides nothing again", STORY, line, "More."))
        assert left(found, "credit") == [line]
        assert (captions(found), found.origin) == ([], None)

    def test_the_line_with_its_credit_right_below_is_a_caption(self) -> None:
        picture = "The mayor at the quay on Monday\nPhoto: Jane Doe"
        found = article(page("Council decides nothing again", STORY, picture, "More."))
        assert captions(found) == ["The mayor at the quay on Monday"]

    def test_captions_stand_after_the_body_in_their_order(self) -> None:
        found = article(page("Photo: First picture of the quay", "Council decides nothing", STORY, "Photo: The second"))
        assert captions(found) == ["First picture of the quay", "The second"]
        assert found.text.endswith("A second meeting is planned.\n\nFirst picture of the quay\n\nThe second")

    def test_a_copy_of_the_caption_without_its_credit_goes_too(self) -> None:
        line = "The mayor at the quay on Monday"
        found = article(page("Council decides nothing again", f"{line}\n{line} (Photo: Reuters)", STORY))
        assert found.text.count(line) == 1
        assert left(found, "repeat") == [line]

    def test_a_paragraph_that_is_repeated_on_purpose_stays_twice(self) -> None:
        refrain = "Nothing came of it."
        found = article(page("Council decides nothing again", refrain, "They met on Tuesday.", refrain, refrain))
        assert found.text.count(refrain) == 3

    @pytest.mark.parametrize(
        "sentence",
        [
            "The paper printed the line (Photo: Reuters) under a drawing.",
            'Under the drawing stood "(Photo: Reuters)".',
            "A photo by Jane Doe hung beside it.",
            "Photo credits such as AP file are small, and readers skip them.",
            "Image is everything, the mayor said.",
            "The picture was bought from Getty Images.",
            "She has worked for the AP.",
            "He signed as Jane Doe / Northwire, and nobody asked who that was.",
        ],
    )
    def test_a_story_about_credits_keeps_its_sentences(self, sentence: str) -> None:
        found = article(page("How pictures get their credits", STORY, sentence, STORY))
        assert sentence in body(found)


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
