"""What models write and people find supported, each beside what accepting it must not let through."""

import pytest

from tests.verify.cases import outcome
from tests.verify.test_matrix import MODALITY, NAME, NUMBER, OK, POLARITY, Row

PARAPHRASED = [
    Row("One survivor, Maili Ram, lives in a hut.", "Maili Ram, a survivor, lives in a hut now.", OK),
    Row("One survivor lives in a hut.", "The five who survived live in a hut now.", NUMBER),
    Row("The two presidents met in Panama.", "President Ann Roe and President Jan Dahl met in Panama.", OK),
    Row("The two presidents met in Panama.", "The three presidents met in Panama on Friday.", NUMBER),
    Row("Thousands of people fled the city.", "At least 150,000 people fled the city in a week.", OK),
    Row("Dozens of people fled the city.", "At least 150,000 people fled the city in a week.", NUMBER),
    Row("The rule is from 325 AD.", "The rule is from the year 325, the monks say.", OK),
    Row("It is 58°F in Sausalito in autumn.", "In autumn it is 58 degrees in Sausalito.", OK),
    Row("Employers hand out P60s in May.", "An employer must hand out a P60 by the end of May.", OK),
    Row("Employers hand out P45s in May.", "An employer must hand out a P60 by the end of May.", NUMBER),
    Row("The routes from NYC are cut.", "The routes from New York are cut in winter.", OK),
    Row("The routes from New York City are cut.", "The routes from New York are cut in winter.", OK),
    Row("The routes from NYC are cut.", "The routes from New Orleans are cut in winter.", NAME),
    Row("Routes are cut from January to March.", "Routes are cut, starting in January and on into March.", OK),
    Row("The trial is expected to last until autumn.", "The trial could last until autumn, they say.", OK),
    Row("The trial will last until autumn.", "The trial could last until autumn, they say.", MODALITY),
    Row("Avoid letting the soil dry out.", "Don't let the soil dry out.", OK),
    Row("Elements are bonded, while mixtures are not.", "In a mixture the parts are not bonded. Elements are.", OK),
    Row("The full extent of the loss is still unknown.", "No one really knows the full extent of the loss so far.", OK),
    Row("The full extent of the loss is known.", "No one really knows the full extent of the loss so far.", POLARITY),
    Row("He has difficulty walking for long.", "He is unable to walk for a long time without pain.", OK),
    Row(
        "The International Red Cross called for a truce.",
        "The Red Cross called for a truce on Saturday, saying more would die.",
        NAME,
    ),
]


@pytest.mark.parametrize("row", PARAPHRASED, ids=lambda row: f"{row.claim} <- {row.expected}")
def test_a_paraphrase(row: Row) -> None:
    assert row.expected == outcome(row.claim, row.cited, **row.around)
