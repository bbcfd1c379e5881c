"""Whether to answer: what the features decide and what the cross-encoder makes of the sentences, taken together."""

import math
from collections.abc import Sequence

from qa.extractive.answered_weights import ANSWERED, ANSWERED_BIAS
from qa.ports import SentenceReading

NAMES = ("decision", "relevance", "certainty", "lead")
LARGEST = 8.0  # log odds beyond which nothing is surer

_WEIGHTS = [ANSWERED.get(name, 0.0) for name in NAMES]


def features(likely: float, readings: Sequence[SentenceReading]) -> list[float]:
    """The numbers of ``NAMES``, in that order: log odds of what the features decide (``likely``), of the best relevance
    and of the best certainty, and by how much the best sentence leads the second. ``readings`` is not empty."""
    near = sorted((closeness(reading) for reading in readings), reverse=True)
    lead = near[0] - near[1] if len(near) > 1 else 2.0
    relevance = log_odds(max(reading.relevance for reading in readings))
    certainty = log_odds(max(reading.certainty for reading in readings))
    return [log_odds(likely) / 5, relevance / 5, certainty / 5, lead]


def probability(likely: float, readings: Sequence[SentenceReading]) -> float:
    """How likely the best of the sentences that were read answers."""
    numbers = features(likely, readings)
    return 1 / (1 + math.exp(-ANSWERED_BIAS - sum(w * n for w, n in zip(_WEIGHTS, numbers, strict=True))))


def closeness(reading: SentenceReading) -> float:
    """How much a sentence looks like one that answers, between -1 and 1: the mean log odds of its two scores."""
    return (log_odds(reading.relevance) + log_odds(reading.certainty)) / 2 / LARGEST


def log_odds(share: float) -> float:
    """Of a probability, within ``LARGEST``."""
    share = min(max(share, 1e-9), 1 - 1e-9)
    return max(-LARGEST, min(LARGEST, math.log(share / (1 - share))))
