"""Whether a statement says a fact: words, numbers, days."""

from datetime import date

import pytest

from evals.grade import Said, states
from evals.types import Day, Fact, Form, Number, Text

FRIDAY = date(2016, 12, 30)


def says(statement: str, form: Form, *published: date) -> bool:
    return states(Fact("vital", (form,)), [Said(statement, published)])


@pytest.mark.parametrize(
    ("statement", "wanted"),
    [
        ("They had 72 hours to leave.", "72 hours"),
        ("a seventy-two-hour limit", "72 hours"),
        ("Thirty‑five Russian diplomats", "35 Russian diplomats"),
        ("President Barack Obama's order", "obama"),
        ("The FSB is accused of assisting the GRU", "assist"),
        ("It cost 1,200 dollars", "1200 dollars"),
        ("one hundred and twenty ships", "120 ships"),
        ("The ﬁrst visit", "first visit"),
        ("It was “persona non grata”.", '"persona non grata"'),
        ("the U.S. embassy", "US embassy"),
        ("Zürich", "zurich"),
    ],
)
def test_words_count_whatever_their_typography_endings_and_numerals(statement: str, wanted: str) -> None:
    assert says(statement, Text(wanted))


@pytest.mark.parametrize(
    ("statement", "wanted"),
    [
        ("135 diplomats", "35 diplomats"),
        ("It cost 1,200 dollars", "200 dollars"),
        ("72 long hours", "72 hours"),
        ("hours: 72", "72 hours"),
        ("the embassy", "bass"),
        ("", "x"),
    ],
)
def test_words_must_stand_whole_and_next_to_each_other(statement: str, wanted: str) -> None:
    assert not says(statement, Text(wanted))


@pytest.mark.parametrize(
    ("statement", "value", "tolerance", "expected"),
    [
        ("thirty-five diplomats", 35, 0, True),
        ("$1.2bn", 1.2e9, 0, True),
        ("about 1,197 people", 1200, 5, True),
        ("about 1,194 people", 1200, 5, False),
        ("nine people", 8, 0.5, False),
        ("a cut of 12.5 percent", 12.5, 0, True),
        ("on December 30", 30, 0, False),
        ("a picture of 2013", 2013, 0, True),
        ("at 10:35", 635, 0, False),
        ("the third time", 3, 0, False),
        ("nobody", 35, 0, False),
    ],
)
def test_a_number_is_an_amount_within_its_tolerance(
    statement: str, value: float, tolerance: float, expected: bool
) -> None:
    assert says(statement, Number(value, tolerance)) is expected


@pytest.mark.parametrize(
    ("statement", "day", "expected"),
    [
        ("on December 30, 2016", "2016-12-30", True),
        ("on 30 Dec.", "2016-12-30", True),
        ("on Friday", "2016-12-30", True),
        ("on Sunday", "2017-01-01", True),
        ("yesterday", "2016-12-29", True),
        ("on Friday", "2016-12-16", False),
        ("on December 31", "2016-12-30", False),
        ("on December 30, 2015", "2016-12-30", False),
        ("in December 2016", "2016-12-30", False),
    ],
)
def test_a_day_is_written_out_or_told_from_the_date_of_the_cited_article(
    statement: str, day: str, expected: bool
) -> None:
    assert says(statement, Day(day), FRIDAY) is expected


def test_a_weekday_of_an_undated_article_is_no_day() -> None:
    assert not says("on Friday", Day("2016-12-30"))


def test_any_form_in_any_statement_is_enough() -> None:
    fact = Fact("vital", (Text("froze"), Number(7)))

    assert states(fact, [Said("Ships waited."), Said("They waited for seven days.")])
    assert not states(fact, [Said("Ships waited."), Said("They waited for six days.")])
    assert not states(fact, [])
