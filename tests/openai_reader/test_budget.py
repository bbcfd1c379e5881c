"""The evidence that is sent fits its budget, and it is the best of it."""

from qa.adapters.openai_reader.budget import within
from qa.prompts import frame

from .support import evidence


def test_passages_are_dropped_whole_and_from_the_end() -> None:
    full = evidence("One.|Two.", "Three.", "Four.")
    size = len(frame(full))
    assert [p.label for p in within(full, size + 1).passages] == ["S1", "S2", "S3"]
    assert [p.label for p in within(full, size - 1).passages] == ["S1", "S2"]


def test_what_is_kept_fits() -> None:
    full = evidence(*["Some words." * 9] * 9)
    for characters in range(0, 1200, 37):
        assert len(frame(within(full, characters))) <= characters


def test_a_short_passage_does_not_overtake_a_long_one() -> None:
    assert within(evidence("Long words. " * 50, "Short."), 200).passages == ()
