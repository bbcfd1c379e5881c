"""Words of time become days, counted from the moment of asking."""

from __future__ import annotations

import pytest

from qa.period import age, newest_first, period, within
from qa.types import Filters, Hit, Passage, Period

WEDNESDAY = "2017-01-04T09:00:00Z"


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("What did Putin say yesterday?", "2017-01-03", "2017-01-03"),
        ("What happened today?", "2017-01-04", "2017-01-04"),
        ("What happened the day before yesterday?", "2017-01-02", "2017-01-02"),
        ("What happened last week?", "2016-12-26", "2017-01-01"),
        ("What happened this week?", "2017-01-02", "2017-01-04"),
        ("What happened last month?", "2016-12-01", "2016-12-31"),
        ("What happened last year?", "2016-01-01", "2016-12-31"),
        ("What happened in the past three days?", "2017-01-01", "2017-01-04"),
        ("What happened two days ago?", "2017-01-02", "2017-01-02"),
        ("What happened in March 2016?", "2016-03-01", "2016-03-31"),
        ("What happened in March?", "2016-03-01", "2016-03-31"),
        ("What happened in 2015?", "2015-01-01", "2015-12-31"),
        ("What was said on Friday?", "2016-12-30", "2016-12-30"),
        ("What was said on Dec. 30?", "2016-12-30", "2016-12-30"),
        ("What has happened since Monday?", "2017-01-02", None),
        ("What has happened since last week?", "2016-12-26", None),
        ("What was known before December 30?", None, "2016-12-29"),
        ("What was known as of December 30, 2016?", None, "2016-12-30"),
        ("What is the latest on the sanctions?", None, None),
    ],
)
def test_a_time_in_words_is_a_range_of_days(question: str, first: str | None, last: str | None) -> None:
    found = period(question, WEDNESDAY)
    assert found is not None
    assert (found.from_, found.to) == (first, last)


@pytest.mark.parametrize(
    "question",
    ["Who won the 2016 election?", "When did May resign?", "How long were they given to leave?", "Who expelled whom?"],
)
def test_a_question_without_a_time_has_no_period(question: str) -> None:
    assert period(question, WEDNESDAY) is None


def test_the_last_day_of_february_is_the_29th_in_a_leap_year() -> None:
    found = period("What happened in February?", "2016-05-01T00:00:00Z")
    assert found is not None
    assert found.to == "2016-02-29"


def test_articles_from_before_the_period_cannot_tell_of_it() -> None:
    week = period("What happened last week?", WEDNESDAY)
    assert within(Filters(publisher="Northwire"), week, WEDNESDAY) == Filters(from_="2016-12-26", publisher="Northwire")
    assert within(Filters(from_="2016-01-01"), week, WEDNESDAY).from_ == "2016-01-01"
    coming = period("What will happen in 2030?", WEDNESDAY)
    assert within(Filters(), coming, WEDNESDAY) == Filters()


NOW = Period("now")
LAST_WEEK = Period("last week", "2016-12-26", "2017-01-01")


def test_old_evidence_for_a_question_about_now_is_said() -> None:
    (notice,) = age(NOW, ["2016-06-01T10:00:00Z", "2016-07-01"], WEDNESDAY)
    assert (notice.kind, "2016-07-01" in notice.text) == ("old_evidence", True)
    assert age(NOW, ["2016-12-30"], WEDNESDAY) == ()
    assert [n.kind for n in age(LAST_WEEK, ["2016-12-20"], WEDNESDAY)] == ["old_evidence"]


def test_undated_articles_are_marked_where_a_time_is_asked_for() -> None:
    assert [n.kind for n in age(LAST_WEEK, ["2016-12-30", None], WEDNESDAY)] == ["undated_evidence"]
    assert age(None, [None], WEDNESDAY) == ()


def test_the_newest_comes_first_when_the_latest_is_asked_for() -> None:
    hits = [Hit(Passage(f"{name}.v.0-1", name, "v", 1, 1, 0, 1, "x"), 1.0) for name in ("old", "undated", "new")]
    days = {"old": "2016-01-01", "undated": None, "new": "2016-12-30"}
    assert [hit.passage.article_id for hit in newest_first(hits, days, NOW)] == ["new", "old", "undated"]
    assert newest_first(hits, days, LAST_WEEK) == tuple(hits)
