"""How fast articles come in, and come in again unchanged; whether memory stays flat.

    QA_BENCH_DIR=... python -m bench.ingest [ARTICLES] [FOLDER] [--hashed]

Ingests the first ARTICLES (300; 0 for all 14,573, which takes most of an hour) of RealTime QA's articles as a JSONL
file into an installation in FOLDER (a temporary one without it). With a FOLDER it can be stopped at any time and run
again: it goes on where it was. Prints articles and passages a second, processor time, the share of the time in which
something was being embedded, memory at each quarter of the way, the size on disk, and the same for the run over
everything unchanged. With ``--hashed`` a text's vector is made of its hash: what is left is the cost of all the rest.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import lzma
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qa.app import App, opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.ports import Embedder, Vectors


class Timed:
    """An embedder that remembers how long it was at work, however many calls ran side by side."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.fingerprint, self.dimension = embedder.fingerprint, embedder.dimension
        self.seconds, self.texts = 0.0, 0
        self._running, self._since = 0, 0.0

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """As the other."""
        if self._running == 0:
            self._since = time.perf_counter()
        self._running += 1
        try:
            return await self._embedder.embed(texts)
        finally:
            self._running -= 1
            self.texts += len(texts)
            if self._running == 0:
                self.seconds += time.perf_counter() - self._since


class Hashed:
    """An embedder that costs next to nothing: vectors that are a function of the text, and mean nothing."""

    def __init__(self, embedder: Embedder) -> None:
        self.fingerprint, self.dimension = "hashed", embedder.dimension

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """Rows of unit length."""
        digests = [hashlib.shake_128(text.encode("utf-8", "replace")).digest(self.dimension) for text in texts]
        rows = np.frombuffer(b"".join(digests), np.int8).reshape(len(texts), self.dimension).astype(np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows


def main(arguments: list[str]) -> None:
    """Prints the figures of both runs."""
    given = [argument for argument in arguments if not argument.startswith("--")]
    count = int(given[0]) if given else 300
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(given[1] if len(given) > 1 else temporary)
        folder.mkdir(parents=True, exist_ok=True)
        source = folder / "articles.jsonl"
        total = _write(source, count)
        for title in ("new", "again, unchanged"):
            asyncio.run(_run(title, source, total, folder / "data", hashed="--hashed" in arguments))


def _write(path: Path, count: int) -> int:
    number = 0
    with lzma.open(Path(os.environ["QA_BENCH_DIR"]) / "realtimeqa/docs.jsonl.xz", "rt") as lines, path.open("w") as out:
        for number, line in enumerate(lines, 1):
            row = json.loads(line)
            out.write(json.dumps({key: row[key] for key in ("doc_id", "url", "title", "publish_date", "text")}) + "\n")
            if number == count:
                break
    return number


async def _run(title: str, source: Path, total: int, data: Path, *, hashed: bool) -> None:
    before = _processor()
    async with opened(data_dir=data, check_fingerprint=not hashed) as app:
        timed = Timed(Hashed(app.embedder) if hashed else app.embedder)
        working = replace(app, ingesting=replace(app.ingesting, embedder=timed))
        counts, memory, seconds = await _ingested(working, source, total)
        stats = await app.store.stats()
    articles = sum(counts.values()) - counts["listed"]
    print(
        f"{title}: {articles} articles in {seconds:.1f} s, {articles / seconds:.1f}/s; {timed.texts} passages embedded,"
        f" {timed.texts / seconds:.1f}/s; something being embedded {timed.seconds / seconds:.1%} of the time"
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    print(
        f"    {dict(counts)}; processor {1000 * (_processor() - before) / articles:.1f} ms an article;"
        f" store {stats.bytes / 1e6:.1f} MB"
    )
    print(
        f"    memory at each quarter {', '.join(f'{used:.0f}' for used in memory)} MB, peak {peak:.0f} MB", flush=True
    )


def _processor() -> float:
    """Seconds of processor time, this process and the ended ones that it started."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def _resident() -> float:
    """Megabytes in memory now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


async def _ingested(app: App, source: Path, total: int) -> tuple[Counter[str], list[float], float]:
    counts: Counter[str] = Counter()
    memory: list[float] = []
    began = time.perf_counter()
    async for report in app.ingest(app.sources(str(source))):
        counts[report.outcome] += 1
        if (sum(counts.values()) - counts["listed"]) * 4 >= total * (len(memory) + 1):
            memory.append(_resident())
        if report.outcome == "failed":
            print(f"    failed: {report.source}: {report.detail}")
    return counts, memory, time.perf_counter() - began


if __name__ == "__main__":
    main(sys.argv[1:])
