"""Whether to answer: what the features decide and what the cross-encoder makes of the sentences, taken together."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from qa.extractive.answered_weights import ANSWERED, ANSWERED_BIAS
from qa.ports import SentenceReading

NAMES = ("decision", "relevance", "certainty", "nearest", "words")
LARGEST = 8.0  # log odds beyond which nothing is surer

_WEIGHTS = [ANSWERED.get(name, 0.0) for name in NAMES]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known without reading: how ``likely`` the features find an answer, the mean cosine of the ``nearest``
    three sentences with the question, and the share of the question's ``words`` that the evidence has, by what they
    weigh."""

    likely: float
    nearest: float
    words: float


def features(known: Known, readings: Sequence[SentenceReading]) -> list[float]:
    """The numbers of ``NAMES``, in that order: log odds of what the features decide, of the best relevance and of the
    best certainty, and the rest of what is ``known``. ``readings`` is not empty."""
    relevance = log_odds(max(reading.relevance for reading in readings))
    certainty = log_odds(max(reading.certainty for reading in readings))
    return [log_odds(known.likely) / 5, relevance / 5, certainty / 5, known.nearest, known.words]


def probability(known: Known, readings: Sequence[SentenceReading]) -> float:
    """How likely the best of the sentences that were read answers."""
    numbers = features(known, readings)
    return 1 / (1 + math.exp(-ANSWERED_BIAS - sum(w * n for w, n in zip(_WEIGHTS, numbers, strict=True))))


def closeness(reading: SentenceReading) -> float:
    """How much a sentence looks like one that answers, between -1 and 1: the mean log odds of its two scores."""
    return (log_odds(reading.relevance) + log_odds(reading.certainty)) / 2 / LARGEST


def log_odds(share: float) -> float:
    """Of a probability, within ``LARGEST``."""
    share = min(max(share, 1e-9), 1 - 1e-9)
    return max(-LARGEST, min(LARGEST, math.log(share / (1 - share))))
