"""Claims in words of their own: how near these come to the cited sentences' words, and what happens without that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from qa.adapters.minilm import MiniLM
from qa.checking import MOST_COMPARED, Checking, by_word, compared
from qa.errors import EmbeddingError
from qa.ports import WordNearness
from qa.types import Claim, DraftClaim, Evidence, ReadReport
from qa.verify import own_words
from tests.test_ask import answer, asking, label
from tests.verify.cases import article_of, evidence_of

SENTENCE = "The council in Brackwell voted to close the old swimming pool."
OWN_WORDS = "Brackwell's councillors decided that the pool will be shut."
INVENTED = "A painter decorated the swimming pool in Brackwell with portraits."
TOLD = Path(__file__).parent / "verify" / "told.txt"


class Comparing:
    """Finds every word at one nearness, and keeps what it was given."""

    def __init__(self, nearness: float) -> None:
        self.value = nearness
        self.given: list[tuple[str, Sequence[str]]] = []

    async def nearness(self, text: str, others: Sequence[str]) -> Sequence[WordNearness]:
        self.given.append((text, others))
        ends = [at for at, sign in enumerate(f"{text} ") if sign == " "]
        return [WordNearness(end - len(text[:end].rsplit(maxsplit=1)[-1]), end, self.value) for end in ends]


class Broken:
    """Fails, and counts how often it was asked."""

    asked = 0

    async def nearness(self, text: str, others: Sequence[str]) -> Sequence[WordNearness]:
        self.asked += 1
        raise EmbeddingError("The embedding model cannot be loaded.")


@pytest.fixture(scope="module")
def minilm() -> MiniLM:
    return MiniLM()


def evidence(*sentences: str) -> Evidence:
    return evidence_of((article_of(sentences), sentences))


async def passes(minilm: MiniLM | Comparing, claim: str, *sentences: str) -> bool:
    draft = DraftClaim(claim, tuple(f"S1.{place}" for place in range(1, len(sentences) + 1)))
    return isinstance(await Checking(evidence(*sentences), minilm).checked(draft), Claim)


async def test_a_deed_in_words_that_are_far_from_all_of_the_sentences_is_turned_down(minilm: MiniLM) -> None:
    assert await passes(minilm, OWN_WORDS, SENTENCE)
    assert not await passes(minilm, INVENTED, SENTENCE)


async def test_a_sentence_claimed_word_for_word_is_not_compared() -> None:
    comparing = Comparing(0.0)
    assert await passes(comparing, SENTENCE, SENTENCE)
    assert comparing.given == []


async def test_only_a_claim_that_cites_something_and_not_very_much_is_compared() -> None:
    many = [f"{SENTENCE[:-1]} {number} times." for number in range(MOST_COMPARED + 1)]
    cites = tuple(f"S1.{place}" for place in range(1, MOST_COMPARED + 2))
    comparing = Comparing(1.0)
    assert await compared(DraftClaim(OWN_WORDS, ("S9.9",)), evidence(SENTENCE), comparing) is None
    assert await compared(DraftClaim(OWN_WORDS, cites), evidence(*many), comparing) is None
    assert comparing.given == []
    assert await compared(DraftClaim(OWN_WORDS, cites[:-1]), evidence(*many), comparing)


def test_what_is_compared_are_the_cleaned_claim_and_the_sentences() -> None:
    found = own_words(DraftClaim("The pool  \u201cis\u201d shut\u00ad.", ("S1.2",)), evidence(SENTENCE, "It is shut."))
    assert found == ("The pool \u201cis\u201d shut.", ("It is shut.",))


def test_a_word_that_stands_twice_is_as_near_as_where_it_is_farthest() -> None:
    found = [WordNearness(0, 4, 0.9), WordNearness(5, 9, 0.4), WordNearness(10, 13, 0.7)]
    assert by_word("Pool pool the", found) == {"pool": 0.4, "the": 0.7}


async def test_where_comparing_fails_the_checks_decide_and_the_record_says_so() -> None:
    def reworded(given: Evidence) -> Sequence[DraftClaim | ReadReport | Exception]:
        texts = ("The bridge cost 40 million crowns in all.", "So the bridge cost 40 million crowns.")
        return [*(DraftClaim(text, (label(given, "40 million"),)) for text in texts), ReadReport()]

    broken = Broken()
    record = await answer(replace(await asking(reworded), words=broken))
    assert (record.status, len(record.claims), record.degraded) == ("answered", 2, ("word_comparing",))
    assert broken.asked == 1

    far = await answer(replace(await asking(reworded), words=Comparing(0.0)))
    assert (far.status, far.degraded) == ("failed_verification", ())
    assert {rejection.reason for rejection in far.rejected} == {"low_support"}


async def test_words_are_as_near_as_they_mean_the_same_where_they_stand(minilm: MiniLM) -> None:
    async def near(text: str, *others: str) -> dict[str, float]:
        return dict(by_word(text, await minilm.nearness(text, others)))

    same = await near("the mayor closed the pool", "the mayor closed the pool")
    assert min(same.values()) == pytest.approx(1, abs=1e-3)
    meant = await near("the mayor shut the pool", "the mayor closed the pool")
    other = await near("the mayor photographed the pool", "the mayor closed the pool")
    assert meant["shut"] > other["photographed"] + 0.2
    both = await near("the mayor shut the pool", "Rain fell all day.", "the mayor closed the pool")
    assert both["shut"] == pytest.approx(meant["shut"], abs=1e-5)


async def test_odd_texts_are_compared_like_any_other(minilm: MiniLM) -> None:
    odd = ("", " \n", "\x00", "\ud800", "x" * 10_000, "ten " * 5_000, "[SEP] [CLS]", "Жизнь 生活", "😀 é — Zürich")
    for text in odd:
        assert await minilm.nearness(text, []) == []
        for other in odd:
            found = await minilm.nearness(text, [other])
            assert all(0 <= one.start <= one.end <= len(text) and -1.01 <= one.nearness <= 1.01 for one in found)


class Told(NamedTuple):
    claim: str
    is_true: bool
    is_gap: bool
    cited: str


def told() -> list[Told]:
    """Claims over made sentences, written before any was run; the signs are those of `tests/verify/test_trials.py`."""
    found, cited = [], ""
    for line in TOLD.read_text(encoding="utf-8").splitlines():
        sign, text = line.split(" ", 1)
        if sign == "<":
            cited = text
        else:
            found.append(Told(text, sign[0] == "+", sign.endswith("?"), cited))
    return found


@pytest.mark.parametrize("one", told(), ids=lambda one: one.claim)
async def test_a_claim_of_a_deed_passes_when_it_is_true(minilm: MiniLM, one: Told) -> None:
    assert await passes(minilm, one.claim, one.cited) == (one.is_true != one.is_gap)
