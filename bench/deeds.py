"""Invented deeds, other speakers, plans told as done, allegations told as facts: how many pass, how many honest claims
are turned down.

    QA_BENCH_DIR=... python -m bench.deeds [articles] [--seed N] [--show KIND]

False claims are made from sentences of RealTime QA's articles: another verb in the place of the sentence's, the
predicate of another article's sentence, another name of the article as the speaker (its sentence is cited too), the
plain past for "may", "plans to" or "asked to", the allegation left out. Honest ones are what models wrote and people
found supported (RAGTruth and QAGS, the half that nobody looked at), cited to the five best sentences.
"""

import argparse
import os
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from bench.comparing import verified
from bench.gathered import news_articles, whole
from bench.judged import BEST, is_untouched, nearest, qags, responses
from qa.types import Article, DraftClaim, Evidence, Rejection
from qa.words import is_past_form, stem, word_set

_SUBJECT = re.compile(
    r"^(?P<subject>(?:[A-Z][\w'’.-]*|the|of|and|for)(?: [\w'’.-]+){0,5}?) (?P<verb>[a-z]+) (?P<rest>.+)$"
)
_SAID = re.compile(r"^(?P<what>.{20,}?),[”\"]? (?P<name>[A-Z]\w+(?: [A-Z]\w+)?) (?P<said>said|says)\b.*$")
_SAYS = re.compile(r"^(?P<name>[A-Z]\w+(?: [A-Z]\w+)?) (?P<said>said|says|told) (?P<what>.{20,})$")
_NAME = re.compile(r"(?<=[a-z,;] )([A-Z][a-z]+ [A-Z][a-z]+)(?=[ ,.;'’])")
_PLAN = re.compile(
    r"\b(?:may|might|could|would|"
    r"(?:(?:is|are) )?(?:plans?|hopes?|wants?|intends?|asked|urged|proposed|threatened|considering|expected|planning"
    r"|hoping|seeks?) (?:(?:the |its |his |her )?\w+ )?to) (?P<verb>[a-z]{3,})\b"
)
_ALLEGED = re.compile(
    r"\b(?:allegedly|reportedly) (?=[a-z]+ed\b)|\b(?:is|are|was|were) accused of (?P<verb>[a-z]+ing)\b"
)
_SAYING = word_set("said told added noted wrote stated announced reported called named asked described explained")


class Made(NamedTuple):
    """A false claim, what it cites, and the sentence that it was made of."""

    claim: str
    labels: tuple[str, ...]
    evidence: Evidence
    true: str


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("articles", nargs="?", type=int, default=400)
    parser.add_argument("--seed", type=int, default=21, help="which articles; 20 was looked at")
    parser.add_argument("--show", help="print what passes of this kind")
    options = parser.parse_args()
    folder = Path(os.environ["QA_BENCH_DIR"])
    made = dict(kinds(list(news_articles(folder, options.articles, options.seed)), random.Random(options.seed)))
    print("false claims that pass")
    for kind, rows in made.items():
        outcomes = [verified(DraftClaim(row.claim, row.labels), row.evidence) for row in rows]
        passed = [row for row, outcome in zip(rows, outcomes, strict=True) if not isinstance(outcome, Rejection)]
        print(f"  {kind:36s} {len(passed) / max(1, len(rows)):7.1%}  of {len(rows)}")
        if kind == options.show:
            for row in passed:
                print(f"    {row.claim}\n      <- {row.true}")
    print("honest claims that are turned down")
    for name, judged in honest(folder):
        outcomes = [verified(DraftClaim(text, labels), evidence) for text, labels, evidence in judged]
        reasons = Counter(outcome.reason for outcome in outcomes if isinstance(outcome, Rejection))
        print(f"  {name:36s} {reasons.total() / len(judged):7.1%}  of {len(judged)}  {dict(reasons)}")


def honest(folder: Path) -> Iterator[tuple[str, list[tuple[str, tuple[str, ...], Evidence]]]]:
    """The supported sentences of each set's untouched half, each with its five best sentences."""
    sets = {f"QAGS {name}": qags(folder / "qags" / f"{name}.jsonl") for name in ("cnndm", "xsum")}
    for name in ("summary", "qa"):
        path = folder / "ragtruth_faithjudge" / f"{name}.jsonl"
        sets[f"RAGTruth {name}"] = chain.from_iterable(responses(path))
    for name, judged in sets.items():
        yield (
            name,
            [(text, nearest(text, ev, BEST), ev) for text, supported, ev in judged if supported and is_untouched(ev)],
        )


def kinds(articles: Sequence[Article], rng: random.Random) -> Iterator[tuple[str, list[Made]]]:
    """Every kind of false claim, made from ``articles``."""
    told = [(row, article) for article in articles for row in _told(article)]
    verbs = Counter(verb for (_, _, verb, _, _), _ in told)
    common = sorted(verb for verb, count in verbs.items() if count > 1)
    yield "another verb", [_other_verb(row, article, common, rng) for row, article in told]
    yield "another predicate", list(_other_predicates(told, rng))
    yield "another speaker", list(chain.from_iterable(_other_speaker(article, rng) for article in articles))
    yield "a plan told as done", list(chain.from_iterable(_rewritten(article, _done) for article in articles))
    yield "an allegation told as fact", list(chain.from_iterable(_rewritten(article, _fact) for article in articles))


