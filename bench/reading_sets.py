"""Questions with passages and the answers that people marked, as evidence for a reader. Read in place, never copied.

``QA_BENCH_DIR`` names the folder of the test material, ``QA_TRAIN_DIR`` that of the training pool. A row is in the
``fit`` or in the ``report`` half by a hash of its question, so a question that stands in two sets stays on one side.
"""

import hashlib
import json
import lzma
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.segment import segment
from qa.types import Article, Evidence, EvidencePassage, EvidenceSentence, Hit, Passage, Sentence
from qa.words import STOP_WORDS, tokens

DISTRACTORS = 2  # passages of other rows, so that the right passage has to be told from wrong ones
SAMPLED = 30  # of this many other passages, those nearest to the question by words


@dataclass(frozen=True, slots=True)
class Reading:
    """One question. ``gold`` are the labels of the sentences that answer (none: unanswerable); ``answers`` are the
    accepted answer strings, empty where a set has none."""

    source: str
    question: str
    evidence: Evidence
    gold: frozenset[str]
    answers: tuple[str, ...]

    @property
    def half(self) -> str:
        """``fit`` or ``report``."""
        return "fit" if hashlib.sha256(self.question.encode()).digest()[0] % 2 == 0 else "report"


@dataclass(frozen=True, slots=True)
class Row:
    """A question, its passage in sentences, the places of those that answer, the accepted answer strings."""

    question: str
    sentences: tuple[str, ...]
    gold: frozenset[int]
    answers: tuple[str, ...]


def bench(name: str) -> list[Reading]:
    """The rows of ``squad2`` or ``clapnq``, each with passages of other rows; FileNotFoundError without the folder."""
    return _with_distractors(name, _rows(name))


def alone(name: str) -> list[Reading]:
    """The same rows, each with its own passage only."""
    return [
        Reading(
            name, row.question, evidence([row.sentences]), frozenset(f"S1.{at + 1}" for at in row.gold), row.answers
        )
        for row in _rows(name)
    ]


def _rows(name: str) -> list[Row]:
    folder = Path(os.environ.get("QA_BENCH_DIR", "missing-QA_BENCH_DIR"))
    if name == "squad2":
        return [_squad2(r) for r in lines(folder / "squad2_sample500/squad2_sample500.jsonl")]
    if name == "clapnq":
        return [_clapnq(r) for r in lines(folder / "clapnq_dev/clapnq_dev.jsonl")]
    raise KeyError(name)


