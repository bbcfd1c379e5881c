"""Fits whether to answer and prints it as `qa/extractive/answered_weights.py`.

    QA_BENCH_DIR=… QA_TRAIN_DIR=… python -m scripts.fit_answered > qa/extractive/answered_weights.py

A logistic regression of five numbers, to run again after scripts.fit_extractive or another cross-encoder. Its questions
are none that the cross-encoder was trained on, because of those it is too sure: the fit halves of the SQuAD 2.0 sample
and of CLAP NQ, each with its own passage and once more among passages of others; a fourth of RealTime QA's fit half
(`training.reading.is_kept_back`); and questions of QAMR (MIT) on articles of Wikinews that training leaves out, with
the sentences around (a third with the one that answers, a third without it, a third with another article). Nothing is
drawn at random. A few minutes on two cores.
"""

import asyncio
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.news_reading import news_sets
from bench.reading_sets import Reading, alone, bench, contains, digest, evidence
from qa.adapters.cross_minilm import CrossMiniLM
from qa.adapters.minilm import MiniLM
from qa.extractive import answered, pool, shortlist
from qa.extractive.asked import asked
from qa.extractive.choose import known, rank
from qa.question import understand
from scripts.fit_extractive import Matrix, regression, table
from training.qamr import article_of, is_kept_back, joined, qamr
from training.reading import is_kept_back as is_reading_kept_back
from training.reading import stems

QUESTIONS = 450  # of QAMR
EACH = 2  # questions on one sentence
AROUND = 6  # sentences before and behind
WORDS = 6  # of a question: shorter ones ask for nothing in particular


def wikinews(folder: Path) -> list[Reading]:
    """Questions on sentences of Wikinews, two a sentence at most, that the cross-encoder was not trained on."""
    texts, rows = qamr(folder)
    articles: dict[str, list[str]] = defaultdict(list)
    for key in sorted(texts, key=lambda key: [int(n) if n.isdigit() else 0 for n in key.split(":")]):
        if is_kept_back(key):
            articles[article_of(key)].append(key)
    taken = Counter[str]()
    found: dict[str, Reading] = {}
    for key, question, words in ((row[0], row[5], row[6].split()) for row in rows):
        if taken[key] == EACH or question in found or not is_kept_back(key):
            continue
        if len(question.split()) < WORDS or not words:
            continue
        text, places = joined(texts[key].split(" "))
        answer = text[places[int(words[0])][0] : places[int(words[-1])][1]]
        kind = digest(question) % 3
        others = sorted(articles)
        keys = articles[others[digest(key) % len(others)] if kind == 2 else article_of(key)]
        at = keys.index(key) if key in keys else 0
        near = [joined(texts[k].split(" "))[0] for k in keys[max(0, at - AROUND) : at + AROUND + 1]]
        if kind:
            near = [sentence for sentence in near if not contains(sentence, answer) and sentence != text]
        if len(near) < 3 or len(stems(question) - stems(answer)) < 3:
            continue
        gold = frozenset(f"S1.{n}" for n, s in enumerate(near, start=1) if s == text or contains(s, answer))
        found[question] = Reading("wikinews", question, evidence([near]), gold, (answer,) if gold else ())
        taken[key] += 1
        if len(found) == QUESTIONS:
            break
    return list(found.values())


async def numbers(reading: Reading, embedder: MiniLM, cross: CrossMiniLM) -> list[float] | None:
    """What the decision sees; None where the rules decide."""
    query, sentences = understand(reading.question), pool(reading.evidence)
    likely = shortlist(query, sentences)
    whole = asked(query, sentences)
    if not query.words or not likely or query.refusal:
        return None
    vectors = await embedder.embed([query.text, *(candidate.text for candidate in likely)])
    cosines = dict(zip([c.label for c in likely], (vectors[1:] @ vectors[0]).tolist(), strict=True))
    ranked = rank(whole, query.kind, [c for c in sentences.candidates if c.label in cosines], sentences, cosines)
    if not ranked:
        return None
    readings = await cross.read_sentences(query.text, [(one.candidate.lead, one.candidate.text) for one in ranked])
    return answered.features(known(whole, sentences, ranked, cosines), readings)


async def fit(sets: Sequence[Sequence[Reading]]) -> Matrix:
    """Weights and bias. Each set counts the same, and within it answerable and unanswerable questions."""
    embedder, cross = MiniLM(), CrossMiniLM()
    rows, kinds = [], []
    for at, readings in enumerate(sets):
        for reading in readings:
            row = await numbers(reading, embedder, cross)
            if row is not None:
                rows.append(row)
                kinds.append((at, bool(reading.gold)))
    counts = Counter(kinds)
    importance = np.array([1 / counts[kind] for kind in kinds])
    return regression(np.array(rows), np.array([gold for _, gold in kinds]), importance * len(rows) / importance.sum())


def sets() -> list[list[Reading]]:
    """The questions, set by set."""
    both = [readings for name in ("squad2", "clapnq") for readings in (alone(name), bench(name))]
    news = news_sets(Path(os.environ["QA_BENCH_DIR"]))
    quiz = [[r for r in news if r.source == name] for name in ("quiz", "evidence_reading")]
    kept = [[r for r in readings if r.half == "fit" and is_reading_kept_back(r)] for readings in (*both, *quiz)]
    return [*kept, wikinews(Path(os.environ["QA_TRAIN_DIR"]) / "qamr")]


def main() -> None:
    """Prints the module."""
    weights = asyncio.run(fit(sets()))
    head = "What each number of ``answered`` counts for. Written by scripts/fit_answered.py: run it, do not edit."
    sys.stdout.write(f'"""{head}"""\n\n{table("ANSWERED", answered.NAMES, weights)}\n')


if __name__ == "__main__":
    main()
