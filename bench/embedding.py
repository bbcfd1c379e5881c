"""Embedding models side by side: passages a second, and what quantising costs in retrieval.

Run as ``python -m bench.embedding [FILE.onnx ...]`` with QA_BENCH_DIR at a folder that holds ``clapnq_dev`` and
``squad2_sample500``. The shipped model always runs; each FILE is another export of the same network: ours in fp32
(``scripts/export_minilm.py --fp32``), or any that takes ``input_ids`` and, if it can be batched, ``attention_mask`` and
``token_type_ids``. All variants run in turn, round after round, so that other work on the machine hits them alike; the
CPU time hardly depends on it. Retrieval is asked of the shipped model and of the first FILE, the reference.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from qa.adapters.minilm import MODEL_FOLDER, MiniLM

Vectors = NDArray[np.float32]
Embed = Callable[[Sequence[str]], Vectors]
PIECES, PASSAGES, ROUNDS, BATCH, THREADS = 168, 64, 7, 16, 2


@dataclass(frozen=True)
class Rows:
    """Questions, the texts that are searched, and which of them answer each question."""

    name: str
    questions: list[str]
    texts: list[str]
    gold: list[set[int]]


class Export:
    """An ONNX file run by a session of its own; ``extended`` lets onnxruntime fuse what it can."""

    def __init__(self, path: Path, *, extended: bool) -> None:
        import onnxruntime  # type: ignore[import-untyped]  # onnxruntime ships no types

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        levels = onnxruntime.GraphOptimizationLevel
        options.graph_optimization_level = levels.ORT_ENABLE_ALL if extended else levels.ORT_ENABLE_BASIC
        self.session = onnxruntime.InferenceSession(path, options)
        self.inputs = {given.name for given in self.session.get_inputs()}
        self.tokenizer = Tokenizer.from_file(str(MODEL_FOLDER / "tokenizer.json"))
        self.tokenizer.enable_truncation(256)
        self.tokenizer.enable_padding()

    def batch(self, texts: Sequence[str]) -> Vectors:
        """The vectors of ``texts`` in one padded call."""
        found = self.tokenizer.encode_batch_fast(list(texts))
        given = {"input_ids": np.array([one.ids for one in found])}
        if "attention_mask" not in self.inputs:
            return np.asarray(self.session.run(None, given)[0])
        mask = given["attention_mask"] = np.array([one.attention_mask for one in found])
        given["token_type_ids"] = np.zeros_like(mask)
        tokens = self.session.run(None, given)[0] * mask[..., None]
        means = tokens.sum(axis=1) / mask.sum(axis=1, keepdims=True)
        return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), np.float32)

    def embed(self, texts: Sequence[str], *, size: int, threads: int) -> Vectors:
        """All ``texts``, ``size`` a call, ``threads`` calls at once."""
        batches = [texts[first : first + size] for first in range(0, len(texts), size)]
        with ThreadPoolExecutor(threads) as pool:
            return np.concatenate(list(pool.map(self.batch, batches)))


def variants(files: list[Path]) -> dict[str, Embed]:
    """What is compared, by the name that is printed."""
    shipped = MODEL_FOLDER / "model.int8.onnx"
    found: dict[str, Embed] = {
        "shipped, as the adapter runs it": MiniLM(threads=THREADS).embed_blocking,
        "shipped, one thread": MiniLM(threads=1).embed_blocking,
        "shipped, extended fusions": partial(Export(shipped, extended=True).embed, size=1, threads=THREADS),
    }
    for file in files:
        export = Export(file, extended=True)
        found[f"{file.name}, one by one"] = partial(export.embed, size=1, threads=THREADS)
        if "attention_mask" in export.inputs:
            found[f"{file.name}, batches of {BATCH}"] = partial(export.embed, size=BATCH, threads=THREADS)
    return found


def speed(embeds: dict[str, Embed], texts: Sequence[str]) -> None:
    """Prints passages a second (median of the rounds), CPU time a passage and the ratio to the first variant."""
    rates: dict[str, list[float]] = {name: [] for name in embeds}
    costs: dict[str, list[float]] = {name: [] for name in embeds}
    for number in range(ROUNDS + 1):
        for name, embed in embeds.items():
            wall, cpu = time.perf_counter(), time.process_time()
            embed(texts)
            if number:  # the first round warms up
                rates[name].append(len(texts) / (time.perf_counter() - wall))
                costs[name].append((time.process_time() - cpu) / len(texts) * 1000)
    first = next(iter(embeds))
    print(f"{'variant':42} {'passages/s':>10} {'best':>6} {'CPU ms':>7} {'to first':>8}")
    for name, found in rates.items():
        cost = statistics.median(costs[name])
        ratio = statistics.median(a / b for a, b in zip(found, rates[first], strict=True))
        print(f"{name:42} {statistics.median(found):10.1f} {max(found):6.1f} {cost:7.1f} {ratio:8.2f}")


def retrieval(rows: Rows, shipped: Embed, reference: Embed) -> None:
    """Prints hits@1, hits@10 and MRR@10 for both, how close their vectors are, and the questions gained and lost."""
    first: list[list[bool]] = []
    vectors = [(embed(rows.questions), embed(rows.texts)) for embed in (shipped, reference)]
    for name, (questions, texts) in zip(("shipped", "reference"), vectors, strict=True):
        order = np.argsort(-(questions @ texts.T), axis=1, kind="stable")[:, :10]
        hits = [[text in gold for text in found] for found, gold in zip(order.tolist(), rows.gold, strict=True)]
        mrr = statistics.mean(1 / (1 + row.index(True)) if any(row) else 0 for row in hits)
        at_1, at_10 = (statistics.mean(any(row[:n]) for row in hits) for n in (1, 10))
        print(f"{rows.name:28} {name:10} hits@1 {at_1:.3f}  hits@10 {at_10:.3f}  MRR@10 {mrr:.3f}")
        first.append([row[0] for row in hits])
    gained = sum(a and not b for a, b in zip(*first, strict=True))
    lost = sum(b and not a for a, b in zip(*first, strict=True))
    cosines = np.concatenate([(a * b).sum(axis=1) for a, b in zip(*vectors, strict=True)])
    print(f"{'':28} of {len(rows.gold)} first hits {gained} gained, {lost} lost; ", end="")
    print(f"cosine mean {cosines.mean():.4f}, least {cosines.min():.4f}, {np.mean(cosines < 0.99):.1%} under 0.99")


def clapnq(folder: Path) -> tuple[Rows, Rows]:
    """Question to its passage, and (where it is answerable) to the sentences that the annotators chose."""
    rows = _lines(folder / "clapnq_dev" / "clapnq_dev.jsonl")
    passages = [row["passages"][0] for row in rows]
    sentences = sorted({sentence for passage in passages for sentence in passage["sentences"]})
    number = {sentence: n for n, sentence in enumerate(sentences)}
    answerable = [row for row in rows if row["answerable"]]
    chosen = [{number[s] for o in row["output"] for s in o["selected_sentences"] if s in number} for row in answerable]
    return (
        Rows(
            "CLAP NQ, passage",
            [r["input"] for r in rows],
            [p["text"] for p in passages],
            [{n} for n in range(len(rows))],
        ),
        Rows("CLAP NQ, chosen sentence", [r["input"] for r in answerable], sentences, chosen),
    )


def squad(folder: Path) -> Rows:
    """Question to the paragraph that it was asked of."""
    rows = _lines(folder / "squad2_sample500" / "squad2_sample500.jsonl")
    texts = sorted({row["context"] for row in rows})
    gold = [{texts.index(row["context"])} for row in rows]
    return Rows("SQuAD 2.0, paragraph", [row["question"] for row in rows], texts, gold)


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def main() -> None:
    """Prints both tables."""
    if not (folder := os.environ.get("QA_BENCH_DIR")):
        sys.exit("Set QA_BENCH_DIR to a folder that holds clapnq_dev and squad2_sample500.")
    files = [Path(argument) for argument in sys.argv[1:]]
    whole, chosen = clapnq(Path(folder))
    minilm = MiniLM()
    near = sorted(whole.texts, key=lambda text: abs(minilm.count(text) + 2 - PIECES))[:PASSAGES]
    pieces = statistics.mean(minilm.count(text) + 2 for text in near)
    print(f"{len(near)} passages of {pieces:.0f} word pieces, {ROUNDS} rounds, {THREADS} threads")
    speed(variants(files), near)
    if files:
        reference = partial(Export(files[0], extended=True).embed, size=1, threads=THREADS)
        for rows in (whole, chosen, squad(Path(folder))):
            retrieval(rows, minilm.embed_blocking, reference)


if __name__ == "__main__":
    main()
