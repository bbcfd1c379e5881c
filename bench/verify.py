"""How often verification turns down honest claims, and how many altered ones it misses.

    QA_BENCH_DIR=... python -m bench.verify [articles] [--seed N] [--show EDIT]

Honest: a news sentence with an edit of typesetting, cited to itself, and the same sentence honestly shortened or put
into another form. Altered: the sentence with a number, a name, a date, a quotation or a negation changed. QAGS: how
many of the sentences that people judged supported, and not supported, the pure checks turn down. RAGTruth: the same for
what models wrote.
"""

import argparse
import os
import random
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path

from bench.comparing import verified
from bench.gathered import news_articles, whole
from bench.judged import BEST, Judged, is_untouched, nearest, qags, responses
from bench.verify_edits import ALTERED, HONEST, TYPESETTING, Edit
from qa.types import Article, DraftClaim, Rejection

SENTENCES = 12  # an article


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
    articles = list(news_articles(folder, options.articles, options.seed))
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
                outcome = verified(DraftClaim(claim, (sentence.label,)), evidence)
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


def _judged(title: str, judged: Sequence[Judged], show: str | None = None) -> None:
    """Each sentence cites all of the article, or its five best sentences."""
    print(f"\n{title}: rejected")
    for most, cites in ((None, "all"), (BEST, "five")):
        reasons: dict[tuple[bool, bool], Counter[str]] = defaultdict(Counter)
        seen = Counter((supported, is_untouched(evidence)) for _, supported, evidence in judged)
        for text, supported, evidence in judged:
            outcome = verified(DraftClaim(text, nearest(text, evidence, most)), evidence)
            if isinstance(outcome, Rejection):
                reasons[supported, is_untouched(evidence)][outcome.reason] += 1
                if show == title and supported and most and not is_untouched(evidence):
                    print(f"  [{outcome.reason}] {text}\n      <- {' | '.join(c.quote for c in outcome.citations)}")
        for group in sorted(seen, reverse=True):
            name = f"{'supported' if group[0] else 'not supported'}, {'untouched' if group[1] else 'looked at'}"
            _line(f"{name}, cites {cites}", reasons[group].total(), seen[group], reasons[group])


if __name__ == "__main__":
    main()
