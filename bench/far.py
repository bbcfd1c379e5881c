"""Questions that the articles have nothing to do with must be declined.

    QA_BENCH_DIR=... python -m bench.far [--limit N]

Asks questions of SQuAD 2.0 and CLAP NQ (about history, science, sport, films) over the demonstration articles, with the
reader of the settings, and prints how many are declined, with which status, and what the others were answered with.
"""

import argparse
import asyncio
import json
import os
import random
import tempfile
from collections import Counter
from pathlib import Path

from qa.app import opened
from qa.resources import resource_dir
from qa.types import DoneEvent


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--limit", type=int, default=150, help="questions of each set")
    asyncio.run(_measure(Path(os.environ["QA_BENCH_DIR"]), parser.parse_args().limit))


async def _measure(folder: Path, limit: int) -> None:
    with tempfile.TemporaryDirectory() as work:
        async with opened(data_dir=Path(work)) as app:
            async for _ in app.ingest(app.sources(str(resource_dir("seeds")))):
                pass
            for name, path, key in (
                ("SQuAD 2.0", "squad2_sample500/squad2_sample500.jsonl", "question"),
                ("CLAP NQ", "clapnq_dev/clapnq_dev.jsonl", "input"),
            ):
                rows = [json.loads(line) for line in (folder / path).read_text(encoding="utf-8").splitlines()]
                questions = sorted({row[key] for row in rows})
                statuses: Counter[str] = Counter()
                for question in random.Random(3).sample(questions, min(limit, len(questions))):
                    async for event in app.ask(question):
                        if isinstance(event, DoneEvent):
                            statuses[event.answer.status] += 1
                            if event.answer.claims:
                                print(f"    {question} -> {event.answer.claims[0].text[:100]}")
                declined = statuses.total() - statuses["answered"] - statuses["partial"]
                print(f"{name}: declined {declined / statuses.total():.1%} of {statuses.total()} {dict(statuses)}")


if __name__ == "__main__":
    main()
