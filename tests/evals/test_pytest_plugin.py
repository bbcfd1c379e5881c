"""Each case a pytest test, in a process of its own: selection, stopping, xdist, reruns; nothing unless asked for."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.evals.mine import ASKED, qa_eval, write
from tests.evals.test_recordings import serving

ROOT = Path(__file__).parent.parent.parent
WRONG = {
    "id": "wrong",
    "kind": "answerable",
    "question": "How many pupils has the school in Hollin?",
    "status": "answered",
    "facts": [{"importance": "vital", "number": 999}],
    "passages": [{"article": "school.txt", "quote": "The school"}],
}


def run(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """pytest over the set in ``folder``, from there."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:asyncio", *options]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120
    )


def asked(folder: Path, *options: str) -> tuple[int, dict[str, str], str]:
    """The exit code, the outcome of each case, and what was printed."""
    done = run(folder, "mine.jsonl", "--qa-articles", "articles", "--junitxml", "junit.xml", *options)
    root = ElementTree.parse(folder / "junit.xml").getroot()
    outcomes = {entry.get("name", ""): entry[0].tag if len(entry) else "passed" for entry in root.iter("testcase")}
    return done.returncode, outcomes, done.stdout


@pytest.fixture
def with_failures(mine: Path) -> Path:
    """The set, and a case that does not pass."""
    lines = [json.loads(line) for line in (mine / "mine.jsonl").read_text(encoding="utf-8").splitlines()]
    write(mine, *lines, WRONG)
    return mine


def test_each_case_is_a_test_with_its_id_and_what_is_missing(with_failures: Path) -> None:
    code, outcomes, said = asked(with_failures)

    assert code == 1
    assert list(outcomes) == [*(f"q{number}" for number in range(len(ASKED))), "wrong"]
    assert outcomes["q0"] == "passed"
    assert outcomes["wrong"] == "failure"
    assert "does not say '999'" in said
    assert "The school in Hollin has 240 pupils." in said


def test_cases_are_chosen_by_id_and_by_kind_and_the_first_failure_can_stop_it(with_failures: Path) -> None:
    _, chosen, _ = asked(with_failures, "-k", "q1 or wrong", "-x")

    assert chosen == {"q1": "passed", "wrong": "failure"}


def test_in_several_processes_and_with_reruns_the_outcomes_are_the_same(with_failures: Path) -> None:
    _, spread, said = asked(with_failures, "-n", "2", "--reruns", "1")

    assert spread == dict.fromkeys((f"q{number}" for number in range(len(ASKED))), "passed") | {"wrong": "failure"}
    assert "2 workers" in said or "gw0" in said
    assert re.search(r"\d rerun", said)


def test_what_did_not_pass_in_the_baseline_either_may_go_on_failing(with_failures: Path) -> None:
    assert qa_eval("--update").exit_code == 0

    code, outcomes, _ = asked(with_failures, "--qa-baseline", "evals/baseline.json")

    assert code == 0
    assert outcomes["wrong"] == "skipped"  # how JUnit tells an expected failure


def test_what_cannot_be_graded_is_an_error_and_not_a_failure(with_failures: Path) -> None:
    (with_failures / "articles" / "school.txt").write_text("The school is closed.", encoding="utf-8")

    code, outcomes, said = asked(with_failures)

    assert code == 1
    assert (outcomes["q0"], outcomes["q4"], outcomes["wrong"]) == ("passed", "error", "failure")
    assert "could not grade: Cases that cannot be used" in said


def test_a_line_that_is_no_case_is_an_error_of_the_collection(mine: Path) -> None:
    write(mine, {"id": "x"})

    done = run(mine, "mine.jsonl", "--qa-articles", "articles")

    assert done.returncode == 2
    assert "mine.jsonl:1: " in done.stdout


def test_recorded_replies_answer_without_a_server(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as port:
        monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{port}/v1")
        monkeypatch.setenv("QA_MODEL", "m")
        assert qa_eval("--record").exit_code == 0
    monkeypatch.delenv("OPENAI_BASE_URL")
    monkeypatch.delenv("QA_MODEL")

    text = (mine / "mine.jsonl").read_text(encoding="utf-8").replace("How much did", "What did")
    (mine / "mine.jsonl").write_text(text, encoding="utf-8")
    _, changed, said = asked(mine, "--qa-recordings", "evals/recordings/mine.m.jsonl", "-k", "q0 or q3")

    assert (changed["q0"], changed["q3"]) == ("error", "passed")
    assert "could not grade: no recorded reply; `OPENAI_BASE_URL=" in said


def test_without_articles_nothing_is_collected_and_nothing_heavy_is_loaded(mine: Path) -> None:
    assert run(mine, "mine.jsonl").returncode in (4, 5)  # nothing there to run
    check = "import sys, evals.pytest_plugin; print(sorted({'numpy', 'pydantic', 'onnxruntime'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
