"""Fakes that are functions of their input, for every port of the store and for what stands around it."""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from qa.corroborate import copies
from qa.errors import IndexMismatchError
from qa.extract import extract
from qa.ports import ArticleState, Heading, StoreStats, VectorChange
from qa.segment import segment
from qa.types import (
    Answer,
    Article,
    Conversation,
    Feedback,
    Fetched,
    Filters,
    Opinion,
    Passage,
    Sentence,
    StoredArticle,
    Turn,
)
from qa.types.sources import Tombstone, Visit

if TYPE_CHECKING:
    from qa.ports import Vectors

_WORD = re.compile(r"[^\W_]+")


class FakeClock:
    """A clock that stands where it is put."""

    def __init__(self, now: str = "2017-01-02T12:00:00Z") -> None:
        self.instant = now

    def now(self) -> str:
        return self.instant


class FakeExtractor:
    """Extracts in this process."""

    async def extract(self, fetched: Fetched) -> tuple[Article, tuple[Sentence, ...]]:
        article = extract(fetched)
        return article, tuple(segment(article))


class FakeEmbedder:
    """Texts that share words have near vectors: each word adds a direction drawn from its hash."""

    def __init__(self, dimension: int = 16, name: str = "fake") -> None:
        self.dimension = dimension
        self.fingerprint = f"{name}-{dimension}"
        self._directions: dict[str, Vectors] = {}  # drawing one takes 20 µs

    async def embed(self, texts: Sequence[str]) -> Vectors:
        return self.vectors(texts)

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """``embed``, for code that is not async."""
        rows = np.empty((len(texts), self.dimension), dtype=np.float32)
        for number, text in enumerate(texts):
            together = np.sum([self._direction(word) for word in words_of(text) or [""]], axis=0)
            rows[number] = together / np.linalg.norm(together)
        return rows

    def _direction(self, word: str) -> Vectors:
        if word not in self._directions:
            seed = int.from_bytes(hashlib.sha256(f"{self.fingerprint} {word}".encode()).digest()[:8])
            drawn = np.random.default_rng(seed).standard_normal(self.dimension, dtype=np.float32)
            self._directions[word] = drawn
        return self._directions[word]


@dataclass
class _Current:
    version: str
    pipeline: str
    passages: dict[str, Passage]


