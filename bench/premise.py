"""How often a question's true premise is taken for a false one, and what becomes of false ones.

    QA_BENCH_DIR=... python -m bench.premise [--half fit|report] [--every N] [--cases]

*Alarms*: SQuAD 2.0 and CLAP NQ, each question with its passage and two others, and the quiz of RealTime QA with the
passage that its maker had and the best three articles of the search engine. A denial that is found
where the evidence answers is an alarm; it is false unless the denial is itself (part of) the marked answer. Of
RealTime QA only `--half`, one question in N.

*Cases* (`bench/premise_cases.json`; `--cases` prints these alone; those of ``later`` were written before the rules on
contraries and numbers): questions over made articles and over the demonstration articles, half of them with a false
premise, asked end to end. A false one is *called* false (the notice), *told* (the first claim says what is so instead),
declined, or the asker is *misled*. A true one is answered right, declined, answered wrong, or *called* false, which is
a false alarm.
"""

import argparse
import asyncio
import json
import os
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.gathered import article, gathered
from bench.reading_sets import Reading, bench, contains, lines
from qa.app import opened
from qa.question import understand
from qa.resources import resource_dir
from qa.statements import statements
from qa.types import Answer, DoneEvent, Evidence
from qa.weigh import says_against

CASES = Path(__file__).with_name("premise_cases.json")
BESIDE = 3  # articles of the search engine beside the gold one


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--half", choices=("fit", "report", "later"), default="report")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--cases", action="store_true")
    options = parser.parse_args()
    if not options.cases:
        for name in ("squad2", "clapnq"):
            _alarms(name, [(one.question, one.evidence, one.gold, ()) for one in bench(name) if one.gold])
        _alarms("realtimeqa", _quiz(Path(os.environ["QA_BENCH_DIR"]) / "realtimeqa", options.half, options.every))
    asyncio.run(_cases(options.half))


def _alarms(name: str, rows: Sequence[tuple[str, Evidence, frozenset[str], Sequence[str]]]) -> None:
    called = false = 0
    for question, evidence, gold, answers in rows:
        found = says_against(understand(question), statements(evidence), evidence)
        if found.notice:
            called += 1
            text = found.drafts[0].text
            right = set(found.drafts[0].labels) & gold or any(contains(text, answer) for answer in answers)
            false += not right
            print(f"    {'right' if right else 'false'}: {question} -> {text[:140]}")
    print(f"{name}: {called} alarms, {false} false, in {len(rows)} questions that are answered")


def _quiz(folder: Path, half: str, every: int) -> list[tuple[str, Evidence, frozenset[str], Sequence[str]]]:
    """The passage that the quiz's maker had, and the best articles of the search engine."""
    results = {row["question_id"]: row["doc_ids"][:BESIDE] for row in lines(folder / "google_results.jsonl")}
    rows = [
        row
        for row in lines(folder / "evidence_reading.jsonl")
        if Reading("", row["question"], Evidence(()), frozenset(), ()).half == half
    ][::every]
    needed = {name for row in rows for name in results.get(row["question_id"], [])}
    texts = {row["doc_id"]: row for row in lines(folder / "docs.jsonl.xz") if row["doc_id"] in needed}
    found: list[tuple[str, Evidence, frozenset[str], Sequence[str]]] = []
    for row in rows:
        beside = [texts[name] for name in results.get(row["question_id"], []) if name in texts]
        told = [article("quiz", row["passage"], None, row["question_date"])]
        told += [article(one["doc_id"], one["text"], one["title"], one["publish_date"]) for one in beside]
        found.append((row["question"], gathered(row["question"], told, most=12), frozenset[str](), (row["answer"],)))
    return found


# --- made cases ---


async def _cases(half: str) -> None:
    told = json.loads(CASES.read_text(encoding="utf-8"))
    halves = {one["name"]: one["half"] for one in told["articles"]} | {"seeds": "report"}
    outcomes: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    with tempfile.TemporaryDirectory() as work:
        _write(told["articles"], Path(work) / "articles")
        async with opened(data_dir=Path(work) / "data") as app:
            for folder in (Path(work) / "articles", resource_dir("seeds")):
                async for _ in app.ingest(app.sources(str(folder))):
                    pass
            for case in told["questions"]:
                if halves[case["of"]] != half:
                    continue
                async for event in app.ask(case["q"]):
                    if isinstance(event, DoneEvent):
                        outcome = _outcome(case, event.answer)
                        outcomes[case["true"]][outcome] += 1
                        first = event.answer.claims[0] if event.answer.claims else None
                        said = f"{first.exact} | {first.text[:110]}" if first else event.answer.status
                        print(f"    {case['true']!s:5} {outcome:8} {case['q']} -> {said}")
    for kind, counts in outcomes.items():
        print(f"{half}, premise {str(kind).lower()} ({counts.total()}): {dict(counts.most_common())}")


def _outcome(case: Mapping[str, Any], answer: Answer) -> str:
    called = any(notice.kind == "false_premise" for notice in answer.notices)
    if not answer.claims:
        return "declined"
    first = answer.claims[0]
    says = any(contains(first.text, text) for text in case["say"])
    if case["true"]:
        return "called" if called else "right" if says else "wrong"
    misleads = first.exact is not None and any(contains(first.exact, text) for text in case["not"])
    if says and not misleads:
        return "called" if called else "told"
    return "misled"


def _write(articles: Sequence[Mapping[str, str]], folder: Path) -> None:
    folder.mkdir()
    for one in articles:
        (folder / f"{one['name']}.txt").write_text(one["text"], encoding="utf-8")
        about = {"title": one["title"], "published_at": one["day"], "publisher": f"The {one['name'].title()} Post"}
        lines_ = "".join(f"{key}: {json.dumps(value)}\n" for key, value in about.items())
        (folder / f"{one['name']}.txt.yaml").write_text(lines_, encoding="utf-8")


if __name__ == "__main__":
    main()
