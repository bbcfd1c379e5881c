"""`qa eval` from the command line, over a set of one's own."""

import json
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from click.testing import CliRunner

from evals import cases, sets
from evals.loaders import LOADERS
from qa.adapters.extractive import ExtractiveReader
from qa.cli import main
from qa.cli.eval import SETS
from qa.types import Evidence, Question, ReadReport
from tests.evals.mine import ASKED, qa_eval, write


class Silent(ExtractiveReader):
    async def read(self, question: Question, evidence: Evidence) -> AsyncGenerator[ReadReport, None]:
        yield ReadReport(reason="no_sentence_answers")


def silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.app.ExtractiveReader", Silent)


def test_the_gate_goes_from_not_run_over_holds_to_fell(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = qa_eval("--gate")
    assert first.exit_code == 2
    assert "The gate could not run." in first.output

    assert qa_eval("--update").exit_code == 0
    baseline = mine / "evals" / "baseline.json"
    accepted = baseline.read_bytes()
    held = qa_eval("--gate")
    assert (held.exit_code, "The gate holds." in held.output) == (0, True)

    silence(monkeypatch)
    fell = qa_eval("--gate", "--out", "out")
    assert fell.exit_code == 1
    assert "vital facts no longer stated" in fell.output
    assert "- The new bridge over the river Orm cost 35 million dollars." in fell.output
    assert qa_eval("--update").exit_code == 1
    assert baseline.read_bytes() == accepted

    lowered = qa_eval("--update", "--allow-lower", "a test")
    assert lowered.exit_code == 0
    assert (
        json.loads(baseline.read_text(encoding="utf-8"))["baselines"]["mine"]["extractive"]["lowered"][0]["reason"]
        == "a test"
    )
    assert qa_eval("--gate").exit_code == 0


def test_the_reports_are_written(mine: Path) -> None:
    assert qa_eval("--out", "out").exit_code == 0

    out = mine / "out"
    assert len((out / "answers.jsonl").read_text(encoding="utf-8").splitlines()) == len(ASKED)
    assert json.loads((out / "run.json").read_text(encoding="utf-8"))[0]["set"] == "mine"
    assert "vital facts stated" in (out / "summary.md").read_text(encoding="utf-8")
    assert (out / "junit.xml").read_text(encoding="utf-8").startswith("<?xml")


def test_json_is_one_line_a_set(mine: Path) -> None:
    whole = json.loads(qa_eval("--json", "--runs", "2").stdout)

    assert whole["runs"] == 2
    assert whole["states"] == {"graded": 2 * len(ASKED)}
    assert whole["flaky"] == []


def test_a_changed_article_is_told_and_not_compared(mine: Path) -> None:
    qa_eval("--update")
    with (mine / "articles" / "school.txt").open("a", encoding="utf-8") as article:
        article.write(" It was built in 1950.\n")

    found = qa_eval("--gate")

    assert found.exit_code == 2
    assert "other articles" in found.output


def test_a_quote_that_no_longer_stands_is_an_error_with_its_line(mine: Path) -> None:
    (mine / "articles" / "school.txt").write_text("The school in Hollin closed.", encoding="utf-8")

    found = qa_eval()

    assert found.exit_code == 2
    assert "mine.jsonl:4: the quote stands" not in found.output
    assert "mine.jsonl:5: the quote does not stand in school.txt: 'Its headmaster'" in found.output.replace("\n", " ")


def test_cases_that_cannot_be_read_and_a_missing_folder_could_not_run(mine: Path) -> None:
    write(mine, {"id": "x"})
    assert qa_eval().exit_code == 2
    assert CliRunner().invoke(main, ["eval", "--cases", "mine.jsonl"]).exit_code == 2


def test_a_set_that_is_missing_was_not_run_and_does_not_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QA_BENCH_DIR", raising=False)

    found = CliRunner().invoke(main, ["eval", "--set", "clapnq", "--gate"])

    assert found.exit_code == 2
    assert "clapnq: not run, QA_BENCH_DIR is not set." in found.output


def test_a_reader_that_is_down_could_not_run(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_READER", "openai")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    one = (mine / "mine.jsonl").read_text(encoding="utf-8").splitlines()[0]  # one is enough: the client retries
    (mine / "mine.jsonl").write_text(one, encoding="utf-8")

    found = qa_eval()

    assert found.exit_code == 2
    assert "0 graded, 1 could not grade" in found.output


def test_the_command_line_names_the_sets_that_there_are() -> None:
    assert set(SETS) == {sets.SEEDS, *LOADERS}
    assert cases.SEEDS.is_file()


def test_a_follow_up_is_asked_in_its_conversation_and_an_as_of_day_bounds_the_articles(mine: Path) -> None:
    for name, day in (("bridge", "2024-03-05"), ("school", "2024-03-07")):
        (mine / "articles" / f"{name}.txt.yaml").write_text(f"published_at: {day}", encoding="utf-8")
    pupils = {"facts": [{"importance": "vital", "text": "240 pupils"}], "status": "answered"}
    school = {"passages": [{"article": "school.txt", "quote": "The school in Hollin has 240 pupils."}]}
    asked = {"question": "How many pupils has the school in Hollin?"}
    write(
        mine,
        {"id": "then", "kind": "as_of", "as_of": "2024-03-06", "status": "declined", **asked},
        {"id": "now", "kind": "as_of", "as_of": "2024-03-07", **asked, **pupils, **school},
        {
            "id": "follow",
            "kind": "follow_up",
            "question": "How many pupils does it have?",
            "previous": ["What is the school in Hollin?"],
            **pupils,
            **school,
        },
    )

    results = {one["case"]: one for one in json.loads(qa_eval("--json").stdout)["results"]}

    assert {name: one["passed"] for name, one in results.items()} == {"then": True, "now": True, "follow": True}
    assert results["then"]["answer"]["asked_at"] == "2024-03-08T12:00:00Z"  # the day after the newest article
    assert results["then"]["answer"]["filters"] == {"as_of": "2024-03-06"}
    assert results["follow"]["answer"]["conversation_id"]
