"""What each kind of question gets: yes or no, lists, who somebody is, what is counted, typing errors, small talk.

    python -m bench.asking [KIND …] [--all]

Asks the questions of `bench/asking.json` over its made articles and the demonstration articles, with the reader of the
settings, through the service's own `ask`. They were written before what answers them, half of each kind (every second
question) was looked at while that was made: the first column of figures. The second is the other half, whose mistakes
are not printed unless ``--all`` asks for them.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from qa.app import App, opened
from qa.ask import ask
from qa.follow_up import stand_alone
from qa.resources import resource_dir
from qa.types import Answer, DoneEvent, Exchange, Question

CASES = Path(__file__).with_name("asking.json")
ASKED_AT = "2026-03-24T12:00:00Z"

Case = Mapping[str, Any]


async def main(kinds: Sequence[str], *, show_all: bool) -> None:
    """Prints a table for each of ``kinds``, all when none is given."""
    cases = json.loads(CASES.read_text(encoding="utf-8"))
    async with installation(cases["articles"]) as app:
        for kind, judge in JUDGES.items():
            if kinds and kind not in kinds:
                continue
            halves: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
            for number, case in enumerate(cases[kind]):
                outcome, said = judge(case, *await asked(app, kind, case))
                halves[number % 2][outcome] += 1
                if outcome not in RIGHT and (show_all or number % 2 == 0):
                    print(f"    {outcome}: {case['question']} -> {said[:150]}")
            for name, half in zip(("seen", "not looked at"), halves, strict=True):
                right = sum(half[name] for name in RIGHT)
                print(f"{kind:13} {name:14} {right:3} of {half.total():3} right  {dict(sorted(half.items()))}")


@asynccontextmanager
async def installation(articles: Mapping[str, Case]) -> AsyncIterator[App]:
    """The made ``articles`` and the demonstration articles, taken in."""
    with tempfile.TemporaryDirectory() as work:
        made = Path(work) / "made"
        made.mkdir()
        for name, article in articles.items():
            (made / f"{name}.txt").write_text(article["text"], encoding="utf-8")
            about = {key: article[key] for key in ("title", "publisher", "published_at")}
            (made / f"{name}.txt.yaml").write_text(json.dumps(about), encoding="utf-8")
        async with opened(data_dir=Path(work) / "data") as app:
            for folder in (resource_dir("seeds"), made):
                async for _ in app.ingest(app.sources(str(folder))):
                    pass
            yield app


async def asked(app: App, kind: str, case: Case) -> tuple[Answer, str]:
    """The answer, and how a follow-up was understood."""
    earlier: list[Exchange] = []
    for question in case.get("previous", ()):
        answer = await _answer(app, question, earlier)
        earlier.append(Exchange(question, tuple(claim.text for claim in answer.claims)))
    understood = stand_alone(case["question"], earlier) if earlier else ""
    return await _answer(app, case["question"], earlier), understood


async def _answer(app: App, text: str, earlier: Sequence[Exchange]) -> Answer:
    async for event in ask(Question(text, ASKED_AT, earlier=tuple(earlier)), app.asking):
        if isinstance(event, DoneEvent):
            return event.answer
    raise RuntimeError(text)


def _text(answer: Answer) -> str:
    return answer.text or f"({answer.status}, {answer.reason})"


def _yes_no(case: Case, answer: Answer, _: str) -> tuple[str, str]:
    """A verdict that is given and wrong is worse than one that is missing."""
    got = answer.yes_no
    wanted = case["verdict"]
    if got == wanted:
        return "right", ""
    return ("missing" if got == "not_said" else "WRONG"), f"{got}, not {wanted}: {_text(answer)}"


def _list(case: Case, answer: Answer, _: str) -> tuple[str, str]:
    """All that is listed is named, one by one, and nothing else."""
    named = [item for claim in answer.claims for item in claim.items or ((claim.exact,) if claim.exact else ())]
    wanted = case["items"]
    found = [item for item in wanted if any(item.lower() in one.lower() for one in named)]
    more = [one for one in named if not any(item.lower() in one.lower() for item in wanted)]
    outcome = (
        "right" if len(found) == len(wanted) and not more else "too much" if more else "partly" if found else "missing"
    )
    return outcome, f"{named}: {_text(answer)}"


def _says(case: Case, answer: Answer, _: str) -> tuple[str, str]:
    """Each thing wanted stands in the first claims; with nothing wanted it is declined."""
    if not case["says"]:
        return ("right" if not answer.claims else "answered"), _text(answer)
    held = all(word.lower() in answer.text.lower() for word in case["says"])
    return ("right" if held else "missing" if answer.claims else "declined"), _text(answer)


def _measure(case: Case, answer: Answer, _: str) -> tuple[str, str]:
    """The first claim's exact words hold the number, else the first claim does."""
    if not case["says"]:
        return ("right" if not answer.claims else "answered"), _text(answer)
    if not answer.claims:
        return "declined", _text(answer)
    first = answer.claims[0]
    right = case["says"][0].lower() in (first.exact or first.text).lower()
    return ("right" if right else "WRONG"), f"{first.exact}: {_text(answer)}"


def _typing(case: Case, answer: Answer, _: str) -> tuple[str, str]:
    searched = answer.searched_as or ""
    if searched != case["searched_as"]:
        return "searched", f"{searched!r}: {_text(answer)}"
    if case["searched_as"] == case["says"] == "":
        return "right", ""
    return ("right" if case["says"].lower() in answer.text.lower() else "answer"), _text(answer)


def _small_talk(case: Case, answer: Answer, _: str) -> tuple[str, str]:
    got = "small_talk" if answer.reason == "small_talk" else None
    return ("right" if got == case["reason"] else "WRONG"), f"{answer.reason}: {_text(answer)}"


def _follow_up(case: Case, answer: Answer, understood: str) -> tuple[str, str]:
    right = any(word.lower() in understood.lower() for word in case["searched_as"])
    return ("right" if right else "WRONG"), f"{understood}: {_text(answer)}"


RIGHT = ("right",)
JUDGES: dict[str, Callable[[Case, Answer, str], tuple[str, str]]] = {
    "yes_no": _yes_no,
    "list": _list,
    "who_and_what": _says,
    "measure": _measure,
    "typing": _typing,
    "small_talk": _small_talk,
    "follow_up": _follow_up,
}

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("kinds", nargs="*", choices=[*JUDGES, []])
    parser.add_argument("--all", action="store_true", dest="show_all")
    given = parser.parse_args()
    asyncio.run(main(given.kinds, show_all=given.show_all))
