"""Whether a Yes or a No is right, on claims that people judged: each is asked as a question over its own evidence.

    QA_TRAIN_DIR=… python -m bench.yes_no [--half report|fit] [--every N] [--wrong]

FEVER, Fool Me Twice and RTE (from the training pool; no model is asked here, so nothing was trained on them). A claim
becomes "Is it true that …?". What counts is how often a Yes stands over evidence that people found to support the
claim, and a No over evidence that refutes it; that nothing is said is no mistake (most evidence says it in other
words). In RTE what does not follow is one label, so a No is not judged. ``--wrong`` prints the mistakes; the rows of
the half to report were never looked at.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.gathered import article, gathered
from bench.reading_sets import digest
from qa.question import understand
from qa.yes_no import told

SETS = ("fever", "fm2", "rte")
RIGHT = {"yes": "supported", "no": "refuted"}


def rows(folder: Path, name: str, half: str, every: int) -> Iterator[tuple[str, str, str]]:
    """Claim, evidence and label of one half, which no claim shares with the other."""
    with lzma.open(folder / "pool" / f"support_{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            place = digest(row["claim"])
            if (place % 2 == 0) == (half == "fit") and place // 2 % every == 0:
                yield row["claim"], row["evidence"], row["label"]


def word_of(claim: str, evidence: str) -> str | None:
    """``yes``, ``no`` or ``None``: what the evidence is taken to say."""
    text = claim.rstrip(" .?!")
    asked = f"Is it true that {text}?"
    title, colon, rest = evidence.partition(": ")
    one = article(
        "evidence", rest if colon and len(title) < 60 else evidence, title if colon and len(title) < 60 else None
    )
    found = told(understand(asked), gathered(asked, [one]))
    return None if bool(found.done) == bool(found.denied) else "yes" if found.done else "no"


def main() -> int:
    """Prints a line a set; 2 without the training pool."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--half", choices=("report", "fit"), default="report")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--wrong", action="store_true")
    given = parser.parse_args()
    folder = Path(os.environ.get("QA_TRAIN_DIR", "missing-QA_TRAIN_DIR"))
    if not folder.is_dir():
        print("Set QA_TRAIN_DIR to the folder of the training pool.", file=sys.stderr)
        return 2
    for name in SETS:
        counts: Counter[tuple[str | None, str]] = Counter()
        started = time.process_time()
        for claim, evidence, label in rows(folder, name, given.half, given.every):
            word = word_of(claim, evidence)
            counts[word, label] += 1
            if given.wrong and word and label != RIGHT[word] and not (word == "no" and name == "rte"):
                print(f"    {word}, {label}: {claim} | {evidence[:300]}")
        spent = 1000 * (time.process_time() - started) / max(1, counts.total())
        told_of = {
            label: sum(n for (_, held), n in counts.items() if held == label) for label in ("supported", "refuted")
        }
        print(f"{name}: {counts.total()} claims, {spent:.1f} ms each")
        for word, label in RIGHT.items():
            said = sum(n for (given_word, _), n in counts.items() if given_word == word)
            right = counts[word, label]
            if not (word == "no" and name == "rte"):
                share = right / max(1, told_of[label])
                print(f"    {word:3} {said:5}, right {right / max(1, said):6.1%}, of all {label} {share:6.1%}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
