"""What people judged supported or not, sentence by sentence: QAGS and RAGTruth, and the sentences that each is held
against."""

import ast
import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from bench.gathered import article, whole
from qa.segment import segment
from qa.types import Evidence
from qa.words import STOP_WORDS, stem

_NO_CLAIM = re.compile(
    r"\b[Uu]nable to answer\b|\bI cannot\b|\b(?:passages?|text|article) (?:do|does) not\b"
    r"|\bnot \w+ \w+ in the (?:given |provided )?passages?\b|^Note:"
)

_MARKUP = re.compile(  # numbers of lists, and of the passages that a model names as its source
    r"^\s*(?:\d+\.|[-*•]|Step \d+:)\s+|\s*\((?:see )?[Pp]assages? [^()]*\)|(?<=^According to )passage \d, |^Q: "
)
BEST = 5
"""Sentences that a claim is held against."""

Judged = tuple[str, bool, Evidence]
"""A sentence, whether people judged it supported, and the article."""


def qags(path: Path) -> Iterator[Judged]:
    """The sentences of summaries, each judged by three people."""
    with path.open() as lines:
        for row in map(json.loads, lines):
            evidence = whole(article(row["id"], row["article"]))
            yield from ((item["sentence"], bool(item["supported"]), evidence) for item in row["sentences"])


def responses(path: Path) -> Iterator[list[Judged]]:
    """The sentences of each model response of RAGTruth; those that share a character with a marked span are not
    supported."""
    with path.open() as lines:
        for row in map(json.loads, lines):
            judged: list[Judged] = []
            evidence = whole(article(str(row["source_id"]), row["context"]))
            spans = row["spans"] if isinstance(row["spans"], list) else ast.literal_eval(row["spans"])
            response = article(row["id"], row["response"])
            for sentence in segment(response):
                text = _MARKUP.sub("", response.text[sentence.start : sentence.end])
                if len(text.split()) < 6 or text.endswith(":") or text.startswith("Here") or _NO_CLAIM.search(text):
                    continue  # "Sure!", "Here is a summary in 80 words:", "Unable to answer based on given passages."
                touched = any(s["start"] < sentence.end and sentence.start < s["end"] for s in spans)
                judged.append((text, not touched, evidence))
            yield judged


def nearest(claim: str, evidence: Evidence, most: int | None) -> tuple[str, ...]:
    """The labels of the ``most`` sentences that together have most of the claim's words, rare ones first: one after
    the other is taken that adds most, a word that is there already counting a tenth."""
    sentences = evidence.passages[0].sentences
    if most is None or most >= len(sentences):
        return tuple(sentence.label for sentence in sentences)
    said = [_stems(sentence.text) for sentence in sentences]
    common = Counter(chain.from_iterable(said))
    worth = {word: math.log(1 + len(said) / common[word]) for word in _stems(claim) if word in common}
    chosen: list[int] = []
    for _ in range(most):
        left = (place for place in range(len(said)) if place not in chosen)
        best = max(left, key=lambda place: sum(worth[word] for word in worth if word in said[place]))
        chosen.append(best)
        worth = {word: value / 10 if word in said[best] else value for word, value in worth.items()}
    return tuple(sentences[place].label for place in sorted(chosen))


def _stems(text: str) -> set[str]:
    return {stem(word) for word in re.findall(r"\w+", text.lower()) if word not in STOP_WORDS}


def is_untouched(evidence: Evidence) -> bool:
    """Whether the article is in the half of the judged sets whose claims nobody looked at one by one."""
    return int(evidence.passages[0].article.id, 16) % 2 == 1
