"""One generation: what it holds, how far it follows the exact scan, which follows the log, and how it is written to."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qa.adapters.chroma import worker
from qa.adapters.chroma.generation import CleanState
from qa.adapters.chroma.graph import LAYOUT, Graph
from qa.errors import QAError

if TYPE_CHECKING:
    from qa.adapters.exact import ExactScan
    from qa.ports import Vectors

STEP = 1_000
"""Passages a step at most."""

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

    @property
    def size(self) -> int:
        """Passages that it touches."""
        return len(self.gone) + len(self.ids)


class ForeignStoreError(Exception):
    """The store went back to an earlier state, or is another one: a copy of it says nothing any more."""


class Copy:
    """The vectors once more, in one generation. ``graph`` is what answers from it; ``None`` while it is not open here,
    as it never is before something was put in.

    Methods may raise whatever Chroma raises, and WorkerError; then the generation is lost.
    """

    def __init__(self, folder: Path, state: CleanState, graph: Graph | None) -> None:
        self.folder = folder
        self.graph = graph
        self.applied = state.applied
        self._ids = graph.ids() if graph else set()
        self._deleted = state.deleted
        self._compared = False
        self._waiting: int | None = None  # the place in the log up to which there was too little to do

    @classmethod
    def create(cls, folder: Path) -> Copy:
        """An empty one in the empty folder ``folder``."""
        Graph.create(folder).close()
        return cls(folder, CleanState("", 0, 0, 0), None)

    @classmethod
    def open(cls, folder: Path, state: CleanState) -> Copy:
        """The one that lies in ``folder`` and was closed as ``state``."""
        return cls(folder, state, Graph.open(folder) if state.passages or state.deleted else None)

    def next_step(self, exact: ExactScan, least: int = 1) -> Step | None:
        """What is to be done to follow ``exact``; ``None`` when that is less than ``least`` passages.

        QAError when the log cannot be read; ForeignStoreError when this was made from another store.
        """
        changed = exact.changed(self.applied, STEP)
        if changed.reached == self._waiting:
            return None
        if changed.reached < self.applied or not (self._compared or exact.ids(self.applied) <= self._ids):
            raise ForeignStoreError(f"{self.folder.name} was made from another store.")
        gone = self._ids.intersection(changed.ids)
        if self._ids and (changed.reached > self.applied or not self._compared):
            gone |= self._ids - exact.ids()
        self._compared = True
        if not gone and not changed.ids:
            self.applied = changed.reached
            return None
        step = Step(frozenset(gone), changed.ids, changed.vectors, changed.reached)
        self._waiting = changed.reached if step.size < least else None
        return step if self._waiting is None else None

    def wears_out(self, step: Step) -> bool:
        """Whether so much would be deleted after ``step`` that a new generation is the better way."""
        return self._deleted + len(step.gone) > WORN_SLACK + WORN_SHARE * len(self._ids)

    def take(self, step: Step, exact: ExactScan, stopping: threading.Event, tell: Callable[[], bool]) -> None:
        """Does it and all that follows in another process, then opens the graph here again, when it opens there.

        ``tell`` is called after each step and says whether to go on; at ``stopping`` the graph stays closed, but whole.
        """
        expected = len(exact.ids())
        self.close()
        writer = worker.Worker.open(self.folder, expected)
        try:
            following: Step | None = step
            while following is not None and not stopping.is_set():
                self._apply(following, writer)
                following = None
                if not tell():
                    break
                with contextlib.suppress(QAError):  # the store's trouble; what was written until then is whole
                    following = self.next_step(exact)
            writer.close()
        except BaseException:
            writer.kill()
            raise
        if writer.left_well(len(self._ids), stopping):
            self.graph = Graph.open(self.folder)
        elif not stopping.is_set():
            raise worker.WorkerError("What was written does not open.")

    def close(self) -> None:
        """Gives the files back; safe to call twice."""
        graph, self.graph = self.graph, None
        if graph is not None:
            graph.close()

    def _apply(self, step: Step, writer: worker.Worker) -> None:
        # Delete, then add: adding an id that is there changes nothing.
        writer.delete(step.gone)
        self._ids -= step.gone
        self._deleted += len(step.gone)
        writer.add(step.ids, step.vectors)
        self._ids.update(step.ids)
        self.applied = step.reached

    def state(self, fingerprint: str) -> CleanState:
        """How it stands, for the mark."""
        return CleanState(mark_of(fingerprint), self.applied, len(self._ids), self._deleted)


def mark_of(fingerprint: str) -> str:
    """Whose vectors in which layout: a generation of another mark is built anew."""
    return f"{fingerprint}/{LAYOUT}"
