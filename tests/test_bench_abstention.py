"""The figures of declining: counted right, and the table of the docs is of the threshold that is in force."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from bench.abstention import SHOWN, THRESHOLDS, figures, svg
from bench.reading_sets import Reading, evidence
from qa.extractive import THRESHOLD
from qa.settings import Settings
from qa.types import DraftClaim

if TYPE_CHECKING:
    from qa.adapters.extractive import Compared

DOCS = Path(__file__).parents[1] / "docs"


@dataclass(frozen=True)
class Sure:
    """Answers with its first sentence when it is sure enough."""

    confidence: float

    def claims(self, threshold: float) -> tuple[DraftClaim, ...]:
        return (DraftClaim("It fell.", ("S1.1",)),) if self.confidence >= threshold else ()


def question(*gold: str) -> Reading:
    return Reading("made", "What fell?", evidence([("It fell.", "It rose.")]), frozenset(gold), ())


def test_answers_and_refusals_are_counted_against_the_marks() -> None:
    readings = [question("S1.1"), question("S1.2"), question(), question()]
    found = [cast("Compared", Sure(confidence)) for confidence in (0.9, 0.7, 0.6, 0.2)]
    at_half = figures(readings, found, 0.5)
    assert at_half["answered F1"] == 2 * 2 / (2 * 2 + 1)  # two answerable ones and one other
    assert at_half["declined F1"] == 2 * 1 / (2 * 1 + 1)
    assert at_half["coverage"] == 3 / 4
    assert at_half["risk"] == 1 - 1 / 3  # only one answer cites a marked sentence
    assert figures(readings, found, 1.0)["coverage"] == 0


def test_the_docs_show_the_thresholds_of_the_bench_and_mark_the_one_in_force() -> None:
    text = (DOCS / "truth.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\*\*)?(0\.\d+)(?:\*\*)? \|", text, re.MULTILINE)
    shown = {float(value): bool(bold) for bold, value in rows}
    assert set(SHOWN) <= set(shown)
    assert [value for value, bold in shown.items() if bold] == [THRESHOLD]
    assert Settings.model_fields["decline_below"].default == THRESHOLD


def test_the_picture_of_the_docs_is_drawn_by_the_bench() -> None:
    drawn = (DOCS / "risk-coverage.svg").read_text(encoding="utf-8")
    points = [(1 - threshold, threshold / 2) for threshold in THRESHOLDS]
    ours = svg({"squad2": points, "clapnq": points})
    plain = re.compile(r'(?:points|cx|cy)="[^"]*"')
    assert plain.sub("", drawn) == plain.sub("", ours)  # but for the curves the same, dot and threshold included
