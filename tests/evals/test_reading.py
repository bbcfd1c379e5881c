"""Exact match and token F1: values worked out by hand, or from the definition."""

import pytest

from evals.reading import exact_match, token_f1


@pytest.mark.parametrize(
    ("said", "references", "exact", "f1"),
    [
        ("The Eiffel Tower!", ["eiffel tower"], 1.0, 1.0),
        ("In Paris.", ["Paris"], 0.0, 2 / 3),
        ("Paris", ["London", "Paris, France"], 0.0, 2 / 3),
        ("Rome", ["Paris"], 0.0, 0.0),
        ("", [], 1.0, 1.0),
        ("Paris", [], 0.0, 0.0),
        ("", ["Paris"], 0.0, 0.0),
        ("two two cats", ["two cats"], 0.0, 4 / 5),
    ],
)
def test_the_reading_measures(said: str, references: list[str], exact: float, f1: float) -> None:
    assert exact_match(said, references) == exact
    assert token_f1(said, references) == pytest.approx(f1)
