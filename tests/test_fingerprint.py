"""Texts compared by their words, for one question, and by hashes that are kept: both come to the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.fingerprint import SHORTEST, alike, containment, runs, shingles

_FEW = ["The", "the", "bridge", "was", "closed", "on", "Monday,", "Re\xadpairs", "ﬁnished", "72", "MEN"]
WORDS = st.lists(st.sampled_from(_FEW), max_size=60)


@given(WORDS, WORDS, WORDS)
def test_by_words_as_by_hashes(mine: list[str], theirs: list[str], shared: list[str]) -> None:
    one, two = " ".join(mine + shared), " ".join(shared + theirs)
    assert alike(one, two) == pytest.approx(containment(shingles(one), shingles(two)))


def test_a_short_text_is_compared_whole() -> None:
    short = "Rain fell. " * (SHORTEST // 2 - 1)
    assert len(runs(short)) == 1
    assert alike(short, short) == 1
    assert alike(short, short + "It stopped. Nobody had expected so much.") == 0
