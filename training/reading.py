"""Questions with sentences that answer and sentences that don't, as examples."""

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from bench.news_reading import news_sets
from bench.reading_sets import Reading, bench, digest, lines, spans
from qa.types import EvidencePassage
from qa.words import STOP_WORDS, tokens
from training import altered
from training.examples import Example, lead

T = TypeVar("T")

CHECK = "check_"
"""How the source of an example begins that is not trained on."""
NEGATIVES = {"quiz": 6, "evidence_reading": 6, "sayings": 3, "identities": 2}
"""Wrong sentences of each question, by source. Half of them are the most tempting ones."""
POOLED = {
    "squad_train": 3,
    "squad_synthetic_unanswerable": 2,
    "squad_sentence": 0,
    "nq_oracle": 3,
    "nq_synthetic_unanswerable": 1,
    "nqswap_counterfactual": 1,
    "qed_dev": 3,
    "hotpot_musique": 3,
    "quoref_contrast": 2,
    "fairytaleqa": 2,
    "policyqa": 1,
}
"""The same for what the pool has. Left out: what its README marks as research only or non-commercial, what has no
known licence, and what is opinion."""
NEIGHBOURS = 2  # at most, in a text of several sentences
SHINGLE = 12  # words: a pool text that has so many in a row in common with material that is reported on is left out


def stems(text: str) -> frozenset[str]:
    """The stems of the content words of ``text``."""
    return frozenset(token.stem for token in tokens(text) if token.lower not in STOP_WORDS)


def is_kept_back(reading: Reading) -> bool:
    """Whether a question of the fit halves is not trained on, because the decision is fitted on it: all of CLAP NQ and
    of SQuAD 2, and every fourth of RealTime QA."""
    return reading.source in {"clapnq", "squad2"} or (
        reading.source in {"quiz", "evidence_reading"} and digest(reading.question) % 4 == 0
    )


def from_bench() -> Iterator[Example]:
    """The fit half of RealTime QA, and the questions made by template from news. Those that are kept back come with all
    their sentences, to follow the training by."""
    for reading in [*news_sets(Path(os.environ["QA_BENCH_DIR"])), *bench("clapnq"), *bench("squad2")]:
        if reading.half == "fit" and is_kept_back(reading):
            yield from _of(reading, 30, prefix=CHECK)
        elif reading.half == "fit":
            yield from _of(reading, NEGATIVES[reading.source])


def _of(reading: Reading, many: int, prefix: str = "") -> Iterator[Example]:
    asked, source = stems(reading.question), prefix + reading.source
    wrong: list[tuple[int, int, Example]] = []
    for passage in reading.evidence.passages:
        for at, sentence in enumerate(passage.sentences):
            is_gold = sentence.label in reading.gold
            span = first(sentence.text, reading.answers) if is_gold else None
            chance = digest(reading.question + sentence.label)
            before = lead(*_around(passage, at), chance)
            found = Example(source, reading.question, before, sentence.text, is_gold, span)
            if is_gold:
                yield found
                if not prefix:
                    yield from _variants(found, *_around(passage, at), chance)
            elif first(sentence.text, reading.answers) is None:
                near = len(asked & stems(sentence.text))
                wrong.append((-near, digest(reading.question + sentence.text), found))
    yield from drawn(wrong, many)


def _around(passage: EvidencePassage, at: int) -> tuple[str, str]:
    return passage.article.title or "", passage.sentences[at - 1].text if at else ""


