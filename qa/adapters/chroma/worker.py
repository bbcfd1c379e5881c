"""A generation open in another process: for writing, and for the first look at one that was found.

Chroma holds the interpreter's lock for as long as it writes, seconds for a thousand passages: in this process every
answer would wait. hnswlib writes out memory that it never filled, and here texts may have stood in it. And a damaged
generation may crash, hang or write hundreds of GB on being opened. The other process has limits on file size, memory
and time, and ends when this one does.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import resource
import select
import subprocess
import sys
import threading
import time
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.adapters.chroma.forget import REQUEST

if TYPE_CHECKING:
    from qa.ports import Vectors

GIB = 1 << 30
FILE_BYTES = 16_384
MEMORY_BYTES = 32_768
"""What a passage may take; in fact a file grows by 2 KB and memory by 5 KB a passage at 384 dimensions."""

START_SECONDS = 120.0
SECONDS_A_PASSAGE = 0.1
"""How long a request may take: a hundred times what it does, so that only a hang is taken for one."""

POLL_SECONDS = 0.05
PACKAGES = Path(__file__).parents[3]  # where the other process finds `qa`
PROGRAM = f"import sys; from {__name__} import main; sys.exit(main(*sys.argv[1:]))"


class WorkerError(Exception):
    """The other process failed, crashed, took too long, or was stopped."""


class Worker:
    """A graph open for writing in another process; what it cannot do raises WorkerError.

    ``passages`` is about how many the generation holds or will hold, for the limits. When ``stopping`` is set it gives
    up at once, whatever becomes of the generation; so it does when that is to be forgotten.
    """

    def __init__(self, generation: Path, passages: int, stopping: threading.Event | None = None) -> None:
        self._generation = generation
        self._passages = passages
        self._stopping = stopping
        limits = (4 * GIB + FILE_BYTES * passages, 8 * GIB + MEMORY_BYTES * passages)
        paths = [str(PACKAGES), *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(  # noqa: S603 - our own module, run by our own interpreter
            [sys.executable, "-P", "-c", PROGRAM, str(generation), *map(str, limits)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            start_new_session=True,  # Ctrl-C is for this process, which then closes the generation well
        )
        assert self._process.stdin is not None  # noqa: S101 - for the type checker
        assert self._process.stdout is not None  # noqa: S101
        self._requests, self._replies = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._requests, False)

    @classmethod
    def open(cls, generation: Path, passages: int) -> Worker:
        """The graph that lies in ``generation``."""
        worker = cls(generation, passages)
        worker._ask("open")
        return worker

    def delete(self, ids: Collection[str]) -> None:
        """See Graph."""
        self._ask("delete", ids)

    def add(self, ids: Sequence[str], vectors: Vectors) -> None:
        """See Graph."""
        self._ask("add", ids, vectors)

    def check(self, passages: int) -> None:
        """WorkerError unless the generation opens, holds ``passages`` and finds a sample of them."""
        self._ask("open")
        self._ask("check", passages)

    @property
    def pid(self) -> int:
        """Of the other process."""
        return self._process.pid

    def close(self) -> None:
        """Closes the graph and ends the other process; WorkerError unless both went well."""
        self._close_pipes()
        deadline = self._deadline()
        while self._process.poll() is None:
            self._go_on(deadline)
            time.sleep(POLL_SECONDS)
        if self._process.returncode:
            raise WorkerError(f"it ended with {self._process.returncode}")

    def left_well(self, passages: int, stopping: threading.Event) -> bool:
        """Once it has closed: whether what it wrote opens, in yet another process; see ``opens_well``."""
        return opens_well(self._generation, passages, stopping)

    def kill(self) -> None:
        """Ends the other process at once; the generation is lost, unless it was only looked at."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        self._process.wait()
        self._close_pipes()

    def _close_pipes(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _ask(self, name: str, *arguments: Any) -> None:
        try:
            deadline = self._deadline()
            self._send(pickle.dumps((name, arguments)), deadline)
            reply = self._reply(deadline)
        except (OSError, WorkerError) as error:
            self.kill()
            raise WorkerError(f"{name}: {error}") from error
        if reply != b"ok\n":
            self.kill()
            raise WorkerError(f"{name}: {reply.decode(errors='replace').strip()}")

    def _send(self, request: bytes, deadline: float) -> None:
        rest = memoryview(request)
        while rest:
            _, ready, _ = select.select([], [self._requests], [], POLL_SECONDS)
            rest = rest[os.write(self._requests, rest) :] if ready else rest
            self._go_on(deadline)

    def _reply(self, deadline: float) -> bytes:
        reply = b""
        while not reply.endswith(b"\n"):
            ready, _, _ = select.select([self._replies], [], [], POLL_SECONDS)
            more = os.read(self._replies, 65_536) if ready else None
            if more == b"":
                raise WorkerError(f"it ended with {self._process.wait()}")
            reply += more or b""
            self._go_on(deadline)
        return reply

    def _deadline(self) -> float:
        return time.monotonic() + START_SECONDS + SECONDS_A_PASSAGE * self._passages

    def _go_on(self, deadline: float) -> None:
        stopped = self._stopping is not None and self._stopping.is_set()
        if time.monotonic() > deadline or stopped or (self._generation.parent / REQUEST).exists():
            self.kill()
            raise WorkerError("it took too long, or was stopped")


def opens_well(generation: Path, passages: int, stopping: threading.Event) -> bool:
    """Whether another process can open ``generation`` and find its ``passages`` there. False when ``stopping`` is set
    meanwhile."""
    worker = Worker(generation, passages, stopping)
    try:
        worker.check(passages)
        worker.close()
    except WorkerError:
        worker.kill()
        return False
    return True


def main(generation: str, file_limit: str, memory_limit: str) -> int:
    """The other process: does what comes through standard input, and says ``ok`` to each or what went wrong."""
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints is no reply
    limits = {resource.RLIMIT_CORE: 0, resource.RLIMIT_FSIZE: int(file_limit), resource.RLIMIT_AS: int(memory_limit)}
    for kind, limit in limits.items():
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
    from qa.adapters.chroma.graph import Graph

    graph: Any = None
    while True:
        try:
            name, arguments = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that started this one
        except (EOFError, pickle.UnpicklingError):  # it has no more, or is no more
            break
        try:
            if name == "open":
                graph = Graph.open(Path(generation))
            else:
                getattr(graph, name)(*arguments)
        except BaseException as error:  # a panic in Chroma is no Exception
            print(f"{type(error).__name__}: {error}".replace("\n", " "), file=replies, flush=True)
            return 1
        print("ok", file=replies, flush=True)
    if graph is not None:
        graph.close()
    return 0
