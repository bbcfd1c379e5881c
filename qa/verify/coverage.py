"""How far its sentences support a claim: one score without a model, of words and checks.

A claim over real numbers and names may still tell what nobody reports ("The diplomats died."). That shows in its other
words: how many of them, and how many pairs of neighbours, the cited sentences have, in that form or one of the same
stem. With whether every check passes they are weighed by a logistic regression, fitted on the half of the articles of
QAGS (Wang et al., ACL 2020) and RAGTruth (Niu et al., ACL 2024) that nothing is reported of
(`python -m bench.support --fit`).
"""

from collections.abc import Sequence
from itertools import pairwise
from math import exp

from qa.verify.deeds import known, stands
from qa.verify.negation import Token, analyse
from qa.verify.source import Source

NAMES = ("words", "best_sentence", "missing", "pairs", "in_order", "passes")
WEIGHTS = (0.658, 0.772, -0.33, 0.312, 0.389, 0.743)
BIAS = -1.888
LEAST = 0.2
"""Below it a claim is rejected that passes the checks. Hardly any is: 0.25 would turn down 0.3 % of the supported
claims of the fit half and 1.4 % of the others, 0.265 0.5 and 3.7 %."""

_MOST_MISSING = 6


def score(claim: str, source: Source, *, passes: bool) -> float:
    """From 0 to 1, how far the cited sentences support ``claim`` (a cleaned text), which ``passes`` every check."""
    numbers = features(claim, source, passes=passes)
    return 1 / (1 + exp(-BIAS - sum(w * x for w, x in zip(WEIGHTS, numbers, strict=True))))


def features(claim: str, source: Source, *, passes: bool) -> list[float]:
    """The numbers of ``NAMES``, each from 0 to 1; a claim without telling words has all that it tells."""
    ours = [token for token in analyse(claim)[0] if token.telling]
    if not ours:
        return [1.0, 1.0, 0.0, 1.0, 1.0, float(passes)]
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
        float(passes),
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
