"""RealTime QA (github.com/realtimeqa/realtimeqa_public): news quiz questions, each asked over the articles that had
been retrieved by then.

The time cut is exact: questions are asked in the order of their search times, and before each the articles that were
first retrieved up to then are taken in. A sample is drawn from the questions whose gold articles are known, and its
index holds those and what the search engine returned for the sample; all questions (a limit of 0) are asked over all
articles, which takes hours.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from evals.loaders.sample import Sample, read, write
from evals.sets import Batch, CaseSet
from evals.types import ANSWERED, Case, ExpectedPassage, Fact, Text
from qa.types import Status

Row = Mapping[str, Any]


def load(folder: Path, work: Path, sample: Sample) -> CaseSet:
    """The questions, without those that ask for an exception, which no article answers; see ``bench_set``."""
    found = {row["question_id"]: row for row in read(folder / "google_results.jsonl")}
    rows = [row | found[row["question_id"]] for row in read(folder / "questions.jsonl") if not _asks_exception(row)]
    if sample.limit:
        rows = sample.of([row for row in rows if row["gold_doc_ids"]])
    rows.sort(key=lambda row: row["search_time"])
    wanted = {name for row in rows for name in (*row["doc_ids"], *row["gold_doc_ids"])} if sample.limit else None
    return CaseSet("realtimeqa", _batches(rows, folder, work, wanted), len(rows), own=False)


def _asks_exception(row: Row) -> bool:
    return str(row["question_sentence"]).rstrip(" :?.").lower().endswith("except")


def _batches(rows: Sequence[Row], folder: Path, work: Path, wanted: set[str] | None) -> Iterator[Batch]:
    waiting = sorted(_articles(folder, wanted), key=lambda article: article["first_retrieved"], reverse=True)
    retrieved: set[str] = set()
    for number, row in enumerate(rows):
        due = []
        while waiting and waiting[-1]["first_retrieved"] <= row["search_time"]:
            due.append(waiting.pop())
        retrieved |= {article["doc_id"] for article in due}
        written = write(work / str(number), map(_file, due)) if due else None
        yield Batch(written, (_case(row, retrieved),), fresh=number == 0)


def _articles(folder: Path, wanted: set[str] | None) -> list[dict[str, Any]]:
    with lzma.open(folder / "docs.jsonl.xz", "rt", encoding="utf-8") as lines:
        rows = map(json.loads, lines)
        return [row for row in rows if wanted is None or row["doc_id"] in wanted]


def _file(article: Row) -> tuple[str, str, dict[str, str]]:
    given = {"title": article["title"], "url": article["url"], "published_at": article["publish_date"]}
    given["published_at"] = (given["published_at"] or "").replace("/", "-")
    return article["doc_id"], article["text"], {key: value for key, value in given.items() if value}


def _case(row: Row, retrieved: set[str]) -> Case:
    gold = tuple(ExpectedPassage(f"{name}.txt") for name in row["gold_doc_ids"] if name in retrieved)
    year, month, day, time = row["search_time"].split("/")
    return Case(
        id=row["question_id"],
        kind="answerable",
        question=row["question_sentence"],
        # Where no gold article is in the index, nobody knows whether the others answer.
        status=ANSWERED if gold else frozenset(get_args(Status)),
        facts=(Fact("vital", tuple(Text(answer) for answer in row["answer_text"])),),
        passages=gold,
        references=tuple(row["answer_text"]),
        asked_at=f"{year}-{month}-{day}T{time}:00Z",
        cluster=row["week"],
        origin=f"realtimeqa:{row['question_id']}",
    )
