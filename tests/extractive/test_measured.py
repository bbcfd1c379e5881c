"""A number answers only for what it counts."""

from __future__ import annotations

import pytest

from qa.extractive.measured import counts_others, number_of
from qa.question import understand
from qa.words import tokens

BOTH = "At least 14 people were killed and 212 were injured, the ministry said."


@pytest.mark.parametrize(
    ("question", "sentence", "others"),
    [
        ("How many were injured?", "The number of dead has risen to 19.", True),
        ("How many people were hurt?", BOTH, False),
        ("How many were injured?", "Rescuers reached three villages.", False),
        ("How many people died?", "Some 40 people were arrested.", True),
        ("When were they injured?", "The number of dead has risen to 19.", False),
    ],
)
def test_a_sentence_about_others_is_told_from_one_about_those_asked_for(
    question: str, sentence: str, others: bool
) -> None:
    assert counts_others(understand(question), tokens(sentence)) is others


@pytest.mark.parametrize(
    ("question", "read", "right"),
    [
        ("How many were injured?", "14", "212"),
        ("How many were injured?", "212", "212"),
        ("How many were killed?", "212", "14"),
        ("How many ministries are there?", "14", "14"),
    ],
)
def test_the_number_is_that_of_the_clause_that_tells_of_them(question: str, read: str, right: str) -> None:
    start = BOTH.index(read)
    found = number_of(understand(question), BOTH, (start, start + len(read)))
    assert BOTH[found[0] : found[1]] == right


def test_nobody_is_a_number() -> None:
    nobody = "Nobody was killed, but 12 firefighters were injured."
    start, end = number_of(
        understand("How many people were killed?"), nobody, (nobody.index("12"), nobody.index(" fire"))
    )
    assert nobody[start:end] == "Nobody"


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("How many jobs will be cut by Nordlys?", "900"),
        ("How many jobs does Nordlys have?", "21,000"),
        ("How many jobs are there at Nordlys?", "21,000"),
    ],
)
def test_of_a_part_and_its_whole_the_part_is_what_something_is_done_to(question: str, right: str) -> None:
    text = "Nordlys expects to cut about 900 of its 21,000 jobs."
    start = text.index("21,000")
    found = number_of(understand(question), text, (start, start + len("21,000")))
    assert text[found[0] : found[1]] == right
