"""Pairs of short articles that give the same thing in other words, differently or not.

    python -m bench.disagree_pairs [--half fit|unseen|fresh]

`bench/disagree_pairs.json`: 30 questions over two articles each, written before the rules for other words were; the
half ``unseen`` was first run when they seemed done, and then looked at. Ten ``fresh`` ones were written after that, and
the rules were left as they were when these ran. *sides* must come out as a disagreement, *updated* as a value
that was replaced later and as no disagreement, *nothing* as neither. A pair whose question the reader does not answer
is *declined*.
"""

import argparse
import asyncio
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.gathered import article, claims_of, gathered
from qa.adapters.cross_minilm import CrossMiniLM
from qa.adapters.extractive import ExtractiveReader
from qa.adapters.minilm import MiniLM
from qa.disagree import disagree
from qa.question import understand
from qa.statements import statements
from qa.weigh import read_again

PAIRS = Path(__file__).with_name("disagree_pairs.json")


def main() -> None:
    """Prints what comes out of each pair, and how many come out as they must."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--half", choices=("fit", "unseen", "fresh"), default="fit")
    half = parser.parse_args().half
    cross = CrossMiniLM()
    reader = ExtractiveReader(MiniLM(), cross)
    counts: dict[str, Counter[str]] = {}
    for pair in json.loads(PAIRS.read_text(encoding="utf-8")):
        if pair["half"] == half:
            outcome, shown = _outcome(pair, reader, cross)
            counts.setdefault(pair["want"], Counter())[outcome] += 1
            print(f"  {pair['id']} wants {pair['want']:8} {outcome:8} {shown}")
    for want, outcomes in counts.items():
        print(f"{half}, {want} ({outcomes.total()}): {dict(outcomes.most_common())}")


def _outcome(pair: Mapping[str, Any], reader: ExtractiveReader, cross: CrossMiniLM) -> tuple[str, str]:
    articles = [
        replace(article(f"{pair['id']}-{at}", one["text"], one["title"], one["day"]), origin=one["origin"])
        for at, one in enumerate(pair["articles"])
    ]
    evidence = gathered(pair["question"], articles)
    claims = claims_of(pair["question"], evidence, reader)
    if not claims:
        return "declined", ""
    query, said = understand(pair["question"]), statements(evidence)
    readings = asyncio.run(read_again(query, said, evidence, cross))
    found = disagree(query, said, claims, evidence, readings)
    if found.disagreements:
        return "sides", " against ".join(str(side.value) for side in found.disagreements[0].sides)
    if found.replaced:
        return "updated", f"{found.replaced[0].before}, then {found.replaced[0].after}"
    return "nothing", ""


if __name__ == "__main__":
    main()
