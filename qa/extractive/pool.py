"""The evidence as comparable words."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.extractive.places import COUNTRY_OF
from qa.remembered import KEPT_EVIDENCE, of_texts
from qa.types import Evidence
from qa.words import Token, tokens, word_set

ROLES = word_set(
    """president minister premier chancellor secretary spokesman spokeswoman spokesperson chief leader head director
    chairman chairwoman chair governor mayor senator congressman congresswoman lawmaker ambassador envoy diplomat
    general colonel commander officer judge justice lawyer attorney prosecutor king queen prince princess pope bishop
    archbishop cardinal professor doctor scientist researcher economist analyst expert official politician executive
    founder owner manager coach captain player striker singer actor actress director author writer journalist editor
    deputy candidate nominee billionaire businessman activist officer sheriff commissioner administrator adviser
    advisor aide"""
)


_LEANS = re.compile(r"\W*(?:according to )?(?:he|she|it|they|his|her|its|their)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One sentence of the evidence. ``keys`` are its words as compared (see ``key``), ``before`` those of the
    sentence before it where that is in the evidence, ``around`` those of both neighbours and the title, ``article``
    those of the title and of all that the evidence has of its article. ``lead`` is what a model reads before the
    sentence: the title, else the sentence before it. ``rank`` counts its passage from 0, ``day`` is when its
    article was last changed, else published."""

    label: str
    text: str
    words: tuple[Token, ...]
    keys: frozenset[str]
    before: frozenset[str]
    around: frozenset[str]
    article: frozenset[str]
    rank: int
    lead: str
    is_caption: bool
    article_id: str
    number: int
    day: str | None


@dataclass(frozen=True, slots=True)
class Pool:
    """All sentences of the evidence, in its order, and what is known from all of them together.

    ``known`` are all keys of sentences, titles and roles. ``counts`` says in how many sentences a key stands;
    ``capitals`` are keys that are written with a capital inside sentences, ``lowers`` those written without; ``roles``
    gives for the key of a surname what its bearer is called ("minister").
    """

    candidates: tuple[Candidate, ...]
    known: frozenset[str]
    counts: Mapping[str, int]
    capitals: frozenset[str]
    lowers: frozenset[str]
    roles: Mapping[str, frozenset[str]]

    def lead(self, candidate: Candidate) -> str:
        """What a model reads before ``candidate``: the sentence before it where it leans on that ("According to its
        report, …"), else its own ``lead``."""
        if not _LEANS.match(candidate.text):
            return candidate.lead
        places = ((c.article_id, c.number + 1) for c in self.candidates)
        before = next(
            (at for at, place in enumerate(places) if place == (candidate.article_id, candidate.number)), None
        )
        return candidate.lead if before is None else self.candidates[before].text

    def rarity(self, key: str) -> float:
        """How much ``key`` tells sentences apart: the inverse document frequency of BM25, over these sentences."""
        count = self.counts.get(key, 0)
        return math.log(1 + (len(self.candidates) - count + 0.5) / (count + 0.5))


def key(word: Token) -> str:
    """What ``word`` is compared by: its country, when it belongs to one, else its stem. "us" is a country in
    capitals only."""
    if word.lower == "us" and not word.text.replace(".", "").isupper():
        return word.stem
    return COUNTRY_OF.get(word.lower, word.stem)


def content_keys(words: Iterable[Token]) -> frozenset[str]:
    """The keys of the words that are no function words."""
    return frozenset(key(word) for word in words if not word.is_stop)


@of_texts
@lru_cache(maxsize=KEPT_EVIDENCE)
def pool(evidence: Evidence) -> Pool:
    """``evidence`` in comparable words. A sentence that stands twice under two labels is kept once, the first."""
    texts = {
        (s.sentence.article_id, s.sentence.version, s.sentence.number): s.text for s in evidence.sentences().values()
    }
    words = {place: tokens(text) for place, text in texts.items()}
    keys = {place: content_keys(found) for place, found in words.items()}
    whole: dict[str, frozenset[str]] = {}
    for place, inside in keys.items():
        whole[place[0]] = whole.get(place[0], frozenset()) | inside
    titles = {p.article.id: content_keys(tokens(p.article.title or "")) for p in evidence.passages}
    candidates: list[Candidate] = []
    seen: set[tuple[str, str, int]] = set()
    for rank, passage in enumerate(evidence.passages):
        for sentence in passage.sentences:
            article_id, version, number = (
                sentence.sentence.article_id,
                sentence.sentence.version,
                sentence.sentence.number,
            )
            place = (article_id, version, number)
            if place in seen:
                continue
            seen.add(place)
            before = keys.get((article_id, version, number - 1), frozenset())
            after = keys.get((article_id, version, number + 1), frozenset())
            candidates.append(
                Candidate(
                    label=sentence.label,
                    text=" ".join(sentence.text.split()),
                    words=words[place],
                    keys=keys[place],
                    before=before,
                    around=before | after | titles[passage.article.id],
                    article=whole[article_id] | titles[passage.article.id],
                    rank=rank,
                    lead=" ".join((passage.article.title or texts.get((article_id, version, number - 1), "")).split()),
                    is_caption=sentence.sentence.kind == "caption",
                    article_id=article_id,
                    number=number,
                    day=(passage.article.updated_at or passage.article.published_at or "")[:10] or None,
                )
            )
    return _with_statistics(tuple(candidates))


def _with_statistics(candidates: tuple[Candidate, ...]) -> Pool:
    inner = [word for c in candidates for word in c.words[1:] if not word.is_stop]
    called = roles((c.text, c.words) for c in candidates)
    return Pool(
        candidates=candidates,
        known=frozenset().union(*(c.article for c in candidates), *called.values()),
        counts=Counter(key for c in candidates for key in c.keys),
        capitals=frozenset(key(word) for word in inner if word.is_capital),
        lowers=frozenset(key(word) for word in inner if not word.is_capital),
        roles=called,
    )


def roles(sentences: Iterable[tuple[str, Sequence[Token]]]) -> dict[str, frozenset[str]]:
    """Who is called what: a word for a role within three words before a run of capitals, or behind it and a comma
    ("Russian President Vladimir Putin"; "Sergei Lavrov, the foreign minister")."""
    found: dict[str, set[str]] = {}
    for text, words in sentences:
        for at, word in enumerate(words):
            if word.lower not in ROLES:
                continue
            for name in (*_run(words[at + 1 : at + 5]), *_named_before(text, words, at)):
                found.setdefault(key(name), set()).add(word.stem)
    return {name: frozenset(words) for name, words in found.items()}


def _run(words: Sequence[Token]) -> list[Token]:
    """The capitalised words that ``words`` begins with."""
    run: list[Token] = []
    for word in words:
        if not word.is_capital or word.is_stop or word.lower in ROLES:
            break
        run.append(word)
    return run


def _named_before(text: str, words: Sequence[Token], at: int) -> list[Token]:
    """The name of "X Y, the [adjective] role"."""
    start = at
    while start > 0 and at - start < 3 and not words[start - 1].is_capital:
        start -= 1
    return (
        [word for word in words[max(0, start - 2) : start] if word.is_capital and not word.is_stop]
        if start < at
        else []
    )
