"""Intervals and comparisons: what they bound, and how often they cry wolf."""

import math

import numpy as np
import pytest

from evals.intervals import Observation, difference, estimate

ROUNDS = 200
ARTICLES, QUESTIONS = 20, 10


def shares(values: list[tuple[float, str]]) -> list[Observation]:
    return [Observation(value, 1.0, cluster) for value, cluster in values]


def clustered_noise(rng: np.random.Generator) -> list[tuple[float, float, str]]:
    """Two services that are equally good: on each article one of them happens to do better, on all its questions."""
    luck = rng.normal(0, 0.2, ARTICLES)
    noise = rng.normal(0, 0.2, (ARTICLES, QUESTIONS))
    return [(0.5, 0.5 + luck[a] + noise[a, q], str(a)) for a in range(ARTICLES) for q in range(QUESTIONS)]


def test_clusters_keep_false_alarms_near_five_percent_and_ignoring_them_does_not() -> None:
    rng = np.random.default_rng(7)
    with_clusters = without = 0
    for _ in range(ROUNDS):
        pairs = clustered_noise(rng)
        found = difference(pairs)
        with_clusters += not found.low <= 0 <= found.high
        alone = difference([(before, after, str(at)) for at, (before, after, _) in enumerate(pairs)])
        without += not alone.low <= 0 <= alone.high

    assert with_clusters / ROUNDS < 0.10
    assert without / ROUNDS > 0.30


def test_the_one_sided_bound_holds_in_about_95_percent() -> None:
    rng = np.random.default_rng(8)

    too_high = sum(difference(clustered_noise(rng)).floor > 0 for _ in range(ROUNDS))

    assert 0.01 < too_high / ROUNDS < 0.10


def test_few_clusters_are_not_bounded_too_narrowly() -> None:
    """Two clusters, 0 and 1: each draw gives 0, 1/2 or 1, and the bootstrap's own quantiles are 0 and 1. The spread of
    a mean of two is larger by the square root of 2 / (2 - 1)."""
    found = difference([(0.0, 0.0, "a"), (0.0, 1.0, "b")])

    assert found.low == pytest.approx(0.5 - 0.5 * math.sqrt(2))
    assert found.high == pytest.approx(0.5 + 0.5 * math.sqrt(2))


def test_a_figure_is_the_sum_of_parts_over_the_sum_of_wholes() -> None:
    found = estimate([Observation(1, 3, "a"), Observation(1, 1, "b"), Observation(0, 0, "c")])

    assert found.value == 0.5
    assert (found.n, found.clusters) == (2, 2)


def test_the_order_of_the_questions_does_not_matter() -> None:
    one = shares([(1, "a"), (0, "b"), (1, "c"), (1, "b")])

    assert estimate(one) == estimate(one[::-1])


def test_the_interval_of_independent_questions_is_near_the_textbook_one() -> None:
    found = estimate(shares([(float(at % 5 > 0), str(at)) for at in range(400)]))
    error = 1.96 * math.sqrt(0.8 * 0.2 / 400)

    assert found.low == pytest.approx(0.8 - error, abs=0.01)
    assert found.high == pytest.approx(0.8 + error, abs=0.01)
    assert found.deff == pytest.approx(1.0, abs=0.1)


def test_questions_that_repeat_each_other_are_worth_one() -> None:
    found = estimate(shares([(float(at % 2), str(at)) for at in range(50) for _ in range(8)]))

    assert found.deff == pytest.approx(8, rel=0.15)
    assert found.smallest_effect == pytest.approx(1 / math.sqrt(50), rel=0.1)


def test_a_perfect_score_of_few_articles_is_not_certain() -> None:
    perfect = estimate(shares([(1, str(at % 14)) for at in range(120)]))
    none = estimate(shares([(0, str(at % 14)) for at in range(120)]))

    assert perfect.high == 1.0
    assert perfect.low == pytest.approx(1 - 0.2316, abs=1e-4)  # Clopper and Pearson's table for 14 of 14
    assert none.low == 0.0
    assert none.high == pytest.approx(0.2316, abs=1e-4)


def test_one_article_bounds_nothing() -> None:
    one = estimate(shares([(1, "a"), (0, "a")]))

    assert (one.low, one.high) == (0.0, 1.0)
    assert difference([(1.0, 0.9, "a"), (1.0, 1.0, "a")]).floor == -math.inf


@pytest.mark.parametrize(("questions", "points"), [(400, 0.05), (100, 0.10)])
def test_the_smallest_effect_of_so_many_questions(questions: int, points: float) -> None:
    found = estimate(shares([(float(at % 5 > 0), str(at)) for at in range(questions)]))

    assert found.smallest_effect == pytest.approx(points, rel=0.1)


def test_the_smallest_effect_is_seen_four_times_out_of_five() -> None:
    """100 questions of which one in eight flips; a shift of 10 points."""
    rng = np.random.default_rng(9)
    seen = 0
    for _ in range(ROUNDS):
        flips = rng.choice([-1, 0, 1], size=100, p=[0.0125, 0.875, 0.1125])  # mean 0.1, one in eight flips
        found = difference([(0.0, float(flip), str(at)) for at, flip in enumerate(flips)])
        seen += found.low > 0

    assert 0.65 < seen / ROUNDS < 0.95


def test_nothing_to_estimate_from_is_an_error() -> None:
    with pytest.raises(ValueError, match="nothing"):
        estimate([Observation(0, 0, "a")])
    with pytest.raises(ValueError, match="nothing"):
        difference([])
