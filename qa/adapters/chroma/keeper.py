"""Keeps the index: one thread that owns it, follows the log, and builds it anew whenever it is in doubt."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qa.adapters.chroma import worker
from qa.adapters.chroma.copy import Copy, mark_of
from qa.adapters.chroma.forget import REQUEST
from qa.adapters.chroma.generation import Generations, is_marked, size
from qa.adapters.ownership import Ownership, owner
from qa.errors import QAError

if TYPE_CHECKING:
    from qa.adapters.exact import ExactScan
    from qa.ports import Vectors

WAITING = 500
"""Passages below which a change is not worth writing: another process has to, which takes seconds of a core, and the
scan adds 0.3 ms to a search for so many (`python -m bench.vector_index`)."""

FIRST = 1_000
"""Passages that a new generation begins with. Of fewer, Chroma keeps the graph out of its files, and whoever opens it
to read writes those anew, with whatever stands in that process's memory."""

REST = 30
"""Polls to wait after another process wrote, so that a long ingest costs a few of them, not one after the other."""

LONGEST_RETRY_SECONDS = 60.0
JOIN_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """The index as its folder shows it, for `qa doctor`. What only the owner knows is ``None`` when there is no owner.

    ``clean`` says that the generation was closed well; while it is open it never is. ``answering``: the graph does,
    once it holds anything, not the exact scan alone. ``trouble`` is the last error, gone once it is overcome.
    """

    owner: int | None
    generation: str | None
    clean: bool
    bytes: int
    applied: int | None = None
    answering: bool | None = None
    rebuilding: bool | None = None
    trouble: str | None = None


def status(folder: Path) -> IndexStatus:
    """How the index in ``folder`` stands. Opens nothing, changes nothing, never fails."""
    facts = owner(folder)
    current = Generations(folder).current()
    return IndexStatus(
        owner=None if facts is None else facts.get("pid"),
        generation=current.name if current else None,
        clean=current is not None and is_marked(current),
        bytes=size(folder),
        **{name: (facts or {}).get(name) for name in ("applied", "answering", "rebuilding", "trouble")},
    )