@dataclass
class MemoryStore:
    """ArticleStore, TextLookup, PassageSearch, VectorLog, VectorSwap, AnswerStore, ConversationStore, FeedbackStore
    and VisitStore over dicts. Never prunes."""

    maker: str | None = None
    articles: dict[str, _Current] = field(default_factory=dict)
    versions: dict[tuple[str, str], tuple[Article, tuple[Sentence, ...]]] = field(default_factory=dict)
    log: dict[str, VectorChange] = field(default_factory=dict)
    last: int = 0
    made_by: str | None = None
    gathered: dict[str, Vectors] = field(default_factory=dict)
    gathered_by: str | None = None
    answers: dict[str, Answer] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    opinions: list[Feedback] = field(default_factory=list)
    opinions_given: int = 0
    visits: dict[str, Visit] = field(default_factory=dict)
    tombstones: dict[str, Tombstone] = field(default_factory=dict)

    async def close(self) -> None:
        """Nothing to give back."""

    async def check_fingerprint(self, fingerprint: str) -> None:
        if self.made_by not in {None, fingerprint}:
            raise IndexMismatchError(f"made by {self.made_by}, not by {fingerprint}")
        self.maker = fingerprint

    async def state(self, article_id: str) -> ArticleState | None:
        current = self.articles.get(article_id)
        if current is None:
            return None
        article, _ = self.versions[article_id, current.version]
        return ArticleState(article.version, article.source_hash, current.pipeline)

    async def replace(
        self,
        article: Article,
        sentences: Sequence[Sentence],
        passages: Sequence[Passage],
        vectors: Vectors,
        pipeline: str,
    ) -> None:
        if self.maker is not None:
            await self.check_fingerprint(self.maker)
            self.made_by = self.maker
        lengths = {len(change.vector) for change in self.log.values() if change.vector is not None}
        if len(vectors) and not lengths <= {vectors.shape[1]}:
            raise IndexMismatchError(f"vectors of {vectors.shape[1]} among vectors of {lengths}")
        old = self._passages_of(article.id)
        self.versions[article.id, article.version] = (article, tuple(sentences))
        self.articles[article.id] = _Current(article.version, pipeline, {p.id: p for p in passages})
        for passage, vector in zip(passages, vectors, strict=True):
            self._append(passage.id, article.id, vector)
        self._mark_gone(old, article.id)

    async def get(self, article_id: str, version: str | None = None) -> StoredArticle | None:
        current = self.articles.get(article_id)
        wanted = version or (current.version if current else "")
        if (article_id, wanted) not in self.versions:
            return None
        article, sentences = self.versions[article_id, wanted]
        return StoredArticle(article, sentences, current=current is not None and current.version == wanted)

    async def delete(self, article_id: str) -> bool:
        old = self._passages_of(article_id)
        found = self.articles.pop(article_id, None) is not None
        if found:
            self.tombstones[article_id] = Tombstone(article_id, "2017-01-02T12:00:00Z", "removed", purged=False)
        self._mark_gone(old, article_id)
        return found

    async def current(self, after: str = "", limit: int = 100) -> Sequence[Article]:
        ids = sorted(article_id for article_id in self.articles if article_id > after)
        return [self._article(article_id) for article_id in ids[:limit]]

    async def listed(self, filters: Filters, after: str = "", limit: int = 100) -> Sequence[Article]:
        ids = sorted(a for a in self.articles if a > after and _passes(self._article(a), filters))
        return [self._article(article_id) for article_id in ids[:limit]]

    async def versions_of(self, article_id: str) -> Sequence[str]:
        return [version for owner, version in reversed(self.versions) if owner == article_id]

    async def with_version(self, version: str) -> Sequence[Article]:
        return [self._article(a) for a, current in sorted(self.articles.items()) if current.version == version]

    async def search_text(self, words: Sequence[str], limit: int, filters: Filters) -> Sequence[tuple[str, float]]:
        texts = {p.id: Counter(words_of(f"{self._article(p.article_id).title or ''} {p.text}")) for p in self._all()}
        wanted = {token for word in words for token in words_of(word)}
        allowed = self.selection(filters)
        scores = {
            passage_id: sum(_weight(token, text, texts.values()) for token in sorted(wanted & set(text)))
            for passage_id, text in texts.items()
            if wanted & set(text) and (allowed is None or passage_id.split(".")[0] in allowed)
        }
        return sorted(scores.items(), key=lambda hit: (-hit[1], hit[0]))[:limit]

    async def passages(self, ids: Sequence[str], as_of: str | None = None) -> Sequence[Passage]:
        present = {p.id: p for p in self._all()}
        return [present[passage_id] for passage_id in ids if passage_id in present]

    async def headings(self, article_ids: Sequence[str]) -> Mapping[str, Heading]:
        found = {article_id: self._article(article_id) for article_id in article_ids if article_id in self.articles}
        story = {one: min(cluster) for cluster in copies(list(found.values())) for one in cluster}
        days = {
            article_id: article.published_at[:10] if article.published_at else None
            for article_id, article in found.items()
        }
        return {article_id: Heading(days[article_id], story[article_id]) for article_id in found}

    async def copies_of(self, article_id: str) -> Sequence[str]:
        if article_id not in self.articles:
            return []
        clusters = copies([self._article(other) for other in sorted(self.articles)])
        return [other for cluster in clusters if article_id in cluster for other in sorted(cluster - {article_id})]

    async def tombstone(self, article_id: str) -> Tombstone | None:
        return self.tombstones.get(article_id)

    async def visit(self, name: str) -> Visit | None:
        return self.visits.get(name)

    async def remember(self, visit: Visit) -> None:
        self.visits[visit.name] = visit

    def newest(self) -> int:
        return self.last

    def floor(self) -> int:
        return 0

    def fingerprint(self) -> str | None:
        return self.made_by

    def changes(self, after: int, limit: int) -> Sequence[VectorChange]:
        later = sorted((change for change in self.log.values() if change.seq > after), key=lambda change: change.seq)
        return later[:limit]

    def selection(self, filters: Filters) -> frozenset[str] | None:
        if filters == Filters():
            return None
        return frozenset(a for a in self.articles if _passes(self._article(a), filters))

    async def without_vector(self, fingerprint: str, after: str = "", limit: int = 64) -> Sequence[Passage]:
        if self.made_by == fingerprint:
            return []
        have = self.gathered if self.gathered_by == fingerprint else {}
        lacking = [p for p in self._all() if p.id > after and p.id not in have]
        return sorted(lacking, key=lambda passage: passage.id)[:limit]

    async def put_vectors(self, fingerprint: str, ids: Sequence[str], vectors: Vectors) -> None:
        if self.gathered_by != fingerprint:
            self.gathered, self.gathered_by = {}, fingerprint
        present = {p.id for p in self._all()}
        self.gathered.update((p, v) for p, v in zip(ids, vectors, strict=True) if p in present)

    async def swap_vectors(self, fingerprint: str) -> bool:
        if await self.without_vector(fingerprint, limit=1):
            return False
        if self.made_by != fingerprint:
            for passage in list(self._all()):
                self._append(passage.id, passage.article_id, self.gathered[passage.id])
            for current in self.articles.values():
                current.pipeline = current.pipeline.replace(self.made_by or fingerprint, fingerprint)
        self.made_by, self.gathered, self.gathered_by = fingerprint, {}, None
        return True

    async def save(self, answer: Answer) -> None:
        self.answers[answer.id] = answer
        held = self.conversations.get(answer.conversation_id or "")
        if held and answer.id not in {turn.answer_id for turn in held.turns}:
            turn = Turn(answer.question, answer.id, answer.asked_at)
            self.conversations[held.id] = replace(held, turns=(*held.turns, turn))

    async def answer(self, answer_id: str) -> Answer | None:
        return self.answers.get(answer_id)

    async def begin_conversation(self, conversation_id: str, created_at: str) -> bool:
        if conversation_id in self.conversations:
            return False
        self.conversations[conversation_id] = Conversation(conversation_id, created_at)
        return True

    async def conversation(self, conversation_id: str) -> Conversation | None:
        return self.conversations.get(conversation_id)

    async def end_conversation(self, conversation_id: str) -> bool:
        return self.conversations.pop(conversation_id, None) is not None

    async def give_feedback(self, feedback: Feedback) -> int | None:
        if feedback.answer_id not in self.answers:
            return None
        self.opinions_given += 1
        place = (feedback.answer_id, feedback.claim, feedback.given_by)
        self.opinions = [o for o in self.opinions if o.given_by is None or (o.answer_id, o.claim, o.given_by) != place]
        self.opinions.append(replace(feedback, number=self.opinions_given))
        return self.opinions_given

    async def feedback(
        self, answer_id: str | None = None, verdict: Opinion | None = None, after: int = 0, limit: int = 100
    ) -> Sequence[Feedback]:
        found = [
            o
            for o in self.opinions
            if o.number > after and answer_id in {None, o.answer_id} and verdict in {None, o.verdict}
        ]
        return found[:limit]

    async def stats(self) -> StoreStats:
        dates = [date for article_id in self.articles if (date := self._article(article_id).published_at)]
        counts = (len(self.articles), len(self.versions), sum(1 for _ in self._all()))
        return StoreStats(*counts, newest_published=max(dates, default=None), bytes=0)

    def _article(self, article_id: str) -> Article:
        return self.versions[article_id, self.articles[article_id].version][0]

    def _all(self) -> list[Passage]:
        return [passage for current in self.articles.values() for passage in current.passages.values()]

    def _passages_of(self, article_id: str) -> list[str]:
        current = self.articles.get(article_id)
        return list(current.passages) if current else []

    def _append(self, passage_id: str, article_id: str, vector: Vectors | None) -> None:
        self.last += 1
        self.log[passage_id] = VectorChange(self.last, passage_id, article_id, vector)

    def _mark_gone(self, ids: Sequence[str], article_id: str) -> None:
        kept = set(self._passages_of(article_id))
        self.gathered = {p: v for p, v in self.gathered.items() if p not in ids}
        for passage_id in ids:
            if passage_id not in kept:
                self._append(passage_id, article_id, None)


def words_of(text: str) -> list[str]:
    """The words of ``text`` in lower case."""
    return [word.casefold() for word in _WORD.findall(text)]


def _weight(token: str, text: Counter[str], texts: object) -> float:
    everything = list(texts)  # type: ignore[call-overload]  # a view of counters
    holding = sum(1 for other in everything if token in other)
    return text[token] / (text[token] + 1.0) * math.log(1 + len(everything) / holding)


def _passes(article: Article, filters: Filters) -> bool:
    day = article.published_at[:10] if article.published_at else None
    return (
        (day is None or filters.from_ is None or day >= filters.from_)
        and (day is None or filters.to is None or day <= filters.to)
        and (filters.publisher is None or filters.publisher.casefold() == (article.publisher or "").casefold())
        and filters.article_id in {None, article.id}
        and (filters.origin is None or filters.origin.casefold() == (article.origin or "").casefold())
    )
