"""CLAP NQ (github.com/primeqa/clapnq): a question, one passage, and the sentences that the annotators used.

Each question is asked over its own passage alone, so this measures reading: which sentences are cited, and whether the
service declines where the passage does not answer. The gold answers are free text that rules cannot grade.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from evals.loaders.sample import Sample, read, write
from evals.sets import Batch, CaseSet
from evals.types import ANSWERED, DECLINED, Case, ExpectedPassage


def load(folder: Path, work: Path, sample: Sample) -> CaseSet:
    """The dev set; see ``bench_set``."""
    rows = sample.of(read(folder / "clapnq_dev.jsonl"))
    return CaseSet("clapnq", _batches(rows, work), len(rows), own=False)


def _batches(rows: Sequence[dict[str, Any]], work: Path) -> Iterator[Batch]:
    for number, row in enumerate(rows):
        passage = row["passages"][0]
        name = f"clapnq-{row['id']}"
        written = write(work / str(number), [(name, passage["text"], {"title": passage["title"]})])
        yield Batch(written, (_case(row, f"{name}.txt", passage["title"]),))


def _case(row: dict[str, Any], article: str, title: str) -> Case:
    chosen = dict.fromkeys(sentence for output in row["output"] for sentence in output["selected_sentences"])
    return Case(
        id=row["id"],
        kind="answerable" if row["answerable"] else "unanswerable",
        question=row["input"],
        status=ANSWERED if row["answerable"] else DECLINED,
        passages=tuple(ExpectedPassage(article, sentence) for sentence in chosen),
        needed="all",
        references=tuple(output["answer"] for output in row["output"] if output.get("answer"))
        if row["answerable"]
        else (),
        cluster=title,
        origin=f"clapnq:{row['id']}",
    )
