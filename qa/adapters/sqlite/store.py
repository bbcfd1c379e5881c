"""The store: articles, passages, vectors and answers in one SQLite file, the only truth."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qa.adapters.sqlite import (
    answers,
    articles,
    conversations,
    listing,
    purge,
    search,
    tombstones,
    vector_log,
    vector_swap,
)
from qa.adapters.sqlite.database import Database
from qa.errors import PurgedError
from qa.ports import ArticleState, Heading, StoreStats, VectorChange
from qa.types import (
    Answer,
    Article,
    Conversation,
    Feedback,
    Filters,
    Opinion,
    Passage,
    Sentence,
    StoredArticle,
)

if TYPE_CHECKING:
    from qa.ports import Vectors


class SqliteStore:
    """Fills ArticleStore, ArticleList, TextLookup, PassageSearch, VectorLog, VectorSwap, AnswerStore,
    ConversationStore and FeedbackStore.

    ``path`` is opened, or created with its folder; any number of processes may hold the same file. A write waits up to
    ``busy_seconds`` for another process's; the longest, a swap of 200,000 vectors, takes 5 to 15 s. Raises StoreError,
    StoreVersionError, StoreBusyError (so does every method, and StoreFullError every write).
    """

    def __init__(self, path: Path, *, busy_seconds: float = 30.0) -> None:
        self._database = Database(path, busy_seconds)
        self._maker: str | None = None

    @property
    def database(self) -> Database:
        """The open file, for the adapters that keep other things in it."""
        return self._database

    async def close(self) -> None:
        """Waits for the writes that run and gives the files back; safe to call twice."""
        await asyncio.to_thread(self._database.close)

    async def check_fingerprint(self, fingerprint: str) -> None:
        """Says which embedder's vectors are written from here on. IndexMismatchError when the stored ones are
        another's, now or, where a reindex ran meanwhile, at a later ``replace``."""
        self._maker = fingerprint
        await self._database.reading(vector_log.check, fingerprint)

    async def state(self, article_id: str) -> ArticleState | None:
        """See ArticleStore."""
        return await self._database.reading(articles.state, article_id)

    async def replace(
        self,
        article: Article,
        sentences: Sequence[Sentence],
        passages: Sequence[Passage],
        vectors: Vectors,
        pipeline: str,
    ) -> None:
        """See ArticleStore. IndexMismatchError when the vectors in use are another embedder's."""
        _check(article, sentences, passages, vectors)
        ids = [passage.id for passage in passages]

        def work(connection: sqlite3.Connection) -> None:
            if self._maker is not None:
                vector_log.claim(connection, self._maker)
            vector_log.check_length(connection, vectors)
            if purge.is_purged(connection, article.id):
                raise PurgedError("purged", f"Article {article.id} was purged, and may not come in again.")
            gone = articles.take_out(connection, article.id)
            articles.put_in(connection, article, sentences, passages, pipeline)
            kept = set(ids)
            vector_log.add(connection, article.id, ids, vectors)
            vector_log.remove(connection, [passage_id for passage_id in gone if passage_id not in kept])

        await self._database.writing(work)

    async def get(self, article_id: str, version: str | None = None) -> StoredArticle | None:
        """See ArticleStore."""
        return await self._database.reading(articles.get, article_id, version)

    async def delete(self, article_id: str) -> bool:
        """See ArticleStore."""

        def work(connection: sqlite3.Connection) -> bool:
            vector_log.remove(connection, articles.take_out(connection, article_id))
            found = articles.drop(connection, article_id)
            if found:
                tombstones.put(connection, article_id, "removed", purged=False)
            return found

        return await self._database.writing(work)

    async def current(self, after: str = "", limit: int = 100) -> Sequence[Article]:
        """See ArticleStore."""
        return await self._database.reading(articles.current, after, limit)

    async def listed(self, filters: Filters, after: str = "", limit: int = 100) -> Sequence[Article]:
        """See ArticleList."""
        return await self._database.reading(listing.listed, filters, after, limit)

    async def versions_of(self, article_id: str) -> Sequence[str]:
        """See ArticleList."""
        return await self._database.reading(listing.versions_of, article_id)

    async def with_version(self, version: str) -> Sequence[Article]:
        """See TextLookup."""
        return await self._database.reading(articles.with_version, version)

    async def search_text(self, words: Sequence[str], limit: int, filters: Filters) -> Sequence[tuple[str, float]]:
        """See PassageSearch."""
        return await self._database.reading(search.search_text, words, limit, filters)

    async def passages(self, ids: Sequence[str], as_of: str | None = None) -> Sequence[Passage]:
        """See PassageSearch."""
        return await self._database.reading(articles.passages, ids, as_of)

    async def headings(self, article_ids: Sequence[str]) -> Mapping[str, Heading]:
        """See PassageSearch."""
        return await self._database.reading(articles.headings, article_ids)

    def newest(self) -> int:
        """See VectorLog."""
        return self._database.read_now(vector_log.newest)

    def floor(self) -> int:
        """See VectorLog."""
        return self._database.read_now(vector_log.floor)

    def fingerprint(self) -> str | None:
        """See VectorLog."""
        return self._database.read_now(vector_log.fingerprint)

    def changes(self, after: int, limit: int) -> Sequence[VectorChange]:
        """See VectorLog. The vectors cannot be written to."""
        return self._database.read_now(vector_log.changes, after, limit)

    def selection(self, filters: Filters) -> frozenset[str] | None:
        """See VectorLog."""
        return self._database.read_now(search.selection, filters)

    async def without_vector(self, fingerprint: str, after: str = "", limit: int = 64) -> Sequence[Passage]:
        """See VectorSwap."""
        return await self._database.reading(vector_swap.without_vector, fingerprint, after, limit)

    async def put_vectors(self, fingerprint: str, ids: Sequence[str], vectors: Vectors) -> None:
        """See VectorSwap."""
        await self._database.writing(vector_swap.put_vectors, fingerprint, ids, vectors)

    async def swap_vectors(self, fingerprint: str) -> bool:
        """See VectorSwap."""
        return await self._database.writing(vector_swap.swap_vectors, fingerprint)

    async def save(self, answer: Answer) -> None:
        """See AnswerStore."""
        await self._database.writing(answers.save, answer)

    async def answer(self, answer_id: str) -> Answer | None:
        """See AnswerStore."""
        return await self._database.reading(answers.find, answer_id)

    async def begin_conversation(self, conversation_id: str, created_at: str) -> bool:
        """See ConversationStore."""
        return await self._database.writing(conversations.begin, conversation_id, created_at)

    async def conversation(self, conversation_id: str) -> Conversation | None:
        """See ConversationStore."""
        return await self._database.reading(conversations.find, conversation_id)

    async def end_conversation(self, conversation_id: str) -> bool:
        """See ConversationStore."""
        return await self._database.writing(conversations.end, conversation_id)

    async def give_feedback(self, feedback: Feedback) -> int | None:
        """See FeedbackStore."""
        return await self._database.writing(conversations.give, feedback)

    async def feedback(
        self, answer_id: str | None = None, verdict: Opinion | None = None, after: int = 0, limit: int = 100
    ) -> Sequence[Feedback]:
        """See FeedbackStore."""
        return await self._database.reading(conversations.given, answer_id, verdict, after, limit)

    async def stats(self) -> StoreStats:
        """Figures for `qa doctor`."""
        counts = await self._database.reading(articles.counts)
        return StoreStats(*counts, bytes=self._database.size())


def _check(article: Article, sentences: Sequence[Sentence], passages: Sequence[Passage], vectors: Vectors) -> None:
    """The truth takes in nothing that contradicts itself: ValueError is a bug of the caller."""
    if vectors.ndim != 2 or len(vectors) != len(passages):
        raise ValueError(f"{len(passages)} passages need as many vectors, not an array of {vectors.shape}")
    owners = {(s.article_id, s.version) for s in sentences} | {(p.article_id, p.version) for p in passages}
    if not owners <= {(article.id, article.version)}:
        raise ValueError(f"sentences or passages of {sorted(owners)} given for {article.id} {article.version}")
    for passage in passages:
        if passage.text != article.text[passage.start : passage.end]:
            raise ValueError(f"{passage.id} is not what stands there in the article")
