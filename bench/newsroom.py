"""Questions as a newsroom asks them: kinds of things, who said what, stages, what came later, namesakes, homonyms.

    python -m bench.newsroom [KIND …] [--all]

Asks the questions of `bench/newsroom.json` over its made articles and the demonstration articles, as `bench.asking`
does. They were written before what answers them; every second one of a kind was looked at while that was made, the
mistakes of the others are printed with ``--all`` only. A case says what must hold: ``says`` and ``never`` of the words
of the claims ("a|b" is either), ``first`` and ``never_exact`` of the words that answer by themselves, else the first
claim's; ``items`` of what is listed, ``verdict`` of the yes or no, ``period`` of its first day, ``small`` of small
talk, ``unanswered`` of what the notices say is not answered, ``searched_as`` of how a follow-up was understood.
An empty ``says`` without anything else means that nothing is claimed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.asking import asked, installation
from qa.types import Answer

CASES = Path(__file__).with_name("newsroom.json")


async def main(kinds: Sequence[str], *, show_all: bool) -> None:
    """Prints a line for each half of each of ``kinds``, all when none is given."""
    cases = json.loads(CASES.read_text(encoding="utf-8"))
    async with installation(cases.pop("articles")) as app:
        for kind in kinds or cases:
            right, count = [0, 0], [0, 0]
            for number, case in enumerate(cases[kind]):
                answer, understood = await asked(app, kind, case)
                wrong = mistakes(case, answer, understood)
                count[number % 2] += 1
                right[number % 2] += not wrong
                if wrong and (show_all or number % 2 == 0):
                    print(f"    {', '.join(wrong)}: {case['question']} -> {understood or answer.text or answer.reason}")
            print(
                f"{kind:12} seen {right[0]:2} of {count[0]:2}, not looked at {right[1]:2} of {count[1]:2}", flush=True
            )


def mistakes(case: Mapping[str, Any], answer: Answer, understood: str) -> list[str]:
    """What ``case`` asks for and the answer lacks, by name."""
    return [name for name, held in _CHECKS.items() if name in case and not held(case[name], answer, understood)]


def _holds(words: str, text: str) -> bool:
    return any(word.lower() in text.lower() for word in words.split("|"))


def _said(answer: Answer) -> str:
    return " ".join(claim.in_full for claim in answer.claims)


def _exact(answer: Answer) -> str:
    """The words that answer by themselves, of the first claim, else the claim."""
    first = answer.claims[0] if answer.claims else None
    return (first.exact or first.text) if first else ""


def _items(answer: Answer) -> list[str]:
    return [item for claim in answer.claims for item in claim.items or ((claim.exact,) if claim.exact else ())]


def _lists(wanted: Sequence[str], answer: Answer) -> bool:
    """Each is listed, and nothing else."""
    named = _items(answer)
    all_there = all(any(_holds(item, one) for one in named) for item in wanted)
    return all_there and all(any(_holds(item, one) for item in wanted) for one in named)


_CHECKS: dict[str, Callable[[Any, Answer, str], bool]] = {
    "says": lambda wanted, answer, _: (
        all(_holds(word, _said(answer)) for word in wanted) and bool(wanted or not answer.claims)
    ),
    "never": lambda words, answer, _: not any(_holds(word, _said(answer)) for word in words),
    "first": lambda word, answer, _: _holds(word, _exact(answer)),
    "never_exact": lambda words, answer, _: not any(_holds(word, _exact(answer)) for word in words),
    "items": lambda wanted, answer, _: _lists(wanted, answer),
    "verdict": lambda wanted, answer, _: answer.yes_no in wanted.split("|"),
    "period": lambda wanted, answer, _: (answer.period.from_ if answer.period else None) == wanted,
    "small": lambda wanted, answer, _: (answer.reason == "small_talk") == wanted,
    "unanswered": lambda word, answer, _: any(_holds(word, notice.text) for notice in answer.notices),
    "searched_as": lambda wanted, _, understood: any(_holds(word, understood) for word in wanted),
}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("kinds", nargs="*")
    parser.add_argument("--all", action="store_true", dest="show_all")
    given = parser.parse_args()
    asyncio.run(main(given.kinds, show_all=given.show_all))
