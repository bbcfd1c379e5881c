"""Benchmarks as case sets: small files of the same shape, and the real ones where they are."""

import json
import lzma
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from evals.loaders import LOADERS, BenchMissingError, bench_set
from evals.loaders.sample import Sample
from evals.run import Evaluation, evaluate
from evals.sets import Batch, CaseSet
from evals.types import ANSWERED, DECLINED, ExpectedPassage, Run, Text
from qa.settings import load

ALL = Sample(0)


def jsonl(path: Path, *rows: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QA_BENCH_DIR", str(tmp_path / "bench"))
    return tmp_path / "bench"


def loaded(name: str, bench: Path, sample: Sample = ALL) -> tuple[CaseSet, list[Batch]]:
    found = bench_set(name, bench.parent / "work", sample)
    return found, list(found.batches)


def names(batch: Batch) -> Sequence[str]:
    return sorted(path.name for path in batch.articles.iterdir()) if batch.articles else []


CLAPNQ = {
    "id": "7",
    "input": "what is dew",
    "passages": [{"title": "Dew", "text": "Dew is water . It forms at night . "}],
    "output": [{"selected_sentences": ["Dew is water ."]}],
    "answerable": True,
}


def test_clapnq_asks_each_question_over_its_own_passage(bench: Path) -> None:
    none = CLAPNQ | {"id": "8", "answerable": False, "output": [{"selected_sentences": []}]}
    jsonl(bench / "clapnq_dev" / "clapnq_dev.jsonl", CLAPNQ, none)

    found, (first, second) = loaded("clapnq", bench)

    assert (found.size, found.own, first.fresh) == (2, False, True)
    assert names(first) == ["clapnq-7.txt", "clapnq-7.txt.json"]
    (case,) = first.cases
    assert (case.status, case.needed, case.cluster) == (ANSWERED, "all", "Dew")
    assert case.passages == (ExpectedPassage("clapnq-7.txt", "Dew is water ."),)
    assert second.cases[0].status == DECLINED


def test_squad_questions_of_one_paragraph_share_it(bench: Path) -> None:
    row = {"id": "a", "context": "Dew is water.", "question": "What is dew?", "answers": ["water", "water"]}
    impossible = row | {"id": "b", "is_impossible": True, "answers": []}
    jsonl(bench / "squad2_sample500" / "squad2_sample500.jsonl", row | {"is_impossible": False}, impossible)

    _, (batch,) = loaded("squad2", bench)

    answerable, unanswerable = batch.cases
    assert answerable.facts[0].forms == (Text("water"),)
    assert (unanswerable.status, unanswerable.facts) == (DECLINED, ())
    assert answerable.cluster == unanswerable.cluster


def test_ramdocs_wants_every_gold_answer_and_no_wrong_one(bench: Path) -> None:
    documents = [{"text": "He plays chess.", "type": "correct"}, {"text": "He plays golf.", "type": "misinfo"}]
    row = {"id": 3, "question": "What?", "documents": documents, "gold_answers": ["chess"], "wrong_answers": ["golf"]}
    jsonl(bench / "ramdocs" / "ramdocs.jsonl", row)

    _, (batch,) = loaded("ramdocs", bench)

    (case,) = batch.cases
    assert [(fact.importance, fact.label) for fact in case.facts] == [("vital", "chess"), ("forbidden", "golf")]
    assert case.passages == (ExpectedPassage("ramdocs-3-0.txt"),)
    assert names(batch) == ["ramdocs-3-0.txt", "ramdocs-3-1.txt"]


def realtimeqa(bench: Path) -> None:
    def document(name: str, retrieved: str) -> dict[str, Any]:
        known = {"url": f"https://x.example/{name}", "title": name, "publish_date": "2022/06/01"}
        return {"doc_id": name, "first_retrieved": retrieved, "text": f"Text of {name}.", **known}

    def question(name: str, text: str, gold: list[str]) -> dict[str, Any]:
        known = {"answer_text": ["Ford"], "week": name, "gold_doc_ids": gold}
        return {"question_id": name, "question_sentence": text, **known}

    folder = bench / "realtimeqa"
    jsonl(
        folder / "questions.jsonl",
        question("q2", "Which later?", ["D2"]),
        question("q1", "Which?", ["D1", "D3"]),
        question("q3", "All of these except:", ["D1"]),
        question("q4", "Without gold?", []),
    )
    times = {"q1": "2022/06/10/12:00", "q2": "2022/06/20/12:00", "q3": "2022/06/20/12:00", "q4": "2022/06/09/00:00"}
    jsonl(
        folder / "google_results.jsonl",
        *({"question_id": name, "search_time": time, "doc_ids": ["D1"]} for name, time in times.items()),
    )
    retrieved = {"D1": "2022/06/10/12:00", "D2": "2022/06/15/00:00", "D3": "2022/06/16/00:00", "D4": "2022/06/01/00:00"}
    with lzma.open(folder / "docs.jsonl.xz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(document(*each)) + "\n" for each in retrieved.items())


def test_realtimeqa_asks_each_question_over_what_had_been_retrieved_by_then(bench: Path) -> None:
    realtimeqa(bench)

    found, batches = loaded("realtimeqa", bench)

    assert found.size == 3
    assert [case.id for batch in batches for case in batch.cases] == ["q4", "q1", "q2"]
    assert [names(batch) for batch in batches] == [
        ["D4.txt", "D4.txt.json"],
        ["D1.txt", "D1.txt.json"],
        ["D2.txt", "D2.txt.json", "D3.txt", "D3.txt.json"],
    ]
    assert [batch.fresh for batch in batches] == [True, False, False]
    first = batches[1].cases[0]
    assert first.passages == (ExpectedPassage("D1.txt"),)  # D3 came later
    assert first.asked_at == "2022-06-10T12:00:00Z"
    assert batches[0].cases[0].expects == "either"


def test_a_sample_of_realtimeqa_has_known_gold_and_an_index_of_its_own(bench: Path) -> None:
    realtimeqa(bench)

    found, batches = loaded("realtimeqa", bench, Sample(5))

    assert found.size == 2
    assert sorted(name for batch in batches for name in names(batch) if name.endswith(".txt")) == [
        "D1.txt",
        "D2.txt",
        "D3.txt",
    ]


def test_a_sample_is_drawn_with_its_seed_and_keeps_the_order() -> None:
    rows = list(range(100))

    assert Sample(10, 1).of(rows) == sorted(Sample(10, 1).of(rows))
    assert Sample(10, 1).of(rows) != Sample(10, 2).of(rows)
    assert len(set(Sample(10, 1).of(rows))) == 10
    assert Sample(0).of(rows) == Sample(100).of(rows) == rows


@pytest.mark.parametrize("name", sorted(LOADERS))
def test_a_benchmark_that_is_missing_says_that_it_was_not_run(name: str, bench: Path) -> None:
    with pytest.raises(BenchMissingError, match=f"{name}: not run, there is no"):
        bench_set(name, bench, ALL)


def test_without_the_folder_it_says_which_variable_to_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("QA_BENCH_DIR", raising=False)

    with pytest.raises(BenchMissingError, match="QA_BENCH_DIR is not set"):
        bench_set("squad2", tmp_path, ALL)


async def test_batches_that_are_fresh_forget_the_articles_before(bench: Path) -> None:
    """The second question is asked over its own passage only, so the first passage cannot be cited."""
    other = CLAPNQ | {"id": "8", "passages": [{"title": "Fog", "text": "Fog is a cloud . It is grey . "}]}
    jsonl(
        bench / "clapnq_dev" / "clapnq_dev.jsonl",
        CLAPNQ,
        other | {"output": [{"selected_sentences": ["It is grey ."]}]},
    )

    evaluation = Evaluation(bench_set("clapnq", bench.parent / "work", ALL), load(reader="extractive"))
    run = [event async for event in evaluate(evaluation)][-1]

    assert isinstance(run, Run)
    assert run.articles == 2
    assert {hit.article_id for hit in run.results[1].answer.hits} == {  # type: ignore[union-attr]  # it answers
        gold.article_id for gold in run.results[1].ready.passages
    }


@pytest.mark.skipif("QA_BENCH_DIR" not in os.environ, reason="QA_BENCH_DIR is not set")
@pytest.mark.parametrize(("name", "size"), [("clapnq", 307), ("squad2", 268), ("ramdocs", 235)])
def test_the_real_files_have_the_shape_that_the_loader_expects(name: str, size: int, tmp_path: Path) -> None:
    found = bench_set(name, tmp_path, ALL)

    assert sum(len(batch.cases) for batch in found.batches) == found.size == size


@pytest.mark.skipif("QA_BENCH_DIR" not in os.environ, reason="QA_BENCH_DIR is not set")
def test_the_real_questions_of_realtimeqa_have_that_shape_too(tmp_path: Path) -> None:
    """Its articles take ten seconds to unpack, so they stay packed here."""
    assert bench_set("realtimeqa", tmp_path, Sample(0)).size > 2400
