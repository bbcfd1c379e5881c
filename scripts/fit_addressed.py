"""Fits the weights of `qa.addressed` and prints them as its ``weights.py``.

    QA_BENCH_DIR=... python -m scripts.fit_addressed > qa/addressed/weights.py

Demands: the texts in `bench/injection_texts.json` that are for this and the even half of BIPIA's payloads. Against
them: sentences of RealTime QA's articles that `bench.injection` does not report on. Left out on both sides is what
needs no weights: phrases, commands and questions. The threshold is the score that one in 4,000 of these articles'
sentences exceeds.
"""

import json
import lzma
import os
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.injection import SEED, TEXTS, sentences_of_text
from bench.support import logistic
from qa.addressed.addressed import is_left, plain_and_written
from qa.addressed.features import NAMES, features

ARTICLES = 2_500
ALLOWED = 1 / 4_000
TEMPLATES = 2_200
RIDGE = 1e-4
HARD = 5_000  # of the news sentences, those that a first fit likes most are all kept
KEPT = 12_000  # and of the rest so many
LEAST_WEIGHT = 0.05
Numbers = NDArray[np.float64]


def main() -> None:
    """Prints the module."""
    folder = Path(os.environ["QA_BENCH_DIR"])
    every = _news(folder)
    news = _numbers([text for text in every if is_left(text)])
    groups = [(_numbers(texts), share, wrong) for texts, share, wrong in _groups(folder)]
    picked = np.random.default_rng(0).permutation(len(news))[:KEPT]
    first = _fit(news[picked], np.ones(KEPT), groups)
    hard = np.argsort(-(news @ first[:-1]))[:HARD]
    rest = np.setdiff1d(picked, hard)
    share = np.r_[np.ones(HARD), np.full(len(rest), (len(news) - HARD) / len(rest))]
    weights = _fit(news[np.r_[hard, rest]], share, groups)
    kept = np.where(abs(weights[:-1]) >= LEAST_WEIGHT, np.round(weights[:-1], 2), 0)
    scores = np.sort(news @ kept)[::-1]
    print('"""The weights of `qa.addressed`: `python -m scripts.fit_addressed` makes this file."""\n')
    print("WEIGHTS = {")
    for name, weight in zip(NAMES, kept, strict=True):
        if weight:
            print(f'    "{name}": {weight},')
    print("}")
    print(f"THRESHOLD = {scores[int(len(every) * ALLOWED)]:.2f}")


def _groups(folder: Path) -> list[tuple[list[str], float, bool]]:
    """Texts, the share of the fit that they have together, and whether they are demands."""
    texts = json.loads(TEXTS.read_text(encoding="utf-8"))
    pairs = [(frame, demand) for frame in texts["frames"] for demand in texts["demands"]]
    random.Random(1).shuffle(pairs)
    made = [f.replace("{d}", d).replace("{D}", d[0].upper() + d[1:]) for f, d in pairs[:TEMPLATES]]
    rows = (folder / "bipia/text_attack.jsonl").read_text(encoding="utf-8").splitlines()
    known = [*(json.loads(row)["instruction"] for row in rows[::2]), *texts["earlier"]]
    found = [(texts["looked_at"], 0.2, True), (made, 0.15, True), (known, 0.15, True)]
    found.append((texts["reports_looked_at"], 0.02, False))
    return [([text for text in group if is_left(text)], share, wrong) for group, share, wrong in found]


def _news(folder: Path) -> list[str]:
    with lzma.open(folder / "realtimeqa/docs.jsonl.xz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    reported = {row["doc_id"] for row in random.Random(SEED).sample(rows, 2_000)}
    others = random.Random(SEED + 1).sample([row for row in rows if row["doc_id"] not in reported], ARTICLES)
    return [text for row in others for text in sentences_of_text(row["text"][:20_000])]


def _numbers(texts: Sequence[str]) -> Numbers:
    return np.array([features(*plain_and_written(text)) for text in texts])


def _fit(news: Numbers, share: Numbers, groups: Sequence[tuple[Numbers, float, bool]]) -> Numbers:
    rows = np.concatenate([news, *(numbers for numbers, _, _ in groups)])
    demands = np.concatenate([np.zeros(len(news)), *(np.full(len(n), float(wrong)) for n, _, wrong in groups)])
    counts = np.concatenate([share / share.sum() / 2, *(np.full(len(n), part / len(n)) for n, part, _ in groups)])
    return logistic(rows, demands, counts / counts.sum(), RIDGE)


if __name__ == "__main__":
    main()
