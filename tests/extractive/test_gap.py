"""Exact words where no word of the question says what is asked for."""

import pytest

from qa.extractive import pool
from qa.extractive.choose import SURE_OF_WORDS, exact
from qa.ports import SentenceReading
from qa.question import understand
from tests.extractive.test_reader import STRIKE, evidence, read

SENTENCE = "The Kestrel line between Dunmore and Ellery was closed for 48 hours."


def words(question: str, answer: str, certainty: float) -> str | None:
    """The exact words for ``question`` of the sentence, of which a model takes ``answer`` for them."""
    candidate = pool(evidence((SENTENCE,))).candidates[0]
    start = SENTENCE.index(answer)
    return exact(understand(question), candidate, SentenceReading(0.9, (start, start + len(answer)), certainty))


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("The line between Dunmore and Ellery was closed for:", "48 hours"),
        ("This line between Dunmore and Ellery was closed for two days.", "Kestrel"),
        ("Name the line between Dunmore and Ellery that was closed", "Kestrel"),
        ("What is the closed line called?", "Kestrel"),
    ],
)
def test_a_gap_and_a_name_that_is_asked_for_get_the_words_of_which_the_model_is_sure(
    question: str, answer: str
) -> None:
    assert words(question, answer, SURE_OF_WORDS) == answer
    assert words(question, answer, SURE_OF_WORDS - 0.01) is None


@pytest.mark.parametrize(
    "question",
    [
        "Dunmore line",
        "Describe how the line between Dunmore and Ellery was closed",
        "Please tell me about the line between Dunmore and Ellery",
        "What is the Kestrel?",
    ],
)
def test_who_asks_to_be_told_something_or_gives_a_heading_gets_the_sentence(question: str) -> None:
    assert words(question, "48 hours", 1.0) is None


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("The strike was joined by this many dockers:", "420"),
        ("The dockers of Port Ellery walked out on", "Tuesday"),
        ("Name the union leader who spoke of 420 dockers", "Ana Ferro"),
    ],
)
async def test_what_a_gap_leaves_out_is_read_in_the_articles(question: str, answer: str) -> None:
    claims, _ = await read(question, evidence(STRIKE))
    assert claims[0].exact == answer
