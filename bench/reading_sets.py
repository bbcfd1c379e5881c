"""Questions with passages and the answers that people marked, as evidence for a reader. Read in place, never copied.

``QA_BENCH_DIR`` names the folder of the test material, ``QA_TRAIN_DIR`` that of the training pool. A row is in the
``fit`` or in the ``report`` half by a hash of its question, so a question that stands in two sets stays on one side.
"""

import hashlib
import json
import lzma
import os
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from qa.question import understand
from qa.segment import segment
from qa.types import Article, Evidence, EvidencePassage, EvidenceSentence, Hit, Passage, Sentence
from qa.words import STOP_WORDS, tokens

DISTRACTORS = 2  # passages of other rows, so that the right passage has to be told from wrong ones
SAMPLED = 30  # of this many other passages, those nearest to the question by words
NEWS_PASSAGES = 5
APART = 30  # days: an article this much older than the question cannot report what it asks about


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
class _Row:
    question: str
    sentences: tuple[str, ...]
    gold: frozenset[int]
    answers: tuple[str, ...]


def bench(name: str) -> list[Reading]:
    """The rows of ``squad2``, ``clapnq`` or ``realtimeqa``; FileNotFoundError without the folder."""
    folder = Path(os.environ.get("QA_BENCH_DIR", "missing-QA_BENCH_DIR"))
    if name == "squad2":
        rows = [_squad2(r) for r in _lines(folder / "squad2_sample500/squad2_sample500.jsonl")]
    elif name == "clapnq":
        rows = [_clapnq(r) for r in _lines(folder / "clapnq_dev/clapnq_dev.jsonl")]
    else:
        return list(_realtimeqa(folder / "realtimeqa"))
    return _with_distractors(name, rows)


def training(name: str, limit: int) -> list[Reading]:
    """The first ``limit`` rows, in the order of a hash, of the pool's ``reading_{name}.jsonl.xz``."""
    folder = Path(os.environ.get("QA_TRAIN_DIR", "missing-QA_TRAIN_DIR"))
    found = sorted(_lines(folder / f"pool/reading_{name}.jsonl.xz"), key=lambda r: _hash(r["question"] + r["context"]))
    return _with_distractors(name, [_pooled(r) for r in found[:limit]])


def _lines(path: Path) -> Iterator[dict]:
    with lzma.open(path, "rt") if path.suffix == ".xz" else path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


# --- rows ---


def _squad2(row: dict) -> _Row:
    return _located(row["question"], row["context"], tuple(row["answers"]))


def _pooled(row: dict) -> _Row:
    answers = tuple(answer["text"] for answer in row["answers"])
    spans = _spans(row["context"])
    starts = [answer["start"] for answer in row["answers"]]
    gold = frozenset(at for at, (start, end) in enumerate(spans) if any(start <= place < end for place in starts))
    return _Row(row["question"], tuple(row["context"][start:end] for start, end in spans), gold, answers)


def _located(question: str, context: str, answers: tuple[str, ...]) -> _Row:
    """The gold sentences are those in which an answer stands; of several, the ones nearest to the question."""
    sentences = tuple(context[start:end] for start, end in _spans(context))
    holding = [at for at, s in enumerate(sentences) if any(contains(s, answer) for answer in answers)]
    if len(holding) > 1:
        asked = {token.stem for token in tokens(question)} - STOP_WORDS
        shared = {at: len(asked & {token.stem for token in tokens(sentences[at])}) for at in holding}
        holding = [at for at in holding if shared[at] == max(shared.values())]
    return _Row(question, sentences, frozenset(holding), answers)


def _clapnq(row: dict) -> _Row:
    sentences = tuple(untokenized(s) for p in row["passages"] for s in p["sentences"])
    selected = {untokenized(s) for output in row["output"] for s in output["selected_sentences"]}
    return _Row(row["input"], sentences, frozenset(at for at, s in enumerate(sentences) if s in selected), ())


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


# --- news: the same question with and without the passage that answers ---


