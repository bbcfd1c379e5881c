"""Opens a generation in a child process first: a damaged one may crash, hang or write hundreds of GB on opening.

This file is both sides: ``opens_well`` starts it as a script, which imports nothing of ours.
"""

from __future__ import annotations

import contextlib
import resource
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

SAMPLE = 20
FOUND_SHARE = 0.8
"""Of the sampled passages so many must be their own nearest neighbour; the graph is approximate, so not all."""

SAME = 1e-3
"""Cosine distance below which two vectors count as one."""

GIB = 1 << 30
POLL_SECONDS = 0.05


def opens_well(generation: Path, collection: str, passages: int, stopping: threading.Event) -> bool:
    """Whether a child process opens ``generation``, counts ``passages`` in ``collection`` and finds a sample of them.

    The child has limits on file size, memory and time; ``stopping`` ends it early (then False).
    """
    size = sum(path.stat().st_size for path in generation.rglob("*") if path.is_file())
    limits = (size + GIB, 4 * GIB + 8 * size)
    deadline = time.monotonic() + 120 + size / 5e6
    command = [sys.executable, "-P", __file__, str(generation), collection, str(passages), *map(str, limits)]
    child = subprocess.Popen(  # noqa: S603 - our own file, run by our own interpreter
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while child.poll() is None and not stopping.is_set() and time.monotonic() < deadline:
            time.sleep(POLL_SECONDS)
    finally:
        with contextlib.suppress(ProcessLookupError):
            child.kill()
        code = child.wait()
    return code == 0


def main(generation: str, collection: str, passages: int, file_limit: int, memory_limit: int) -> int:
    """The child: 0 when the generation is good."""
    for kind, limit in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, file_limit),
        (resource.RLIMIT_AS, memory_limit),
    ):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
    import chromadb
    from chromadb.config import Settings

    client: Any = chromadb.PersistentClient(generation, settings=Settings(anonymized_telemetry=False))
    try:
        return 0 if _finds_itself(client.get_collection(collection, embedding_function=None), passages) else 1
    finally:
        client.close()


def _finds_itself(collection: Any, passages: int) -> bool:
    if collection.count() != passages:
        return False
    places = sorted({number * passages // SAMPLE for number in range(SAMPLE)}) if passages else []
    found = 0
    for place in places:
        embeddings = collection.get(limit=1, offset=place, include=["embeddings"])["embeddings"]
        distances = collection.query(query_embeddings=embeddings, n_results=1, include=["distances"])["distances"]
        found += distances[0][0] < SAME
    return found >= FOUND_SHARE * len(places)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])))
