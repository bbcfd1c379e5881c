"""Where to draw the line between a copy and another report of the same event, and what is found to say a claim too.

    QA_BENCH_DIR=... python -m bench.corroborate [--said N [--half fit|report]]

With `--said`, N quiz questions of RealTime QA over eight articles of the search engine each: prints each claim that
other articles are found to say, with their sentences, to be judged by hand, and the processor time of a claim. Else
prints how many pairs of RealTime QA's articles from different newsrooms have which containment of shingles,
with some of their titles, and how far house edits (a cut tail, another opening, words exchanged) take a copy down.
"""

import argparse
import json
import lzma
import os
import random
import time
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from urllib.parse import urlsplit

from bench.gathered import article, claims_of, gathered
from bench.reading_sets import Reading, digest, lines
from qa.adapters.cross_minilm import CrossMiniLM
from qa.adapters.extractive import ExtractiveReader
from qa.adapters.minilm import MiniLM
from qa.corroborate import corroborated
from qa.fingerprint import containment, shingles
from qa.statements import statements
from qa.types import Evidence

BANDS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8)
SAMPLED = 8  # one shingle in so many finds the pairs that are compared
COMMON = 40  # a shingle in more articles than this is a newspaper's own text ("sign up for our newsletter")
EXCHANGED = (0.02, 0.05, 0.1, 0.15)


RESULTS = 8  # articles of the search engine
SENTENCES = 8  # of each article


def main() -> None:
    """Prints the tables, or what is said again."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--said", type=int, metavar="N", default=0)
    parser.add_argument("--half", choices=("fit", "report"), default="report")
    options = parser.parse_args()
    if options.said:
        _said(Path(os.environ["QA_BENCH_DIR"]) / "realtimeqa", options.half, options.said)
        return
    with lzma.open(Path(os.environ["QA_BENCH_DIR"]) / "realtimeqa/docs.jsonl.xz", "rt") as lines:
        rows = {row["doc_id"]: row for row in map(json.loads, lines) if len(row["text"]) > 800}
    _pairs(rows)
    _edited([row["text"] for row in random.Random(3).sample(sorted(rows.values(), key=lambda r: r["doc_id"]), 300)])


def _said(folder: Path, half: str, count: int) -> None:
    results = {row["question_id"]: row["doc_ids"][:RESULTS] for row in lines(folder / "google_results.jsonl")}
    questions = {row["question_id"]: row["question_sentence"] for row in lines(folder / "questions.jsonl")}
    names = [
        name
        for name in sorted(questions, key=lambda name: digest(questions[name]))
        if Reading("", questions[name], Evidence(()), frozenset(), ()).half == half and len(results.get(name, [])) > 4
    ][:count]
    needed = {doc for name in names for doc in results[name]}
    docs = {row["doc_id"]: row for row in lines(folder / "docs.jsonl.xz") if row["doc_id"] in needed}
    reader = ExtractiveReader(MiniLM(), CrossMiniLM())
    spent, found = [], 0
    for name in names:
        given = [docs[doc] for doc in results[name] if doc in docs]
        told = [article(d["doc_id"], d["text"], d["title"], d["publish_date"].replace("/", "-")) for d in given]
        evidence = gathered(questions[name], told, most=SENTENCES)
        said = statements(evidence)
        for claim in claims_of(questions[name], evidence, reader):
            start = time.thread_time()
            more = corroborated(claim, said, evidence)
            spent.append(time.thread_time() - start)
            if more.origins > claim.origins:
                found += 1
                print(f"  {claim.text[:300]}")
                for citation in more.citations[len(claim.citations) :]:
                    print(f"    + {citation.published_at} {' '.join(citation.quote.split())[:300]}")
    longest, mean = 1000 * max(spent, default=0.0), 1000 * sum(spent) / max(1, len(spent))
    print(f"{found} of {len(spent)} claims said by further origins; {mean:.1f} ms a claim, longest {longest:.0f} ms")


def _pairs(rows: dict[str, dict[str, str]]) -> None:
    holders: dict[int, list[str]] = defaultdict(list)
    for name, row in rows.items():
        for shingle in shingles(row["text"]):
            if shingle % SAMPLED == 0:
                holders[shingle].append(name)
    newsroom = {name: urlsplit(row["url"]).netloc.split(".")[-2] for name, row in rows.items()}
    pairs = {
        pair
        for names in holders.values()
        if 1 < len(names) <= COMMON
        for pair in combinations(sorted(names), 2)
        if newsroom[pair[0]] != newsroom[pair[1]]
    }
    found = {name: shingles(rows[name]["text"]) for pair in pairs for name in pair}
    bands: dict[float, list[tuple[str, str]]] = defaultdict(list)
    for one, two in sorted(pairs):
        alike = containment(found[one], found[two])
        bands[max((band for band in BANDS if band <= alike), default=0.0)].append((one, two))
    for band in sorted(bands):
        print(f"\nfrom {band:.2f}: {len(bands[band])} pairs")
        for one, two in random.Random(5).sample(bands[band], min(6, len(bands[band]))):
            print(f"    {rows[one]['title'][:70]!r} / {rows[two]['title'][:70]!r}")


def _edited(texts: list[str]) -> None:
    rng = random.Random(9)
    print("\ncontainment of an edited copy: share of words exchanged, lowest of the upper 95 %, median")
    for share in EXCHANGED:
        values = sorted(containment(shingles(text), shingles(_house_edits(text, share, rng))) for text in texts)
        lowest, median = values[len(values) // 20], values[len(values) // 2]
        print(f"    {share:4.0%}, half cut away, new opening   {lowest:.2f}   {median:.2f}")


def _house_edits(text: str, share: float, rng: random.Random) -> str:
    words = text.split()
    kept = words[len(words) // 10 : len(words) // 2]
    return " ".join(["A", "new", "opening."] + [rng.choice(words) if rng.random() < share else word for word in kept])


if __name__ == "__main__":
    main()
