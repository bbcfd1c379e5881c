"""When the extractive reader answers and when it declines, at every threshold (`QA_DECLINE_BELOW`).

    QA_BENCH_DIR=… python -m bench.abstention [--limit N] [--svg FILE]

Rows of the report half only (`Reading.half`); the reader was fitted on the other. F1 of answering and of
declining on SQuAD 2.0 and CLAP NQ; on RealTime QA's "none of the above" rows, each with the quiz makers' passage, the
choice that stands in the first claim, else none of the above. The picture is coverage (share answered) against risk
(share of the answers that are wrong: no accepted answer, or no sentence that people marked, in the first claim).
"""

import argparse
import asyncio
import os
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bench.reading_sets import Reading, alone, contains, digest, evidence, lines, sentences_of
from qa.adapters.cross_minilm import CrossMiniLM
from qa.adapters.extractive import Compared, ExtractiveReader
from qa.adapters.minilm import MiniLM
from qa.extractive import THRESHOLD
from qa.types import DraftClaim, Question

THRESHOLDS = tuple(step / 20 for step in range(21))
SHOWN = (0.2, 0.3, 0.4, 0.45, 0.5, 0.6, 0.8)
COLOURS = {"squad2": "#1b6ca8", "clapnq": "#b3541e"}
Point = tuple[float, float]


async def compared(readings: Sequence[Reading]) -> list[Compared]:
    """Each question beside its sentences."""
    reader = ExtractiveReader(MiniLM(), CrossMiniLM())
    return [await reader.compare(Question(reading.question, ""), reading.evidence) for reading in readings]


def is_right(reading: Reading, claim: DraftClaim) -> bool:
    """Whether ``claim`` holds an accepted answer or, where a set has none, cites a marked sentence."""
    if reading.answers:
        return any(contains(claim.text, answer) for answer in reading.answers)
    return bool(set(claim.labels) & reading.gold)


def figures(readings: Sequence[Reading], found: Sequence[Compared], threshold: float) -> dict[str, float]:
    """F1 of answering and declining, coverage and risk."""
    sides: Counter[tuple[bool, bool]] = Counter()
    right = 0
    for reading, one in zip(readings, found, strict=True):
        claims = one.claims(threshold)
        sides[bool(reading.gold), bool(claims)] += 1
        right += bool(claims) and is_right(reading, claims[0])
    answered = sides[True, True] + sides[False, True]
    return {
        "answered F1": _f1(sides, True),
        "declined F1": _f1(sides, False),
        "coverage": answered / len(readings),
        "risk": 1 - right / answered if answered else 0.0,
    }


def _f1(sides: Counter[tuple[bool, bool]], side: bool) -> float:
    right = sides[side, side]
    return 2 * right / max(1, 2 * right + sides[side, not side] + sides[not side, side])


def none_of_the_above(limit: int) -> list[tuple[Reading, tuple[str, ...]]]:
    """Rows of the report half with the choices; ``answers`` is empty where none of them is right."""
    found = []
    for row in lines(Path(os.environ["QA_BENCH_DIR"]) / "realtimeqa/questions_nota.jsonl"):
        passage = re.sub(r"<[^>]+>", "", row["evidence"] or "")
        choices = tuple(choice for choice in row["choices"] if choice != "None of the above")
        right = tuple(c for at in row["answer"] if (c := row["choices"][int(at)]) in choices)
        reading = Reading("nota", row["question_sentence"], evidence([sentences_of(passage)]), frozenset(), right)
        if passage and reading.half == "report":
            found.append((reading, choices))
    return sorted(found, key=lambda pair: digest(pair[0].question))[:limit]


def chosen(claims: Sequence[DraftClaim], choices: Sequence[str]) -> tuple[str, ...]:
    """The choices that stand in the first claim; empty for none of the above."""
    return tuple(choice for choice in choices if claims and contains(claims[0].text, choice))


def svg(curves: dict[str, list[Point]]) -> str:
    """The curves as a picture of 420 by 300."""
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 300" font-family="sans-serif" font-size="12">',
        '<rect width="420" height="300" fill="#fff"/><path d="M50 20V250H400" fill="none" stroke="#333"/>',
        '<text x="225" y="290" text-anchor="middle">coverage: share of questions answered</text>',
        '<text x="16" y="135" text-anchor="middle" transform="rotate(-90 16 135)">risk: share of answers wrong</text>',
    ]
    for tick in range(0, 101, 25):
        parts.append(f'<text x="{50 + 3.5 * tick:.0f}" y="266" text-anchor="middle">{tick} %</text>')
        parts.append(f'<text x="46" y="{254 - 2.3 * tick:.0f}" text-anchor="end">{tick}</text>')
    for place, (name, points) in enumerate(curves.items()):
        line = " ".join(f"{50 + 350 * x:.1f},{250 - 230 * y:.1f}" for x, y in points)
        x, y = points[THRESHOLDS.index(THRESHOLD)]
        colour = COLOURS[name]
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<circle cx="{50 + 350 * x:.1f}" cy="{250 - 230 * y:.1f}" r="4" fill="{colour}"/>')
        parts.append(f'<text x="64" y="{34 + 16 * place}" fill="{colour}">{name} (dot: {THRESHOLD})</text>')
    return "\n".join([*parts, "</svg>", ""])


async def measure(limit: int) -> dict[str, list[Point]]:
    """Prints the tables; the curves."""
    curves: dict[str, list[Point]] = {}
    for name in ("squad2", "clapnq"):
        rows = sorted((r for r in alone(name) if r.half == "report"), key=lambda r: digest(r.question))[:limit]
        found = await compared(rows)
        print(f"{name}: {len(rows)} questions, {sum(not r.gold for r in rows)} unanswerable")
        each = {threshold: figures(rows, found, threshold) for threshold in THRESHOLDS}
        for threshold in SHOWN:
            cells = "  ".join(f"{key} {value:.3f}" for key, value in each[threshold].items())
            print(f"    {threshold:.2f}  {cells}", flush=True)
        curves[name] = [(one["coverage"], one["risk"]) for one in each.values() if one["coverage"]]
    pairs = none_of_the_above(limit)
    found = await compared([reading for reading, _ in pairs])
    none = sum(not reading.answers for reading, _ in pairs)
    print(f"RealTime QA with none of the above: {len(pairs)} questions, {none} of them none")
    for threshold in SHOWN:
        sides: Counter[tuple[bool, bool]] = Counter()
        right = 0
        for (reading, choices), one in zip(pairs, found, strict=True):
            said = chosen(one.claims(threshold), choices)
            right += said == reading.answers
            sides[bool(reading.answers), bool(said)] += 1
        print(f"    {threshold:.2f}  accuracy {right / len(pairs):.3f}  none F1 {_f1(sides, False):.3f}")
    return curves


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--limit", type=int, default=1_000, help="questions of each set")
    parser.add_argument("--svg", type=Path, help="where the risk-coverage curves are drawn")
    args = parser.parse_args()
    curves = asyncio.run(measure(args.limit))
    if args.svg:
        args.svg.write_text(svg(curves), encoding="utf-8")


if __name__ == "__main__":
    main()
