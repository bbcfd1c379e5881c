"""How often verification turns down honest claims, and how many altered ones it misses.

    QA_BENCH_DIR=... python -m bench.verify [articles] [--seed N] [--show EDIT]

Honest: a news sentence with an edit of typesetting, cited to itself, and the same sentence honestly shortened or put
into another form. Altered: the sentence with a number, a name, a date, a quotation or a negation changed. QAGS: how
many of the sentences that people judged supported, and not supported, the pure checks turn down. RAGTruth: the same for
what models wrote.
"""

import argparse
import ast
import json
import lzma
import math
import os
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from bench.verify_edits import ALTERED, HONEST, TYPESETTING, Edit
from qa import ids
from qa.segment import segment
from qa.types import Article, DraftClaim, Evidence, EvidencePassage, EvidenceSentence, Hit, Passage, Rejection
from qa.verify import verify
from qa.words import STOP_WORDS, stem

_NO_CLAIM = re.compile(
    r"\b[Uu]nable to answer\b|\bI cannot\b|\b(?:passages?|text|article) (?:do|does) not\b"
    r"|\bnot \w+ \w+ in the (?:given |provided )?passages?\b|^Note:"
)

_MARKUP = re.compile(  # numbers of lists, and of the passages that a model names as its source
    r"^\s*(?:\d+\.|[-*•]|Step \d+:)\s+|\s*\((?:see )?[Pp]assages? [^()]*\)|(?<=^According to )passage \d, |^Q: "
)
SENTENCES = 12  # an article
BEST = 5


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("articles", nargs="?", type=int, default=800)
    parser.add_argument(
        "--seed", type=int, default=7, help="which articles; 7 was looked at while the rules were written"
    )
    parser.add_argument("--show", help="print what is wrong for this edit")
    options = parser.parse_args()
    folder = Path(os.environ["QA_BENCH_DIR"])
    articles = list(_articles(folder, options.articles, options.seed))
    for title, edits, rejecting in (
        ("typesetting: rejected", TYPESETTING, True),
        ("typesetting of a shortened sentence: rejected", _shortened(TYPESETTING), True),
        ("honest wording: rejected", HONEST, True),
        ("altered: missed", ALTERED, False),
        ("altered and shortened: missed", _shortened_first(ALTERED), False),
    ):
        print(f"\n{title}")
        _edits(articles, edits, rejecting=rejecting, show=options.show)
    for name in ("cnndm", "xsum"):
        _judged(f"QAGS {name}", list(qags(folder / "qags" / f"{name}.jsonl")))
    for name in ("summary", "qa"):
        _judged(
            f"RAGTruth {name}",
            list(chain.from_iterable(responses(folder / "ragtruth_faithjudge" / f"{name}.jsonl"))),
            show=options.show,
        )


def _shortened(edits: Mapping[str, Edit]) -> dict[str, Edit]:
    """``edits`` on a sentence without its last word, so that being verbatim does not settle it."""

    def of(edit: Edit) -> Edit:
        def shortened(sentence: str, article: str, rng: random.Random) -> str | None:
            if re.search(r"[\"“”'’\d]|\b(?:percent|million|billion|dollars)\b", " ".join(sentence.split()[-4:])):
                return None
            return edit(" ".join(sentence.split()[:-1]), article, rng)

        return shortened

    return {name: of(edit) for name, edit in edits.items()}


def _shortened_first(edits: Mapping[str, Edit]) -> dict[str, Edit]:
    """``edits`` after an honest cut, so that the claim is no near copy any more."""

    def of(edit: Edit) -> Edit:
        def shortened(sentence: str, article: str, rng: random.Random) -> str | None:
            cut = (HONEST[name](sentence, article, rng) for name in HONEST if name.startswith("without the"))
            short = next((text for text in cut if text), None)
            return edit(short, article, rng) if short else None

        return shortened

    return {name: of(edit) for name, edit in edits.items()}


def _articles(folder: Path, count: int, seed: int) -> Iterator[Article]:
    with lzma.open(folder / "realtimeqa/docs.jsonl.xz", "rt") as lines:
        rows = [json.loads(line) for line in lines]
    rows = [row for row in rows if 800 < len(row["text"]) < 20_000]
    for row in random.Random(seed).sample(rows, count):
        yield plain_article(
            row["doc_id"], row["text"], row["title"], (row["publish_date"] or "").replace("/", "-") or None
        )


def plain_article(name: str, text: str, title: str | None = None, published_at: str | None = None) -> Article:
    """An article of no known origin."""
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


def whole(article: Article) -> Evidence:
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
        evidence = whole(article)
        sentences = [s for s in evidence.passages[0].sentences if 40 < len(s.text) < 400 and not s.text.endswith("?")]
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


Judged = tuple[str, bool, Evidence]
"""A sentence, whether people judged it supported, and the article."""


def qags(path: Path) -> Iterator[Judged]:
    """The sentences of summaries, each judged by three people."""
    with path.open() as lines:
        for row in map(json.loads, lines):
            evidence = whole(plain_article(row["id"], row["article"]))
            yield from ((item["sentence"], bool(item["supported"]), evidence) for item in row["sentences"])


def responses(path: Path) -> Iterator[list[Judged]]:
    """The sentences of each model response of RAGTruth; those that share a character with a marked span are not
    supported."""
    with path.open() as lines:
        for row in map(json.loads, lines):
            judged: list[Judged] = []
            evidence = whole(plain_article(str(row["source_id"]), row["context"]))
            spans = row["spans"] if isinstance(row["spans"], list) else ast.literal_eval(row["spans"])
            response = plain_article(row["id"], row["response"])
            for sentence in segment(response):
                text = _MARKUP.sub("", response.text[sentence.start : sentence.end])
                if len(text.split()) < 6 or text.endswith(":") or text.startswith("Here") or _NO_CLAIM.search(text):
                    continue  # "Sure!", "Here is a summary in 80 words:", "Unable to answer based on given passages."
                touched = any(s["start"] < sentence.end and sentence.start < s["end"] for s in spans)
                judged.append((text, not touched, evidence))
            yield judged


def _judged(title: str, judged: Sequence[Judged], show: str | None = None) -> None:
    """Each sentence cites all of the article, or its five best sentences."""
    print(f"\n{title}: rejected")
    for most, cites in ((None, "all"), (BEST, "five")):
        reasons: dict[tuple[bool, bool], Counter[str]] = defaultdict(Counter)
        seen = Counter((supported, is_untouched(evidence)) for _, supported, evidence in judged)
        for text, supported, evidence in judged:
            outcome = verify(DraftClaim(text, nearest(text, evidence, most)), evidence)
            if isinstance(outcome, Rejection):
                reasons[supported, is_untouched(evidence)][outcome.reason] += 1
                if show == title and supported and most and not is_untouched(evidence):
                    print(f"  [{outcome.reason}] {text}\n      <- {' | '.join(c.quote for c in outcome.citations)}")
        for group in sorted(seen, reverse=True):
            name = f"{'supported' if group[0] else 'not supported'}, {'untouched' if group[1] else 'looked at'}"
            _line(f"{name}, cites {cites}", reasons[group].total(), seen[group], reasons[group])


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


if __name__ == "__main__":
    main()
