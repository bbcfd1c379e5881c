"""Follow-up questions are put together with what came before; questions that stand alone are left as they are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.follow_up import stand_alone
from qa.question import understand
from qa.types import Exchange

EXPELLED = Exchange(
    "How many Russian diplomats were expelled?",
    ("On Thursday, Washington told 35 Russian diplomats to leave within 72 hours, with their families.",),
)
MEDVEDEV = Exchange(
    "What did Medvedev say about the Obama administration?",
    ("Prime Minister Dmitry Medvedev said that the Obama administration was ending in agony.",),
)
PUTIN = Exchange("Did Putin expel anyone?", ("“We will not expel anyone,” Putin said in a statement.",))
BRIDGE = Exchange("How much did the bridge cost?", ("It cost 40 million crowns.",))
MAYOR = Exchange("Who is the mayor of Lindholm?", ("Anna Berg is the mayor of Lindholm.",))
MOSCOW = Exchange("What happened in Moscow in 2017?", ("There was a fire.",))
OBAMA = Exchange("Who did Obama expel?", ("Obama expelled 35 Russian diplomats in December.",))
TYPED_SMALL = Exchange("how long were the russian diplomats given to leave?")
COMPOUNDS = (
    Exchange("Which compounds did Obama close?", ("The compounds in Maryland and New York were closed.",)),
    Exchange("When was the compound in Maryland bought?", ("It was bought in 1972.",)),
)

MINE = Exchange(
    "What caused the fire in the Valdor mine?",
    ("Investigators said a faulty cable caused the fire, which killed 14 miners.",),
)
BANK = Exchange("Did the central bank raise interest rates in March?", ("The bank raised its main rate.",))
AIRLINES = Exchange("Which airlines cancelled flights to Tel Aviv?", ("Swiss cancelled flights until Friday.",))
SUED = Exchange("Who is suing Meridian Bank?", ("A group of 300 customers is suing Meridian Bank.",))
STADIUM = Exchange("When will the new stadium open?", ("The stadium will open in May 2026.",))

REWRITTEN = [
    # something left out
    (EXPELLED, "and how many were from San Francisco?", "How many Russian diplomats were from San Francisco?"),
    (EXPELLED, "which ones were from San Francisco?", "Which Russian diplomats were from San Francisco?"),
    (OBAMA, "And how many were from San Francisco?", "How many Russian diplomats were from San Francisco?"),
    # a question word alone
    (EXPELLED, "When?", "When were Russian diplomats expelled?"),
    (EXPELLED, "Why was that?", "Why were Russian diplomats expelled?"),
    (EXPELLED, "By whom?", "By whom were Russian diplomats expelled?"),
    (PUTIN, "Why not?", "Why didn't Putin expel anyone?"),
    (PUTIN, "Who?", "Who did Putin expel?"),
    (OBAMA, "Who else?", "Who else did Obama expel?"),
    (OBAMA, "How many?", "How many people did Obama expel?"),
    (TYPED_SMALL, "and when was that?", "When were the russian diplomats given to leave?"),
    # pronouns
    (
        EXPELLED,
        "How many of them were from San Francisco?",
        "How many of the Russian diplomats were from San Francisco?",
    ),
    (EXPELLED, "How long were they given to leave?", "How long were the Russian diplomats given to leave?"),
    (MEDVEDEV, "What did Putin say about it?", "What did Putin say about the Obama administration?"),
    (BRIDGE, "And when was it opened?", "When was the bridge opened?"),
    (MAYOR, "How old is she?", "How old is Anna Berg?"),
    (MAYOR, "What is her salary?", "What is Anna Berg's salary?"),
    (MOSCOW, "Who lives there?", "Who lives in Moscow?"),
    # one thing in another's place
    (MEDVEDEV, "And Putin?", "What did Putin say about the Obama administration?"),
    (BRIDGE, "And the tunnel?", "How much did the tunnel cost?"),
    (EXPELLED, "What about American diplomats?", "How many American diplomats were expelled?"),
    (TYPED_SMALL, "and the american ones?", "How long were the american diplomats given to leave?"),
    (MOSCOW, "And in 2018?", "What happened in Moscow in 2018?"),
    (MOSCOW, "And in Minsk?", "What happened in Minsk in 2017?"),
    (BANK, "And in April?", "Did the central bank raise interest rates in April?"),
    (MINE, "Were any of them rescued?", "Were any of the miners rescued?"),
    (SUED, "Has it been sued before?", "Has Meridian Bank been sued before?"),
    (STADIUM, "Where is it?", "Where is the new stadium?"),
    (AIRLINES, "What about Beirut?", "Which airlines cancelled flights to Beirut?"),
    (AIRLINES, "Until when?", "Until when was it that airlines cancelled flights to Tel Aviv?"),
    # about the answer
    (PUTIN, "Who said that?", "Who said “We will not expel anyone”?"),
    (OBAMA, "Is that true?", "Is it true that Obama expelled 35 Russian diplomats in December?"),
]


@pytest.mark.parametrize(("before", "asked", "expected"), REWRITTEN)
def test_a_follow_up_says_what_it_leans_on(before: Exchange, asked: str, expected: str) -> None:
    assert stand_alone(asked, [before]) == expected


@pytest.mark.parametrize("asked", ["What about the other one?", "And the other?"])
def test_the_other_is_what_an_earlier_answer_named_beside_it(asked: str) -> None:
    assert stand_alone(asked, COMPOUNDS) == "When was the compound in New York bought?"


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        (Exchange("What did Lavrov tell Putin?", ("He urged him.",)), "Why did he refuse?"),
        (PUTIN, "Who suggested it?"),
        (MEDVEDEV, "Why did he say that?"),
        (BRIDGE, "What happened then?"),
        (MAYOR, "Since when?"),
        (BANK, "Will it raise them again?"),
        (AIRLINES, "Did Ryanair?"),
        (MINE, "In which village?"),
        (Exchange("Why did the minister resign?", ("He had accepted gifts.",)), "From whom?"),
    ],
)
def test_where_a_rule_would_have_to_guess_the_question_before_stands_beside(before: Exchange, asked: str) -> None:
    found = stand_alone(asked, [before])
    assert found.endswith(f"({before.question[:-1]})?")
    assert understand(found).kinds == understand(asked).kinds


ALONE = [
    "How many American diplomats were expelled?",
    "And what did Lavrov propose?",
    "Did Putin say that he would retaliate?",
    "Is it true that Obama expelled diplomats?",
    "How long does it take to fly from Moscow to Washington?",
    "Are there any sanctions on Russian companies?",
    "Which diplomats were told that they had 72 hours?",
    "What did the ministry say about its own diplomats?",
    "Which company lost its chief this week?",
    "Who lost his job?",
    "In her last speech, what did Anna Berg promise?",
    "The harbour was closed on Monday. How long did it stay closed?",
    "Did the US and Russia agree in this week's talks?",
    "What is the GRU?",
    "Thanks!",
    "Really?",
    "Und wie viele waren aus San Francisco, und was sagte der Minister?",
    "",
    "?!",
]


@pytest.mark.parametrize("asked", ALONE)
def test_what_stands_alone_is_left_as_it_is(asked: str) -> None:
    assert stand_alone(asked, [EXPELLED, MEDVEDEV]) == asked


@pytest.mark.parametrize("asked", [row[1] for row in REWRITTEN])
def test_without_anything_before_nothing_changes(asked: str) -> None:
    assert stand_alone(asked, []) == asked


def test_a_refusal_is_gone_on_from_by_its_question() -> None:
    assert (
        stand_alone("When was it opened?", [Exchange("How much did the tunnel cost?")]) == "When was the tunnel opened?"
    )


def test_what_was_spoken_of_further_back_is_found() -> None:
    small_talk = Exchange("What happened on Friday?", ("It rained.",))
    asked = "How many of them were from San Francisco?"
    assert stand_alone(asked, [EXPELLED, small_talk]) == "How many of the Russian diplomats were from San Francisco?"


@settings(deadline=None, max_examples=300)
@given(
    asked=st.text(max_size=60) | st.sampled_from([row[1] for row in REWRITTEN]),
    before=st.builds(Exchange, st.text(max_size=60), st.lists(st.text(max_size=80), max_size=2).map(tuple)),
)
def test_any_text_may_come_and_the_same_gives_the_same(asked: str, before: Exchange) -> None:
    assert stand_alone(asked, [before]) == stand_alone(asked, [before])


@pytest.mark.parametrize(
    ("before", "asked", "understood"),
    [
        (
            Exchange("What happened in Kerano?", ("The toll has risen to 19, officials said on Wednesday.",)),
            "How many were injured?",
            "How many people were injured in Kerano?",
        ),
        (
            Exchange("How many people were injured in the Port Hallam refinery explosion?", ("The blast injured 17.",)),
            "and how many were killed?",
            "How many people were killed in the Port Hallam refinery explosion?",
        ),
        (
            Exchange("When did the Varrow flood begin?", ("It began on Monday.",)),
            "How many were injured?",
            "How many people were injured (When did the Varrow flood begin)?",
        ),
        (
            Exchange("When did the Varrow flood begin?", ("It began on Monday.",)),
            "How many were injured in Lodenz?",
            "How many people were injured in Lodenz?",
        ),
        (
            Exchange("What did rescuers find?", ("They found 14 bodies in the rubble.",)),
            "And how many were hurt?",
            "How many rescuers were hurt?",
        ),
        (EXPELLED, "How many were arrested?", "How many Russian diplomats were arrested?"),
        (
            Exchange("Who resigned from Meridian Bank?", ("Tomas Wirth resigned on Monday, Carla Brandt said.",)),
            "Why did he resign?",
            "Why did Tomas Wirth resign?",
        ),
    ],
)
def test_what_an_answer_happens_to_name_is_not_taken_for_what_is_asked_about(
    before: Exchange, asked: str, understood: str
) -> None:
    assert stand_alone(asked, [before]) == understood


@pytest.mark.parametrize(
    ("before", "asked", "understood"),
    [
        (Exchange("What did Lavrov ask Putin?"), "When did he travel?", "When did Lavrov travel?"),
        (
            Exchange("Who won the rally?", ("Erik Nyman won the rally ahead of Kim Nordin.",)),
            "Why is he retiring?",
            "Why is Erik Nyman retiring?",
        ),
    ],
)
def test_of_two_persons_it_is_who_acted_that_acts_on(before: Exchange, asked: str, understood: str) -> None:
    assert stand_alone(asked, [before]) == understood


@pytest.mark.parametrize("asked", ["Where was he?", "How did he find out?"])
def test_what_either_may_be_or_learn_is_of_neither(asked: str) -> None:
    before = Exchange("Why did Lavrov fire Antonov?")
    assert stand_alone(asked, [before]) == f"{asked[:-1]} (Why did Lavrov fire Antonov)?"
