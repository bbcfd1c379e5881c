"""Whether copies of an article are told from other reports of the same event.

    QA_BENCH_DIR=... python -m bench.copies [--choose]

Copies are made of RealTime QA articles: the end cut off, paragraphs in another order, a house's style, one word in five
exchanged, and some of these together; each under another beginning. Negatives are real: to each article the most alike
of another newsroom within three days (TF-IDF), so reports of one event by other people. A few of those are true copies
that we count as mistakes. The articles are split: half to choose on (``--choose`` prints sizes of shingles and
thresholds), half to report on. Then the way in which the store finds copies among all the articles, beside MinHash LSH
(`bench/copies_beside.py`).
"""

from __future__ import annotations

import asyncio
import json
import lzma
import os
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import log
from pathlib import Path
from urllib.parse import urlsplit

from bench.copies_beside import beside
from qa.fingerprint import COPIED, containment, shingles

MOST = 600
NEAR_DAYS = 3
_WORD = re.compile(r"\w+")
_STYLE = (
    (re.compile("[“”]"), '"'),
    (re.compile("’"), "'"),
    (re.compile(r"\bpercent\b"), "per cent"),
    (re.compile(r"\bsaid\b"), "told reporters"),
    (re.compile(r"\b(color|favor|labor|honor)"), r"\1"),
    (re.compile(r"ize\b"), "ise"),
    (re.compile(r"\bU\.S\."), "US"),
    (re.compile(r" — "), " - "),
)


@dataclass(frozen=True)
class Row:
    """An article of the bench."""

    name: str
    newsroom: str
    day: date
    text: str


def main(arguments: list[str]) -> None:
    """Prints the tables."""
    held = rows()
    half = "choose" if "--choose" in arguments else "report"
    chosen = [row for number, row in enumerate(held) if (number % 2 == 0) == (half == "choose")]
    positives = list(made(chosen))
    negatives = list(nearest(chosen, held))
    print(
        f"{len(chosen)} articles, {len(positives)} copies of {len(MAKERS)} kinds, {len(negatives)} negatives ({half})"
    )
    if half == "choose":
        _choose(positives, negatives)
    else:
        _report(positives, negatives)
        copied = [(name, copy) for _, name, _, copy in positives]
        asyncio.run(
            beside({row.name: row.text for row in held}, copied, [(name, text) for name, _, text, _ in negatives])
        )


def rows() -> list[Row]:
    """A sample of the articles that have a date and a length that newspapers have, in a fixed order."""
    with lzma.open(Path(os.environ["QA_BENCH_DIR"]) / "realtimeqa/docs.jsonl.xz", "rt") as lines:
        found = [row for row in map(json.loads, lines) if len(row["text"]) > 1_500 and row.get("publish_date")]
    ordered = sorted(found, key=lambda row: (row["publish_date"], row["doc_id"]))
    sample = [made for row in ordered if (made := _row(row))]
    # Some days in a row in the middle, so that there are several reports of one event.
    return sample[len(sample) // 2 :][:MOST]


def _row(row: dict[str, str]) -> Row | None:
    match = re.match(r"(\d{4})/(\d\d)/(\d\d)", row["publish_date"])
    if match is None:
        return None
    day = date(int(match[1]), int(match[2]), int(match[3]))
    return Row(row["doc_id"], urlsplit(row["url"]).netloc.split(".")[-2], day, row["text"])


def _cut(text: str, _rng: random.Random, _words: Sequence[str]) -> str:
    return text[: int(len(text) * 0.6)]


def _reordered(text: str, rng: random.Random, _words: Sequence[str]) -> str:
    paragraphs = text.split("\n\n")
    rng.shuffle(paragraphs)
    return "\n\n".join(paragraphs)


def _styled(text: str, _rng: random.Random, _words: Sequence[str]) -> str:
    for pattern, put in _STYLE:
        text = pattern.sub(put, text)
    return text


def _reworded(text: str, rng: random.Random, words: Sequence[str]) -> str:
    return re.sub(r"\w+", lambda m: rng.choice(words) if rng.random() < 0.2 else m.group(), text)


def _styled_and_cut(text: str, rng: random.Random, words: Sequence[str]) -> str:
    return _cut(_styled(text, rng, words), rng, words)


def _cut_and_reworded(text: str, rng: random.Random, words: Sequence[str]) -> str:
    return _reworded(_cut(text, rng, words), rng, words)


Maker = Callable[[str, random.Random, Sequence[str]], str]
MAKERS: dict[str, Maker] = {
    "cut to 60 %": _cut,
    "reordered": _reordered,
    "house style": _styled,
    "20 % reworded": _reworded,
    "style and cut": _styled_and_cut,
    "cut and reworded": _cut_and_reworded,
}


def made(chosen: Sequence[Row]) -> Iterator[tuple[str, str, str, str]]:
    """Kind, name, text and the copy of each article in each way."""
    rng = random.Random(11)
    words = _WORD.findall(" ".join(row.text for row in chosen[:200]))
    for row in chosen:
        for kind, maker in MAKERS.items():
            yield kind, row.name, row.text, f"Our own beginning, by our own staff.\n\n{maker(row.text, rng, words)}"


def nearest(chosen: Sequence[Row], held: Sequence[Row]) -> Iterator[tuple[str, str, str, float]]:
    """To each article the most alike one of another newsroom within some days: name, both texts, similarity."""
    counts = {row.name: Counter(word for word in _WORD.findall(row.text.lower()) if len(word) > 3) for row in held}
    spread = Counter(word for count in counts.values() for word in count)
    weights = {word: log(len(held) / number) for word, number in spread.items() if number > 1}
    for row in chosen:
        best: tuple[float, str] = (0.0, "")
        mine = counts[row.name]
        for other in held:
            if other.newsroom == row.newsroom or abs((other.day - row.day).days) > NEAR_DAYS:
                continue
            theirs = counts[other.name]
            shared = sum(weights.get(word, 0.0) for word in mine.keys() & theirs.keys())
            best = max(best, (shared / (len(mine) * len(theirs)) ** 0.5, other.text))
        if best[1]:
            yield row.name, row.text, best[1], best[0]


def _choose(positives: Sequence[tuple[str, str, str, str]], negatives: Sequence[tuple[str, str, str, float]]) -> None:
    for size in (2, 3, 4, 5):
        ours = [containment(shingles(text, size), shingles(copy, size)) for _, _, text, copy in positives]
        theirs = sorted((containment(shingles(a, size), shingles(b, size)) for _, a, b, _ in negatives), reverse=True)
        print(f"\nshingles of {size}: the most alike negatives {[round(value, 2) for value in theirs[:8]]}")
        for share in (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4):
            recall = sum(value >= share for value in ours) / len(ours)
            wrong = sum(value >= share for value in theirs)
            print(f"    from {share:.2f}: recall {recall:.3f}, negatives taken for copies {wrong}")


def _report(positives: Sequence[tuple[str, str, str, str]], negatives: Sequence[tuple[str, str, str, float]]) -> None:
    hits: dict[str, list[bool]] = defaultdict(list)
    for kind, _, text, copy in positives:
        hits[kind].append(containment(shingles(text), shingles(copy)) >= COPIED)
    wrong = sum(containment(shingles(a), shingles(b)) >= COPIED for _, a, b, _ in negatives)
    right = sum(sum(found) for found in hits.values())
    for kind, found in hits.items():
        print(f"    {kind:18} recall {sum(found) / len(found):.3f}")
    print(
        f"pairs: precision {right / (right + wrong):.3f}, recall {right / len(positives):.3f}; {wrong} negatives taken"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
