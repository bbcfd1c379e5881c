"""Worker processes, started when they are needed and ended when they take too long."""

from __future__ import annotations

import asyncio
import contextlib
import os
import queue
import subprocess
import sys
import threading
from typing import IO, Any

from qa.adapters.extracting.worker import read, receive, send
from qa.errors import NotAnArticleError, SourceError
from qa.extract.kinds import kind_of
from qa.types import Article, Fetched, Sentence

SECONDS = 60.0
"""What one source may take. A page takes 0.05 s, a PDF of 100 pages a few."""

SMALL = 100_000
"""Bytes of plain text up to which a process would cost more than it saves: 0.05 s of work."""

_COMMAND = (sys.executable, "-m", "qa.adapters.extracting.worker")
_REFUSALS: dict[str, type[SourceError]] = {"SourceError": SourceError, "NotAnArticleError": NotAnArticleError}


class Processes:
    """The Extractor. Safe to share between threads and event loops; ``close`` ends the workers."""

    def __init__(self, workers: int | None = None, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._workers = tuple(_Worker() for _ in range(workers or max(1, os.cpu_count() or 1)))
        self._slots: queue.LifoQueue[_Worker] = queue.LifoQueue()
        for worker in self._workers:
            self._slots.put(worker)

    async def extract(self, fetched: Fetched) -> tuple[Article, tuple[Sentence, ...]]:
        """See Extractor. SourceError also: ``too_slow``, ``too_large``, ``crashed``."""
        if kind_of(fetched) in ("text", "markdown") and len(fetched.data) <= SMALL:
            return await asyncio.to_thread(read, fetched)
        return await asyncio.to_thread(self._read, fetched)

    def close(self) -> None:
        """Ends the workers that run, whatever they are at; safe to call twice, and work goes on afterwards with new
        ones."""
        for worker in self._workers:
            worker.stop()

    def _read(self, fetched: Fetched) -> tuple[Article, tuple[Sentence, ...]]:
        worker = self._slots.get()
        try:
            kind, content = worker.ask(fetched, self._seconds)
        finally:
            self._slots.put(worker)
        if kind == "article":
            article: tuple[Article, tuple[Sentence, ...]] = content
            return article
        name, reason, message, next_step = content
        raise _REFUSALS[name](reason, message, next_step=next_step)


class _Worker:
    """One process, used by one thread at a time."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, fetched: Fetched, seconds: float) -> tuple[str, Any]:
        """What the process answers. SourceError ``too_slow`` or ``crashed`` when it does not."""
        process = self._started()
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(seconds, end)
        timer.start()
        try:
            stdin, stdout = _pipes(process)
            send(stdin, fetched)
            answer: tuple[str, Any] = receive(stdout)
            return answer
        except (EOFError, OSError, ValueError):
            self.stop()
            if late.is_set():
                message = f"Reading it takes longer than {seconds:.0f} seconds."
                raise SourceError("too_slow", message, next_step="Ingest its text instead.") from None
            message = "Reading it ended the program that read it."
            raise SourceError("crashed", message, next_step="Ingest its text instead, and report this.") from None
        finally:
            timer.cancel()

    def stop(self) -> None:
        """Ends the process, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream:
                with contextlib.suppress(OSError):  # what was left in its buffer has nowhere to go
                    stream.close()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.stop()
            try:
                self._process = subprocess.Popen(_COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - ours
            except OSError as error:  # no memory, or too many processes
                message = f"The program that reads it cannot be started: {error.strerror}."
                raise SourceError("crashed", message, next_step="Free memory or processes, and try again.") from error
        return self._process


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise ValueError("the worker has no pipes")
    return process.stdin, process.stdout
