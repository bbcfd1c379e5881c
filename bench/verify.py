"""How often verification turns down honest claims, and how many altered ones it misses.

    QA_BENCH_DIR=... python -m bench.verify [articles] [--show EDIT]

Honest: a news sentence with an edit of typesetting, cited to itself, and the same sentence honestly shortened or put
into another form. Altered: the sentence with a number, a name, a date, a quotation or a negation changed. QAGS: how
many of the sentences that people judged supported, and not supported, the pure checks turn down.
"""

import argparse
import json
import lzma
import os
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bench.verify_edits import ALTERED, HONEST, TYPESETTING, Edit
from qa import ids
from qa.segment import segment
from qa.types import Article, DraftClaim, Evidence, EvidencePassage, EvidenceSentence, Hit, Passage, Rejection
from qa.verify import verify

SENTENCES = 12  # an article
BEST = 5


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("articles", nargs="?", type=int, default=800)
    parser.add_argument("--show", help="print what is wrong for this edit")
    options = parser.parse_args()
    folder = Path(os.environ["QA_BENCH_DIR"])
    articles = list(_articles(folder, options.articles))
    for title, edits, rejecting in (
        ("typesetting: rejected", TYPESETTING, True),
        ("typesetting of a shortened sentence: rejected", _shortened(TYPESETTING), True),
        ("honest wording: rejected", HONEST, True),
        ("altered: missed", ALTERED, False),
    ):
        print(f"\n{title}")
        _edits(articles, edits, rejecting=rejecting, show=options.show)
    for name in ("cnndm", "xsum"):
        _qags(folder / "qags" / f"{name}.jsonl")


def _shortened(edits: Mapping[str, Edit]) -> dict[str, Edit]:
    """``edits`` on a sentence without its last word, so that being verbatim does not settle it."""

    def of(edit: Edit) -> Edit:
        def shortened(sentence: str, article: str, rng: random.Random) -> str | None:
            if re.search(r"[\"“”'’\d]|\b(?:percent|million|billion|dollars)\b", " ".join(sentence.split()[-4:])):
                return None
            return edit(" ".join(sentence.split()[:-1]), article, rng)

        return shortened

    return {name: of(edit) for name, edit in edits.items()}


def _articles(folder: Path, count: int) -> Iterator[Article]:
    with lzma.open(folder / "realtimeqa/docs.jsonl.xz", "rt") as lines:
        rows = [json.loads(line) for line in lines]
    rows = [row for row in rows if 800 < len(row["text"]) < 20_000]
    for row in random.Random(7).sample(rows, count):
        yield _article(row["doc_id"], row["text"], row["title"], (row["publish_date"] or "").replace("/", "-") or None)


def _article(name: str, text: str, title: str | None = None, published_at: str | None = None) -> Article:
    version = ids.version(text)
    return Article(
        ids.article_id(url=None, name=name),
        version,
        name,
        version,
        "bench",
        text,
        title=title,
        published_at=published_at,
    )


def _evidence(article: Article) -> Evidence:
    """The whole article as one passage; its sentences are ``S1.1``, ``S1.2``, …."""
    found = segment(article)
    passage = Passage("p", article.id, article.version, 1, len(found), 0, len(article.text), article.text)
    sentences = tuple(EvidenceSentence(f"S1.{s.number}", s, article.text[s.start : s.end]) for s in found)
    return Evidence((EvidencePassage("S1", Hit(passage, 1.0), article, sentences),))


def _edits(articles: Sequence[Article], edits: Mapping[str, Edit], *, rejecting: bool, show: str | None) -> None:
    wrong: dict[str, Counter[str]] = {name: Counter() for name in edits}
    seen: Counter[str] = Counter()
    rng = random.Random(11)
    for article in articles:
        evidence = _evidence(article)
        sentences = [s for s in evidence.passages[0].sentences if 40 < len(s.text) < 400]
        for sentence in rng.sample(sentences, min(SENTENCES, len(sentences))):
            for name, edit in edits.items():
                claim = edit(sentence.text, article.text, rng)
                if claim is None or (claim == sentence.text and name != "none"):
                    continue
                outcome = verify(DraftClaim(claim, (sentence.label,)), evidence)
                reason = outcome.reason if isinstance(outcome, Rejection) else ""
                seen[name] += 1
                if bool(reason) == rejecting:
                    wrong[name][reason] += 1
                    if show == name:
                        print(f"  [{reason}] {claim}\n      <- {sentence.text}")
    for name, reasons in wrong.items():
        _line(name, sum(reasons.values()), seen[name], reasons if rejecting else {})
    _line("all", sum(map(Counter.total, wrong.values())), seen.total(), {})


def _line(name: str, wrong: int, seen: int, reasons: Mapping[str, int]) -> None:
    share = 100 * wrong / seen if seen else 0.0
    print(f"  {name:34s} {share:6.2f} %  of {seen:6d}  {dict(reasons) or ''}")


def _qags(path: Path) -> None:
    """Each sentence cites all of the article, or the five sentences with the most words in common."""
    print(f"\nQAGS {path.stem}: rejected")
    for kind in ("the whole article", "the best five"):
        rejected: dict[int, Counter[str]] = {0: Counter(), 1: Counter()}
        with path.open() as lines:
            for row in map(json.loads, lines):
                evidence = _evidence(_article(row["id"], row["article"]))
                for item in row["sentences"]:
                    labels = _labels(item["sentence"], evidence, None if kind == "the whole article" else BEST)
                    outcome = verify(DraftClaim(item["sentence"], labels), evidence)
                    rejected[item["supported"]][outcome.reason if isinstance(outcome, Rejection) else ""] += 1
        for supported, name in ((1, "supported"), (0, "not supported")):
            reasons = rejected[supported]
            total = reasons.total()
            passed = reasons.pop("", 0)
            _line(f"{name}, cites {kind}", total - passed, total, reasons)


def _labels(claim: str, evidence: Evidence, most: int | None) -> tuple[str, ...]:
    words = set(re.findall(r"\w+", claim.lower()))
    sentences = evidence.passages[0].sentences
    ranked = sorted(sentences, key=lambda s: -len(words & set(re.findall(r"\w+", s.text.lower()))))
    return tuple(sentence.label for sentence in ranked[:most])


if __name__ == "__main__":
    main()
