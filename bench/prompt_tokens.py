"""What a question costs at a model: tokens of the instructions, of the evidence and in all, from what goes out.

    python -m bench.prompt_tokens [DATA]

Asks the questions about the demonstration articles, and with DATA (the data folder of an installation that holds the
articles of RealTime QA; QA_BENCH_DIR) the first 200 of the report half, of a stand-in that takes the request and says
nothing. Tokens are those of o200k_base, the tokenizer of OpenAI's newer models, which LlamaIndex carries; the few
that the chat format adds are not counted. Beside them, how far `qa.adapters.openai_reader.budget` is off.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import httpx
import numpy as np

from bench.reading_sets import Reading, lines
from qa.adapters.openai_reader.budget import estimate
from qa.app import App, build
from qa.ask import ask
from qa.resources import resource_dir
from qa.settings import load
from qa.types import Evidence, Question

if TYPE_CHECKING:
    from tiktoken import Encoding

QUESTIONS = 200
CASES = Path(__file__).parents[1] / "evals" / "cases" / "seeds.jsonl"
NOTHING = {
    "model": "none",
    "choices": [{"index": 0, "finish_reason": "stop", "message": {"content": '{"claims": []}'}}],
}


@dataclass
class Counter:
    """Takes requests, and counts what they hold."""

    encoding: Encoding
    rows: list[tuple[int, int, int]] = field(default_factory=list)
    estimates: list[float] = field(default_factory=list)

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Counts ``request`` and says nothing to it."""
        system, user = (message["content"] for message in json.loads(request.content)["messages"])
        evidence = user.partition("<passages>")[2].partition("</passages>")[0]
        rules, material, whole = self.count(system), self.count(evidence), self.count(system) + self.count(user)
        self.rows.append((rules, material, whole))
        self.estimates.append(estimate(evidence) / max(1, material))
        return httpx.Response(200, json=NOTHING)

    def count(self, text: str) -> int:
        """Tokens of ``text``."""
        return len(self.encoding.encode(text, disallowed_special=()))

    def show(self, name: str) -> None:
        """Prints a line."""
        half, most = (np.percentile(self.rows, q, axis=0).astype(int) for q in (50, 95))
        cells = (
            f"{what} {a} / {b}" for what, a, b in zip(("instructions", "evidence", "in all"), half, most, strict=True)
        )
        low, high = np.quantile(self.estimates, [0.0, 1.0])
        print(f"{name} ({len(self.rows)} questions), p50 / p95: {', '.join(cells)}; estimated {low:.2f} to {high:.2f}")


def encoding() -> Encoding:
    """o200k_base, from the copy inside llama-index-core."""
    import llama_index.core
    import tiktoken

    folder = Path(llama_index.core.__file__).parent / "_static" / "tiktoken_cache"
    os.environ["TIKTOKEN_CACHE_DIR"] = str(folder)
    return tiktoken.get_encoding("o200k_base")


@asynccontextmanager
async def installation(data: Path, counter: Counter) -> AsyncIterator[App]:
    """What asks a model, with ``counter`` in its place."""
    chosen = load(data_dir=data).model_copy(update={"reader": "openai", "openai_base_url": "http://127.0.0.1:1/v1"})
    app = await build(chosen, transport=httpx.MockTransport(counter.answer))
    try:
        yield app
    finally:
        await app.close()


async def measure(name: str, data: Path, questions: Sequence[str], articles: str | None = None) -> None:
    """Asks ``questions`` and prints; takes ``articles`` in first."""
    counter = Counter(encoding())
    async with installation(data, counter) as app:
        if articles:
            async for _ in app.ingest(app.sources(articles)):
                pass
        for text in questions:
            question: Question = app.asking.question(text)
            async for _ in ask(question, app.asking):
                pass
    counter.show(name)


def demonstration() -> Iterator[str]:
    """The questions of the eval suite that start a conversation."""
    for row in lines(CASES):
        if not row["previous"]:
            yield row["question"]


def news(folder: Path) -> Iterator[str]:
    """RealTime QA's questions of the report half."""
    for row in lines(folder / "realtimeqa" / "questions.jsonl"):
        if Reading("", row["question_sentence"], Evidence(()), frozenset(), ()).half == "report":
            yield row["question_sentence"]


async def main() -> None:
    """Measures and prints."""
    with TemporaryDirectory() as temporary:
        await measure("demonstration articles", Path(temporary), list(demonstration()), str(resource_dir("seeds")))
    if len(sys.argv) > 1:
        asked = list(news(Path(os.environ["QA_BENCH_DIR"])))[:QUESTIONS]
        await measure("RealTime QA", Path(sys.argv[1]), asked)


if __name__ == "__main__":
    asyncio.run(main())
