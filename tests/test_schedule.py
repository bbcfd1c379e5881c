"""`sources.toml` says what to visit and how often; a mistake in it is named."""

import pytest

from qa.errors import InputError
from qa.schedule import SHORTEST, Due, Entry, parse


def test_the_entries_in_their_order() -> None:
    text = '[[sources]]\nsource = "https://a.example/feed"\nevery = "15m"\nlimit = 5\n[[sources]]\nsource = "news"\n'
    assert parse(text) == (Entry("https://a.example/feed", 900, 5), Entry("news", 3600, None))


def test_nobody_is_asked_more_than_once_a_minute() -> None:
    assert parse('[[sources]]\nsource = "a"\nevery = "1s"\n')[0].every == SHORTEST


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[sources]", "no TOML"),
        ("", "no list"),
        ("sources = 3", "no list"),
        ("[[sources]]\nevery = '1h'", "source 1: `source` is missing"),
        ("[[sources]]\nsource = 'a'\nevrey = '1h'", "no `evrey`"),
        ("[[sources]]\nsource = 'a'\nevery = 'often'", "`every` is not a time"),
        ("[[sources]]\nsource = 'a'\nlimit = 0", "`limit`"),
    ],
)
def test_a_mistake_is_named_with_an_example(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as error:
        parse(text)
    assert "[[sources]]" in error.value.next_step


def test_each_is_due_at_once_and_then_after_its_interval() -> None:
    often, seldom = Entry("a", 60), Entry("b", 600)
    due = Due((often, seldom), 1000.0)
    assert due.take(1000.0) == [often, seldom]
    assert (due.take(1030.0), due.wait(1030.0)) == ([], 30.0)
    assert due.take(1060.0) == [often]
    assert due.take(1600.0) == [often, seldom]
