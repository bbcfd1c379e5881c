"""Fits the weights of the extractive reader and prints them as `qa/extractive/weights.py`.

    QA_BENCH_DIR=… QA_TRAIN_DIR=… python -m scripts.fit_extractive > qa/extractive/weights.py

Two logistic regressions on the fit halves: one tells sentences that answer from others, one tells from the best of them
and from the evidence as a whole whether the question is answered at all. Nothing is drawn at random,
so the same material gives the same weights. About ten minutes on two cores, nearly all of it embedding.

Used from the pool: SQuAD 1.1 and questions made from it that its text does not answer (CC BY-SA 4.0), Natural
Questions and QED (CC BY-SA 3.0). Sources marked non-commercial or for research only are left out.
"""

import asyncio
import os
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.news_reading import news_sets
from bench.reading_sets import Reading, bench, training
from qa.adapters.minilm import MiniLM
from qa.extractive import Pool, decide, pool, shortlist
from qa.extractive import features as sentence
from qa.extractive.asked import Asked, asked
from qa.question import understand

POOL = {"squad_train": 2500, "squad_synthetic_unanswerable": 1800, "nq_oracle": 900, "qed_dev": 1272}
# What a set counts for in the decision: sets that hold both kinds of question, and news, count for more.
IMPORTANCE = {
    "evidence_reading": 0.7,
    "quiz": 1.0,
    "sayings": 1.0,
    "identities": 0.5,
    "squad2": 1.0,
    "clapnq": 1.0,
    "squad_train": 1.0,
    "nq_oracle": 0.5,
} | dict.fromkeys(("squad_synthetic_unanswerable", "qed_dev"), 0.7)
RIDGE = 3.0
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """One question: features of its sentences (a row each), and which of them answer. What the rules leave out is
    not there: ``similarities`` has it all."""

    reading: Reading
    asked: Asked
    pool: Pool
    labels: tuple[str, ...]
    sentences: Matrix
    answers: NDArray[np.bool_]
    similarities: Mapping[str, float]


def cases(readings: Sequence[Reading], embed: Callable[[Sequence[str]], NDArray[np.float32]]) -> list[Case]:
    """The features of every question that can be searched for."""
    return [case for reading in readings if (case := _case(reading, embed)) is not None]


def _case(reading: Reading, embed: Callable[[Sequence[str]], NDArray[np.float32]]) -> Case | None:
    query, sentences = understand(reading.question), pool(reading.evidence)
    looked_at = sorted(shortlist(query, sentences), key=sentences.candidates.index)
    if not query.words or not looked_at:
        return None
    vectors = embed([query.text, *(candidate.text for candidate in looked_at)])
    found = dict(zip([c.label for c in looked_at], (vectors[1:] @ vectors[0]).tolist(), strict=True))
    whole, best = asked(query, sentences), max(found.values())
    rows = {c.label: sentence.features(whole, query.kind, c, sentences, (found[c.label], best)) for c in looked_at}
    known = whole.names_known(sentences)
    left = tuple(label for label, row in rows.items() if known and not sentence.is_ruled_out(query.kind, row))
    numbers = np.array([rows[label] for label in left]).reshape(len(left), len(sentence.NAMES))
    return Case(
        reading, whole, sentences, left, numbers, np.array([label in reading.gold for label in left], dtype=bool), found
    )


def decision_features(case: Case, weights: Matrix) -> list[float]:
    """What the decision sees, when sentences are ranked by ``weights`` (the last is the bias)."""
    by_label = {candidate.label: candidate for candidate in case.pool.candidates}
    logits = case.sentences @ weights[:-1] + weights[-1]
    ranked = [
        decide.Ranked(by_label[label], row.tolist(), float(logit))
        for label, row, logit in zip(case.labels, case.sentences, logits, strict=True)
    ]
    ranked.sort(key=lambda one: -one.logit)
    return decide.features(case.asked, case.pool, ranked, list(case.similarities.values()))


def fit_sentences(fitted: Sequence[Case]) -> Matrix:
    """Weights and bias of the sentence regression."""
    return regression(np.vstack([c.sentences for c in fitted]), np.concatenate([c.answers for c in fitted]))


def fit_decision(fitted: Sequence[Case], weights: Matrix) -> Matrix:
    """Weights and bias of the decision, where the rules leave a sentence. Within a set, answerable and unanswerable
    questions count the same."""
    fitted = [case for case in fitted if case.labels]
    kinds = [(case.reading.source, bool(case.reading.gold)) for case in fitted]
    counts = Counter(kinds)
    importance = np.array([IMPORTANCE[source] / counts[source, gold] for source, gold in kinds])
    rows = np.array([decision_features(case, weights) for case in fitted])
    return regression(rows, np.array([gold for _, gold in kinds]), importance * len(fitted) / importance.sum())


def regression(rows: Matrix, answers: NDArray[np.bool_], importance: Matrix | None = None) -> Matrix:
    """Logistic regression with a ridge, by Newton's method: one weight a column, then the bias."""
    columns = np.hstack([rows, np.ones((len(rows), 1))])
    importance = np.ones(len(rows)) if importance is None else importance
    ridge = np.diag([RIDGE] * rows.shape[1] + [1e-6])
    weights = np.zeros(columns.shape[1])
    for _ in range(30):
        likely = 1 / (1 + np.exp(-columns @ weights))
        slope = columns.T @ (importance * (likely - answers)) + ridge @ weights
        curve = (columns * (importance * likely * (1 - likely))[:, None]).T @ columns + ridge
        step = np.linalg.solve(curve, slope)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def table(name: str, names: Sequence[str], weights: Matrix) -> str:
    """Weights and bias as Python."""
    lines = [f'    "{feature}": {weight:.3f},' for feature, weight in zip(names, weights[:-1], strict=True) if weight]
    return "\n".join([f"{name}_BIAS = {weights[-1]:.3f}", f"{name}: dict[str, float] = {{", *lines, "}"])


def main() -> None:
    """Prints the module."""
    model = MiniLM()
    readings = [*news_sets(Path(os.environ["QA_BENCH_DIR"])), *bench("squad2"), *bench("clapnq")]
    readings += [r for name, limit in POOL.items() for r in training(name, limit)]
    fitted = cases([r for r in readings if r.half == "fit"], lambda texts: asyncio.run(model.embed(texts)))
    weights = fit_sentences(fitted)
    decision = fit_decision(fitted, weights)
    sys.stdout.write(
        '"""What each feature counts for. Written by scripts/fit_extractive.py: run it, do not edit."""\n\n'
        f"{table('SENTENCE', sentence.NAMES, weights)}\n\n{table('DECISION', decide.NAMES, decision)}\n"
    )


if __name__ == "__main__":
    main()
