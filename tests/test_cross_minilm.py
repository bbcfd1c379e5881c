"""The shipped cross-encoder: what it must get right to be of use, and that odd texts do it no harm."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from qa.adapters.cross_minilm import CrossMiniLM
from qa.errors import ModelError
from qa.ports import SentenceReading

QUESTION = "How many diplomats did Moscow expel?"
ANSWERS = "The Kremlin expelled 35 American diplomats on Friday."
OTHERS = (
    "Rain stopped the cricket for the third day running.",
    "The president said nothing about the sanctions.",
    "Children visited the Kremlin on New Year's Eve.",
)


@pytest.fixture(scope="module")
def cross() -> CrossMiniLM:
    return CrossMiniLM()


async def read(cross: CrossMiniLM, question: str, *sentences: str, before: str = "") -> list[SentenceReading]:
    return list(await cross.read_sentences(question, [(before, sentence) for sentence in sentences]))


async def test_the_sentence_that_answers_is_the_most_relevant_and_the_answer_is_in_it(cross: CrossMiniLM) -> None:
    right, *wrong = await read(cross, QUESTION, ANSWERS, *OTHERS)
    assert right.relevance > 2 * max(other.relevance for other in wrong)
    assert right.certainty > 2 * max(other.certainty for other in wrong)
    assert right.answer is not None
    assert ANSWERS[slice(*right.answer)] == "35"


async def test_a_reading_does_not_depend_on_its_company_or_on_being_kept(cross: CrossMiniLM) -> None:
    alone = [(await read(CrossMiniLM(threads=1), QUESTION, sentence))[0] for sentence in (ANSWERS, *OTHERS)]
    together = await read(CrossMiniLM(threads=2), QUESTION, ANSWERS, *OTHERS)
    assert together == alone == await read(cross, QUESTION, ANSWERS, *OTHERS)


async def test_a_claim_that_says_what_the_evidence_says_has_more_support_than_an_altered_one(
    cross: CrossMiniLM,
) -> None:
    claims = ("The Kremlin expelled 35 diplomats.", "The Kremlin expelled 45 diplomats.", "It snowed in Lisbon.")
    honest, altered, other = await cross.support([(claim, ANSWERS) for claim in claims])
    assert honest.supported > 2 * altered.supported
    assert honest.supported > 2 * other.supported
    assert sum((honest.supported, honest.refuted, honest.neutral)) == pytest.approx(1)


async def test_odd_texts_are_read_like_any_other(cross: CrossMiniLM) -> None:
    for text in ("", " \n", "\x00", "\ud800", "x" * 10_000, "ten " * 5_000, "[SEP] [CLS]", "Жизнь 生活"):
        for question in ("", "Who?", "who " * 500):
            (found,) = await read(cross, question, text, before=text)
            assert 0 <= found.relevance <= 1
            assert 0 <= found.certainty <= 1
            assert found.answer is None or 0 <= found.answer[0] < found.answer[1] <= len(text)


async def test_an_answer_behind_odd_characters_keeps_its_place(cross: CrossMiniLM) -> None:
    text = f"😀 \ud800 é — {ANSWERS}"
    (found,) = await read(cross, QUESTION, text)
    assert found.answer is not None
    assert text[slice(*found.answer)] == "35"


async def test_without_its_file_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught:
        await read(CrossMiniLM(tmp_path), QUESTION, ANSWERS)
    assert "Install the package again" in (caught.value.next_step or "")


async def test_many_callers_at_once_get_their_own_readings(cross: CrossMiniLM) -> None:
    expected = await read(cross, QUESTION, *OTHERS)
    found = await asyncio.gather(*(read(CrossMiniLM(), QUESTION, other) for other in OTHERS))
    assert [one for (one,) in found] == expected