Told = tuple[str, str, str, str, str]
"""Label, subject, verb, rest and text of a sentence."""


def _told(article: Article, most: int = 3) -> list[Told]:
    """The first sentences of an article that are a name, a verb in the past form and what follows."""
    found: list[Told] = []
    for sentence in whole(article).passages[0].sentences:
        text = " ".join(sentence.text.split())
        match = _SUBJECT.match(text)
        if not match or not 40 < len(text) < 220 or re.search(r"[\"“”]", text):
            continue
        verb = match["verb"]
        if is_past_form(verb) and verb not in _SAYING and verb not in ("was", "were", "had", "did", "been"):
            found.append((sentence.label, match["subject"], verb, match["rest"], text))
    return found[:most]


def _other_verb(row: Told, article: Article, verbs: Sequence[str], rng: random.Random) -> Made:
    """The sentence up to its first comma, with a verb that the article has nowhere."""
    label, subject, _, rest, text = row
    there = {stem(word) for word in re.findall(r"[a-z]+", article.text.lower())}
    other = rng.choice([other for other in verbs if stem(other) not in there] or ["bombed"])
    short = rest.split(",")[0].rstrip(".")
    return Made(f"{subject} {other} {short}.", (label,), whole(article), text)


def _other_predicates(told: Sequence[tuple[Told, Article]], rng: random.Random) -> Iterator[Made]:
    """The subject with a predicate of another article that has no name and no number of its own."""
    plain = [(row, article) for row, article in told if not re.search(r"[A-Z\d]", row[3])]
    for row, article in told:
        other, elsewhere = rng.choice(plain)
        if elsewhere.id != article.id:
            yield Made(f"{row[1]} {other[2]} {other[3].split(',')[0].rstrip('.')}.", (row[0],), whole(article), row[4])


def _other_speaker(article: Article, rng: random.Random) -> Iterator[Made]:
    evidence = whole(article)
    sentences = evidence.passages[0].sentences
    for sentence in sentences:
        text = " ".join(sentence.text.split())
        match = _SAID.match(text) or _SAYS.match(text)
        if not match or len(text) > 300 or re.search(r"[\"“”]", text):
            continue
        others = [
            (name, other.label)
            for other in sentences
            for name in _NAME.findall(other.text)
            if not set(name.split()) & set(text.split())
        ]
        if others:
            name, label = rng.choice(others)
            what = match["what"].rstrip(".")
            yield Made(f"{name} said {what}.", (sentence.label, label), evidence, text)
            return


def _rewritten(article: Article, edit: Callable[[str], str | None]) -> Iterator[Made]:
    evidence = whole(article)
    for sentence in evidence.passages[0].sentences:
        text = " ".join(sentence.text.split())
        if not 40 < len(text) < 250 or re.search(r"[\"“”?]", text):
            continue
        claim = edit(text)
        if claim:
            yield Made(claim, (sentence.label,), evidence, text)
            return


def _done(text: str) -> str | None:
    match = _PLAN.search(text)
    if (
        not match
        or match["verb"] in _NO_VERB
        or match["verb"].endswith("ly")
        or re.search(r"\b(?:[Ii]f|not|n't)\b", text)
    ):
        return None
    return f"{text[: match.start()]}{_past(match['verb'])}{text[match.end() :]}"


def _fact(text: str) -> str | None:
    match = _ALLEGED.search(text)
    if not match:
        return None
    deed = _past(re.sub(r"ing$", "", match["verb"])) if match["verb"] else ""
    return text[: match.start()] + deed + text[match.end() :]


_NO_VERB = word_set("have been seem soon also then still only ever just even well like need want mean appear one get")
_PASTS = {
    "make": "made", "take": "took", "get": "got", "give": "gave", "go": "went", "become": "became", "leave": "left",
    "see": "saw", "bring": "brought", "run": "ran", "keep": "kept", "hold": "held", "build": "built", "buy": "bought",
    "sell": "sold", "send": "sent", "spend": "spent", "meet": "met", "begin": "began", "find": "found",
    "pay": "paid",
    "lose": "lost", "win": "won", "come": "came", "put": "put", "cut": "cut", "let": "let", "set": "set",
    "tell": "told",
    "say": "said", "stand": "stood", "fall": "fell", "rise": "rose", "grow": "grew", "draw": "drew", "drive": "drove",
    "break": "broke", "speak": "spoke", "write": "wrote", "lead": "led", "read": "read", "hit": "hit",
    "feel": "felt", "do": "did", "be": "was", "mak": "made", "tak": "took", "hav": "had", "giv": "gave",
}  # fmt: skip


def _past(verb: str) -> str:
    if verb in _PASTS:
        return _PASTS[verb]
    if verb.endswith("e"):
        return verb + "d"
    return verb[:-1] + "ied" if verb.endswith("y") and verb[-2] not in "aeou" else verb + "ed"


if __name__ == "__main__":
    main()
