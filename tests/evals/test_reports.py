"""What a run looks like in each report."""

import dataclasses
import io
import json
from typing import Any
from xml.etree import ElementTree

import pytest
from rich.console import Console

from evals.gate import Fall, Flip, Verdict
from evals.reports import junit, markdown, record, table, terminal
from evals.types import CaseScore, Result, Run
from tests.evals.builders import answer, case, citation, claim, forbidden, result, run_of, unanswerable, vital

FLIP = Flip("cost", "How much?", better=False, before=("It cost 35.", "It opened."), after=("It opened.", "It froze."))
FELL = Verdict("fell", ("3 vital facts no longer stated; 2 allowed",), (Fall("cost", "no longer says '35'"),), (FLIP,))


def graded(name: str, met: bool, **fields: Any) -> Result:
    one = result(
        case(name, facts=(vital("35"), forbidden("36"))), claims=[claim("It.", citation("bridge", 1))], **fields
    )
    one = dataclasses.replace(
        one, answer=answer(claim("It.", citation("bridge", 1)), timings_ms={"read": 10.0, "total": 20.0})
    )
    return dataclasses.replace(one, score=dataclasses.replace(one.score, facts=(met, False)))


def a_run() -> Run:
    broken = dataclasses.replace(
        result(case("down")), answer=None, score=CaseScore("could_not_grade", reason="timeout")
    )
    return run_of(
        graded("cost", False, passed=(0, 1), vital_fact_recall=(0, 1)),
        graded("fine", True, passed=(1, 1), vital_fact_recall=(1, 1)),
        result(unanswerable("colour"), passed=(0, 1), wrong_answer=(1, 1)),
        broken,
    )


def printed(verdict: Verdict | None = None) -> str:
    console = Console(file=io.StringIO(), width=100)
    terminal.show(a_run(), console)
    if verdict:
        terminal.show_verdict(verdict, console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_every_figure_has_its_interval_its_n_and_what_it_can_show() -> None:
    shown = {row.label: row for row in table.rows(a_run())}

    assert shown["vital facts stated"].value == "50.0 %"
    assert shown["vital facts stated"].n == "2 (2)"
    assert " to " in shown["vital facts stated"].interval
    assert shown["vital facts stated"].smallest.endswith("points")


@pytest.mark.parametrize("text", [printed(), markdown.summary(a_run())], ids=["terminal", "markdown"])
def test_what_was_not_graded_is_said_with_its_count(text: str) -> None:
    assert "3 graded, 1 could not grade" in text


@pytest.mark.parametrize("text", [printed(FELL), markdown.summary(a_run(), FELL)], ids=["terminal", "markdown"])
def test_a_fall_is_told_with_its_case_and_the_diff_of_the_answers(text: str) -> None:
    assert "The gate fell." in text
    assert "3 vital facts no longer stated" in text
    lines = [line.strip() for line in text.splitlines()]
    assert "- It cost 35." in lines
    assert "+ It froze." in lines
    assert "It opened." in lines


def test_a_refusal_shows_in_the_diff() -> None:
    assert list(table.diff(dataclasses.replace(FLIP, after=()))) == [
        "- It cost 35.",
        "- It opened.",
        "+ (declined, or its text is not kept)",
    ]


def test_article_text_cannot_break_out_of_the_markdown() -> None:
    evil = "x\n```\n# Done | <b>ok</b> @everyone"
    flip = dataclasses.replace(FLIP, question=evil, after=(evil,))

    text = markdown.summary(a_run(), dataclasses.replace(FELL, flips=(flip,), falls=(Fall("cost", evil),)))

    fences = [line for line in text.splitlines() if line.startswith("```")]
    assert fences == ["``````diff", "``````"]
    outside = text.split("``````")[0] + text.split("``````")[2]
    assert "<b>" not in outside
    assert "\n# Done" not in outside
    assert "@everyone" not in outside.replace("\\@", "")


def test_console_markup_in_a_question_is_plain_text() -> None:
    flip = dataclasses.replace(FLIP, question="[bold]Is it?[/bold] [/]")
    fall = Fall("cost", "no longer says '[red]35[/red]'")

    text = printed(dataclasses.replace(FELL, flips=(flip,), falls=(fall,)))

    assert "[bold]Is it?[/bold] [/]" in text
    assert "no longer says '[red]35[/red]'" in text


def suites(verdict: Verdict | None) -> dict[str, ElementTree.Element]:
    root = ElementTree.fromstring(junit.xml([(a_run(), verdict)]))
    (suite,) = root
    found = {entry.get("name", ""): entry for entry in suite}
    assert suite.get("tests") == str(len(found))
    for tag, count in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        assert suite.get(count) == str(len(suite.findall(f"testcase/{tag}")))
    return found


def outcome(entry: ElementTree.Element) -> str:
    return entry[0].tag if len(entry) else "passed"


def test_without_a_gate_every_case_that_does_not_pass_is_a_failure() -> None:
    found = suites(None)

    assert {name: outcome(entry) for name, entry in found.items()} == {
        "cost": "failure",
        "fine": "passed",
        "colour": "failure",
        "down": "error",
    }
    assert "does not say '35'" in found["cost"][0].get("message", "")


def test_with_a_gate_a_failure_is_what_got_worse_and_nothing_else_looks_passed() -> None:
    found = suites(FELL)

    assert {name: outcome(entry) for name, entry in found.items()} == {
        "cost": "failure",
        "fine": "passed",
        "colour": "skipped",
        "down": "error",
        "gate": "failure",
    }
    assert found["fine"].get("time") == "0.020"


def test_a_gate_that_could_not_run_is_an_error() -> None:
    assert outcome(suites(Verdict("could_not_run", ("no baseline",)))["gate"]) == "error"


def test_what_xml_cannot_hold_does_not_break_it() -> None:
    run = run_of(result(case("a\x00\ud800<&>"), passed=(1, 1)))

    assert ElementTree.fromstring(junit.xml([(run, None)])) is not None


def test_every_asking_is_a_line_of_json_with_its_answer() -> None:
    rows = [json.loads(line) for line in record.lines(a_run())]

    assert [row["case"] for row in rows] == ["cost", "fine", "colour", "down"]
    assert rows[0]["facts"] == [
        {"importance": "vital", "label": "35", "met": False},
        {"importance": "forbidden", "label": "36", "met": False},
    ]
    assert rows[0]["answer"]["claims"][0]["citations"][0]["quote"] == "The bridge cost 35 million dollars."
    assert rows[3]["answer"] is None
    assert rows[3]["reason"] == "timeout"
    assert rows[3]["facts"] == []


def test_the_whole_run_is_plain_json_without_infinities() -> None:
    alone = run_of(result(case("a", cluster="one"), input_tokens=(5, 1), passed=(1, 1)))

    text = json.dumps(record.run_dict(alone, FELL), allow_nan=False)

    whole = json.loads(text)
    tokens = next(figure for figure in whole["figures"] if figure["name"] == "input_tokens")
    assert tokens["high"] is None
    assert whole["gate"]["flips"][0]["case"] == "cost"


def test_repeats_are_shown_when_there_are_any() -> None:
    twice = run_of(result(case("a"), run=1, passed=(1, 1)), result(case("a"), run=2, passed=(0, 1)))

    assert list(table.repeats(twice)) == [
        "Passed in all of k askings: k = 1: 50.0 %, k = 2: 0.0 %",
        "Flaky: a",
    ]
    assert list(table.repeats(a_run())) == []
