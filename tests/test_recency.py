"""Of two passages alike, the newer one first; unless the question says which time it means."""

from __future__ import annotations

from qa.recency import by_recency
from qa.types import Filters, Question

RANKED = [("old", 0.03), ("undated", 0.029), ("new", 0.028)]
DAYS = {"old": "2016-03-01", "undated": None, "new": "2017-01-01T08:30:00Z"}


def question(text: str = "Who won?", filters: Filters | None = None, asked: str = "2017-01-02T12:00:00Z") -> Question:
    return Question(text, asked, filters or Filters())


def order(asked: Question, days: dict[str, str | None] = DAYS) -> list[str]:
    return [key for key, _ in by_recency(RANKED, days, asked)]


def test_what_appeared_yesterday_goes_before_what_is_a_little_nearer_and_old() -> None:
    assert order(question()) == ["new", "old", "undated"]


def test_a_much_better_match_stays_first() -> None:
    found = by_recency([("old", 0.09), ("new", 0.03)], DAYS, question())
    assert [key for key, _ in found] == ["old", "new"]


def test_without_dates_or_long_after_nothing_moves() -> None:
    assert by_recency(RANKED, {}, question()) == RANKED
    later = by_recency(RANKED, DAYS, question(asked="2026-11-26T00:00:00Z"))
    assert [key for key, _ in later] == [key for key, _ in RANKED]


def test_a_question_that_says_which_time_it_means_is_left_alone() -> None:
    assert by_recency(RANKED, DAYS, question("Who won in 2016?")) == RANKED
    assert by_recency(RANKED, DAYS, question(filters=Filters(to="2017-01-03"))) == RANKED


def test_a_question_that_names_the_year_it_is_asked_in_or_a_later_one_asks_for_news() -> None:
    assert order(question("Who will win in 2017?")) == order(question("Who runs for 2018?")) == order(question())


def test_an_article_dated_after_the_question_counts_as_new_and_no_more() -> None:
    today, tomorrow = (by_recency([("new", 1.0)], {"new": day}, question()) for day in ("2017-01-02", "2017-01-05"))
    assert today == tomorrow


def test_a_date_that_is_none_is_no_date() -> None:
    assert by_recency(RANKED, DAYS | {"new": "2017-02-31"}, question())[0][0] == "old"
