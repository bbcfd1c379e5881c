"""Whether something is so: what a sentence says of a question, and what an answer's claims come to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.question import understand
from qa.types import Claim, Superseding, Support
from qa.yes_no import come_to, told
from qa.yes_no.asked import asked
from tests.sources import found, report


def word(question: str, *texts: str, title: str | None = None) -> str | None:
    """``yes``, ``no``, ``disputed`` or ``None``: what the articles ``texts`` say of ``question``."""
    editions = [report(f"paper {at}", text, "2026-03-04", title=title) for at, text in enumerate(texts)]
    said = told(understand(question), found(*editions))
    if said.done and said.denied:
        return "disputed"
    return "yes" if said.done else "no" if said.denied else None


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Did the council close the bridge?", "The council closed the bridge on Monday."),
        ("Was the bridge closed?", "Engineers closed the bridge on Monday."),
        ("Was the bridge closed by the council?", "The bridge was closed by the council on Monday."),
        ("Has Mara Lind resigned?", "Mara Lind, the mayor of Tarn, has resigned."),
        ("Did the mayor resign?", "The crowd met Mayor Mara Lind. Mara Lind resigned on Monday."),
        ("Will the union appeal?", "The union will appeal."),
        ("Did the union reject the offer?", "The union rejected the offer on Monday."),
        ("Have the Greens ruled out a coalition?", "The Greens have ruled out a coalition."),
        ("May buses use the bridge?", "Buses may use the bridge."),
        ("Is Mara Lind the mayor of Tarn?", "Mara Lind, the mayor of Tarn, has resigned."),
        ("Was Mara Lind at the talks?", "Mara Lind, who was at the talks, said nothing."),
        ("Is it true that the council did not close the bridge?", "The council did not close the bridge."),
        ("Did the company refuse to rehire the dockers?", "The company refused to rehire the dockers."),
        ("Did Mara Lind's deputy resign?", "Mara Lind's deputy resigned."),
        ("Did Mara Lind vote against the bill?", "Mara Lind voted against the bill."),
        ("Did the Senate approve the bill?", "The Senate on Monday approved the bill."),
        ("Did the Senate approve the bill?", "The Senate formally approved the bill."),
        ("Did Mara Lind meet Rolf Amsel?", "Mara Lind met with Rolf Amsel in Tarn."),
        ("Were 35 people killed?", "The flood killed 35 people."),
    ],
)
def test_a_sentence_that_tells_the_same_deed_of_the_same_doer_says_yes(question: str, text: str) -> None:
    assert word(question, text) == "yes"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Did the council close the bridge?", "The council did not close the bridge."),
        ("Was the bridge closed?", "The bridge was never closed."),
        ("Did buildings collapse in Tarn?", "No buildings collapsed in Tarn."),
        ("Has anyone been hurt?", "No one has been hurt."),
        ("Did the company rehire the dockers?", "The company refused to rehire the dockers."),
        ("Did Mara Lind support the plan?", "Mara Lind opposed the plan."),
        ("Was Mara Lind at the talks?", "Mara Lind was not at the talks."),
        ("Is it true that the council closed the bridge?", "The council did not close the bridge."),
        ("Has the club ever won the league?", "The club won the cup in 2024. It has never won the league."),
        ("Did Mara Lind plead guilty?", "Mara Lind, 61, pleaded not guilty."),
        ("Was Mara Lind convicted of bribery?", "Mara Lind was acquitted of bribery but convicted of fraud."),
        ("Was Mara Lind convicted of bribery?", "Mara Lind was not convicted of bribery but was convicted of fraud."),
        ("Did the Commission approve the merger?", "The Commission blocked the merger on Thursday."),
    ],
)
def test_a_sentence_that_denies_the_same_says_no(question: str, text: str) -> None:
    assert word(question, text) == "no"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Did the council close the bridge?", "The council will close the bridge."),
        ("Did the council close the bridge?", "The council said that it would close the bridge."),
        (
            "Was Mara Lind convicted of fraud?",
            "Mara Lind was acquitted of bribery, but the court convicted her of fraud.",
        ),
        ("Did Mara Lind meet the employers?", "Mara Lind met the unions, but not the employers."),
        ("Did the bridge close in June?", "The bridge closed in May and not in June."),
        ("Have the results been confirmed?", "The results are expected to be confirmed on Friday."),
        ("Did the company pay the owners?", "The company did not pay the staff but the owners."),
        ("Did the council close the bridge?", "The mayor asked the council to close the bridge."),
        ("Did the council close the bridge?", "If the council closed the bridge, buses would stop."),
        ("Did the council close the bridge?", "Did the council close the bridge?"),
        ("Did the council close the bridge?", "The mayor closed the bridge against the council."),
        ("Did Mara Lind hide losses?", "Mara Lind is accused of hiding losses."),
        ("Did Mara Lind take money?", "“I never took money,” Mara Lind said."),
        ("Did Mara Lind resign?", "Otto Lind resigned on Monday."),
        ("Has the army been called in?", "The army might be called in."),
        ("Was the bridge built in 1987?", "The bridge was built in 1911 and was last repaired in 1987."),
        ("Did the Greens win 88 seats?", "The Greens won 41 seats and the League won 88."),
        ("Did the League criticise the Greens?", "The Greens criticised the League."),
        ("Did anyone resign?", "Mara Lind did not resign."),
        ("Did all councillors resign?", "Three councillors resigned."),
        ("Is Mara Lind the mayor?", "Mara Lind, a former mayor, spoke."),
        ("Was the queen buried in Windsor?", "The queen will lie in Windsor, where many of her ancestors are buried."),
        ("Did Boris Hall resign?", "Boris Hall fought on, despite the resignations of his ministers."),
        ("Are masks required?", "Airlines have required passengers to wear masks."),
        ("Is Otto Hall the president?", "Otto Hall is a teacher who is thrust into the presidency."),
        ("Was the bridge closed?", "The bridge is closed."),
        ("Did Mara Lind refuse to expel the diplomats?", "Mara Lind asked the ministry. Mara Lind refused."),
        ("Did buildings collapse in Ostrand?", "No buildings collapsed in Tarn."),
        ("Who closed the bridge?", "The council denied the report."),
        ("Did Acme buy Zenit?", "Acme almost bought Zenit."),
        ("Did Mara Lind pay the fine?", "Mara Lind paid half the fine."),
        ("Did Mara Lind resign?", "Mara Lind's deputy resigned."),
        ("Did Mara Lind meet Otto Hall?", "Mara Lind met Otto Hall's lawyer."),
        ("Is Mara Lind the mayor?", "Mara Lind, the wife of the mayor, spoke."),
        ("Was the bridge closed?", "Fears that the bridge was closed proved wrong."),
        ("Is the bridge safe?", "Engineers doubt that the bridge is safe."),
        ("Did Acme win the case?", "Acme claims it won the case."),
        ("Did the council close the bridge?", "Had the council closed the bridge, nobody would have died."),
        ("Will Mara Lind resign?", "Mara Lind will resign if the vote fails."),
        ("Did Mara Lind vote for the bill?", "Mara Lind voted against the bill."),
        ("Was Mara Lind born in Tarn?", "Mara Lind was born near Tarn."),
        ("Did Acme buy Zenit?", "Acme bought a stake in Zenit."),
        ("Did Mara Lind visit Tarn?", "Mara Lind visited a school in Tarn."),
        ("Did the Senate approve the bill?", "The Senate committee approved the bill."),
        ("Were 35 people killed?", "More than 35 people were killed."),
        ("Were 35 people killed?", "The flood killed 135 people, 35 of them children."),
    ],
)
def test_what_is_not_the_same_deed_as_done_says_nothing(question: str, text: str) -> None:
    assert word(question, text) is None


def test_articles_that_say_both_are_both_found() -> None:
    assert word("Did Mara Lind resign?", "Mara Lind resigned.", "Mara Lind did not resign.") == "disputed"


def test_a_town_may_stand_for_the_place_in_the_title() -> None:
    said = "President Otto Hall visited the town on Monday."
    assert word("Did President Hall visit Kerano?", said, title="Kerano mourns") == "yes"
    assert word("Did President Hall visit Kerano?", said, title="Tarn mourns") is None


def test_a_title_means_the_one_who_bears_it_where_there_is_one() -> None:
    hall = "President Otto Hall came to Tarn. The president did not meet the mayor."
    assert word("Did Hall meet the mayor?", hall) == "no"
    assert word("Did Hall meet the mayor?", f"{hall} President Ada Vik stayed away.") is None


def test_a_point_inside_a_name_ends_no_question() -> None:
    taken = asked("Did the court hear Lind v. Tarn?", frozenset({"hear"}))
    assert taken is not None
    assert {name.head for name in taken.patients} == {"lind", "tarn", "v"}


def claim(exact: str | None, *, replaced: bool = False) -> Claim:
    later = Superseding("corrected", "It was not so.", ()) if replaced else None
    return Claim("It was so.", 1, Support("supported"), (), exact, later)


def test_claims_come_to_what_stands_of_them() -> None:
    query = understand("Did it happen?")
    yes, no, neither = claim("Yes"), claim("No"), claim(None)
    assert come_to(query, [yes, neither]) == "yes"
    assert come_to(query, [no]) == "no"
    assert come_to(query, [yes, no]) == "disputed"
    assert come_to(query, [claim("Yes", replaced=True), no]) == "no"
    assert come_to(query, [neither]) == come_to(query, []) == "not_said"
    assert come_to(replace(query, kinds=("who",)), [yes]) is None


def test_a_headline_that_has_the_deed_stands_against_a_denial_of_what_was_ahead() -> None:
    text = "On Wednesday Bo Lind still insisted he would not resign."
    assert word("Has Bo Lind resigned?", text, title="Prime minister Bo Lind resigns") is None
    assert word("Did Russia expel anyone?", "Russia will not expel anyone.", title="Russia expels nobody") == "no"


def test_what_was_done_in_another_month_is_no_yes() -> None:
    assert word("Did Bo Lind resign in May?", "Bo Lind resigned in June.") is None
    assert word("Did Bo Lind resign on May 3?", "Bo Lind resigned on June 3.") is None
    assert word("Did Bo Lind resign in May?", "Bo Lind resigned in May, not in June.") == "yes"
    assert word("Did Bo Lind resign in May?", "Bo Lind resigned.") == word("Did Bo Lind resign?", "Bo Lind resigned.")


@pytest.mark.parametrize(
    "title", ["Calls grow for Bo Lind to resign", "Will Bo Lind resign?", "Bo Lind must resign, says union"]
)
def test_a_headline_that_only_wishes_the_deed_stands_against_nothing(title: str) -> None:
    assert (
        word("Has Bo Lind resigned?", "On Wednesday Bo Lind still insisted he would not resign.", title=title) == "no"
    )


def test_a_denial_of_somebody_who_is_named_nearer_says_nothing_of_the_other() -> None:
    text = "Bo Lind will remain a coach, and the same goes for Ada Holm, who refused to say she was retiring."
    assert word("Did Bo Lind retire?", text) is None
