"""Drafts of cases: made by rules or of thumbs down, never asked before a person accepts them, never made twice."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from evals import cases
from evals.cases import CasesError
from evals.draft import question_of
from evals.drafting import append
from evals.promote import promoted
from qa.cli import main
from qa.types import Feedback
from tests.evals.builders import NEWS, answer, citation, claim
from tests.evals.mine import qa_eval
from tests.fakes import MemoryStore


@pytest.mark.parametrize(
    ("sentence", "question", "fact"),
    [
        ("Forty ships waited for the icebreaker.", "How many ships waited for the icebreaker?", {"number": 40}),
        ("The school in Hollin has 240 pupils.", "How many pupils does the school in Hollin have?", {"number": 240}),
        (
            "The crews were given 1,200 hours to leave.",
            "How many hours were the crews given to leave?",
            {"number": 1200},
        ),
        ("Ada Finch said that it was \u201ca good day\u201d.", "What did Ada Finch say?", {"text": "a good day"}),
    ],
)
def test_a_figure_or_a_speaker_makes_a_question(sentence: str, question: str, fact: dict[str, Any]) -> None:
    assert question_of(sentence) == (question, fact)


@pytest.mark.parametrize(
    "sentence",
    [
        "It has 240 pupils.",
        "One is a group of houses.",
        "The bridge opened on Friday.",
        "Finch said that it was good.",
        "",
    ],
)
def test_where_no_good_question_comes_out_there_is_none(sentence: str) -> None:
    assert question_of(sentence) is None


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_init_drafts_what_a_person_accepts_and_then_it_is_asked(mine: Path) -> None:
    command = ["eval", "init", "articles", "--cases", "new.jsonl"]
    assert "2 new drafts" in CliRunner().invoke(main, command).output
    assert "0 new drafts" in CliRunner().invoke(main, command).output
    drafted = lines(mine / "new.jsonl")
    with pytest.raises(CasesError, match="2 drafts only"):
        cases.load(mine / "new.jsonl")

    accepted = [{key: value for key, value in line.items() if key != "draft"} for line in drafted[:1]]
    (mine / "mine.jsonl").write_text("\n".join(map(json.dumps, [*accepted, drafted[1]])), encoding="utf-8")
    found = json.loads(qa_eval("--json").stdout)

    assert [(one["case"], one["state"]) for one in found["results"]] == [("harbour-2", "graded")]


def test_what_a_person_wrote_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text('{"id": "a", "question": "mine"}', encoding="utf-8")

    assert append(path, [{"id": "a", "question": "theirs"}, {"id": "b"}]) == 1
    assert lines(path) == [{"id": "a", "question": "mine"}, {"id": "b"}]


async def test_a_thumbs_down_becomes_a_draft_with_what_was_asked_and_answered() -> None:
    class Known(MemoryStore):
        async def get(self, article_id: str, version: str | None = None) -> Any:
            return next(kept for kept in NEWS.articles.values() if kept.article.id == article_id)

    store = Known()
    await store.save(answer(claim("It cost 36.", citation("bridge", 1))))
    for who, verdict, reason in (("x", "down", "wrong price"), ("y", "down", None), ("z", "up", "fine")):
        given: Any = verdict
        assert await store.give_feedback(Feedback("1", given, "2024-01-01T00:00:00Z", reason, given_by=who))

    (draft,) = [one async for one in promoted(store, store, store)]

    assert draft["draft"] is True
    assert draft["passages"] == [{"article": "bridge.txt", "quote": "The bridge cost 35 million dollars."}]
    assert draft["note"] == "👎 wrong price. It said: It cost 36."
    cases.CaseLine.model_validate_json(json.dumps(draft | {"question": "How much?"}))


def test_promote_reads_the_installation_and_says_how_many(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_DATA_DIR", str(mine / "data"))
    assert CliRunner().invoke(main, ["ingest", "articles"]).exit_code == 0
    asked = CliRunner().invoke(main, ["ask", "--json", "How many pupils has the school in Hollin?"])
    record = json.loads(asked.stdout.splitlines()[-1])

    async def give() -> None:
        from qa.app import opened

        async with opened() as app:
            await app.store.give_feedback(Feedback(record["id"], "down", "2024-01-01T00:00:00Z"))

    asyncio.run(give())

    assert "1 new drafts" in CliRunner().invoke(main, ["eval", "promote", "--cases", "up.jsonl"]).output
    assert lines(mine / "up.jsonl")[0]["question"] == "How many pupils has the school in Hollin?"
    assert "0 new drafts" in CliRunner().invoke(main, ["eval", "promote", "--cases", "up.jsonl"]).output
