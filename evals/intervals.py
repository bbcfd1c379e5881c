"""How sure a figure is: intervals and comparisons by bootstrap over clusters.

Questions about one article are not independent, so whole clusters are drawn, not questions. In the simulation of
``tests/evals/test_intervals.py`` ten questions an article without any real difference are called a difference in far
more than 5 % of the draws when the clusters are ignored.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

DRAWS = 2_000
SEED = 20_161_230

POWER = 2.8
"""z(0.975) + z(0.8): a difference of so many standard errors is seen four times out of five."""

USUAL_SPREAD = 1 / POWER
"""Standard deviation of a paired difference when about one answer in eight flips, as between two releases of one
service. With it n questions show a difference of 1 / sqrt(n): 100 show ten points, 400 show five."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One question's contribution to a figure, and the cluster it belongs to."""

    part: float
    whole: float
    cluster: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval. ``deff`` is how many times the variance is larger than if all questions were
    independent (1 or more)."""

    value: float
    low: float
    high: float
    n: int
    clusters: int
    deff: float

    @property
    def smallest_effect(self) -> float:
        """The smallest difference that a comparison over as many questions shows four times out of five."""
        return POWER * USUAL_SPREAD * math.sqrt(self.deff / self.n)


def estimate(observations: Sequence[Observation], *, n: int | None = None, share: bool = True) -> Estimate:
    """The sum of the parts over the sum of the wholes; ``share`` says that no part is more than its whole,
    and ``n`` how many questions there are when some were asked several times.

    ValueError without an observation that has a whole.
    """
    counted = [one for one in observations if one.whole]
    if not counted:
        raise ValueError("nothing to estimate from")
    parts, wholes = _by_cluster(counted)
    value = float(parts.sum() / wholes.sum())
    drawn = _ratios(parts, wholes)
    low, high = _interval(value, drawn, len(parts))
    if share and value in (0.0, 1.0):
        # Every draw repeats the one value seen. Exact bound for that many independent clusters (Clopper and Pearson).
        bound = 0.025 ** (1 / len(parts))
        low, high = (0.0, 1 - bound) if value == 0 else (bound, 1.0)
    elif share:
        low, high = max(low, 0.0), min(high, 1.0)
    return Estimate(value, low, high, n or len(counted), len(parts), _design_effect(counted, drawn))


@dataclass(frozen=True, slots=True)
class Difference:
    """A paired difference (after minus before) in the mean over questions.

    ``low`` and ``high`` bound it with 95 %. ``floor`` and ``ceiling`` are one-sided bounds: with 95 % it is not lower,
    with 95 % it is not higher.
    """

    value: float
    low: float
    high: float
    floor: float
    ceiling: float
    n: int
    clusters: int


def difference(pairs: Sequence[tuple[float, float, str]]) -> Difference:
    """``pairs`` are (before, after, cluster), one a question; ValueError when there is none."""
    if not pairs:
        raise ValueError("nothing to compare")
    parts, wholes = _by_cluster([Observation(after - before, 1.0, cluster) for before, after, cluster in pairs])
    value = float(parts.sum() / wholes.sum())
    drawn = _ratios(parts, wholes)
    low, high = _interval(value, drawn, len(parts))
    floor, ceiling = _bound(value, drawn, 0.05, len(parts)), _bound(value, drawn, 0.95, len(parts))
    return Difference(value, low, high, floor, ceiling, len(pairs), len(parts))


def _by_cluster(observations: Sequence[Observation]) -> tuple[Floats, Floats]:
    """Sums by cluster, in the order of the clusters' names, so that the order of the questions does not matter."""
    names = sorted({one.cluster for one in observations})
    place = {name: number for number, name in enumerate(names)}
    sums = np.zeros((2, len(names)))
    for one in observations:
        sums[:, place[one.cluster]] += (one.part, one.whole)
    return sums[0], sums[1]


def _ratios(parts: Floats, wholes: Floats) -> Floats:
    """The figure in ``DRAWS`` draws of as many clusters as there are, with replacement."""
    counts = _draws(len(parts))
    sums: Floats = (counts @ parts) / (counts @ wholes)
    return sums


@lru_cache(maxsize=8)
def _draws(clusters: int) -> Floats:
    """How often each cluster is in each draw, shape (DRAWS, clusters); always the same, so figures repeat exactly."""
    drawn = np.random.default_rng(SEED).multinomial(clusters, np.full(clusters, 1 / clusters), size=DRAWS)
    return drawn.astype(np.float64)


def _interval(value: float, drawn: Floats, clusters: int) -> tuple[float, float]:
    return _bound(value, drawn, 0.025, clusters), _bound(value, drawn, 0.975, clusters)


def _bound(value: float, drawn: Floats, quantile: float, clusters: int) -> float:
    """The quantile of the draws, pushed outwards: the bootstrap divides by the number of clusters, not by one less, and
    so is too narrow for few of them. One cluster bounds nothing."""
    if clusters == 1:
        return -math.inf if quantile < 0.5 else math.inf
    return value + math.sqrt(clusters / (clusters - 1)) * (float(np.quantile(drawn, quantile)) - value)


def _design_effect(observations: Sequence[Observation], drawn: Floats) -> float:
    parts = np.array([one.part for one in observations])
    wholes = np.array([one.whole for one in observations])
    residuals = parts - wholes * (parts.sum() / wholes.sum())
    alone = float((residuals**2).sum() / wholes.sum() ** 2)
    return max(1.0, float(drawn.var()) / alone) if alone else 1.0
