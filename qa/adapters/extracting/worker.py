"""A worker process: reads sources from standard input, writes articles to standard output, until the input ends.

Run as ``python -m qa.adapters.extracting.worker``. Each message is its length in eight bytes, then a pickle.
"""

from __future__ import annotations

import pickle
import sys
from typing import IO, Any

from qa.errors import SourceError
from qa.extract import extract
from qa.segment import segment
from qa.types import Article, Fetched, Sentence

MEMORY = 3 << 30
"""Bytes of address space that a worker may use."""


def read(fetched: Fetched) -> tuple[Article, tuple[Sentence, ...]]:
    """The article of ``fetched`` and its sentences. SourceError as ``extract``."""
    article = extract(fetched)
    return article, tuple(segment(article))


def send(stream: IO[bytes], message: Any) -> None:
    """Writes one message."""
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(len(data).to_bytes(8, "big") + data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """The next message; EOFError at the end, also within a message. Only ever from the other end of our own pipe."""
    head = stream.read(8)
    size = int.from_bytes(head, "big")
    data = stream.read(size)
    if len(head) < 8 or len(data) < size:
        raise EOFError
    return pickle.loads(data)  # noqa: S301 - our own process wrote it


def answer(fetched: Fetched) -> tuple[str, Any]:
    """``("article", …)``, or what went wrong, in parts that can be sent."""
    try:
        return "article", read(fetched)
    except SourceError as error:
        return "refused", (type(error).__name__, error.reason, error.message, error.next_step)
    except MemoryError:
        return "refused", ("SourceError", "too_large", "Reading it takes too much memory.", "Ingest its text instead.")
    except Exception as error:  # a bug of ours or of a library: it ends this source, not the run
        message = f"Reading it failed ({type(error).__name__}: {str(error)[:200]})."
        return "refused", ("SourceError", "crashed", message, "Ingest its text instead, and report this.")


def _limit_memory() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ImportError, ValueError, OSError):  # not on this system: the time limit still holds
        pass


def main() -> None:
    """Answers until the input ends. Nothing but messages may reach standard output."""
    incoming, outgoing = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    _limit_memory()
    while True:
        try:
            fetched = receive(incoming)
        except (EOFError, KeyboardInterrupt):
            return
        send(outgoing, answer(fetched))


if __name__ == "__main__":
    main()
