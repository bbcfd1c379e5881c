"""What clean text is."""

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from qa.extract.clean import clean, paragraphs


def test_every_kind_of_space_is_one_space() -> None:
    assert clean("has\u00a0 decided\tnot\u2009to\u3000go") == "has decided not to go"


def test_every_kind_of_line_end_is_a_line_feed() -> None:
    assert clean("a\r\nb\rc\u2028d\x85e\x0bf") == "a\nb\nc\nd\ne\nf"


def test_what_cannot_be_seen_goes() -> None:
    assert clean("in\u00advisible\u200b \ufeffmarks\u202e and \x07bells\U000e0041") == "invisible marks and bells"


def test_joiners_stay_because_scripts_and_emoji_need_them() -> None:
    family = "👨\u200d👩\u200d👧 می\u200cخواهم"
    assert clean(family) == family


def test_letters_and_their_accents_become_one_character() -> None:
    assert clean("cafe\u0301") == "café"
    assert clean("cafe\u00ad\u0301") == "café"


def test_quotes_dashes_and_ligatures_stay_as_written() -> None:
    text = "“ofﬁce” — ‘no’ – 'yes' … \"done\""
    assert clean(text) == text


def test_many_blank_lines_are_one() -> None:
    assert clean("\n\n a \n \n\n\n b \n\n") == "a\n\nb"


def test_a_paragraph_a_line_needs_no_blank_lines() -> None:
    assert [p.text for p in paragraphs("One paragraph here.\nAnother one.\nA third.")] == [
        "One paragraph here.",
        "Another one.",
        "A third.",
    ]


def test_lines_that_a_program_wrapped_are_joined() -> None:
    text = clean(
        """
A headline

The harbour office said on Monday that the ferries would run again as
soon as the ice had gone, and that nobody who holds a ticket will have
to pay for another one.
A second paragraph follows without a blank line, because the programme
indents nothing and was never asked to leave a line free between them.
"""
    )
    assert [p.text[:20] for p in paragraphs(text)] == ["A headline", "The harbour office s", "A second paragraph f"]


def test_paragraphs_that_are_about_as_wide_as_each_other_are_not_joined() -> None:
    lines = [
        "The harbour office has closed its doors for the winter again.",
        "Another year without a ferry begins for the northern islands.",
        "They wait.",
        "They have waited before.",
    ]
    assert [p.text for p in paragraphs("\n".join(lines))] == lines


def test_a_list_of_short_lines_is_not_joined() -> None:
    text = "Winners of the regatta this year on the northern shore:\n\nAda\nBert\nCleo"
    assert [p.text for p in paragraphs(text)][1:] == ["Ada", "Bert", "Cleo"]


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=120))
def test_cleaning_clean_text_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=120))
def test_clean_text_has_no_control_characters_but_the_line_feed(text: str) -> None:
    cleaned = clean(text)
    assert not [c for c in cleaned if unicodedata.category(c) == "Cc" and c != "\n"]
    assert cleaned == cleaned.strip()
    assert "  " not in cleaned
    assert "\n\n\n" not in cleaned


@settings(deadline=None, max_examples=200)
@given(st.text("abc. \n", max_size=200))
def test_paragraphs_lose_no_word(text: str) -> None:
    cleaned = clean(text)
    if cleaned:
        assert " ".join(p.text for p in paragraphs(cleaned)).split() == cleaned.split()
