"""Persons of one surname are told apart."""

from __future__ import annotations

import pytest

from qa.premise import of_others
from qa.question import understand
from qa.statements import statements
from qa.yes_no import told
from tests.sources import found, report

TWO = "Olga Brant left the board on Monday, but Felix Brant stayed. Felix Brant voted against the sale. Brant wept."


def verdict(question: str, *texts: str) -> str | None:
    said = told(understand(question), found(*(report(f"p{at}", text) for at, text in enumerate(texts))))
    return "disputed" if said.done and said.denied else "yes" if said.done else "no" if said.denied else None


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Did Felix Brant leave the board?", TWO, None),
        ("Did Olga Brant leave the board?", TWO, "yes"),
        ("Did Felix Brant vote against the sale?", TWO, "yes"),
        ("Did Olga Brant vote against the sale?", TWO, None),
        ("Did Olga Brant weep?", TWO, None),  # "Brant wept": which of them?
        ("Did Olga Brant resign?", "Olga Brant ran the bank. Brant resigned on Monday.", "yes"),
        ("Did Olga Brant resign?", "Yesterday Brant resigned. Olga Brant ran the bank since yesterday.", "yes"),
        ("Did Olga Brant resign?", "Olga M. Brant resigned on Monday.", "yes"),
        ("Did Olga Brant resign?", "Olga Maria Brant resigned on Monday.", "yes"),
        ("Did Olga Brant resign?", "Olga Brant and Felix Brant resigned on Monday.", "yes"),
        ("Did Olga Brant resign?", "Olga and Felix Brant resigned on Monday.", "yes"),
        ("Did Olga Brant resign?", "Director Brant resigned on Monday. Olga Brant was director.", "yes"),
        ("Did Olga Brant resign?", "Olga Brant wept. Brant resigned on Monday. Her son Felix Brant stayed.", "yes"),
        ("Did Felix Brant resign?", "Olga Brant wept. Brant resigned on Monday. Her son Felix Brant stayed.", None),
        ("Did Olga Brant resign?", "Brant resigned on Monday. Felix Brant had run the bank.", None),
        ("Did Brant resign?", "Felix Brant resigned on Monday.", "yes"),
    ],
)
def test_what_one_did_a_namesake_did_not(question: str, text: str, expected: str | None) -> None:
    assert verdict(question, text) == expected


@pytest.mark.parametrize(
    ("question", "text", "told_of_others"),
    [
        ("When did Felix Brant leave the board?", "Olga Brant left the board on Monday. Felix Brant stayed.", {"S1.1"}),
        ("When did Olga Brant leave the board?", "Olga Brant left the board on Monday. Felix Brant stayed.", {"S1.2"}),
        ("How old is Felix Brant?", "Olga Brant, 58, wept. Felix Brant, 61, did not.", {"S1.1"}),
        ("What did Felix Brant sell?", "Felix Brant sold a hotel to Olga Brant.", set()),
        ("When did Olga Brant resign?", "Olga Brant wept, Felix Brant did not. Brant resigned on Monday.", set()),
        ("When did Olga Brant resign?", "Felix Brant ran the bank. Brant resigned on Monday.", {"S1.1", "S1.2"}),
        ("When did Alexei Brant die?", "Alexey Brant died on Friday. Brant was ill.", set()),
        ("How old is Joe Brant?", "Joseph Brant, 78, took office.", set()),
        ("How old is Joe Brant?", "Joseph Brant, 78, took office. Joe Brant, 40, did not.", {"S1.1"}),
        ("When did Brant leave the board?", "Olga Brant left the board on Monday.", set()),
    ],
)
def test_a_sentence_about_a_namesake_is_of_others(question: str, text: str, told_of_others: set[str]) -> None:
    assert of_others(understand(question), statements(found(report("Ledger", text)))) == told_of_others
