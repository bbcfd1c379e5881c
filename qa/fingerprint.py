"""When two texts are copies of each other, and how copies are found among many.

Copies share runs of words (Broder's containment of shingles, "On the resemblance and containment of documents", 1997):
a cut tail, another headline and a house's style leave most of them. They are found by a sketch, a sample of the
shingles' hashes that is the same for the same shingle everywhere (FracMinHash; Irber et al. 2022), which keeps what
MinHash loses: that a short text is all in a long one. How both compare stands in `bench/README.md` ("Copies").
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b

SHINGLE = 3  # words
COPIED = 0.3  # share of the shorter text's shingles that stand in the other one
SHORTEST = 20  # words; a shorter text has too few shingles to tell a copy from a common phrase
SAMPLED = 12  # one shingle in so many is in the sketch
SKETCHED = 2  # hashes that two sketches share at least, for their texts to be compared

_LONGEST = 20_000  # words of an article that are compared
_FEWEST = 24  # hashes of a sketch, where the text has as many: a short text is sampled more densely
_WORD = re.compile(r"\w+")


@lru_cache(maxsize=256)
def shingles(text: str, size: int = SHINGLE) -> frozenset[int]:
    """The shingles of a text, as hashes of 63 bits that are the same in every process; a text too short to be compared
    has one, the whole of it."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold().replace("\u00ad", ""))[:_LONGEST]
    if len(words) < SHORTEST:
        return frozenset({_hash("whole: " + " ".join(words))})  # no shingle of a longer text
    return frozenset(_hash(" ".join(words[at : at + size])) for at in range(len(words) - size + 1))


def containment(one: frozenset[int], two: frozenset[int]) -> float:
    """The share of the smaller set that is in the other, from 0 to 1; 0 when one is empty."""
    smaller = min(len(one), len(two))
    return len(one & two) / smaller if smaller else 0.0


def sketch(text: str) -> tuple[int, ...]:
    """The hashes by which copies of ``text`` are found, in order: a sample of its shingles."""
    ordered = sorted(shingles(text))
    below = (1 << 63) // SAMPLED
    return tuple(value for place, value in enumerate(ordered) if value < below or place < _FEWEST)


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big") >> 1
