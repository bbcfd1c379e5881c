"""The support score that the record keeps, against what people judged, beside word overlap and each check alone.

    QA_BENCH_DIR=... python -m bench.support [--fit]

QAGS: ROC AUC over sentences. RAGTruth: over responses, which score what their worst sentence scores. Every claim is
held against its five best sentences (`bench.judged`). The score is `qa.verify.support_score`, with the weights that are
shipped. They are fitted on one half of the articles; all figures are of the other half, with bootstrap intervals, each
other score paired with this one.

``--fit`` fits the weights of `qa.verify.coverage` anew, each set and either verdict in it weighing the same, and prints
them, and how much of what people found supported scores less than a threshold.
"""

import argparse
import os
import re
import time
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.comparing import near
from bench.judged import BEST, Judged, is_untouched, nearest, qags, responses
from qa.types import DraftClaim, Evidence
from qa.verify import coverage, support_score
from qa.verify.normalise import readings
from qa.verify.source import source_of
from qa.verify.verify import CHECKS

RIDGE = 0.3
QAGS, RAGTRUTH = ("cnndm", "xsum"), ("summary", "qa")
SCORE = "support score"
RESAMPLED = 1_000
Scores = dict[str, float]
Vector = NDArray[np.float64]


def main() -> None:
    """Prints the table, or the weights."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--fit", action="store_true", help="fit the weights and print them")
    fits = parser.parse_args().fit
    folder = Path(os.environ["QA_BENCH_DIR"])
    sets = {f"QAGS {name}, sentences": [[one] for one in qags(folder / "qags" / f"{name}.jsonl")] for name in QAGS}
    for name in RAGTRUTH:
        found = responses(folder / "ragtruth_faithjudge" / f"{name}.jsonl")
        sets[f"RAGTruth {name}, responses"] = [group for group in found if group]
    half = {title: [g for g in groups if is_untouched(g[0][2]) != fits] for title, groups in sets.items()}
    started = time.process_time()
    scored = {title: [_Response(group) for group in groups] for title, groups in half.items()}
    claims = sum(len(one.scores) for groups in scored.values() for one in groups)
    print(f"{(time.process_time() - started) / claims * 1000:.0f} ms of processor a claim for all of these")
    if fits:
        _fit(scored.values())
        return
    for title, groups in scored.items():
        _table(title, groups)


class _Response:
    """A response: what each of its sentences scores, and whether people found all of them supported."""

    def __init__(self, group: Sequence[Judged]) -> None:
        self.scores = [_scores(text, evidence) for text, _, evidence in group]
        self.held = [supported for _, supported, _ in group]


def _fit(sets: Iterable[Sequence[_Response]]) -> None:
    rows, verdicts, shares = [], [], []
    for groups in sets:
        pairs = [pair for one in groups for pair in zip(one.scores, one.held, strict=True)]
        held = sum(supported for _, supported in pairs)
        for scores, supported in pairs:
            rows.append([scores[name] for name in coverage.NAMES])
            verdicts.append(float(supported))
            shares.append(1 / (held if supported else len(pairs) - held))
    x, y, share = np.array(rows), np.array(verdicts), np.array(shares)
    weights = logistic(x, y, share / share.sum(), RIDGE)
    print("WEIGHTS", np.round(weights[:-1], 3), "BIAS", round(float(weights[-1]), 3), f"{len(y)} rows")
    likely = 1 / (1 + np.exp(-(x @ weights[:-1] + weights[-1])))
    passing = likely[(y == 1) & (x[:, -1] == 1)]
    for part in (0.5, 5, 10):
        print(f"{part} % of the supported that pass score less than {np.percentile(passing, part):.3f}")


def _table(title: str, groups: Sequence[_Response]) -> None:
    """AUC of each score with its interval, and how far the support score is from it on the same rows."""
    good = np.array([all(group.held) for group in groups])
    print(f"\n{title}, untouched half: {len(groups)}, {good.mean():.0%} supported")
    values = {
        name: np.array([min(one[name] for one in group.scores) for group in groups])
        for name in groups[0].scores[0]
        if name not in coverage.NAMES
    }
    draws = np.random.default_rng(5).integers(0, len(groups), (RESAMPLED, len(groups)))
    ours = [auc(values[SCORE][rows][good[rows]], values[SCORE][rows][~good[rows]]) for rows in draws]
    for name, value in values.items():
        found = [auc(value[rows][good[rows]], value[rows][~good[rows]]) for rows in draws]
        more = [one - other for one, other in zip(ours, found, strict=True)]
        print(
            f"  {name:24s} AUC {auc(value[good], value[~good]):.3f} ({_interval(found)})"
            + (f"   the score is {np.mean(more):+.3f} ({_interval(more)})" if name != SCORE else "")
        )


def _interval(values: Sequence[float]) -> str:
    low, high = np.percentile(values, [2.5, 97.5])
    return f"{low:.3f} to {high:.3f}"


def _scores(text: str, evidence: Evidence) -> Scores:
    labels = nearest(text, evidence, BEST)
    draft = DraftClaim(text, labels)
    compared = near(draft, evidence)
    source = source_of(labels, evidence, compared)
    claims = readings(text)
    found = {"word overlap (pairs)": _overlap(text, " ".join(source.texts))}
    for name, _, passes in CHECKS:
        found[f"{name} alone"] = float(any(passes(claim, source) for claim in claims))
    passing = any(all(passes(claim, source) for _, _, passes in CHECKS) for claim in claims)
    found["all checks"] = float(passing)
    found["score of words alone"] = max(coverage.score(claim, source, passes=True) for claim in claims)
    found[SCORE] = support_score(draft, evidence, compared)
    return found | dict(zip(coverage.NAMES, coverage.features(claims[0], source, passes=passing), strict=True))


def _overlap(claim: str, text: str) -> float:
    """The share of the claim's pairs of neighbouring words that the text has."""
    ours, theirs = (list(pairwise(re.findall(r"\w+", side.lower()))) for side in (claim, text))
    return sum(pair in set(theirs) for pair in ours) / len(ours) if ours else 1.0


def auc(good: Vector, bad: Vector) -> float:
    """The share of pairs in which the good one scores more; ties count half."""
    _, places, counts = np.unique(np.concatenate([good, bad]), return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places]
    return float((ranks[: len(good)].sum() - len(good) * (len(good) + 1) / 2) / (len(good) * len(bad)))


def logistic(x: Vector, y: Vector, share: Vector, ridge: float) -> Vector:
    """The weights of a logistic regression and, last, its constant; each row counts its ``share``."""
    mean, spread = x.mean(0), x.std(0) + 1e-6
    z = np.c_[(x - mean) / spread, np.ones(len(x))]
    weights = np.zeros(z.shape[1])
    punished = ridge * np.r_[np.ones(len(weights) - 1), 0.0]
    for _ in range(50):  # Newton's method
        likely = 1 / (1 + np.exp(-z @ weights))
        slope = z.T @ (share * (likely - y)) + punished * weights
        curve = (z * (share * likely * (1 - likely))[:, None]).T @ z + np.diag(punished + 1e-9)
        weights -= np.linalg.solve(curve, slope)
    plain = weights[:-1] / spread
    return np.append(plain, weights[-1] - float(plain @ mean))


if __name__ == "__main__":
    main()
