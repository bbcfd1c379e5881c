"""Reading: the extractive reader on passages with the answer marked, and on questions that they do not answer.

    QA_BENCH_DIR=… python -m bench.reading [--half report|fit]

The rows are those of one half (`Reading.half`); the model and its weights were fitted on the other. In one run, beside
what takes the sentence nearest to the question by the embedder's cosine (with its best threshold on the other half):

- RealTime QA, the quiz makers' own passage, rows whose answer stands in it: exact match and F1 of the exact words;
- SQuAD 2.0 sample: the same, by its own rules ("" is right where there is no answer);
- CLAP NQ: precision, recall and F1 of the sentences cited, and F1 of answered and declined.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import string
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import numpy as np

from bench.reading_sets import Reading, alone, evidence, lines, sentences_of
from qa.adapters.cross_minilm import CrossMiniLM
from qa.adapters.extractive import ExtractiveReader
from qa.adapters.minilm import MiniLM
from qa.types import DraftClaim, Question

Read = Callable[[Reading], Awaitable[Sequence[DraftClaim]]]
THRESHOLDS = np.arange(0.0, 0.9, 0.05)


def realtime() -> list[Reading]:
    """RealTime QA's rows whose answer stands in the quiz makers' passage; "except" questions are left out."""
    folder = Path(os.environ.get("QA_BENCH_DIR", "missing-QA_BENCH_DIR")) / "realtimeqa"
    return [
        Reading("realtime", row["question"], evidence([sentences_of(row["passage"])]), frozenset(), (row["answer"],))
        for row in lines(folder / "evidence_reading.jsonl")
        if row["extractive"] and not row["question"].rstrip("?. _").lower().endswith("except")
    ]


# --- figures ---


def plain(text: str) -> list[str]:
    """The words of ``text`` as SQuAD compares them."""
    bare = "".join(char for char in text.lower() if char not in string.punctuation + "“”‘’")
    return re.sub(r"\b(a|an|the)\b", " ", bare).split()


def agreement(said: str, answers: Sequence[str]) -> tuple[float, float]:
    """Exact match and F1 of words against the best of ``answers``; no answer is the empty string."""
    best = (0.0, 0.0)
    for answer in answers or ("",):
        mine, theirs = plain(said), plain(answer)
        shared = sum((Counter(mine) & Counter(theirs)).values())
        f1 = 2 * shared / (len(mine) + len(theirs)) if mine and theirs else float(mine == theirs)
        best = max(best, (float(mine == theirs), f1))
    return best


def said(claims: Sequence[DraftClaim]) -> str:
    """What counts as the answer: the exact words of the first claim, else all of it."""
    return (claims[0].exact or claims[0].text) if claims else ""


async def spans(name: str, readings: Sequence[Reading], read: Read) -> str:
    """Exact match and F1, all rows and those with an answer; share of the unanswerable that was declined."""
    rows = [(reading, await read(reading)) for reading in readings]
    scores = np.array([agreement(said(claims), reading.answers) for reading, claims in rows])
    has = np.array([bool(reading.answers) for reading, _ in rows])
    answered = np.array([bool(claims) for _, claims in rows])
    cells = [f"EM {100 * scores[:, 0].mean():.1f} F1 {100 * scores[:, 1].mean():.1f} (n {len(rows)})"]
    if not has.all():
        cells.append(f"with answer EM {100 * scores[has, 0].mean():.1f} F1 {100 * scores[has, 1].mean():.1f}")
        cells.append(f"declined {100 * (1 - answered[~has].mean()):.0f} % of {(~has).sum()} without one")
    return f"{name:9s} " + "; ".join([*cells, f"answered {100 * answered[has].mean():.0f} % of those with one"])


async def citations(name: str, readings: Sequence[Reading], read: Read) -> str:
    """Sentence precision, recall and F1 on answerable rows; F1 of answering and of declining."""
    right = cited = wanted = 0
    confusion: Counter[tuple[bool, bool]] = Counter()
    for reading in readings:
        labels = {label for claim in await read(reading) for label in claim.labels}
        confusion[bool(reading.gold), bool(labels)] += 1
        if reading.gold:
            right, cited, wanted = right + len(labels & reading.gold), cited + len(labels), wanted + len(reading.gold)
    precision, recall = right / max(1, cited), right / max(1, wanted)
    f1 = 2 * right / max(1, cited + wanted)
    return (
        f"{name:9s} sentences P {precision:.3f} R {recall:.3f} F1 {f1:.3f}; answered F1 {_f1(confusion, True):.3f}, "
        f"declined F1 {_f1(confusion, False):.3f} (n {len(readings)}, {sum(not r.gold for r in readings)} unanswerable)"
    )


def _f1(confusion: Counter[tuple[bool, bool]], side: bool) -> float:
    right = confusion[side, side]
    return 2 * right / max(1, 2 * right + confusion[side, not side] + confusion[not side, side])


# --- the readers ---


async def shipped(reading: Reading, reader: ExtractiveReader) -> list[DraftClaim]:
    """The extractive reader's claims."""
    items = [item async for item in reader.read(Question(reading.question, ""), reading.evidence)]
    return [item for item in items if isinstance(item, DraftClaim)]


class Nearest:
    """Takes the sentence nearest to the question by cosine, or nothing below ``threshold``."""

    def __init__(self) -> None:
        self._embedder = MiniLM()
        self.threshold = 0.0

    async def read(self, reading: Reading) -> list[DraftClaim]:
        """One claim at most."""
        found = list(reading.evidence.sentences().values())
        vectors = await self._embedder.embed([reading.question, *(sentence.text for sentence in found)])
        cosines = vectors[1:] @ vectors[0]
        at = int(cosines.argmax())
        return [DraftClaim(found[at].text, (found[at].label,))] if cosines[at] >= self.threshold else []

    async def fit(self, readings: Sequence[Reading]) -> None:
        """The threshold that tells answerable from unanswerable best on ``readings``."""
        self.threshold = -1.0
        kept = [(float(await self._best(reading)), bool(reading.gold or reading.answers)) for reading in readings]
        self.threshold = float(max(THRESHOLDS, key=lambda t: sum((best >= t) == gold for best, gold in kept)))

    async def _best(self, reading: Reading) -> float:
        found = list(reading.evidence.sentences().values())
        vectors = await self._embedder.embed([reading.question, *(sentence.text for sentence in found)])
        return float((vectors[1:] @ vectors[0]).max())


async def measure(half: str) -> None:
    """Prints a line a set and reader."""
    cross = ExtractiveReader(MiniLM(), CrossMiniLM())
    for name, readings in {"realtime": realtime(), "squad2": alone("squad2"), "clapnq": alone("clapnq")}.items():
        rows = [reading for reading in readings if reading.half == half]
        nearest = Nearest()
        if name != "realtime":  # every row there has an answer
            await nearest.fit([reading for reading in readings if reading.half != half])
        show = citations if name == "clapnq" else spans
        print("nearest sentence  ", await show(name, rows, nearest.read))
        print("extractive reader ", await show(name, rows, lambda reading: shipped(reading, cross)), flush=True)


def main() -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--half", choices=("report", "fit"), default="report")
    if "QA_BENCH_DIR" not in os.environ:
        print("Set QA_BENCH_DIR to the folder of the test material.", file=sys.stderr)
        return 2
    asyncio.run(measure(parser.parse_args().half))
    return 0


if __name__ == "__main__":
    sys.exit(main())
