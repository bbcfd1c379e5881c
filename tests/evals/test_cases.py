"""Reading cases: what a line may say, and how a wrong one is told."""

import json
from pathlib import Path
from typing import Any, get_args

import pytest

from evals import cases
from evals.types import ANSWERED, DECLINED, Day, ExpectedPassage, Fact, Number, Text
from qa.types import Status


def line(**changes: Any) -> str:
    whole = {
        "id": "hours",
        "kind": "answerable",
        "question": "How long did they have?",
        "status": "answered",
        "facts": [{"importance": "vital", "text": "72 hours"}],
        "passages": [{"article": "a.txt", "quote": "They have 72 hours."}],
    }
    return json.dumps({key: value for key, value in (whole | changes).items() if value != "absent"})


def written(folder: Path, *lines: str) -> Path:
    path = folder / "mine.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def faults(folder: Path, *lines: str) -> str:
    with pytest.raises(cases.CasesError) as caught:
        cases.load(written(folder, *lines))
    return caught.value.message


def test_a_line_becomes_a_case_that_knows_where_it_was_written(tmp_path: Path) -> None:
    (case,) = cases.load(written(tmp_path, "", line(as_of=None, asked_at="2016-12-30T12:00:00Z", previous=[])))

    assert case.origin == "mine.jsonl:2"
    assert case.facts == (Fact("vital", (Text("72 hours"),)),)
    assert case.passages == (ExpectedPassage("a.txt", "They have 72 hours."),)
    assert case.cluster == "a.txt"


def test_every_form_of_a_fact_is_read(tmp_path: Path) -> None:
    facts = [
        {"importance": "vital", "number": 35, "tolerance": 0.5},
        {"importance": "okay", "date": "2016-12-30"},
        {"importance": "okay", "any_of": ["four people", {"number": 4}]},
        {"must_not_say": "six people"},
        {"must_not_say": ["a", {"date": "2016-12-31"}]},
    ]
    (case,) = cases.load(written(tmp_path, line(facts=facts)))

    assert case.facts == (
        Fact("vital", (Number(35.0, 0.5),)),
        Fact("okay", (Day("2016-12-30"),)),
        Fact("okay", (Text("four people"), Number(4.0))),
        Fact("forbidden", (Text("six people"),)),
        Fact("forbidden", (Text("a"), Day("2016-12-31"))),
    )


def test_answered_and_declined_stand_for_all_statuses_with_and_without_claims(tmp_path: Path) -> None:
    exact = ["failed_verification", "answered"]
    found = cases.load(
        written(
            tmp_path,
            line(),
            line(id="b", status="declined", facts=[], passages=[]),
            line(id="c", status=exact),
        )
    )

    assert [case.expects for case in found] == ["answer", "decline", "either"]
    assert found[2].status == set(exact)


def test_each_status_of_the_service_is_either_an_answer_or_a_refusal() -> None:
    assert set(get_args(Status)) == ANSWERED | DECLINED
    assert not ANSWERED & DECLINED


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"kind": "hard"}, "kind"),
        ({"question": " "}, "question"),
        ({"status": "declared"}, "status"),
        ({"status": []}, "status"),
        ({"colour": "red"}, "colour"),
        ({"id": "two words"}, "id"),
        ({"id": "absent"}, "id"),
        ({"facts": []}, "needs a vital fact"),
        ({"facts": [{"importance": "okay", "text": "x"}]}, "needs a vital fact"),
        ({"facts": [{"text": "x"}]}, "importance goes with every fact"),
        ({"facts": [{"importance": "vital", "text": "x", "number": 3}]}, "exactly one of"),
        ({"facts": [{"importance": "vital", "must_not_say": "x"}]}, "importance goes with every fact"),
        ({"facts": [{"importance": "vital", "text": "…"}]}, "facts.0.text"),
        ({"facts": [{"importance": "vital", "number": "35"}]}, "facts.0.number"),
        ({"facts": [{"importance": "vital", "text": "x", "tolerance": 1}]}, "tolerance goes with number"),
        ({"facts": [{"importance": "vital", "date": "2016-13-30"}]}, "month must be in 1..12"),
        ({"facts": [{"importance": "vital", "any_of": []}]}, "facts.0.any_of"),
        ({"passages": []}, "needs a passage"),
        ({"passages": [{"quote": "x"}]}, "passages.0.article"),
        ({"status": "declined"}, "nothing can be stated"),
        ({"asked_at": "yesterday"}, "asked_at"),
    ],
)
def test_a_wrong_line_is_told_by_its_number_and_what_is_wrong(tmp_path: Path, changes: Any, told: str) -> None:
    message = faults(tmp_path, line(id="first"), line(**changes))

    assert "mine.jsonl:2: " in message
    assert told in message
    assert "mine.jsonl:1" not in message


def test_every_wrong_line_is_told_at_once(tmp_path: Path) -> None:
    message = faults(tmp_path, "{", line(kind="hard"), "[]")

    assert [f"mine.jsonl:{number}: " in message for number in (1, 2, 3)] == [True, True, True]


def test_an_id_stands_once(tmp_path: Path) -> None:
    assert "mine.jsonl:2: the id 'hours' stands in mine.jsonl:1 already" in faults(tmp_path, line(), line())


def test_a_file_without_cases_is_an_error_and_not_a_perfect_score(tmp_path: Path) -> None:
    assert "holds no case" in faults(tmp_path, "")
    with pytest.raises(cases.CasesError):
        cases.load(tmp_path / "missing.jsonl")


def test_the_schema_beside_the_cases_is_the_loaders_own() -> None:
    assert cases.SCHEMA.read_text(encoding="utf-8") == cases.schema()


def test_the_packaged_cases_cover_every_kind() -> None:
    found = cases.load(cases.SEEDS)

    assert len(found) >= 120
    assert {case.kind for case in found} == {
        "answerable",
        "several_sources",
        "false_premise",
        "unanswerable",
        "disagreement",
        "as_of",
        "follow_up",
        "injection",
    }
