"""Disagreement between sources: what is shown, and how often what is shown is one.

    QA_BENCH_DIR=... python -m bench.disagree [--news N] [--made N] [--seed N] [--show]

RAMDocs: every document an article of its own origin, the question asked over them; in two halves by a hash of the
question (`Reading.half`), for the rules were fitted on the first. Listed are the answer's claims and
the sides of its disagreements; beside it, listing every sentence of every document, and one answer only. An answer is
shown when its string (lower case, without articles and punctuation) stands in what is listed; strict: all gold answers
and no wrong one.

Poison: RobustRAG's questions, each over the nine results that `bench.injection` does not use and another lie in one
article. News: quiz questions of RealTime QA over the articles that a search engine gave for them. Made: questions that
`bench.disagree_made` turns out of news sentences (in two halves), where the sentence with most of the question's words
stands for what an answer would cite. Every disagreement
that is found is compared with the labels of ``bench/disagree_labels.json``, made by hand by reading all sides: each
must answer the question, and they cannot all be right; namesakes that the question does not tell apart count (true;
else false or what is wrong). Those without a label are printed with ``--show``.
"""

import argparse
import ast
import asyncio
import hashlib
import json
import lzma
import os
import random
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from bench.disagree_made import as_article, loaded, made
from bench.gathered import article, claims_of, gathered
from bench.reading_sets import digest
from qa.adapters.cross_minilm import CrossMiniLM
from qa.adapters.extractive import ExtractiveReader
from qa.adapters.minilm import MiniLM
from qa.checking import checked
from qa.disagree import Differences, disagree
from qa.question import understand
from qa.statements import keys_of, statements
from qa.types import Article, Claim, Disagreement, DraftClaim
from qa.weigh import read_again

CROSS = CrossMiniLM()
LABELS = Path(__file__).with_name("disagree_labels.json")
Asked = tuple[list[Claim], Differences]


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--news", type=int, default=300, help="how many quiz questions")
    parser.add_argument("--made", type=int, default=300, help="how many questions made from articles, of each half")
    parser.add_argument("--seed", type=int, default=7, help="which; 7 was looked at while the rules were written")
    parser.add_argument("--show", action="store_true", help="print the disagreements, the unlabelled ones first")
    options = parser.parse_args()
    folder = Path(os.environ["QA_BENCH_DIR"])
    labels = json.loads(LABELS.read_text(encoding="utf-8"))
    reader = ExtractiveReader(MiniLM(), CROSS)
    found = _ramdocs(folder, reader)
    found += _poison(folder, reader)
    found += _news(folder, reader, options.news, options.seed)
    if options.made:
        found += _made(folder, options.made)
    _precision(found, labels, show=options.show)


def _asked(question: str, articles: Sequence[Article], reader: ExtractiveReader, most: int) -> Asked:
    evidence = gathered(question, articles, most)
    claims = claims_of(question, evidence, reader)
    query, said = understand(question), statements(evidence)
    readings = asyncio.run(read_again(query, said, evidence, CROSS)) if claims else {}
    return claims, disagree(query, said, claims, evidence, readings)


Found = tuple[str, str, Disagreement]
"""The set, the key of a label, the disagreement."""


