"""How long passages should be, and whether neighbours should share a sentence: found by the shipped embedder and BM25.

Run as ``python -m bench.passage_sizes [QUESTIONS [OTHERS]]`` with QA_BENCH_DIR at a folder that holds ``realtimeqa``.
The corpus is the gold articles of the questions, and OTHERS more. A question counts as answered when, of the best
passages that together have 600 word pieces, one is from its gold article and holds the answer: so longer passages have
no advantage by their length.
"""

from __future__ import annotations

import json
import lzma
import math
import os
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np

from qa import passages as step
from qa.adapters.minilm import MiniLM
from qa.segment import segment
from qa.types import Article, Passage, Sentence

BUDGET = 600
TARGETS = (100, 130, 160)
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Asked:
    """A question, the ids of its gold articles, and the answer as it stands in one of them."""

    question: str
    gold: frozenset[str]
    answer: str


def main() -> None:
    """Prints a line per target and overlap."""
    folder = os.environ.get("QA_BENCH_DIR")
    if not folder:
        sys.exit("Set QA_BENCH_DIR to a folder that holds realtimeqa.")
    count, others = (*map(int, sys.argv[1:]), *(150, 0)[len(sys.argv) - 1 :])
    asked, articles = load(Path(folder) / "realtimeqa", count, others)
    embedder = MiniLM()
    questions = embedder.embed_blocking([item.question for item in asked])
    sentences = {article.id: segment(article) for article in articles}
    print(f"{len(asked)} questions, {len(articles)} articles; target, overlap, passages, answered: dense, BM25, fused")
    for target, overlap in product(TARGETS, (False, True)):
        started = time.perf_counter()
        cut = [p for a in articles for p in cut_at(a, sentences[a.id], embedder, target, overlap)]
        sizes = [embedder.count(passage.text) for passage in cut]
        vectors = embedder.embed_blocking([passage.text for passage in cut])
        dense = [np.argsort(-(vectors @ question), kind="stable")[:100].tolist() for question in questions]
        words = Bm25([passage.text for passage in cut])
        text = [words.best(item.question, 100) for item in asked]
        both = [fused(one, other) for one, other in zip(dense, text, strict=True)]
        shares = [answered(asked, ranking, cut, sizes) for ranking in (dense, text, both)]
        took = time.perf_counter() - started
        print(target, int(overlap), len(cut), *(f"{share:.3f}" for share in shares), f"{took:.0f} s", flush=True)


def load(folder: Path, count: int, others: int) -> tuple[list[Asked], list[Article]]:
    """Questions whose answer stands in a gold article, those articles, and as many ``others``."""
    with lzma.open(folder / "docs.jsonl.xz", "rt", encoding="utf-8") as file:
        texts = {row["doc_id"]: row["text"] for row in map(json.loads, file)}
    asked: list[Asked] = []
    with (folder / "questions.jsonl").open(encoding="utf-8") as file:
        for row in map(json.loads, file):
            answer = " ".join(row["answer_text"]).strip(" .“”\"'")
            holding = frozenset(i for i in row["gold_doc_ids"] if len(answer) > 2 and holds(texts.get(i, ""), answer))
            if holding:
                asked.append(Asked(row["question_sentence"], holding, answer))
    asked = asked[:: max(1, len(asked) // count)][:count]
    gold = {i for item in asked for i in item.gold}
    more = sorted(texts.keys() - gold)
    found = sorted({*gold, *more[:: max(1, len(more) // max(1, others))][:others]})
    return asked, [Article(i, "v", i, "h", "e", texts[i].replace("\n", "\n\n")) for i in found]


def holds(text: str, answer: str) -> bool:
    """Whether ``answer`` stands in ``text`` as whole words, whatever the case."""
    return re.search(rf"\b{re.escape(answer.casefold())}\b", text.casefold()) is not None


def cut_at(
    article: Article, sentences: Sequence[Sentence], embedder: MiniLM, target: int, overlap: bool
) -> tuple[Passage, ...]:
    """The passages with another target; with overlap, each begins with the last sentence of the one before."""
    kept, step.TARGET = step.TARGET, target
    try:
        if not overlap:
            return step.cut(article, sentences, embedder.count)
        found: list[Passage] = []
        rest = list(sentences)
        while rest:
            found.append(step.cut(article, rest, embedder.count)[0])
            first, last = found[-1].first, found[-1].last
            again = last if first < last < rest[-1].number else last + 1
            rest = [sentence for sentence in rest if sentence.number >= again]
        return tuple(found)
    finally:
        step.TARGET = kept


class Bm25:
    """BM25 with the usual constants, over words in small letters."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._counts = [Counter(WORD.findall(text.casefold())) for text in texts]
        self._lengths = np.array([counts.total() for counts in self._counts], dtype=float)
        self._where: dict[str, list[int]] = {}
        for number, counts in enumerate(self._counts):
            for word in counts:
                self._where.setdefault(word, []).append(number)

    def best(self, question: str, count: int) -> list[int]:
        """The numbers of the best texts, best first."""
        scores: dict[int, float] = defaultdict(float)
        total, mean = len(self._counts), self._lengths.mean()
        for word in set(WORD.findall(question.casefold())):
            where = self._where.get(word, [])
            weight = math.log(1 + (total - len(where) + 0.5) / (len(where) + 0.5))
            for number in where:
                often = self._counts[number][word]
                scores[number] += weight * often * 2.2 / (often + 1.2 * (0.25 + 0.75 * self._lengths[number] / mean))
        return [number for number, _ in sorted(scores.items(), key=lambda entry: (-entry[1], entry[0]))[:count]]


def fused(one: Sequence[int], other: Sequence[int]) -> list[int]:
    """Reciprocal rank fusion of two rankings."""
    scores: dict[int, float] = defaultdict(float)
    for ranking in (one, other):
        for rank, number in enumerate(ranking, 1):
            scores[number] += 1 / (60 + rank)
    return [number for number, _ in sorted(scores.items(), key=lambda entry: (-entry[1], entry[0]))]


def answered(
    asked: Sequence[Asked], rankings: Sequence[Sequence[int]], cut: Sequence[Passage], sizes: list[int]
) -> float:
    """The share of questions that the first passages answer, as many as fit the budget."""
    right = 0
    for item, ranking in zip(asked, rankings, strict=True):
        left = BUDGET
        for number in ranking:
            left -= sizes[number]
            if left < 0:
                break
            if cut[number].article_id in item.gold and holds(cut[number].text, item.answer):
                right += 1
                break
    return right / len(asked)


if __name__ == "__main__":
    main()
