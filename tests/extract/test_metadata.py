"""What a person says about an article: read as text, checked, refused with the line to repair."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.errors import SourceError
from qa.extract.frontmatter import split
from qa.extract.metadata import checked_values, parse_json, parse_yaml
from qa.extract.urls import canonical_url


def refusal(call: object, *arguments: object) -> SourceError:
    with pytest.raises(SourceError) as error:
        call(*arguments)  # type: ignore[operator]  # any of the functions under test
    assert error.value.reason == "metadata"
    assert error.value.next_step
    return error.value


class TestYaml:
    def test_every_value_is_read_as_it_is_written(self) -> None:
        text = "title: No\npublished_at: 2016-12-30\nbyline: 007\norigin: 'Reuters'\n"
        assert parse_yaml(text, "story.txt.yaml") == {
            "title": "No",
            "published_at": "2016-12-30",
            "byline": "007",
            "origin": "Reuters",
        }

    def test_empty_values_count_as_not_given(self) -> None:
        assert parse_yaml("title:\norigin: null\nurl: ~\nbyline: ''\n", "x") == {}
        assert parse_yaml("# only a comment\n", "x") == {}

    def test_an_unknown_key_is_refused_with_its_line_and_the_likely_one(self) -> None:
        error = refusal(parse_yaml, "title: A\npublised_at: 2016-12-30\n", "story.txt.yaml")
        assert "story.txt.yaml, line 2" in error.message
        assert "`publised_at`" in error.message
        assert "`published_at`" in error.next_step

    def test_bad_yaml_is_refused_with_its_line(self) -> None:
        assert "line 2" in refusal(parse_yaml, 'title: A\norigin: "Reuters\n', "story.txt.yaml").message

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("title: A\ntitle: B\n", "line 2: `title` is given twice"),
            ("byline: [Jane Doe, John Roe]\n", "line 1: `byline` is not a text"),
            ("title:\n  main: A\n", "line 1: `title` is not a text"),
            ("- title\n- origin\n", "not a list of `key: value`"),
            ("just words\n", "not a list of `key: value`"),
            ("title: A\n--- \ntitle: B\n", "not valid YAML"),
            ("a: &a [*a]\n", "`a`"),
            ("title: \x01\n", "not valid YAML"),
            ("[" * 1000, "nested"),
            ("title: " + "very " * 10_000, "too long"),
        ],
    )
    def test_what_is_no_list_of_texts_is_refused(self, text: str, words: str) -> None:
        assert words in refusal(parse_yaml, text, "x").message


class TestJson:
    def test_an_object_of_texts_is_read(self) -> None:
        assert parse_json('{"title": "No", "origin": null, "url": ""}', "x") == {"title": "No"}

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ('{"title": "A",\n}', "line 2"),
            ('["title"]', "not a JSON object"),
            ('"title"', "not a JSON object"),
            ('{"title": 3}', "`title` is not a text"),
            ('{"title": {"main": "A"}}', "`title` is not a text"),
            ('{"title": "A", "title": "B"}', "given twice"),
            ('{"titel": "A"}', "`titel`"),
            ("", "line 1"),
            ("[" * 15_000, "nested"),
            ('{"title": ' + "9" * 5000 + "}", "not valid JSON"),
        ],
    )
    def test_what_is_no_object_of_texts_is_refused(self, text: str, words: str) -> None:
        assert words in refusal(parse_json, text, "x").message


class TestFrontMatter:
    def test_it_is_split_from_the_text(self) -> None:
        found, text = split("---\r\ntitle: A\r\norigin: Reuters\r\n---\r\nThe council met.\r\n")
        assert found == {"title": "A", "origin": "Reuters"}
        assert text.strip() == "The council met."

    def test_its_lines_are_counted_from_the_top_of_the_file(self) -> None:
        assert "line 3" in refusal(split, "---\ntitle: A\ntitel: B\n---\nText.\n").message

    @pytest.mark.parametrize(
        "text",
        [
            "---\n\nThe council met.\n\n---\n\nIt decided nothing.",
            "The council met.\n---\ntitle: A\n---\n",
            "---\ntitle: A\nThe council met.",
            "----\ntitle: A\n----\nText",
        ],
    )
    def test_a_rule_above_text_is_not_front_matter(self, text: str) -> None:
        assert split(text) == ({}, text)


class TestValues:
    @pytest.mark.parametrize(
        ("written", "read"),
        [
            ("2016-12-30", "2016-12-30"),
            ("2016-12-30T14:05Z", "2016-12-30T14:05:00Z"),
            ("2016-12-30 14:05:59 UTC", "2016-12-30T14:05:59Z"),
            ("2016-12-30T00:30:00+03:00", "2016-12-29T21:30:00Z"),
            ("2016-12-30T14:05:00.123456-0500", "2016-12-30T19:05:00Z"),
        ],
    )
    def test_a_date_becomes_a_day_or_an_instant_in_utc(self, written: str, read: str) -> None:
        assert checked_values({"published_at": written}) == {"published_at": read}

    @pytest.mark.parametrize(
        "written",
        [
            "30.12.2016",
            "yesterday",
            "2016-12-32",
            "2016-12-30T14:05",
            "20161230",
            "0001-01-01T00:00+09:00",
            "2016-W52-5",
        ],
    )
    def test_a_bad_date_is_refused_with_the_forms_that_are_accepted(self, written: str) -> None:
        error = refusal(checked_values, {"updated_at": written})
        assert written in error.message
        assert "2016-12-30T14:05Z" in error.next_step

    def test_values_are_clean_and_on_one_line(self) -> None:
        assert checked_values({"title": " A\u00a0title\nin two\u200b lines "}) == {"title": "A title in two lines"}

    def test_a_value_without_a_visible_character_counts_as_not_given(self) -> None:
        assert checked_values({"title": "\u200b"}) == {}


class TestUrl:
    @pytest.mark.parametrize(
        ("written", "canonical"),
        [
            ("HTTPS://Example.COM", "https://example.com/"),
            ("https://example.com:443/a#comments", "https://example.com/a"),
            ("http://example.com:8080/a", "http://example.com:8080/a"),
            ("https://example.com/a?id=3&utm_source=x&fbclid=y&p=2", "https://example.com/a?id=3&p=2"),
            ("https://user:secret@example.com/a", "https://example.com/a"),
            ("https://example.com/Path/?Q=A", "https://example.com/Path/?Q=A"),
            ("http://[2001:DB8::1]/a", "http://[2001:db8::1]/a"),
        ],
    )
    def test_one_address_has_one_form(self, written: str, canonical: str) -> None:
        assert canonical_url(written) == canonical
        assert canonical_url(canonical) == canonical

    @pytest.mark.parametrize(
        "written",
        [
            "example.com/a",
            "ftp://example.com/a",
            "https://",
            "javascript:alert(1)",
            "http://a.example/b c",
            "http://[::1",
        ],
    )
    def test_what_is_no_web_address_is_refused(self, written: str) -> None:
        assert canonical_url(written) is None
        assert written[:20] in refusal(checked_values, {"url": written}).message


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=80) | st.text("abct:-[]{}&*!|>'\"%@ \n#", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    for parse in (parse_yaml, parse_json):
        try:
            found = parse(text, "x")
        except SourceError:
            continue
        assert all(value.strip() for value in found.values())


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=60) | st.builds("https://{}".format, st.text(max_size=40)))
def test_the_canonical_form_of_an_address_is_its_own(url: str) -> None:
    canonical = canonical_url(url)
    assert canonical is None or canonical_url(canonical) == canonical
