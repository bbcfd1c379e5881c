"""SQuAD 2.0: questions over a paragraph each, half of them without an answer in it.

The service answers in whole claims, so the vital fact is that the answer stands in one; exact match and token F1, which
suit a reader of short spans, are there for comparison.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.loaders.sample import Sample, read, write
from evals.sets import Batch, CaseSet
from evals.types import ANSWERED, DECLINED, Case, Fact, Text


def load(folder: Path, work: Path, sample: Sample) -> CaseSet:
    """The sample of 500 questions, as far as it is here; see ``bench_set``."""
    rows = sample.of(read(folder / "squad2_sample500.jsonl"))
    by_context: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_context.setdefault(row["context"], []).append(row)
    return CaseSet("squad2", _batches(by_context, work), len(rows), own=False)


def _batches(by_context: Mapping[str, Sequence[dict[str, Any]]], work: Path) -> Iterator[Batch]:
    for number, (context, rows) in enumerate(by_context.items()):
        written = write(work / str(number), [(f"squad2-{number}", context, {})])
        yield Batch(written, tuple(_case(row, f"squad2-{number}") for row in rows))


def _case(row: dict[str, Any], cluster: str) -> Case:
    answers = tuple(Text(answer) for answer in dict.fromkeys(row["answers"]))
    impossible = row["is_impossible"]
    return Case(
        id=row["id"],
        kind="unanswerable" if impossible else "answerable",
        question=row["question"],
        status=DECLINED if impossible else ANSWERED,
        facts=() if impossible else (Fact("vital", answers),),
        references=tuple(row["answers"]),
        cluster=cluster,
        origin=f"squad2:{row['id']}",
    )