class Keeper:
    """Owns the index in ``folder`` as soon as no other process does, and proposes from it what may be nearest.

    Nothing that Chroma does reaches a caller: an exception makes the keeper throw the generation away and build
    another from ``exact``, with growing pauses between failures. ``poll_seconds`` is how long a change of the log, or a
    free lock, may wait for it.
    """

    def __init__(self, folder: Path, exact: ExactScan, fingerprint: str, poll_seconds: float) -> None:
        self._exact = exact
        self._fingerprint = fingerprint
        self._folder = folder
        self._poll_seconds = poll_seconds
        self._generations = Generations(folder)
        self._ownership: Ownership | None = None
        self._copy: Copy | None = None
        self._trouble: str | None = None
        self._failures = 0
        self._rebuilding = False
        self._turn = threading.Condition()
        self._serving = False
        self._readers = 0
        self._broken: BaseException | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="chroma-keeper", daemon=True)
        self._thread.start()

    @property
    def rebuilding(self) -> bool:
        """Whether the index was lost and is not back yet."""
        return self._rebuilding

    def propose(self, vector: Vectors, count: int) -> tuple[Sequence[str], int] | None:
        """About ``count`` nearest passages and the place in the log up to which that holds; ``None`` when the index
        cannot say now (not open, not ours, busy writing, broken)."""
        with self._turn:
            copy = self._copy
            if copy is None or copy.graph is None or not self._serving:
                return None
            graph, since = copy.graph, copy.applied
            self._readers += 1
        try:
            return graph.nearest(vector, count), since
        except BaseException as error:  # a panic in Chroma is no Exception
            with self._turn:
                self._broken, self._serving = error, False
            return None
        finally:
            with self._turn:
                self._readers -= 1
                self._turn.notify_all()

    def close(self) -> None:
        """Ends the thread, which closes the index well and gives the lock back. Safe to call twice."""
        self._stopping.set()
        self._thread.join(JOIN_SECONDS)

    def _run(self) -> None:
        while not self._stopping.is_set():
            pause = self._poll_seconds
            try:
                if self._tend():
                    pause = REST * self._poll_seconds
            except QAError as error:  # the store's trouble: the index is as good as before
                self._trouble = str(error)
            except BaseException as error:  # a panic in Chroma is no Exception
                self._lose(error)
                pause = min(LONGEST_RETRY_SECONDS, self._poll_seconds * 2 ** min(self._failures, 10))
            self._note()
            self._rest(pause)
        self._put_away()

    def _rest(self, seconds: float) -> None:
        """Waits, but not when something is to be forgotten."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not (self._folder / REQUEST).exists():
            if self._stopping.wait(min(seconds, self._poll_seconds)):
                break

    def _tend(self) -> bool:
        """Does all that is to be done now; whether anything was written."""
        if self._ownership is None:
            self._ownership = Ownership.acquire(self._folder)
            if self._ownership is None:
                return False
        if self._broken is not None:
            raise self._broken
        if (self._folder / REQUEST).exists():
            self._forget()
        if self._copy is None:
            self._copy = self._opened()
        if self._copy is None:
            if self._stopping.is_set():
                return False
            self._copy = self._created()
        wrote = self._follow(self._copy)
        if not self._serving and not self._stopping.is_set():
            self._generations.adopt(self._copy.folder)
            with self._turn:
                self._serving = self._broken is None
            self._failures, self._rebuilding = 0, False
        self._trouble = None
        return wrote

    def _forget(self) -> None:
        """Throws away all that is there. Another generation may take minutes, and no purge should wait for it."""
        self._drop()
        self._generations.discard_all()
        (self._folder / REQUEST).unlink(missing_ok=True)

    def _opened(self) -> Copy | None:
        """The current generation, when it was closed well, is of our making and opens in a child process."""
        current = self._generations.current()
        state = self._generations.marked_state(current) if current else None
        if current is None or state is None or state.fingerprint != mark_of(self._fingerprint):
            return None
        self._generations.unmark(current)
        if worker.opens_well(current, state.passages, self._stopping):
            return Copy.open(current, state)
        if self._stopping.is_set():  # the check was cut short and says nothing
            self._generations.mark_clean(current, state)
        return None

    def _created(self) -> Copy:
        self._rebuilding = self._exact.changed(0, 1).reached > 0
        self._note()
        self._generations.discard_all()
        return Copy.create(self._generations.create())

    def _follow(self, copy: Copy) -> bool:
        """Applies what the log has, unless it is little, or time to stop; whether there was anything to write.

        Another process writes, however little it is: hnswlib writes out memory that it never filled, and in this
        process a text that was purged may have stood there. The other one is only given vectors and ids.
        """
        wrote = False
        while self._goes_on():
            step = copy.next_step(self._exact, WAITING if copy.graph else FIRST)
            if step is None:
                break
            if copy is self._copy and copy.wears_out(step):
                return self._renew(copy)
            with self._alone() if copy is self._copy else contextlib.nullcontext():
                copy.take(step, self._exact, self._stopping, self._goes_on)
            wrote = True
        return wrote

    def _goes_on(self) -> bool:
        """Tells how far it is; whether to write on: not what is to be forgotten."""
        self._note()
        return not (self._stopping.is_set() or (self._folder / REQUEST).exists())

    def _renew(self, worn: Copy) -> bool:
        """Builds a new generation beside ``worn``, which answers meanwhile, and swaps, unless it is time to stop."""
        fresh = Copy.create(self._generations.create())
        try:
            wrote = self._follow(fresh)
        except BaseException:
            self._throw_away(fresh)
            raise
        if self._stopping.is_set():
            self._throw_away(fresh)
            return wrote
        with self._alone():
            self._copy = fresh
        worn.close()
        self._generations.adopt(fresh.folder)
        return wrote

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Keeps searches out, which go by the exact scan meanwhile instead of waiting."""
        with self._turn:
            served, self._serving = self._serving, False
            while self._readers:
                self._turn.wait()
        yield
        with self._turn:
            self._serving = served and self._broken is None

    def _lose(self, error: BaseException) -> None:
        self._trouble = f"{type(error).__name__}: {error}"
        self._failures += 1
        self._rebuilding = True
        self._drop()

    def _drop(self) -> None:
        """Does without the index from here on, and removes it."""
        with self._alone():
            lost, self._copy = self._copy, None
        self._serving, self._broken = False, None
        if lost is not None:
            self._throw_away(lost)

    def _throw_away(self, copy: Copy) -> None:
        with contextlib.suppress(BaseException):
            copy.close()
        with contextlib.suppress(OSError):
            self._generations.discard(copy.folder)

    def _put_away(self) -> None:
        with self._alone():
            copy, self._copy = self._copy, None
        if copy is not None and self._broken is None:
            # Whatever fails here leaves no mark, and the next owner builds the index anew.
            with contextlib.suppress(BaseException):
                copy.close()
                self._generations.mark_clean(copy.folder, copy.state(self._fingerprint))
                self._generations.adopt(copy.folder)
        if self._ownership is not None:
            self._ownership.release()

    def _note(self) -> None:
        if self._ownership is not None:
            self._ownership.note(
                {
                    "applied": self._copy.applied if self._copy else None,
                    "answering": self._serving,
                    "rebuilding": self._rebuilding,
                    "trouble": self._trouble,
                }
            )