def training(name: str, limit: int) -> list[Reading]:
    """The first ``limit`` rows, in the order of a hash, of the pool's ``reading_{name}.jsonl.xz``."""
    folder = Path(os.environ.get("QA_TRAIN_DIR", "missing-QA_TRAIN_DIR"))
    found = sorted(lines(folder / f"pool/reading_{name}.jsonl.xz"), key=lambda r: digest(r["question"] + r["context"]))
    return _with_distractors(name, [_pooled(r) for r in found[:limit]])


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON lines file, packed or not."""
    with lzma.open(path, "rt") if path.suffix == ".xz" else path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


# --- rows ---


def _squad2(row: dict[str, Any]) -> Row:
    sentences, answers = sentences_of(row["context"]), tuple(row["answers"])
    return Row(row["question"], sentences, located(row["question"], sentences, answers), answers)


def _pooled(row: dict[str, Any]) -> Row:
    answers = tuple(answer["text"] for answer in row["answers"])
    cuts = spans(row["context"])
    starts = [answer["start"] for answer in row["answers"]]
    gold = frozenset(at for at, (start, end) in enumerate(cuts) if any(start <= place < end for place in starts))
    return Row(row["question"], tuple(row["context"][start:end] for start, end in cuts), gold, answers)


def located(question: str, sentences: Sequence[str], answers: Sequence[str]) -> frozenset[int]:
    """The places of the sentences in which an answer stands; of several, those that share most with the question."""
    holding = [at for at, s in enumerate(sentences) if any(contains(s, answer) for answer in answers)]
    asked = {token.stem for token in tokens(question)} - STOP_WORDS
    shared = {at: len(asked & {token.stem for token in tokens(sentences[at])}) for at in holding}
    return frozenset(at for at in holding if shared[at] == max(shared.values()))


def _clapnq(row: dict[str, Any]) -> Row:
    sentences = tuple(untokenized(s) for p in row["passages"] for s in p["sentences"])
    selected = {untokenized(s) for output in row["output"] for s in output["selected_sentences"]}
    return Row(row["input"], sentences, frozenset(at for at, s in enumerate(sentences) if s in selected), ())


def untokenized(text: str) -> str:
    """``text`` without the spaces that a tokeniser put around its punctuation."""
    text = text.replace("`` ", '"').replace(" ''", '"').replace("-- ", "– ")
    text = re.sub(r" ([,.;:?!%)\]]|n't\b|'s\b|'re\b|'ve\b|'ll\b|'d\b|'m\b)", r"\1", text)
    return " ".join(re.sub(r"([(\[$]) ", r"\1", text).replace(" - ", "-").split())


def contains(text: str, answer: str) -> bool:
    """Whether the words of ``answer`` stand together in ``text`` (case, punctuation and articles aside)."""
    plain, wanted = _plain(text), _plain(answer)
    return bool(wanted) and f" {wanted} " in f" {plain} "


def _plain(text: str) -> str:
    return " ".join(w for w in re.findall(r"\w+", text.lower()) if w not in {"a", "an", "the"})


# --- evidence ---


def _with_distractors(source: str, rows: Sequence[Row]) -> list[Reading]:
    contexts = sorted({row.sentences for row in rows})
    words = [{token.stem for s in context for token in tokens(s)} for context in contexts]
    readings = []
    for row in rows:
        asked = {token.stem for token in tokens(row.question)} - STOP_WORDS
        drawn = [digest(f"{row.question}{n}") % len(contexts) for n in range(SAMPLED)]
        others = dict.fromkeys(at for at in drawn if not _overlaps(contexts[at], row))
        nearest = sorted(others, key=lambda at: -len(asked & words[at]))[:DISTRACTORS]
        place = digest(row.question) % (len(nearest) + 1)  # the right passage is not always the first
        passages = [contexts[at] for at in nearest]
        passages.insert(place, row.sentences)
        gold = frozenset(f"S{place + 1}.{at + 1}" for at in row.gold)
        readings.append(Reading(source, row.question, evidence(passages), gold, row.answers))
    return readings


def _overlaps(context: Sequence[str], row: Row) -> bool:
    return bool(set(context) & set(row.sentences)) or any(contains(s, a) for s in context for a in row.answers)


def evidence(passages: Iterable[Sequence[str]], titles: Sequence[str | None] = ()) -> Evidence:
    """Each passage as an article of its own, under its title where ``titles`` has one."""
    found = []
    for number, sentences in enumerate(passages, start=1):
        text, label = " ".join(sentences), f"S{number}"
        title = titles[number - 1] if titles else None
        article = Article(f"{digest(text):016x}", "bench", label, "", "", text, title=title)
        labelled, start = [], 0
        for at, sentence in enumerate(sentences, start=1):
            span = Sentence(article.id, "bench", at, start, start + len(sentence))
            labelled.append(EvidenceSentence(f"{label}.{at}", span, sentence))
            start += len(sentence) + 1
        passage = Passage(label, article.id, "bench", 1, len(sentences), 0, len(text), text)
        found.append(EvidencePassage(label, Hit(passage, 1 / (60 + number)), article, tuple(labelled)))
    return Evidence(tuple(found))


def sentences_of(text: str) -> tuple[str, ...]:
    """``text`` cut as the service cuts it."""
    return tuple(text[start:end] for start, end in spans(text))


def spans(text: str) -> list[tuple[int, int]]:
    """Where the sentences of ``text`` are."""
    return [(s.start, s.end) for s in segment(Article("bench", "bench", "bench", "", "", text))]


def digest(text: str) -> int:
    """A number of 64 bits from ``text``, the same everywhere: what is drawn by chance is drawn by it."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
