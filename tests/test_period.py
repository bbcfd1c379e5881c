"""Words of time become days, counted from the moment of asking."""

from __future__ import annotations

import time

import pytest

from qa.period import age, happening, in_order, period, within
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
        ("What happened in the last 24 hours?", "2017-01-03", "2017-01-04"),
        ("How many died over the past 3 months?", "2016-10-06", "2017-01-04"),
        ("What happened a few days ago?", "2016-12-29", "2017-01-02"),
        ("What happened in recent weeks?", "2016-12-07", "2017-01-04"),
        ("What happened in the last decade?", "2007-01-05", "2017-01-04"),
        ("What happened last quarter?", "2016-10-01", "2016-12-31"),
        ("What happened over the weekend?", "2016-12-31", "2017-01-01"),
        ("What happened at the weekend?", "2016-12-31", "2017-01-01"),
        ("What will happen this weekend?", "2017-01-07", "2017-01-08"),
        ("What happened on the weekend of 3 December?", "2016-12-03", "2016-12-04"),
        ("What happened in the week of 14 December?", "2016-12-12", "2016-12-18"),
        ("How many died in the first half of 2016?", "2016-01-01", "2016-06-30"),
        ("How many died in the second half of last year?", "2016-07-01", "2016-12-31"),
        ("What did it earn in the third quarter of 2016?", "2016-07-01", "2016-09-30"),
        ("What did it earn in Q3 2016?", "2016-07-01", "2016-09-30"),
        ("What happened in the first three months of 2016?", "2016-01-01", "2016-03-31"),
        ("What happened in the last week of November?", "2016-11-24", "2016-11-30"),
        ("What happened between 3 and 9 May?", "2016-05-03", "2016-05-09"),
        ("What happened between 3 May and 9 June 2015?", "2015-05-03", "2015-06-09"),
        ("What happened between May and July?", "2016-05-01", "2016-07-31"),
        ("What happened between November and January?", "2016-11-01", "2017-01-04"),
        ("What happened between 2012 and 2014?", "2012-01-01", "2014-12-31"),
        ("What happened from Friday to Monday?", "2016-12-30", "2017-01-02"),
        ("What happened from 3 to 9 May 2015?", "2015-05-03", "2015-05-09"),
        ("What happened in early May?", "2016-05-01", "2016-05-10"),
        ("What happened in late 2015?", "2015-09-01", "2015-12-31"),
        ("What happened at the end of 2015?", "2015-10-01", "2015-12-31"),
        ("What was known by the end of March?", None, "2016-03-31"),
        ("What was known until the end of 2015?", None, "2015-12-31"),
        ("What has happened since the beginning of 2015?", "2015-01-01", None),
        ("What happened last March?", "2016-03-01", "2016-03-31"),
        ("What happened last January?", "2016-01-01", "2016-01-31"),
        ("What happened last Wednesday?", "2016-12-28", "2016-12-28"),
        ("What has happened since last Tuesday?", "2017-01-03", None),
        ("What happened Tuesday?", "2017-01-03", "2017-01-03"),
        ("What happened last summer?", "2016-06-01", "2016-08-31"),
        ("What happened in the winter of 2015?", "2015-12-01", "2016-02-29"),
        ("What in the winter of 2015 was lost?", "2015-12-01", "2016-02-29"),
        ("What happened over Christmas?", "2016-12-24", "2016-12-26"),
        ("What happened at Easter 2016?", "2016-03-25", "2016-03-28"),
        ("What happened in the 1990s?", "1990-01-01", "1999-12-31"),
        ("What will happen next week?", "2017-01-09", "2017-01-15"),
        ("What will happen tomorrow?", "2017-01-05", "2017-01-05"),
        ("Who will vote on Friday?", "2017-01-06", "2017-01-06"),
        ("What is planned for next March?", "2017-03-01", "2017-03-31"),
        ("What happened early Monday?", "2017-01-02", "2017-01-02"),
        ("What happened in the first half of Monday?", "2017-01-02", "2017-01-02"),
    ],
)
def test_a_time_in_words_is_a_range_of_days(question: str, first: str | None, last: str | None) -> None:
    found = period(question, WEDNESDAY)
    assert found is not None
    assert (found.from_, found.to) == (first, last)


@pytest.mark.parametrize(
    "question",
    [
        "Who won the 2016 election?",
        "When did May resign?",
        "How long were they given to leave?",
        "Who expelled whom?",
        "What did the report in the Sunday Times say?",
        "Did prices fall?",
        "How long did the march last?",
        "What has happened since the 2016 election?",
        "Who spoke after the May 3 attack?",
        "What was Black Friday named after?",
        "Where was he during the fall of Kabul?",
        "What happened in the spring offensive?",
        "How many were hurt during the summer riots?",
        "Who won in Winter Park?",
        "What lived there 5,000 years ago?",
        "What stood there 0 days ago?",
        "What lived there 300 decades ago?",
    ],
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


@pytest.mark.parametrize(
    "piece", ["in May ", "last March ", "this weekend ", "the end of March ", "2016 ", "since ", "since the election "]
)
def test_a_question_of_twenty_thousand_characters_takes_no_time(piece: str) -> None:
    """The terminal takes questions of any length: the processor's time grows with it, not with its square."""
    text = piece * (20_000 // len(piece))
    started = time.process_time()
    period(text, WEDNESDAY)
    happening(text, ("Anna Berg",))
    assert time.process_time() - started < 1.5


def test_undated_articles_are_marked_where_a_time_is_asked_for() -> None:
    assert [n.kind for n in age(LAST_WEEK, ["2016-12-30", None], WEDNESDAY)] == ["undated_evidence"]
    assert age(None, [None], WEDNESDAY) == ()


def test_the_newest_comes_first_when_the_latest_is_asked_for() -> None:
    hits = [Hit(Passage(f"{name}.v.0-1", name, "v", 1, 1, 0, 1, "x"), 1.0) for name in ("old", "undated", "new")]
    days = {"old": "2016-01-01", "undated": None, "new": "2016-12-30"}
    assert [hit.passage.article_id for hit in in_order(hits, days, NOW)] == ["new", "old", "undated"]


def test_the_articles_of_a_period_come_first_when_it_has_an_end() -> None:
    hits = [Hit(Passage(f"{name}.v.0-1", name, "v", 1, 1, 0, 1, "x"), 1.0) for name in ("later", "soon", "in it")]
    days = {"later": "2017-01-06", "soon": "2017-01-03", "in it": "2016-12-28"}
    assert [hit.passage.article_id for hit in in_order(hits, days, LAST_WEEK)] == ["soon", "in it", "later"]
    since = Period("since Monday", "2016-12-26")
    assert in_order(hits, days, since) == tuple(hits)
    assert in_order(hits, days, None) == tuple(hits)