def _variants(found: Example, title: str, previous: str, chance: int) -> Iterator[Example]:
    """The same once more with something else before it, and the question changed in one place."""
    yield Example(found.source, found.asked, lead(title, previous, chance // 5 + 1), found.text, True, found.span)
    others = altered.names(f"{title} {previous}")
    changed = altered.question(found.asked, others, f"{found.before} {found.text}", chance)
    if changed:
        yield Example(f"{found.source}_altered", changed, found.before, found.text, False)


def drawn(wrong: Sequence[tuple[int, int, T]], many: int) -> list[T]:
    """Half of ``many`` by the first number (nearest by words), the rest by the second (by chance)."""
    ordered = sorted(wrong, key=lambda row: row[:2])
    tempting = (many + 1) // 2
    rest = sorted(ordered[tempting:], key=lambda row: row[1])
    return [row[2] for row in [*ordered[:tempting], *rest[: many - tempting]]]


def first(text: str, answers: Sequence[str]) -> tuple[int, int] | None:
    """Where the first of ``answers`` that stands in ``text`` is, in any case."""
    for answer in answers:
        bare = answer.strip(" .,;\"'“”‘’")
        start = text.lower().find(bare.lower()) if bare else -1
        if start >= 0 and len(text.lower()) == len(text):
            return start, start + len(bare)
    return None


# --- the pool ---


class Reported:
    """The texts and questions of the test material: none of it may be trained on by way of the pool."""

    def __init__(self) -> None:
        readings = [*bench("clapnq"), *bench("squad2")]
        self._questions = {_plain(reading.question) for reading in readings}
        self._shingles = {
            shingle
            for reading in readings
            for passage in reading.evidence.passages
            for shingle in _shingles(" ".join(sentence.text for sentence in passage.sentences))
        }

    def has(self, question: str, text: str) -> bool:
        """Whether the question is one of them, or ``text`` shares twelve words in a row with their passages."""
        return _plain(question) in self._questions or any(shingle in self._shingles for shingle in _shingles(text))


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _shingles(text: str) -> Iterator[int]:
    words = re.findall(r"\w+", text.lower())
    for at in range(len(words) - SHINGLE + 1):
        yield hash(tuple(words[at : at + SHINGLE]))


def from_pool(folder: Path) -> Iterator[Example]:
    """The reading rows of the pool: the sentence with the answer, alone and with its neighbours; tempting ones beside
    it; the question changed in one place."""
    reported = Reported()
    for name, many in POOLED.items():
        for row in lines(folder / f"reading_{name}.jsonl.xz"):
            if not reported.has(row["question"], row["context"]):
                yield from _row(name, row, many)
    for name, field in (("selqa", "sentence"), ("squad_reqa", "sentence"), ("nq_passages", "passage")):
        for row in lines(folder / f"selection_{name}.jsonl.xz"):
            if row["label"] or digest(row["question"] + row[field]) % 3 == 0:
                text = " ".join(row[field].split())
                if not reported.has(row["question"], text):
                    yield Example(name, row["question"], "", text, bool(row["label"]))


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
            begin = right[at]["start"]
            span = (begin - start, begin - start + len(right[at]["text"]))
            yield Example(source, question, before, text, True, span)
            changed = altered.question(question, altered.names(context), f"{before} {text}", chance)
            if changed:
                yield Example(f"{source}_altered", changed, before, text, False)
            low, high = _window(len(cuts), at, chance)
            if high - low > 1:
                opened = cuts[low][0]
                span = (begin - opened, begin - opened + len(right[at]["text"]))
                yield Example(f"{source}_window", question, "", context[opened : cuts[high - 1][1]], True, span)
        elif first(text, [answer["text"] for answer in row["answers"]]) is None:
            wrong.append((-len(asked & stems(text)), chance, Example(source, question, before, text, False)))
            low, high = _window(len(cuts), at, chance)
            window = context[cuts[low][0] : cuts[high - 1][1]]
            answers = [answer["text"] for answer in row["answers"]]
            if chance % 3 == 0 and high - low > 1 and first(window, answers) is None:
                yield Example(f"{source}_window", question, "", window, False)
    yield from drawn(wrong, many)


def _window(count: int, at: int, chance: int) -> tuple[int, int]:
    behind = chance // 7 % (NEIGHBOURS + 1)
    return max(0, at - behind), min(count, at + 1 + NEIGHBOURS - behind)
