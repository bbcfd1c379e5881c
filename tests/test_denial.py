"""A denial that stands right behind what it denies is told with it."""

from __future__ import annotations

import pytest

from tests.newsroom import Edition
from tests.sources import report
from tests.test_weigh import claimed

SOLD = "Anna Vik sold the letters to a museum."
ALLEGED = "Prosecutors accuse Anna Vik of selling the letters."


def denial(text: str) -> tuple[str, str] | None:
    """How the first sentence of ``text``, as a claim, says that it is denied, and by which sentence."""
    claim, _ = claimed("What did Vik do?", _edition(text))
    later = claim.superseded_by
    return (later.how, later.text) if later else None


def _edition(text: str) -> Edition:
    return report("Meridian", text, "2023-05-04")


@pytest.mark.parametrize(
    "sentence",
    [
        "Brandt denied it.",
        "Her lawyer disputes that, saying the letters are at home.",
        "A spokesman said that this was false.",
        "Vik has denied it and called for an inquiry.",
    ],
)
def test_a_denial_of_it_is_told_with_the_sentence_before(sentence: str) -> None:
    assert denial(f"{SOLD} {sentence}") == ("denied", sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "She denies any wrongdoing.",
        "Her lawyer rejected the accusations.",
        "Vik called the claims baseless.",
        "The allegations were false, she said.",
    ],
)
def test_a_denial_of_charges_is_told_with_what_is_alleged(sentence: str) -> None:
    assert denial(f"{ALLEGED} {sentence}") == ("denied", sentence)
    assert denial(f"{ALLEGED} The trial began in May. {sentence}") == ("denied", sentence)
    assert denial(f"The trial began in May. {sentence}") is None  # nothing that could be denied


@pytest.mark.parametrize(
    "sentence",
    [
        "Brandt did not deny it.",
        "Brandt neither confirmed nor denied it.",
        "Brandt could deny it.",
        "Did Brandt deny it?",
        "Brandt denies it is raining.",  # denies something else
        "Brandt denied the museum entry.",
        "It was not false, Brandt said.",
        "Brandt said that the museum was pleased.",
    ],
)
def test_what_denies_nothing_of_it_is_not_told(sentence: str) -> None:
    assert denial(f"{SOLD} {sentence}") is None


def test_a_denial_far_behind_or_in_another_article_is_of_something_else() -> None:
    assert denial(f"{SOLD} The museum is in Lindholm. It opened in May. Brandt denied it.") is None
    claim, _ = claimed("What did Vik do?", _edition(SOLD), report("Estuary", "Brandt denied it.", "2023-05-04"))
    assert claim.superseded_by is None
