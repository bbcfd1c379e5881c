"""Whether the evidence answers at all: what is known about the question and the sentences taken together."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median

from qa.extractive.asked import Asked
from qa.extractive.features import NAMES as OF_SENTENCE
from qa.extractive.features import share
from qa.extractive.pool import Candidate, Pool

TAKEN_OVER = (
    "similarity",
    "coverage",
    "coverage_around",
    "pairs",
    "names",
    "names_around",
    "numbers_absent",
    "heading",
    "short",
    "asks",
    "kind_by_coverage",
    "bare_similarity",
    "bare_kind",
    "news",
    "names_article",
    "topic",
    "topic_around",
    "topic_none",
    *(name for name in OF_SENTENCE if name.endswith(("_held", "_missing"))),
)
_PLACES = [OF_SENTENCE.index(name) for name in TAKEN_OVER]
NAMES: tuple[str, ...] = (
    "logit",
    "lead",
    "best_similarity",
    "three_similarities",
    "similarity_over_median",
    "words_in_evidence",
    "words_asked",
    "sentences",
    *TAKEN_OVER,
)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A sentence, its features and their logit: how much it looks like one that answers."""

    candidate: Candidate
    numbers: Sequence[float]
    logit: float


def features(asked: Asked, pool: Pool, ranked: Sequence[Ranked], similarities: Sequence[float]) -> list[float]:
    """The numbers of ``NAMES``, in that order. ``ranked`` is best first and not empty."""
    best = ranked[0]
    lead = best.logit - ranked[1].logit if len(ranked) > 1 else 3.0
    nearest = sorted(similarities, reverse=True)
    return [
        best.logit / 5,
        min(lead, 5.0) / 5,
        nearest[0],
        fmean(nearest[:3]),
        nearest[0] - median(nearest),
        share(asked.weights, pool.known),
        math.log1p(len(asked.keys)) / 3,
        math.log1p(len(similarities)) / 3,
        *(best.numbers[place] for place in _PLACES),
    ]
