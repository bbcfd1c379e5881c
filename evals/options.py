"""What the command line of `qa eval` gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from evals import baseline, sets
from evals.loaders.sample import Sample
from evals.replies import FOLDER


@dataclass(frozen=True, slots=True)
class Options:
    """``sets`` are names; ``cases`` and ``articles`` replace them by a set of one's own. ``margin`` is in points.
    ``replies``: ``record`` a model's replies, ``replay`` recorded ones, or neither."""

    sets: tuple[str, ...] = (sets.SEEDS,)
    cases: Path | None = None
    articles: Path | None = None
    gate: bool = False
    update: bool = False
    allow_lower: str | None = None
    baseline: Path = baseline.DEFAULT
    margin: float | None = None
    runs: int = 1
    sample: Sample = field(default_factory=Sample)
    replies: Literal["record", "replay"] | None = None
    recordings: Path = FOLDER
    judge: bool = False
    out: Path | None = None
    as_json: bool = False

    @property
    def chosen(self) -> str:
        """The options that choose the set of one's own, or nothing."""
        return f" --cases {self.cases} --articles {self.articles}" if self.cases else ""
