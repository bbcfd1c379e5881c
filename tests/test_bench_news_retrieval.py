"""The figures of finding news, over a few made articles: the time cut, what is compared, what is counted."""

from __future__ import annotations

import asyncio
import json
import lzma
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bench import levers
from bench.growing import asked, changed
from bench.news_retrieval import METHODS, OURS, Figures, main, measure, paired
from bench.reading_sets import Reading
from qa import fuse, recency, retrieve
from qa.adapters.sqlite import SqliteStore, search
from qa.app import STORE_FILE
from qa.types import Evidence
from tests.fakes import FakeEmbedder
from tests.newsroom import edition, publish

FELL = "The old bridge of Millbrook fell into the river. Nobody was hurt there."
STRUCK = "The old bridge of Millbrook fell since a barge had struck it. The council says so."
RAIN = "Rain fell on the hills for three days. The old mill stands under water."
EARLY, BETWEEN, LATE, LATEST = (f"2024/01/{day:02}/10:00" for day in (5, 8, 12, 20))


def reported(text: str) -> str:
    """``text``, with so many question marks that it belongs to the half that is reported."""
    while Reading("", text, Evidence(()), frozenset(), ()).half != "report":
        text += "?"
    return text


def question(name: str, text: str, answer: str, gold: Sequence[str] = ()) -> dict[str, Any]:
    day = {"question_id": name, "question_date": "2024/01/05"}
    return day | {"question_sentence": reported(text), "answer_text": [answer], "gold_doc_ids": list(gold)}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data as it comes: three articles, and one question asked before the answer was there, again after it."""
    folder = tmp_path / "realtimeqa"
    folder.mkdir()
    articles = (("D1", FELL, EARLY), ("D2", STRUCK, BETWEEN), ("D3", RAIN, EARLY))
    with lzma.open(folder / "docs.jsonl.xz", "wt") as file:
        for name, text, moment in articles:
            file.write(json.dumps({"doc_id": name, "title": None, "text": text, "first_retrieved": moment}) + "\n")
    asking = [("q1", "What struck the bridge of Millbrook?"), ("q2", "What had struck the old Millbrook bridge?")]
    rows = [question(name, text, "A barge", ["D2"]) for name, text in asking]
    given = [
        {"question_id": "q1", "search_time": EARLY, "doc_ids": ["D3"]},
        {"question_id": "q2", "search_time": LATE, "doc_ids": ["D3", "D2"]},
    ]
    (folder / "questions.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (folder / "google_results.jsonl").write_text("".join(json.dumps(row) + "\n" for row in given))
    return folder


async def install(folder: Path, **articles: str) -> Path:
    store = SqliteStore(folder / STORE_FILE)
    editions = [edition(name, text, source=f"articles.jsonl#{name}") for name, text in articles.items()]
    await publish(store, *editions)
    await store.close()
    return folder


async def figures(data: Path, **articles: str) -> Figures:
    return await measure(data, await install(data.parent / "installation", **articles), FakeEmbedder(), "report")


async def test_no_question_sees_an_article_from_after_it(data: Path) -> None:
    found = await figures(data, D1=FELL, D2=STRUCK, D3=RAIN)
    for method in METHODS[1:]:
        assert [any(row) for row in found.answers[method]] == [False, True], method


async def test_the_list_of_the_search_engine_is_judged_like_ours(data: Path) -> None:
    found = await figures(data, D1=FELL, D2=STRUCK, D3=RAIN)
    assert found.answers[METHODS[0]] == [[False, False, False], [False, True, True]]
    assert found.gold[METHODS[0]][1] == [False, True, True, 1 / 2]
    assert found.answers[OURS][1] == [True, True, True]
    assert found.gold[OURS][1] == [True, True, True, 1.0]


async def test_a_part_of_the_articles_is_asked_only_what_it_could_know(data: Path) -> None:
    found = await figures(data, D1=FELL, D3=RAIN)
    assert len(found.answers[OURS]) == 1


async def test_copies_among_the_passages_for_a_reader_are_counted(data: Path) -> None:
    text = " ".join(f"The old bridge of Millbrook had {number} lamps." for number in range(30))
    found = await figures(data, D1=text, D2=f"{text} {STRUCK}", D3=RAIN)
    share = {name: np.mean(rows, axis=0)[0] for name, rows in found.given.items()}
    assert share["ours, copies kept"] > share[OURS]


def test_the_questions_come_in_the_order_of_their_search(data: Path) -> None:
    given = [json.loads(line) for line in (data / "google_results.jsonl").read_text().splitlines()]
    given[0]["search_time"] = LATEST
    (data / "google_results.jsonl").write_text("".join(json.dumps(row) + "\n" for row in given))
    assert [one.row["question_id"] for one in asked(data, "report")] == ["q2", "q1"]
    assert asked(data, "fit") == []


def test_a_difference_is_shown_with_what_chance_leaves_of_it() -> None:
    better = [[True], [True], [False], [True]] * 25
    low, mean, high = paired(better, [[False], [True], [False], [True]] * 25)
    assert mean == [25.0]
    assert 10 < low[0] < 25 < high[0] < 40
    assert [side[0] for side in paired(better, better)] == [0.0, 0.0, 0.0]


async def test_the_command_prints_each_method_and_tells_its_progress(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    installation = await install(data.parent / "installation", D1=FELL, D2=STRUCK, D3=RAIN)
    monkeypatch.setenv("QA_BENCH_DIR", str(data.parent))
    monkeypatch.setattr("sys.argv", ["news_retrieval", str(installation)])
    monkeypatch.setattr("bench.news_retrieval.MiniLM", FakeEmbedder)
    assert await asyncio.to_thread(main) == 0
    out, err = capsys.readouterr()
    assert all(method in out for method in METHODS)
    assert "2 of 2 questions" in err


async def test_each_lever_is_judged_beside_the_service_and_put_back(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    installation = await install(data.parent / "installation", D1=FELL, D2=STRUCK, D3=RAIN)
    monkeypatch.setenv("QA_BENCH_DIR", str(data.parent))
    monkeypatch.setattr("sys.argv", ["levers", str(installation), "--half", "report"])
    monkeypatch.setattr("bench.levers.MiniLM", FakeEmbedder)
    before = (fuse.SHARE, fuse.BEST, recency.WEIGHT, recency.HALF_LIFE, retrieve.DEPTH, search._WEIGHTS)
    assert await asyncio.to_thread(levers.main) == 0
    assert before == (fuse.SHARE, fuse.BEST, recency.WEIGHT, recency.HALF_LIFE, retrieve.DEPTH, search._WEIGHTS)
    shown = {line[:68].strip(): line[68:].split()[:4] for line in capsys.readouterr().out.splitlines()}
    assert shown[levers.NOW] == ["50.0", "50.0", "50.0", "50.0"]  # the second question's answer is there, and found
    assert set(levers.CONSTANTS) | set(levers.WEIGHTS) <= set(shown)


def test_a_changed_setting_is_in_force_while_it_is_asked_for() -> None:
    with changed(((fuse, "SHARE", 0.0),)):
        alone = fuse.fuse(["a.1", "b.1", "b.2"], group=lambda key: key[0])
    assert alone == fuse.fuse(["a.1", "b.1", "b.2"])
    assert alone != fuse.fuse(["a.1", "b.1", "b.2"], group=lambda key: key[0])
