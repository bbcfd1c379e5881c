"""How often a question that stands alone is taken for a follow-up and changed: ``python -m bench.follow_up``.

Each question is asked after the same two exchanges. SQuAD 2.0 and RealTime QA were looked at while the rules were
written; CLAP NQ was not, so its figure is the one to quote.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

from qa.follow_up import stand_alone
from qa.types import Exchange

EARLIER = (
    Exchange(
        "How many Russian diplomats were expelled?",
        ("On Thursday, Washington told 35 Russian diplomats to leave within 72 hours, with their families.",),
    ),
    Exchange("What did Putin say about the bridge in Moscow?", ("Putin said that it was closed.",)),
)
SETS = {
    "squad2 (seen)": ("squad2_sample500/squad2_sample500.jsonl", "question"),
    "realtimeqa (seen)": ("realtimeqa/questions.jsonl", "question_sentence"),
    "clapnq (held out)": ("clapnq_dev/clapnq_dev.jsonl", "input"),
}


def questions(path: Path, key: str) -> Iterator[str]:
    """The questions of a JSON lines file, each once."""
    with path.open(encoding="utf-8") as lines:
        yield from dict.fromkeys(str(json.loads(line)[key]) for line in lines)


def main() -> None:
    """Prints a line per set."""
    folder = Path(os.environ["QA_BENCH_DIR"])
    print(f"{'set':20} {'questions':>9} {'changed':>8} {'share':>7}")
    for name, (path, key) in SETS.items():
        asked = list(questions(folder / path, key))
        changed = sum(stand_alone(question, EARLIER) != question for question in asked)
        print(f"{name:20} {len(asked):9} {changed:8} {changed / len(asked):7.1%}")


if __name__ == "__main__":
    main()
