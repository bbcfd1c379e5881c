"""An open generation and how far it follows the exact scan, which follows the log."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qa.adapters.chroma.generation import CleanState
from qa.adapters.chroma.graph import BATCH, LAYOUT, Graph

if TYPE_CHECKING:
    from qa.adapters.exact import ExactScan
    from qa.ports import Vectors

WORN_SHARE = 0.25
"""Deleted passages take their space until the generation is built anew, so this much of the living may lie dead."""

WORN_SLACK = 100
"""Dead passages that are not worth a thought (half a MB)."""


@dataclass(frozen=True, slots=True)
class Step:
    """What a generation has to do next: take ``gone`` out, put ``ids`` in with the rows of ``vectors``."""

    gone: frozenset[str]
    ids: tuple[str, ...]
    vectors: Vectors
    reached: int


class ForeignStoreError(Exception):
    """The store went back to an earlier state, or is another one: a copy of it says nothing any more."""


class Copy:
    """A copy of the vectors in one generation. Its methods may raise whatever Chroma raises; then it is lost."""

    def __init__(self, folder: Path, graph: Graph, state: CleanState) -> None:
        self.folder = folder
        self.graph = graph
        self.applied = state.applied
        self._deleted = state.deleted
        self._ids = graph.ids()
        self._compared = False

    @classmethod
    def create(cls, folder: Path, fingerprint: str) -> Copy:
        """An empty one in the empty folder ``folder``."""
        return cls(folder, Graph.create(folder), CleanState(mark_of(fingerprint), 0, 0, 0))

    @classmethod
    def open(cls, folder: Path, state: CleanState) -> Copy:
        """The one that lies in ``folder`` and was closed as ``state``."""
        return cls(folder, Graph.open(folder), state)

    def next_step(self, exact: ExactScan) -> Step | None:
        """What is to be done to follow ``exact``; ``None`` when nothing is.

        QAError when the log cannot be read; ForeignStoreError when this was made from another store.
        """
        changed = exact.changed(self.applied, BATCH)
        if changed.reached < self.applied or not (self._compared or exact.ids(self.applied) <= self._ids):
            raise ForeignStoreError(f"{self.folder.name} was made from another store.")
        gone = self._ids.intersection(changed.ids)
        if self._ids and (changed.reached > self.applied or not self._compared):
            gone |= self._ids - exact.ids()
        self._compared = True
        if not gone and not changed.ids:
            self.applied = changed.reached
            return None
        return Step(frozenset(gone), changed.ids, changed.vectors, changed.reached)

    def wears_out(self, step: Step) -> bool:
        """Whether so much would be deleted after ``step`` that a new generation is the better way."""
        return self._deleted + len(step.gone) > WORN_SLACK + WORN_SHARE * len(self._ids)

    def take(self, step: Step) -> None:
        """Does it: delete, then add, because adding an id that is there changes nothing."""
        self.graph.delete(step.gone)
        self._ids -= step.gone
        self._deleted += len(step.gone)
        self.graph.add(step.ids, step.vectors)
        self._ids.update(step.ids)
        self.applied = step.reached

    def state(self, fingerprint: str) -> CleanState:
        """How it stands, for the mark."""
        return CleanState(mark_of(fingerprint), self.applied, len(self._ids), self._deleted)

    def close(self) -> None:
        """Gives the files back."""
        self.graph.close()


def mark_of(fingerprint: str) -> str:
    """Whose vectors in which layout: a generation of another mark is built anew."""
    return f"{fingerprint}/{LAYOUT}"
