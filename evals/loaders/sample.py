"""What every loader needs: rows of JSON Lines, a seeded sample of them, and articles as files."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sample:
    """Which questions to take: ``limit`` of them drawn with ``seed``, or all when it is 0."""

    limit: int = 200
    seed: int = 1

    def of(self, rows: Sequence[T]) -> list[T]:
        """The sample of ``rows``, in their order."""
        if not self.limit or self.limit >= len(rows):
            return list(rows)
        return [rows[at] for at in sorted(random.Random(self.seed).sample(range(len(rows)), self.limit))]  # noqa: S311


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def write(folder: Path, articles: Iterable[tuple[str, str, Mapping[str, str]]]) -> Path:
    """Writes each (name, text, metadata) as an article with its sidecar, and returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text, metadata in articles:
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        if metadata:
            (folder / f"{name}.txt.json").write_text(json.dumps(dict(metadata)), encoding="utf-8")
    return folder
