"""The support score against what people judged, beside word overlap and beside each check alone.

    QA_BENCH_DIR=... python -m bench.support
    QA_TRAIN_DIR=... python -m bench.support --fit

QAGS: ROC AUC over sentences. RAGTruth: over responses, which score what their worst sentence scores. Every claim is
held against the five sentences of the article with most of its words. ``--fit`` prints the weights of
`qa.verify.coverage` (logistic regression on BEGIN, CC BY 4.0, from the training pool; none of it is in the sets above).
"""

import argparse
import os
import re
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.reading_sets import lines
from bench.verify import BEST, Judged, nearest, plain_article, qags, responses, whole
from qa.types import DraftClaim, Evidence, Rejection
from qa.verify import coverage, verify
from qa.verify.normalise import readings
from qa.verify.source import Source, source_of
from qa.verify.verify import CHECKS

RIDGE = 0.1
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
    for name in ("cnndm", "xsum"):
        _table(f"QAGS {name}, sentences", [[one] for one in qags(folder / "qags" / f"{name}.jsonl")])
    for name in ("summary", "qa"):
        _table(f"RAGTruth {name}, responses", list(responses(folder / "ragtruth_faithjudge" / f"{name}.jsonl")))


def _table(title: str, groups: Sequence[Sequence[Judged]]) -> None:
    groups = [group for group in groups if group]
    good = np.array([all(supported for _, supported, _ in group) for group in groups])
    started = time.perf_counter()
    scored = [[_scores(text, evidence) for text, _, evidence in group] for group in groups]
    spent = (time.perf_counter() - started) / sum(map(len, groups)) * 1000
    print(f"\n{title}: {len(groups)}, {good.mean():.0%} supported; {spent:.0f} ms a claim for all of these")
    for name in scored[0][0]:
        values = np.array([min(one[name] for one in group) for group in scored])
        print(f"  {name:24s} AUC {auc(values[good], values[~good]):.3f}")


def _scores(text: str, evidence: Evidence) -> Scores:
    labels = nearest(text, evidence, BEST)
    source = source_of(labels, evidence)
    claims = readings(text)
    found = {"word overlap (pairs)": _overlap(text, " ".join(source.texts))}
    for name, _, passes in CHECKS:
        found[f"{name} alone"] = float(any(_passes(passes, claim, source) for claim in claims))
    score = max(coverage.score(claim, source) for claim in claims)
    rejected = isinstance(verify(DraftClaim(text, labels), evidence), Rejection)
    return found | {"support score": score, "score, 0 when rejected": 0.0 if rejected else score}


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
    mean, spread = x.mean(0), x.std(0) + 1e-6
    z = np.c_[(x - mean) / spread, np.ones(len(x))]
    weights = np.zeros(z.shape[1])
    ridge = RIDGE * np.r_[np.ones(len(weights) - 1), 0.0]
    for _ in range(50):  # Newton's method
        likely = 1 / (1 + np.exp(-z @ weights))
        slope = z.T @ (likely - y) / len(y) + ridge * weights
        curve = (z * (likely * (1 - likely))[:, None]).T @ z / len(y) + np.diag(ridge + 1e-9)
        weights -= np.linalg.solve(curve, slope)
    print(
        "WEIGHTS",
        np.round(weights[:-1] / spread, 3),
        "BIAS",
        round(float(weights[-1] - weights[:-1] @ (mean / spread)), 3),
    )
    print("NAMES", coverage.NAMES, len(rows), "rows")


def _examples(path: Path) -> Iterator[tuple[list[float], bool]]:
    for row in lines(path):
        evidence = whole(plain_article("begin", row["evidence"]))
        if evidence.passages[0].sentences:
            source = source_of(nearest(row["claim"], evidence, BEST), evidence)
            yield coverage.features(readings(row["claim"])[0], source), row["label"] == "supported"


if __name__ == "__main__":
    main()
