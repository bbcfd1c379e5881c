"""Which sentence comes first, and which stand beside it."""

from qa.extractive import order
from qa.extractive.decide import Ranked
from qa.extractive.pool import Candidate
from qa.question import understand

NOTHING = frozenset[str]()


def ranked(logit: float, day: str | None = None, article: str = "a") -> Ranked:
    words = Candidate(f"S.{logit}", "It fell.", (), NOTHING, NOTHING, NOTHING, NOTHING, 0, "", False, article, 1, day)
    return Ranked(words, (), logit)


def days(question: str, *found: Ranked) -> list[str | None]:
    return [one.candidate.day for one in order.aged(understand(question), found)]


def test_of_two_that_answer_alike_the_later_comes_first() -> None:
    old, new = ranked(2.0, "2016-10-21"), ranked(1.0, "2022-09-06T10:00:00Z")
    assert days("Which treat is new on the menu?", old, new) == ["2022-09-06T10:00:00Z", "2016-10-21"]


def test_age_does_not_outweigh_what_a_sentence_says() -> None:
    old, new = ranked(9.0, "2016-10-21"), ranked(1.0, "2022-09-06")
    assert days("Which treat is new on the menu?", old, new) == ["2016-10-21", "2022-09-06"]


def test_a_few_days_count_for_little_and_an_unknown_day_for_nothing() -> None:
    found = ranked(2.0, "2022-09-01"), ranked(1.9, None), ranked(1.5, "2022-09-06")
    assert days("Which treat is new on the menu?", *found) == ["2022-09-01", None, "2022-09-06"]


def test_a_question_that_names_its_year_is_not_about_the_newest() -> None:
    old, new = ranked(2.0, "2016-10-21"), ranked(1.0, "2022-09-06")
    assert days("Which treat was new in 2016?", old, new) == ["2016-10-21", "2022-09-06"]


def test_more_of_the_same_article_stands_beside_the_best_where_more_than_a_thing_is_asked_for() -> None:
    best, further = ranked(5.0), ranked(1.0)
    assert order.stands_beside("why", best, further)
    assert not order.stands_beside("who", best, further)
    assert not order.stands_beside("why", best, ranked(1.0, article="b"))
    assert order.stands_beside("who", best, ranked(3.5, article="b"))