def _ramdocs(folder: Path, reader: ExtractiveReader) -> list[Found]:
    with (folder / "ramdocs/ramdocs.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    shown: dict[str, list[str]] = {"the answer": [], "its first claim": [], "every sentence": []}
    found: list[Found] = []
    for row in rows:
        articles = [article(f"{row['id']}-{n}", d["text"]) for n, d in enumerate(row["documents"]) if d["text"].strip()]
        claims, differences = _asked(row["question"], articles, reader, 40)
        where = f"RAMDocs, {_half(row['question'])}"
        found += [(where, _key(row["question"], d), d) for d in differences.disagreements]
        sides = [side.text for d in differences.disagreements for side in d.sides]
        shown["the answer"].append(_plain(" ".join([*(claim.text for claim in claims), *sides])))
        shown["its first claim"].append(_plain(claims[0].text if claims else ""))
        shown["every sentence"].append(_plain(" ".join(one.text for one in articles)))
    for half in ("fitted on", "report"):
        places = [at for at, row in enumerate(rows) if _half(row["question"]) == half]
        print(f"\nRAMDocs, {half}, {len(places)} questions    gold recall   both sides   strict   wrong shown")
        for name, texts in shown.items():
            _line(name, [rows[at] for at in places], [texts[at] for at in places])
    print(f"  with a disagreement: {len({key for _, key, _ in found})}")
    return found


def _half(question: str) -> str:
    return "fitted on" if digest(question) >> 56 & 1 == 0 else "report"


def _poison(folder: Path, reader: ExtractiveReader) -> list[Found]:
    rows = list(_rows(folder / "robustrag_realtimeqa/realtimeqa_attack100.jsonl"))
    found: list[Found] = []
    answered = disputed = 0
    for row in rows:
        texts = [entry.get("text", "") for entry in _list(row["context"])][36:45] + _list(row["incorrect_context"])[4:5]
        articles = [article(f"{row['id']}-{n}", text) for n, text in enumerate(texts) if text.strip()]
        claims, differences = _asked(row["question"], articles, reader, 40)
        found += [("poison", _key(row["question"], d), d) for d in differences.disagreements]
        answered += bool(claims)
        disputed += bool(differences.disagreements)
    print(f"\npoison, {len(rows)} questions, {answered} answered: {disputed} with a disagreement")
    return found


def _list(value: Any) -> Any:
    """Some rows have a list where others have its text."""
    return ast.literal_eval(value) if isinstance(value, str) else value


def _line(name: str, rows: Sequence[dict[str, list[str]]], texts: Sequence[str]) -> None:
    golds = [[_plain(gold) in text for gold in row["gold_answers"]] for row, text in zip(rows, texts, strict=True)]
    wrong = [any(_plain(w) in text for w in row["wrong_answers"]) for row, text in zip(rows, texts, strict=True)]
    recall = sum(map(sum, golds)) / sum(map(len, golds))
    several = [gold for gold in golds if len(gold) > 1]
    both = sum(sum(gold) > 1 for gold in several) / len(several)
    strict = sum(all(gold) and not bad for gold, bad in zip(golds, wrong, strict=True)) / len(rows)
    planted = [bad for bad, row in zip(wrong, rows, strict=True) if row["wrong_answers"]]
    print(f"  {name:28s} {recall:8.1%} {both:12.1%} {strict:9.1%} {sum(planted) / len(planted):9.1%}")


def _news(folder: Path, reader: ExtractiveReader, count: int, seed: int) -> list[Found]:
    results = {row["question_id"]: row["doc_ids"] for row in _rows(folder / "realtimeqa/google_results.jsonl")}
    rows = [row for row in _rows(folder / "realtimeqa/questions.jsonl") if len(results.get(row["question_id"], ())) > 3]
    rows = random.Random(seed).sample(rows, min(count, len(rows)))
    wanted = {name for row in rows for name in results[row["question_id"]]}
    with lzma.open(folder / "realtimeqa/docs.jsonl.xz", "rt", encoding="utf-8") as lines:
        documents = {d["doc_id"]: d for d in map(json.loads, lines) if d["doc_id"] in wanted}
    found: list[Found] = []
    answered = 0
    for row in rows:
        question = row["question_sentence"]
        articles = [as_article(documents[name]) for name in results[row["question_id"]] if name in documents]
        claims, differences = _asked(question, articles, reader, 8)
        answered += bool(claims)
        found += [("news", _key(question, d), d) for d in differences.disagreements]
    print(f"\nnews, {len(rows)} questions, {answered} answered: {len(found)} disagreements")
    return found


def _made(folder: Path, count: int) -> list[Found]:
    documents = loaded(folder)
    found: list[Found] = []
    for half in ("fitted on", "report"):
        number = read = changed = 0
        before = len(found)
        for question, articles in islice(made(documents, half, seed=1), count):
            evidence = gathered(question, articles, 8)
            query, said = understand(question), statements(evidence)
            asked = frozenset(keys_of(question))
            likely = max(said, key=lambda one, asked=asked: len(asked & one.content()))  # type: ignore[misc]
            claim = checked(DraftClaim(likely.source.text, (likely.label,)), evidence)
            readings = asyncio.run(read_again(query, said, evidence, CROSS))
            claims = [claim] if isinstance(claim, Claim) else []
            differences = disagree(query, said, claims, evidence, readings)
            number, read, changed = number + 1, read + len(readings), changed + len(differences.replaced)
            found += [(f"made, {half}", _key(question, d), d) for d in differences.disagreements]
        shares = f"{read / max(1, number):.1f} sentences read for each, {changed} values that were replaced later"
        print(f"\nmade, {half}, {number} questions: {len(found) - before} disagreements; {shares}")
    return found


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _precision(found: Sequence[Found], labels: dict[str, bool | str], *, show: bool) -> None:
    print("\nprecision on those labelled by hand")
    for name in dict.fromkeys(where for where, _, _ in found):
        keys = [key for where, key, _ in found if where == name]
        known = [labels[key] is True for key in keys if key in labels]
        share = "{:.2f} ({:.2f} to {:.2f})".format(*_share(sum(known), len(known))) if known else "-"
        print(f"  {name:20s} {share} of {len(known)} labelled, {len(keys) - len(known)} without a label")
    if show:
        for where, key, disagreement in sorted(found, key=lambda entry: entry[1] in labels):
            print(f"\n{where} {key} {labels.get(key, 'no label')}: {disagreement.about}")
            for side in disagreement.sides:
                print(f"    [{side.value}] {side.text[:300]}")


def _share(right: int, count: int) -> tuple[float, float, float]:
    """The share with its 95 % interval (Wilson, 1927)."""
    share, z = right / count, 1.96
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    width = z * ((share * (1 - share) + z * z / (4 * count)) / count) ** 0.5 / (1 + z * z / count)
    return share, middle - width, middle + width


def _key(question: str, disagreement: Disagreement) -> str:
    values = "|".join(str(side.value) for side in disagreement.sides)
    return hashlib.sha256(f"{question}|{values}".encode()).hexdigest()[:12]


def _plain(text: str) -> str:
    return " ".join(re.sub(r"\b(?:a|an|the)\b", " ", re.sub(r"[^\w\s]", "", text.lower())).split())


if __name__ == "__main__":
    main()
