"""Writes the training examples as arrays of word pieces.

    QA_BENCH_DIR=… QA_TRAIN_DIR=… python -m training.assemble OUT.npz

Runs in the project's own environment (no torch). The same material gives the same file.
"""

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from bench.reading_sets import digest, lines
from qa.adapters.minilm import MODEL_FOLDER
from training import news, reading, support
from training.examples import Example

ASKED, BEFORE, TEXT = 40, 24, 72
"""The most word pieces of each part; a longer text is cut around its answer."""
SUPPORTS = ("supported", "refuted", "neutral")
QAMR, NEWS = 9_000, 6_000
UNKNOWN = -1


def examples() -> Iterator[Example]:
    """All of them, source by source."""
    train, bench = Path(os.environ["QA_TRAIN_DIR"]), Path(os.environ["QA_BENCH_DIR"])
    yield from reading.from_bench()
    yield from news.from_search(bench / "realtimeqa")
    yield from reading.from_pool(train / "pool")
    yield from reading.from_qamr(train / "qamr", QAMR)
    yield from support.from_pool(train / "pool")
    articles = sorted(lines(bench / "realtimeqa/docs.jsonl.xz"), key=lambda row: digest(row["doc_id"]))
    yield from support.from_news([row["text"] for row in articles[:3000]], NEWS)


class Encoder:
    """Examples as the model reads them: [CLS] asked [SEP] before [SEP] text [SEP], the last part as the second type."""

    def __init__(self) -> None:
        self._tokenizer = Tokenizer.from_file(str(MODEL_FOLDER / "tokenizer.json"))
        self._tokenizer.encode_special_tokens = True
        self._first, self._last = self._tokenizer.encode("", add_special_tokens=True).ids

    def encode(self, example: Example) -> tuple[list[int], int, tuple[int, int]] | None:
        """Pieces, where the second type begins, and the answer's first and last piece ((0, 0): none; unknown: -1);
        None when a span lies outside."""
        asked = self._tokenizer.encode(example.asked, add_special_tokens=False).ids[:ASKED]
        before = (
            self._tokenizer.encode(example.before, add_special_tokens=False).ids[-BEFORE:] if example.before else []
        )
        text = self._tokenizer.encode(example.text, add_special_tokens=False)
        limit = TEXT if example.support is None else 2 * TEXT
        start, ids = 0, text.ids
        inside: tuple[int, int] | None = None
        if example.span:
            touched = [at for at, (s, e) in enumerate(text.offsets) if s < example.span[1] and e > example.span[0]]
            if not touched:
                return None
            inside = touched[0], touched[-1]
            start = max(0, min(inside[0] - limit // 2, len(ids) - limit))
            if inside[1] >= start + limit:
                return None
        ids = ids[start : start + limit]
        head = [self._first, *asked, self._last, *([*before, self._last] if before else [])]
        pieces = [*head, *ids, self._last]
        if inside:
            return pieces, len(head), (len(head) + inside[0] - start, len(head) + inside[1] - start)
        return pieces, len(head), (0, 0) if example.relevant is False else (UNKNOWN, UNKNOWN)


def arrays(found: Iterable[Example]) -> tuple[dict[str, np.ndarray], Counter[str]]:
    """One flat array of pieces with offsets, and the labels."""
    encoder, counts, seen = Encoder(), Counter[str](), set()
    pieces, rows, sources = [], [], []
    for example in found:
        encoded = encoder.encode(example)
        if encoded is None or (example.asked, example.before, example.text) in seen:
            continue
        seen.add((example.asked, example.before, example.text))
        ids, second, span = encoded
        relevant = UNKNOWN if example.relevant is None else int(example.relevant)
        label = UNKNOWN if example.support is None else SUPPORTS.index(example.support)
        pieces.append(np.array(ids, np.uint16))
        rows.append((len(ids), second, *span, relevant, label))
        sources.append(example.source)
        counts[f"{example.source} {'+' if example.relevant else example.support or '-'}"] += 1
    return {"pieces": np.concatenate(pieces), "rows": np.array(rows, np.int32), "sources": np.array(sources)}, counts


def main() -> int:
    """Writes the file and prints what is in it."""
    written, counts = arrays(examples())
    np.savez(sys.argv[1], **written)  # type: ignore[arg-type]
    for name, count in sorted(counts.items()):
        print(f"{count:7d}  {name}")
    print(len(written["rows"]), "examples,", len(written["pieces"]) / len(written["rows"]), "pieces each")
    return 0


if __name__ == "__main__":
    sys.exit(main())
