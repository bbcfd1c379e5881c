"""Furniture goes; what only looks like it stays."""

import pytest

from tests.extract.pages import STORY, article, body, captions, left, page


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

    def test_a_title_with_a_credit_right_below_is_no_caption(self) -> None:
        found = article(page("Council decides nothing again\nPhoto: Jane Doe", STORY))
        assert (found.title, captions(found)) == ("Council decides nothing again", [])

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
