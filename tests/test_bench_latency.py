"""`python -m bench.latency` over a small installation: every stage is timed, and the installation stays as it was."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bench import latency
from qa.app import STORE_FILE, opened

ARTICLES = {
    "bridge.txt": "The mayor of Lindholm opened the bridge on Monday. It cost 40 million crowns. Traffic was light.",
    "strike.txt": "Teachers in Lindholm went on strike on Tuesday. They ask for smaller classes, their union said.",
}
QUESTIONS = (
    "Who opened the bridge?",
    "When did the mayor of Lindholm open the bridge?",
    "How much did the bridge cost?",
    "Who went on strike?",
    "When did teachers go on strike?",
    "What do the teachers ask for?",
    "Where did teachers go on strike?",
    "Which town opened a bridge?",
)
ROW = re.compile(r"^(?P<name>\S.*?|  \w+)\s{2,}(?P<figures>[\d.]+(?:\s+[\d.]+){3})$")


async def installed(folder: Path) -> None:
    texts = folder / "texts"
    texts.mkdir()
    for name, text in ARTICLES.items():
        (texts / name).write_text(text, encoding="utf-8")
    async with opened(data_dir=folder / "data") as app:
        assert [r.outcome async for r in app.ingest(app.sources(str(texts)))] == ["new"] * len(ARTICLES)


async def held(folder: Path) -> bytes:
    """All that the store holds, the log aside."""
    async with opened(data_dir=folder / "data") as app:
        await app.store.stats()
    return (folder / "data" / STORE_FILE).read_bytes()


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("latency")
    asyncio.run(installed(folder))
    quiz = folder / "bench" / "realtimeqa"
    quiz.mkdir(parents=True)
    rows = [{"question_sentence": question, "question_date": "2024/01/19"} for question in QUESTIONS]
    (quiz / "questions.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    before = asyncio.run(held(folder))
    run = subprocess.run(
        [sys.executable, "-m", "bench.latency", str(folder / "data"), "--questions", str(len(QUESTIONS))],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        cwd=Path(__file__).parents[1],
        env={"QA_BENCH_DIR": str(folder / "bench"), "PATH": ""},
    )
    assert run.returncode == 0, run.stderr
    assert asyncio.run(held(folder)) == before, "answers were kept"
    return run.stdout


def figures(printed: str) -> dict[str, list[float]]:
    rows = (ROW.match(line) for line in printed.splitlines())
    return {row["name"].strip(): [float(cell) for cell in row["figures"].split()] for row in rows if row}


def test_it_says_how_much_is_there(printed: str) -> None:
    assert printed.startswith("2 articles, 2 passages; index: exact;")


def test_the_whole_and_its_stages_are_timed(printed: str) -> None:
    times = figures(printed)
    stages = [times[name][0] for name in ("retrieve", "weigh", "read", "compare")]
    clock, slowest, processor, _ = times["the whole"]
    assert 0 < max(stages) <= clock <= slowest
    assert processor > 0
    assert times["read"][0] > times["weigh"][0], "reading with two models cannot be the shortest"


def test_the_parts_of_retrieving_and_each_filter_are_timed(printed: str) -> None:
    times = figures(printed)
    assert {"embedding the question", "vectors (exact)", "full text", "retrieving, all of it"} <= set(times)
    kinds = {name.partition(":")[0] for name in times if name.endswith(": retrieving")}
    assert kinds == {
        "no filter",
        "one week",
        "a year",
        "until a day",
        "publisher (none has it)",
        "as of a day",
        "one article",
    }


async def test_a_copy_has_the_first_articles_as_they_are_up_to_so_many_passages(tmp_path: Path) -> None:
    await installed(tmp_path)
    before = await held(tmp_path)
    await latency.cut(tmp_path / "data", tmp_path / "one" / "data", 1)
    await latency.cut(tmp_path / "data", tmp_path / "both" / "data", 2)
    assert await held(tmp_path) == before
    async with (
        opened(data_dir=tmp_path / "data") as whole,
        opened(data_dir=tmp_path / "one" / "data") as one,
        opened(data_dir=tmp_path / "both" / "data") as both,
    ):
        first, second = [article.id for article in await whole.store.current()]
        assert [article.id for article in await one.store.current()] == [first]
        assert [await both.store.get(key) for key in (first, second)] == [
            await whole.store.get(key) for key in (first, second)
        ]
        assert both.store.fingerprint() == whole.store.fingerprint()
        vectors = [
            {
                change.passage_id: change.vector.tolist()
                for change in app.store.changes(0, 10)
                if change.vector is not None
            }
            for app in (whole, both)
        ]
        assert len(vectors[0]) == 2
        assert vectors[0] == vectors[1]
