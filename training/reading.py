"""Questions with sentences that answer and sentences that don't, as examples."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from bench.news_reading import news_sets
from bench.reading_sets import Reading, bench, digest, lines, spans
from qa.types import EvidencePassage
from qa.words import STOP_WORDS, tokens
from training.examples import Example

T = TypeVar("T")

NEGATIVES = {"quiz": 3, "evidence_reading": 3, "sayings": 2, "identities": 1, "clapnq": 4}
"""Wrong sentences of each question, by source. Half of them are the most tempting ones."""
POOLED = {"squad_train": 1, "nq_oracle": 2, "qed_dev": 2, "fairytaleqa": 1, "squad_synthetic_unanswerable": 1}
"""The same for what the pool has. Left out: what its README marks as research only or non-commercial, what is opinion,
and what is false on purpose."""


def stems(text: str) -> frozenset[str]:
    """The stems of the content words of ``text``."""
    return frozenset(token.stem for token in tokens(text) if token.lower not in STOP_WORDS)


def from_bench() -> Iterator[Example]:
    """The fit halves of RealTime QA and CLAP NQ, and the questions made by template from news."""
    readings = [*news_sets(Path(os.environ["QA_BENCH_DIR"])), *bench("clapnq")]
    for reading in readings:
        if reading.half == "fit":
            yield from _of(reading)


def _of(reading: Reading) -> Iterator[Example]:
    asked = stems(reading.question)
    wrong: list[tuple[int, int, Example]] = []
    for passage in reading.evidence.passages:
        for at, sentence in enumerate(passage.sentences):
            is_gold = sentence.label in reading.gold
            span = first(sentence.text, reading.answers) if is_gold else None
            before = _before(passage, at, digest(reading.question + sentence.label))
            found = Example(reading.source, reading.question, before, sentence.text, is_gold, span)
            if is_gold:
                yield found
            elif first(sentence.text, reading.answers) is None:
                near = len(asked & stems(sentence.text))
                wrong.append((-near, digest(reading.question + sentence.text), found))
    yield from drawn(wrong, NEGATIVES[reading.source])


def drawn(wrong: Sequence[tuple[int, int, T]], many: int) -> list[T]:
    """Half of ``many`` by the first number (nearest by words), the rest by the second (by chance)."""
    ordered = sorted(wrong, key=lambda row: row[:2])
    tempting = (many + 1) // 2
    rest = sorted(ordered[tempting:], key=lambda row: row[1])
    return [row[2] for row in [*ordered[:tempting], *rest[: many - tempting]]]


def _before(passage: EvidencePassage, at: int, chance: int) -> str:
    title, previous = passage.article.title or "", passage.sentences[at - 1].text if at else ""
    options = [title or previous, title or previous, previous, ""]
    return options[chance % 4]


def first(text: str, answers: Sequence[str]) -> tuple[int, int] | None:
    """Where the first of ``answers`` that stands in ``text`` is, in any case."""
    for answer in answers:
        bare = answer.strip(" .,;\"'“”‘’")
        start = text.lower().find(bare.lower()) if bare else -1
        if start >= 0 and len(text.lower()) == len(text):
            return start, start + len(bare)
    return None


def from_pool(folder: Path) -> Iterator[Example]:
    """The reading rows of the pool: the sentence with the answer, and tempting ones beside it."""
    for name, many in POOLED.items():
        for row in lines(folder / f"reading_{name}.jsonl.xz"):
            yield from _row(name, row, many)
    for row in lines(folder / "selection_selqa.jsonl.xz"):
        if row["label"] or digest(row["question"] + row["sentence"]) % 8 == 0:
            yield Example("selqa", row["question"], "", row["sentence"], bool(row["label"]))


def _row(source: str, row: dict[str, Any], many: int) -> Iterator[Example]:
    context, question = row["context"], row["question"]
    cuts = spans(context)
    right = {
        at: answer
        for answer in reversed(row["answers"])
        for at, (start, end) in enumerate(cuts)
        if start <= answer["start"] and answer["start"] + len(answer["text"]) <= end
    }
    if row["answers"] and not right:
        return
    asked, wrong = stems(question), []
    for at, (start, end) in enumerate(cuts):
        text = context[start:end]
        chance = digest(question + text)
        before = context[cuts[at - 1][0] : cuts[at - 1][1]] if at and chance % 2 else ""
        if at in right:
            begin = right[at]["start"] - start
            yield Example(source, question, before, text, True, (begin, begin + len(right[at]["text"])))
        elif first(text, [answer["text"] for answer in row["answers"]]) is None:
            wrong.append((-len(asked & stems(text)), chance, Example(source, question, before, text, False)))
    yield from drawn(wrong, many)


def qamr(folder: Path) -> tuple[dict[str, str], list[list[str]]]:
    """The sentences by key, and the questions in an order of chance: key first, question sixth, places of the answer's
    words seventh."""
    texts = {}
    for line in (folder / "wiki-sentences.tsv").read_text("utf-8").splitlines():
        key, _, text = line.partition("\t")
        texts[key] = text
    rows = [
        line.split("\t")
        for name in ("dev", "test")
        for line in (folder / f"{name}.tsv").read_text("utf-8").splitlines()
    ]
    return texts, sorted((row for row in rows if row[0] in texts), key=lambda row: digest(row[0] + row[5]))


def from_qamr(folder: Path, limit: int) -> Iterator[Example]:
    """Questions on one sentence each of Wikinews and Wikipedia, and for every third a neighbour of that sentence."""
    texts, rows = qamr(folder)
    order = sorted(texts)
    places = {key: at for at, key in enumerate(order)}
    for row in rows[:limit]:
        words = texts[row[0]].split(" ")
        indices = [int(index) for index in row[6].split()]
        if not indices or indices[-1] - indices[0] != len(indices) - 1:
            continue
        text, starts = joined(words)
        span = (starts[indices[0]][0], starts[indices[-1]][1])
        yield Example("qamr", row[5], "", text, True, span)
        if digest(row[5]) % 3 == 0:
            asked = stems(row[5])
            at = places[row[0]]
            near = [order[n] for n in range(max(0, at - 4), min(len(order), at + 5)) if n != at]
            far = [order[digest(f"{row[5]}{n}") % len(order)] for n in range(20)]
            answer = text[span[0] : span[1]]
            others = [joined(texts[key].split(" "))[0] for key in [*near, *far] if key != row[0]]
            others = [other for other in others if first(other, [answer]) is None]
            if others:
                yield Example("qamr", row[5], "", max(others, key=lambda other: len(asked & stems(other))), False)


_MARKS = {"-LRB-": "(", "-RRB-": ")", "``": '"', "''": '"', "-LSB-": "[", "-RSB-": "]"}


def joined(words: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """Treebank tokens as running text, and where each of them stands in it."""
    text, places, glue = "", [], True
    for word in words:
        mark = _MARKS.get(word, word)
        closes = (
            mark in {",", ".", ";", ":", "?", "!", ")", "]", "%", "'s", "n't"} or (word == "''") or mark.startswith("'")
        )
        if text and not glue and not closes:
            text += " "
        places.append((len(text), len(text) + len(mark)))
        text += mark
        glue = mark in {"(", "[", "$"} or word == "``"
    return text, places
