"""The support score against what people judged, beside word overlap and beside each check alone.

    QA_BENCH_DIR=... python -m bench.support
    QA_TRAIN_DIR=... python -m bench.support --fit

QAGS: ROC AUC over sentences. RAGTruth: over responses, which score what their worst sentence scores. Every claim is
held against its five best sentences (`bench.verify`). The score joined with the checks is a logistic regression fitted
on one half of the articles; all figures are of the other half, with bootstrap intervals, and paired with that one.

``--fit`` prints the weights of
`qa.verify.coverage` (logistic regression on BEGIN, CC BY 4.0, from the training pool; none of it is in the sets above).
"""

import argparse
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.reading_sets import lines
from bench.verify import BEST, Judged, is_untouched, nearest, plain_article, qags, responses, whole
from qa.types import DraftClaim, Evidence, Rejection
from qa.verify import coverage, verify
from qa.verify.normalise import readings
from qa.verify.source import Source, source_of
from qa.verify.verify import CHECKS

RIDGE = 0.1
QAGS, RAGTRUTH = ("cnndm", "xsum"), ("summary", "qa")
JOINED = (*coverage.NAMES, "all checks")
BEST_OF_ALL = "score and checks, joined"
RESAMPLED = 1_000
Scores = dict[str, float]
Vector = NDArray[np.float64]


def main() -> None:
    """Prints the table, or the weights."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--fit", action="store_true", help="fit the weights on BEGIN and print them")
    if parser.parse_args().fit:
        _fit(Path(os.environ["QA_TRAIN_DIR"]))
        return
    folder = Path(os.environ["QA_BENCH_DIR"])
    sets = {f"QAGS {name}, sentences": [[one] for one in qags(folder / "qags" / f"{name}.jsonl")] for name in QAGS}
    for name in RAGTRUTH:
        found = responses(folder / "ragtruth_faithjudge" / f"{name}.jsonl")
        sets[f"RAGTruth {name}, responses"] = [group for group in found if group]
    started = time.perf_counter()
    scored = {title: [_Response(group) for group in groups] for title, groups in sets.items()}
    claims = [one for groups in scored.values() for group in groups for one in group.scores]
    print(f"{(time.perf_counter() - started) / len(claims) * 1000:.0f} ms a claim for all of these")
    weights = _joined(scored.values())
    for title, groups in scored.items():
        _table(title, [group for group in groups if group.is_untouched], weights)


class _Response:
    """A response: what each of its sentences scores, and whether people found all of them supported."""

    def __init__(self, group: Sequence[Judged]) -> None:
        self.scores = [_scores(text, evidence) for text, _, evidence in group]
        self.held = [supported for _, supported, _ in group]
        self.is_untouched = is_untouched(group[0][2])


def _joined(sets: Iterable[Sequence[_Response]]) -> Vector:
    """Weights of `JOINED`, fitted on the half that was looked at; each set and either verdict in it weigh the same."""
    rows, verdicts, shares = [], [], []
    for groups in sets:
        pairs = [pair for one in groups if not one.is_untouched for pair in zip(one.scores, one.held, strict=True)]
        held = sum(supported for _, supported in pairs)
        for scores, supported in pairs:
            rows.append(_numbers(scores))
            verdicts.append(float(supported))
            shares.append(1 / (held if supported else len(pairs) - held))
    share = np.array(shares) / sum(shares)
    return logistic(np.array(rows), np.array(verdicts), share)


def _numbers(scores: Scores) -> list[float]:
    return [scores[name] for name in JOINED]


def _table(title: str, groups: Sequence[_Response], weights: Vector) -> None:
    """AUC of each score with its interval, and how far the joined score is from it on the same rows."""
    good = np.array([all(group.held) for group in groups])
    print(f"\n{title}, untouched half: {len(groups)}, {good.mean():.0%} supported")
    values = {
        name: np.array([min(one[name] for one in group.scores) for group in groups])
        for name in groups[0].scores[0]
        if name not in coverage.NAMES
    }
    values[BEST_OF_ALL] = np.array(
        [min(float(weights[:-1] @ np.array(_numbers(one)) + weights[-1]) for one in group.scores) for group in groups]
    )
    draws = np.random.default_rng(5).integers(0, len(groups), (RESAMPLED, len(groups)))
    for name, value in values.items():
        found = [auc(value[rows][good[rows]], value[rows][~good[rows]]) for rows in draws]
        joined = values[BEST_OF_ALL]
        more = [
            auc(joined[rows][good[rows]], joined[rows][~good[rows]]) - one
            for rows, one in zip(draws, found, strict=True)
        ]
        print(
            f"  {name:24s} AUC {auc(value[good], value[~good]):.3f} ({_interval(found)})"
            + (f"   joined is {np.mean(more):+.3f} ({_interval(more)})" if name != BEST_OF_ALL else "")
        )


def _interval(values: Sequence[float]) -> str:
    low, high = np.percentile(values, [2.5, 97.5])
    return f"{low:.3f} to {high:.3f}"


def _scores(text: str, evidence: Evidence) -> Scores:
    labels = nearest(text, evidence, BEST)
    source = source_of(labels, evidence)
    claims = readings(text)
    found = {"word overlap (pairs)": _overlap(text, " ".join(source.texts))}
    for name, _, passes in CHECKS:
        found[f"{name} alone"] = float(any(_passes(passes, claim, source) for claim in claims))
    score = max(coverage.score(claim, source) for claim in claims)
    found["all checks"] = float(not isinstance(verify(DraftClaim(text, labels), evidence), Rejection))
    found |= {"support score": score, "score, 0 when rejected": score * found["all checks"]}
    return found | dict(zip(coverage.NAMES, coverage.features(claims[0], source), strict=True))


def _passes(check: Callable[[str, Source], bool], claim: str, source: Source) -> bool:
    return check(claim, source)


def _overlap(claim: str, text: str) -> float:
    """The share of the claim's pairs of neighbouring words that the text has."""
    ours, theirs = (list(pairwise(re.findall(r"\w+", side.lower()))) for side in (claim, text))
    return sum(pair in set(theirs) for pair in ours) / len(ours) if ours else 1.0


def auc(good: Vector, bad: Vector) -> float:
    """The share of pairs in which the good one scores more; ties count half."""
    _, places, counts = np.unique(np.concatenate([good, bad]), return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places]
    return float((ranks[: len(good)].sum() - len(good) * (len(good) + 1) / 2) / (len(good) * len(bad)))


def _fit(folder: Path) -> None:
    rows = list(_examples(folder / "pool/support_begin.jsonl.xz"))
    x, y = np.array([numbers for numbers, _ in rows]), np.array([float(held) for _, held in rows])
    weights = logistic(x, y, np.full(len(y), 1 / len(y)), RIDGE)
    print("WEIGHTS", np.round(weights[:-1], 3), "BIAS", round(float(weights[-1]), 3))
    print("NAMES", coverage.NAMES, len(rows), "rows")


def logistic(x: Vector, y: Vector, share: Vector, ridge: float = RIDGE) -> Vector:
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


def _examples(path: Path) -> Iterator[tuple[list[float], bool]]:
    for row in lines(path):
        evidence = whole(plain_article("begin", row["evidence"]))
        if evidence.passages[0].sentences:
            source = source_of(nearest(row["claim"], evidence, BEST), evidence)
            yield coverage.features(readings(row["claim"])[0], source), row["label"] == "supported"


if __name__ == "__main__":
    main()
