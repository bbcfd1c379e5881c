"""When two texts are copies of each other, and how copies are found among many.

Copies share runs of words (Broder's containment of shingles, "On the resemblance and containment of documents", 1997):
a cut tail, another headline and a house's style leave most of them. They are found by a sketch, a sample of the
shingles' hashes that is the same for the same shingle everywhere (FracMinHash; Irber et al. 2022), which keeps what
MinHash loses: that a short text is all in a long one. Beside MinHash LSH by a library (datasketch) in one run it finds
all of 1,800 made copies against .745 to .993, in the same time and without memory: `bench/README.md` ("Copies").
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from qa.remembered import of_texts

SHINGLE = 3  # words
COPIED = 0.3  # share of the shorter text's shingles that stand in the other one
SHORTEST = 20  # words; a shorter text has too few shingles to tell a copy from a common phrase
SAMPLED = 12  # one shingle in so many is in the sketch
SAMPLE_END = (1 << 63) // SAMPLED  # hashes below are in the sketch
SKETCHED = 2  # hashes that two sketches share at least, for their texts to be compared
LIKELY = 0.1  # share of the smaller sketch that is shared at least: chance does not make so little of COPIED

_LONGEST = 20_000  # words of an article that are compared
_FEWEST = 24  # hashes of a sketch, where the text has as many: a short text is sampled more densely
_WORD = re.compile(r"\w+")

Shingles = NDArray[np.int64]


@of_texts
@lru_cache(maxsize=64)
def shingles(text: str, size: int = SHINGLE) -> Shingles:
    """The shingles of a text, as hashes of 63 bits that are the same in every process, each once and in order; a text
    too short to be compared has one, the whole of it. An array: a set of them would take ten times the memory."""
    words = _words(text)
    if len(words) < SHORTEST:
        return np.array([_hash("whole: " + " ".join(words))], dtype=np.int64)  # no shingle of a longer text
    hashes = (_hash(" ".join(words[at : at + size])) for at in range(len(words) - size + 1))
    return np.unique(np.fromiter(hashes, dtype=np.int64))


@of_texts
@lru_cache(maxsize=16)
def runs(text: str) -> frozenset[tuple[str, ...]]:
    """The shingles of a text as words: made in a third of the time, in ten to twenty times the memory. For the few
    texts of one question; what is kept in a store is hashed."""
    words = _words(text)
    if len(words) < SHORTEST:
        return frozenset([(" ".join(words),)])  # no run of a longer text
    return frozenset(zip(*(words[at:] for at in range(SHINGLE)), strict=False))


def alike(one: str, two: str) -> float:
    """`containment` of the shingles of two texts, by their words."""
    return overlap(runs(one), runs(two))


def overlap(mine: frozenset[tuple[str, ...]], theirs: frozenset[tuple[str, ...]]) -> float:
    """`containment` of two texts whose `runs` are known."""
    return len(mine & theirs) / min(len(mine), len(theirs))


def containment(one: Shingles, two: Shingles) -> float:
    """The share of the smaller set that is in the other, from 0 to 1; 0 when one is empty."""
    smaller = min(len(one), len(two))
    return len(np.intersect1d(one, two, assume_unique=True)) / smaller if smaller else 0.0


def sketch(text: str) -> tuple[int, ...]:
    """The hashes by which copies of ``text`` are found, in order: a sample of its shingles."""
    ordered = shingles(text)
    return tuple(ordered[: max(_FEWEST, sampled(ordered))].tolist())


def sampled(ordered: Shingles | Sequence[int]) -> int:
    """How many of ``ordered`` hashes every text that has them has in its sketch, however long it is."""
    return bisect_left(ordered, SAMPLE_END)


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold().replace("\u00ad", ""))[:_LONGEST]


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big") >> 1
