"""Sentences that tell the deed of others than a question asks about."""

from __future__ import annotations

import pytest

from qa.premise import of_others
from qa.question import understand
from qa.statements import statements
from tests.newsroom import Edition
from tests.premises import ORDERED, REQUEST
from tests.sources import found, report

TALKS = report("Ledger", "The United States accused Russia of spying and expelled 35 diplomats on Thursday.")
BY_FRANCE = report("Argus", "Twelve Malian officers were detained by France on Monday.")
BY_MALI = report("Trade", "Mali has detained 49 Nigerian soldiers since July.")


@pytest.mark.parametrize(
    ("question", "editions", "told_of_others"),
    [
        ("How many Russian diplomats were expelled?", [REQUEST, ORDERED], {"S1.1"}),
        ("How many diplomats did Washington expel?", [REQUEST, ORDERED], {"S1.1"}),
        ("How many American diplomats does Russia want to expel?", [REQUEST, ORDERED], {"S2.1"}),
        ("How many diplomats did Washington expel?", [TALKS], set()),  # who is accused does not do it
        ("How many soldiers did Mali detain?", [BY_FRANCE, BY_MALI], {"S1.1"}),
        ("How many Malian officers were detained?", [BY_FRANCE, BY_MALI], set()),
        ("How many Nigerian soldiers were detained?", [BY_FRANCE, BY_MALI], set()),  # officers are no soldiers
        ("How many Malian soldiers were detained?", [BY_FRANCE, BY_MALI], {"S2.1"}),
        ("Who resigned?", [REQUEST, ORDERED], set()),
    ],
)
def test_sentences_that_tell_the_deed_of_others(
    question: str, editions: list[Edition], told_of_others: set[str]
) -> None:
    assert of_others(understand(question), statements(found(*editions))) == told_of_others


PRICES = report("Trade", "Corvin has bought Brightmere for $3 billion. Halden Foods ended its talks with Brightmere.")


@pytest.mark.parametrize(
    ("question", "edition", "others"),
    [
        ("How much did Halden Foods pay for Brightmere?", PRICES, ["Corvin has bought"]),
        ("How much did Corvin pay for Brightmere?", PRICES, ["Halden Foods ended"]),
        ("How much was paid for Brightmere?", PRICES, []),  # whoever did
        (
            "How much did Halden Foods pay for Brightmere?",
            report("Trade", "Brightmere was sold for $2 billion. Corvin sold it. Halden Foods is glad."),
            ["Corvin sold it"],  # what was bought may stand for the buying
        ),
        ("How much did Tarvo pay for Brightmere?", PRICES, []),  # nothing is told of it
        (
            "How long was Lena Strand sentenced to prison?",
            report("Argus", "A court freed Lena Strand. Her deputy, Paul Veit, was sentenced to four years."),
            ["Her deputy, Paul Veit"],
        ),
        (
            "How many jobs did Corvin promise?",
            report("Argus", "Corvin met the unions. He said that Ana Ruiz was right. The firm promised 20 jobs."),
            [],  # a pronoun and a noun may be Corvin
        ),
        (
            "What did Corvin say of Brightmere?",
            report("Argus", "Corvin kept silent on Brightmere. Ana Ruiz said that the firm was glad."),
            [],  # what others say may tell it
        ),
    ],
)
def test_what_somebody_else_by_name_did_is_told_of_others(question: str, edition: Edition, others: list[str]) -> None:
    said = statements(found(edition))
    labels = of_others(understand(question), said)
    texts = [statement.text for statement in said if statement.label in labels]
    assert [text.startswith(start) for text, start in zip(texts, others, strict=True)] == [True] * len(others)


def test_an_article_of_other_years_that_does_not_name_the_year_cannot_tell_of_it() -> None:
    fire = report("Argus", "The fire near Soufli burned 4,000 hectares.", "2023-08-25")
    for question, count in (("How much did the Soufli fire of 2021 burn?", 1), ("What burned in Soufli in 2022?", 0)):
        assert len(of_others(understand(question), statements(found(fire)))) == count
    naming = report("Argus", "The fire near Soufli burned 4,000 hectares. In 2021 it was 900.", "2023-08-25")
    assert not of_others(understand("How much did the Soufli fire of 2021 burn?"), statements(found(naming)))


@pytest.mark.parametrize(
    ("question", "text", "told_of_others"),
    [
        ("When did Ada Lind die?", "Her elder brother died in 1991. Ada Lind died on Monday.", {"S1.1"}),
        ("When did Ada Lind die?", "Ada Lind's only sister, Mona, died in May. Lind died in June.", {"S1.1"}),
        ("When did Ada Lind die?", "Ada Lind's son said she died on Monday.", set()),
        ("When did Ada Lind die?", "She died in May. Ada Lind's books sold well.", set()),
        ("When did Ada Lind's sister die?", "Ada Lind's only sister died in May.", set()),
        (
            "How much did Halden earn?",
            "In the year to May, Corvin earned $3 million. Halden slept.",
            {"S1.1"},
        ),
    ],
)
def test_what_kin_did_or_another_behind_an_opening_phrase_is_of_others(
    question: str, text: str, told_of_others: set[str]
) -> None:
    assert of_others(understand(question), statements(found(report("Ledger", text)))) == told_of_others
