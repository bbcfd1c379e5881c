"""How fast articles come in, and come in again unchanged.

    QA_BENCH_DIR=... python -m bench.ingest [ARTICLES] [FOLDER]

Ingests the first ARTICLES (300; 0 for all 14,573, which takes most of an hour) of RealTime QA's articles as a JSONL
file into an installation in FOLDER (a temporary one without it). With a FOLDER it can be stopped at any time and run
again: it goes on where it was. Prints articles and passages a second, peak memory, the size on disk, the share of the
time that embedding alone takes, and the same for the run over everything unchanged.
"""

from __future__ import annotations

import asyncio
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

from qa.app import App, opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.ports import Embedder, Vectors


class Timed:
    """An embedder that remembers how long it worked."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.fingerprint, self.dimension = embedder.fingerprint, embedder.dimension
        self.seconds, self.texts = 0.0, 0

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """As the other, one call after the other, so that none is counted twice."""
        began = time.perf_counter()
        vectors = await self._embedder.embed(texts)
        self.seconds += time.perf_counter() - began
        self.texts += len(texts)
        return vectors


def main(arguments: list[str]) -> None:
    """Prints the figures of both runs."""
    count = int(arguments[0]) if arguments else 300
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(arguments[1] if len(arguments) > 1 else temporary)
        folder.mkdir(parents=True, exist_ok=True)
        source = folder / "articles.jsonl"
        _write(source, count)
        for title in ("new", "again, unchanged"):
            asyncio.run(_run(title, source, folder / "data"))


def _write(path: Path, count: int) -> None:
    with lzma.open(Path(os.environ["QA_BENCH_DIR"]) / "realtimeqa/docs.jsonl.xz", "rt") as lines, path.open("w") as out:
        for number, line in enumerate(lines):
            if count and number >= count:
                break
            row = json.loads(line)
            out.write(json.dumps({key: row[key] for key in ("doc_id", "url", "title", "publish_date", "text")}) + "\n")


async def _run(title: str, source: Path, data: Path) -> None:
    async with opened(data_dir=data) as app:
        timed = Timed(app.embedder)
        counts, seconds = await _ingested(replace(app, ingesting=replace(app.ingesting, embedder=timed)), source)
        stats = await app.store.stats()
    articles = sum(counts.values()) - counts["listed"]
    # Embedding two batches at once counts both, so the share can pass one.
    print(
        f"{title}: {articles} articles in {seconds:.1f} s, {articles / seconds:.1f}/s; {timed.texts} passages embedded,"
        f" {timed.texts / seconds:.1f}/s; embedding {min(1.0, timed.seconds / seconds):.0%} of the time"
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"    {dict(counts)}; peak memory {peak:.0f} MB; store {stats.bytes / 1e6:.1f} MB", flush=True)


async def _ingested(app: App, source: Path) -> tuple[Counter[str], float]:
    counts: Counter[str] = Counter()
    began = time.perf_counter()
    async for report in app.ingest(app.sources(str(source))):
        counts[report.outcome] += 1
        if report.outcome == "failed":
            print(f"    failed: {report.source}: {report.detail}")
    return counts, time.perf_counter() - began


if __name__ == "__main__":
    main(sys.argv[1:])
