"""RAMDocs (github.com/HanNight/RAMDocs): questions with several valid answers, planted misinformation and noise.

Each question is asked over its own documents. A case is passed when every gold answer is stated and no wrong one,
which is the measure of the set's authors; it needs no record of the disagreement as such, so the cases count as
``several_sources``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from evals.loaders.sample import Sample, read, write
from evals.sets import Batch, CaseSet
from evals.types import ANSWERED, Case, ExpectedPassage, Fact, Text


def load(folder: Path, work: Path, sample: Sample) -> CaseSet:
    """All questions; see ``bench_set``."""
    rows = sample.of(read(folder / "ramdocs.jsonl"))
    return CaseSet("ramdocs", _batches(rows, work), len(rows), own=False)


def _batches(rows: Sequence[dict[str, Any]], work: Path) -> Iterator[Batch]:
    for row in rows:
        named = [(f"ramdocs-{row['id']}-{number}", document) for number, document in enumerate(row["documents"])]
        written = write(work / str(row["id"]), [(name, document["text"], {}) for name, document in named])
        right = tuple(ExpectedPassage(f"{name}.txt") for name, document in named if document["type"] == "correct")
        yield Batch(written, (_case(row, right),))


def _case(row: dict[str, Any], right: tuple[ExpectedPassage, ...]) -> Case:
    facts = [Fact("vital", (Text(answer),)) for answer in row["gold_answers"]]
    facts += [Fact("forbidden", (Text(answer),)) for answer in row["wrong_answers"]]
    return Case(
        id=str(row["id"]),
        kind="several_sources",
        question=row["question"],
        status=ANSWERED,
        facts=tuple(facts),
        passages=right,
        cluster=str(row["id"]),
        origin=f"ramdocs:{row['id']}",
    )
