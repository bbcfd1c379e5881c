"""The evidence that is sent fits its budget, and it is the best of it."""

from qa.adapters.openai_reader.budget import estimate, within
from qa.prompts import frame

from .support import evidence


def labels(tokens: int, *texts: str) -> list[str]:
    return [sentence.label for p in within(evidence(*texts), tokens).passages for sentence in p.sentences]


def test_what_does_not_fit_is_dropped_from_the_end() -> None:
    texts = ("One.|Two.", "Three.", "Four.")
    size = estimate(frame(evidence(*texts)))
    assert labels(size + 1, *texts) == ["S1.1", "S1.2", "S2.1", "S3.1"]
    assert labels(size - 2, *texts) == ["S1.1", "S1.2", "S2.1"]


def test_a_passage_is_cut_between_sentences() -> None:
    texts = ("Some words here. " * 9 + "|" + "Other words here. " * 9,)
    half = estimate(texts[0]) // 2 + 20
    assert labels(half, *texts) == ["S1.1"]


def test_what_is_kept_fits() -> None:
    full = evidence(*["Some words.|" * 9 + "Schluß, “wörtlich”."] * 9)
    for tokens in range(0, 600, 17):
        assert estimate(frame(within(full, tokens))) <= tokens


def test_a_short_passage_does_not_overtake_a_long_one() -> None:
    assert labels(50, "Long words. " * 50, "Short.") == []


def test_other_scripts_are_not_thought_cheaper_than_they_are() -> None:
    assert estimate("新しい制裁が発表された") >= 11
