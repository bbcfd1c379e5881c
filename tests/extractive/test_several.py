"""The several things that a sentence names."""

from __future__ import annotations

import pytest

from qa.extractive.several import counted, named_beside, several
from qa.question import understand


def listed(question: str, text: str, answer: str) -> list[str]:
    start = text.index(answer)
    return [part.text for part in several(understand(question), text, (start, start + len(answer)))]


@pytest.mark.parametrize(
    ("question", "text", "answer", "items"),
    [
        (
            "In which countries were they sold?",
            "It recalls 60,000 heaters sold in Norway, Denmark and the Netherlands.",
            "Norway",
            ["Norway", "Denmark", "Netherlands"],
        ),
        (
            "Who attended the ceremony?",
            "President Otto Hall of Veldia, Chancellor Ute Brenner and the UN envoy Samir Haddad attended it.",
            "Otto Hall",
            ["President Otto Hall of Veldia", "Chancellor Ute Brenner", "UN envoy Samir Haddad"],
        ),
        (
            "What are the three aims?",
            "Its three aims are flood protection, clean water and safe shipping.",
            "clean water",
            ["flood protection", "clean water", "safe shipping"],
        ),
        ("What may use it?", "Bicycles and buses may use it.", "Bicycles", ["Bicycles", "buses"]),
        ("In which years did it win?", "The club won the cup in 2021 and 2024.", "2024", ["2021", "2024"]),
        (
            "Where did they work?",
            "They were at the embassy in Washington and at the consulate in San Francisco.",
            "the embassy",
            ["embassy in Washington", "consulate in San Francisco"],
        ),
        (
            "Who was convicted?",
            "Two businessmen, Emil Drost and Pavel Kyne, were convicted.",
            "Emil Drost",
            ["Emil Drost", "Pavel Kyne"],
        ),
    ],
)
def test_all_of_a_list_is_named_part_by_part(question: str, text: str, answer: str, items: list[str]) -> None:
    assert listed(question, text, answer) == items


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        ("Which minister resigned?", "Anna Berg and Otto Hall met before Berg resigned.", "Anna Berg"),
        ("Who resigned?", "On Tuesday, March 3, Lang resigned in Paris, France.", "Lang"),
        ("Which parties won?", "The Greens won 41 seats and the League 39.", "Greens"),
        ("How many left?", "Norway, Denmark and Sweden left.", "Norway"),
        ("Who met Anna Berg?", "Anna Berg and Otto Hall met.", "Otto Hall"),
    ],
)
def test_one_thing_or_unlike_ones_are_no_list(question: str, text: str, answer: str) -> None:
    assert listed(question, text, answer) == []


def test_a_number_of_things_is_named_in_the_sentence_beside() -> None:
    query = understand("Which countries signed the treaty?")
    assert counted(query, "Three countries signed the treaty in Geneva.") == 3
    beside = "Austria, Serbia and Romania will share their data."
    assert [part.text for part in named_beside(query, 3, beside)] == ["Austria", "Serbia", "Romania"]
    assert named_beside(query, 4, beside) == ()


def test_a_sentence_that_is_one_endless_list_is_not_taken_apart() -> None:
    assert listed("Which countries signed?", "Norway, Denmark, " * 60 + "Norway and Sweden signed.", "Sweden") == []
