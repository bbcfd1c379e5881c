"""Writes the training examples as word pieces.

    QA_BENCH_DIR=… QA_TRAIN_DIR=… python -m training.assemble OUT.npz

Runs in the project's own environment (no torch). The same material gives the same file.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from bench.reading_sets import lines
from training import cloze, news, qamr, reading, support
from training.examples import Example
from training.pieces import collected

SHARES = {
    "news": 2.0,
    "evidence_reading": 2.0,
    "quiz": 2.0,
    "selqa": 1.5,
    "nq_oracle": 2.0,
    "nq_passages": 0.7,
    "nq_synthetic_unanswerable": 0.7,
    "nq_synthetic_unanswerable_window": 0.3,
    "nqswap_counterfactual": 0.3,
    "nqswap_counterfactual_window": 0.3,
    "qed_dev": 2.0,
    "quoref_contrast": 0.5,
    "quoref_contrast_window": 0.5,
    "squad_train": 1.5,
    "squad_train_window": 0.7,
    "squad_synthetic_unanswerable": 0.7,
    "squad_synthetic_unanswerable_window": 0.3,
    "fairytaleqa": 0.3,
    "fairytaleqa_altered": 0.3,
    "fairytaleqa_window": 0.15,
    "policyqa": 0.05,
    "policyqa_altered": 0.0,
    "policyqa_window": 0.0,
    "qamr": 0.5,
    "cloze": 0.3,
    "cloze_altered": 0.3,
    "news_made": 0.4,
    "answers": 0.7,
    "fever": 0.7,
    "fever_symmetric": 2.0,
    "fever_synthetic_neutral": 0.7,
    "fm2": 2.0,
    "vitaminc_sample": 2.0,
    "begin": 2.0,
    "wice": 3.0,
    "snli_dev": 0.5,
    "conjnli": 0.2,
}
"""How often a pass takes an example of each source, where that is not once."""
CLOZE_ONE_IN, NEWS_ONE_IN = 2, 12


Part = Callable[[], Iterable[Example]]


def _train() -> Path:
    return Path(os.environ["QA_TRAIN_DIR"])


def _news() -> Path:
    return Path(os.environ["QA_BENCH_DIR"]) / "realtimeqa"


def _articles() -> list[tuple[str, str]]:
    return [(row["title"] or "", row["text"]) for row in lines(_news() / "docs.jsonl.xz")]


def _quiz() -> Iterator[Example]:
    yield from reading.from_bench()
    yield from news.from_search(_news())


def _questions() -> Iterator[Example]:
    yield from reading.from_pool(_train() / "pool")


def _qamr() -> Iterator[Example]:
    yield from qamr.from_qamr(_train() / "qamr")


def _claims() -> Iterator[Example]:
    yield from support.from_pool(_train() / "pool")


def _made_claims() -> Iterator[Example]:
    places = {row["doc_id"]: at for at, row in enumerate(lines(_news() / "docs.jsonl.xz"))}
    related: dict[int, int] = {}
    for row in lines(_news() / "google_results.jsonl"):
        found = [places[name] for name in row["doc_ids"] if name in places]
        related |= {one: found[at - 1] for at, one in enumerate(found) if len(found) > 1}
    yield from support.from_news(_articles(), related, NEWS_ONE_IN)


def _clozes() -> Iterator[Example]:
    yield from cloze.from_news(cloze.sentences(_articles()), CLOZE_ONE_IN)


ASKING: tuple[Part, ...] = (_quiz, _questions, _qamr)
OTHERS: tuple[Part, ...] = (_claims, _made_claims, _clozes)


def _listed(part: Part) -> list[Example]:
    return list(part())


def examples() -> Iterator[Example]:
    """All of them, source by source; a process for each part."""
    with ProcessPoolExecutor(len(ASKING) + len(OTHERS)) as processes:
        parts = [processes.submit(_listed, part) for part in (*ASKING, *OTHERS)]
        asked = [example for part in parts[: len(ASKING)] for example in part.result()]
        yield from asked
        yield from support.from_answers([e for e in asked if e.relevant and e.span and not e.before])
        for part in parts[len(ASKING) :]:
            yield from part.result()


def main() -> int:
    """Writes the file and prints what is in it."""
    found = collected(examples())
    written = found.arrays(SHARES)
    np.savez(sys.argv[1], **written)  # type: ignore[arg-type]
    for name, count in sorted(found.counts.items()):
        print(f"{count:7d}  {name}")
    print(written["rows"].shape[1], "examples,", len(written["pieces"]), "pieces of", len(written["lengths"]), "texts")
    return 0


if __name__ == "__main__":
    sys.exit(main())