def _realtimeqa(folder: Path) -> Iterator[Reading]:
    """Each question whose answer stands in the quiz maker's own passage, once with that passage among others and
    once without it. The others are the best full-text hits among older articles that do not hold the answer: near
    the topic, from before the event."""
    with closing(_older_news(folder)) as news:
        for row in _lines(folder / "evidence_reading.jsonl"):
            if not row["extractive"]:
                continue
            right = _located(row["question"], row["passage"], (row["answer"],))
            others = _near(news, row)
            place = _hash(right.question) % (len(others) + 1)
            gold = frozenset(f"S{place + 1}.{at + 1}" for at in right.gold)
            passages = [*others[:place], right.sentences, *others[place:]]
            yield Reading("realtimeqa", right.question, evidence(passages), gold, right.answers)
            yield Reading("realtimeqa", right.question, evidence(others), frozenset(), ())


def _older_news(folder: Path) -> sqlite3.Connection:
    news = sqlite3.connect(":memory:")
    news.execute("CREATE VIRTUAL TABLE passages USING fts5(text, article UNINDEXED, day UNINDEXED, tokenize='porter')")
    for doc in _lines(folder / "docs.jsonl.xz"):
        paragraphs = [p for p in doc["text"].split("\n\n") if len(p) > 80]
        chunks = ["\n\n".join(paragraphs[at : at + 3]) for at in range(0, 12, 3)]
        day = doc["publish_date"]
        rows = [(chunk, doc["doc_id"], day) for chunk in chunks if chunk and day]
        news.executemany("INSERT INTO passages VALUES (?, ?, ?)", rows)
    return news


def _near(news: sqlite3.Connection, row: dict) -> list[tuple[str, ...]]:
    words = " OR ".join(f'"{word}"' for word in understand(row["question"]).words)
    before = (date(*map(int, re.findall(r"\d+", row["question_date"]))) - timedelta(days=APART)).strftime("%Y/%m/%d")
    found = news.execute(
        "SELECT text, article FROM passages WHERE passages MATCH ? AND day < ? ORDER BY rank LIMIT 40", (words, before)
    ).fetchall()
    apart = {article: text for text, article in reversed(found) if not contains(text, row["answer"])}
    best = [apart[article] for article in dict.fromkeys(a for _, a in found) if article in apart]
    return [tuple(text[start:end] for start, end in _spans(text)) for text in best[:NEWS_PASSAGES]]


# --- evidence ---


def _with_distractors(source: str, rows: Sequence[_Row]) -> list[Reading]:
    contexts = sorted({row.sentences for row in rows})
    words = [{token.stem for s in context for token in tokens(s)} for context in contexts]
    readings = []
    for row in rows:
        asked = {token.stem for token in tokens(row.question)} - STOP_WORDS
        drawn = [_hash(f"{row.question}{n}") % len(contexts) for n in range(SAMPLED)]
        others = dict.fromkeys(at for at in drawn if not _overlaps(contexts[at], row))
        nearest = sorted(others, key=lambda at: -len(asked & words[at]))[:DISTRACTORS]
        place = _hash(row.question) % (len(nearest) + 1)  # the right passage is not always the first
        passages = [contexts[at] for at in nearest]
        passages.insert(place, row.sentences)
        gold = frozenset(f"S{place + 1}.{at + 1}" for at in row.gold)
        readings.append(Reading(source, row.question, evidence(passages), gold, row.answers))
    return readings


def _overlaps(context: Sequence[str], row: _Row) -> bool:
    return bool(set(context) & set(row.sentences)) or any(contains(s, a) for s in context for a in row.answers)


def evidence(passages: Iterable[Sequence[str]]) -> Evidence:
    """Each passage as an article of its own, without a title."""
    found = []
    for number, sentences in enumerate(passages, start=1):
        text, label = " ".join(sentences), f"S{number}"
        article = Article(f"{_hash(text):016x}", "bench", label, "", "", text)
        labelled, start = [], 0
        for at, sentence in enumerate(sentences, start=1):
            span = Sentence(article.id, "bench", at, start, start + len(sentence))
            labelled.append(EvidenceSentence(f"{label}.{at}", span, sentence))
            start += len(sentence) + 1
        passage = Passage(label, article.id, "bench", 1, len(sentences), 0, len(text), text)
        found.append(EvidencePassage(label, Hit(passage, 1 / (60 + number)), article, tuple(labelled)))
    return Evidence(tuple(found))


def _spans(text: str) -> list[tuple[int, int]]:
    return [(s.start, s.end) for s in segment(Article("bench", "bench", "bench", "", "", text))]


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
