"""How much of a claim its sentences say, word by word: a support score without a model.

A claim over real numbers and names may still tell what nobody reports ("The diplomats died."). That shows in its other
words: how many of them, and how many pairs of neighbours, the cited sentences have, in that form or one of the same
stem. The weights are a logistic regression on BEGIN (Dziri et al., TACL 2022; `python -m bench.support --fit`).
"""

from collections.abc import Sequence
from itertools import pairwise
from math import exp

from qa.verify.deeds import known, stands
from qa.verify.negation import Token, analyse
from qa.verify.source import Source

NAMES = ("words", "best_sentence", "missing", "pairs", "in_order")
WEIGHTS = (1.374, 1.395, -1.509, 0.989, 0.768)
BIAS = -3.179
LEAST = 0.013
"""Below it a claim is rejected. Of the sentences that models wrote and people found supported (RAGTruth), 0.5 % score
less; `python -m bench.support` prints what another threshold would cost and catch."""

_MOST_MISSING = 6


def score(claim: str, source: Source) -> float:
    """From 0 to 1, how much of ``claim`` (a cleaned text) stands in the cited sentences."""
    return 1 / (1 + exp(-BIAS - sum(w * x for w, x in zip(WEIGHTS, features(claim, source), strict=True))))


def features(claim: str, source: Source) -> list[float]:
    """The numbers of ``NAMES``, each from 0 to 1; a claim without telling words has all that it tells."""
    ours = [token for token in analyse(claim)[0] if token.telling]
    if not ours:
        return [1.0, 1.0, 0.0, 1.0, 1.0]
    texts = [[token for token in analyse(text)[0] if token.telling] for text in source.texts]
    here = known([token for text in texts for token in text])
    has = [stands(token, here) for token in ours]
    pairs = {(one.stem, two.stem) for text in texts for one, two in pairwise(text)}
    mine = [(one.stem, two.stem) for one, two in pairwise(ours)]
    return [
        sum(has) / len(ours),
        max((_share(ours, text) for text in texts), default=0.0),
        min(len(has) - sum(has), _MOST_MISSING) / _MOST_MISSING,
        sum(pair in pairs for pair in mine) / len(mine) if mine else float(has[0]),
        max((_longest_run(ours, text) for text in texts), default=0) / len(ours),
    ]


def _share(ours: Sequence[Token], text: Sequence[Token]) -> float:
    here = known(text)
    return sum(stands(token, here) for token in ours) / len(ours)


def _longest_run(ours: Sequence[Token], text: Sequence[Token]) -> int:
    """How many telling words of the claim in a row stand in the sentence in a row."""
    places: dict[str, list[int]] = {}
    for at, token in enumerate(text):
        places.setdefault(token.stem, []).append(at)
    best, before = 0, dict[int, int]()
    for token in ours:
        before = {at: before.get(at - 1, 0) + 1 for at in places.get(token.stem, ())}
        best = max([best, *before.values()])
    return best
