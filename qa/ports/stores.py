"""What is kept: articles, answers, conversations, feedback. See `qa.ports`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from qa.types import Answer, Article, Conversation, Feedback, Filters, Opinion, Passage, Sentence, StoredArticle

if TYPE_CHECKING:
    from qa.ports.models import Vectors


@dataclass(frozen=True, slots=True)
class ArticleState:
    """What ingest must know to tell new from updated from unchanged. ``pipeline`` names the rules that cut the text
    and its passages (extractor, segmenter, passages, embedder fingerprint)."""

    version: str
    source_hash: str
    pipeline: str


class ArticleStore(Protocol):
    """The truth about articles. Every write is one transaction, acknowledged only when it is on disk."""

    async def state(self, article_id: str) -> ArticleState | None:
        """The current version's state, or ``None`` when the article is not there."""
        ...

    async def replace(
        self,
        article: Article,
        sentences: Sequence[Sentence],
        passages: Sequence[Passage],
        vectors: Vectors,
        pipeline: str,
    ) -> None:
        """Makes ``article.version`` the current one, with its sentences, passages and vectors (one row a passage),
        and appends to the change log. Older versions stay resolvable; their passages and vectors go.
        StoreFullError, StoreBusyError, PurgedError: nothing has changed then."""
        ...

    async def get(self, article_id: str, version: str | None = None) -> StoredArticle | None:
        """That version (the current one when ``None``), or ``None``."""
        ...

    async def delete(self, article_id: str) -> bool:
        """Takes the article out of the current ones (its versions stay resolvable); False when it was not there."""
        ...

    async def current(self, after: str = "", limit: int = 100) -> Sequence[Article]:
        """The current articles in the order of their ids, from the one after ``after``."""
        ...


class ArticleList(Protocol):
    """What people look through."""

    async def listed(self, filters: Filters, after: str = "", limit: int = 100) -> Sequence[Article]:
        """The current articles that pass ``filters``, in the order of their ids, from the one after ``after``."""
        ...

    async def versions_of(self, article_id: str) -> Sequence[str]:
        """The versions of that article that can be had, newest first; none when it was never there."""
        ...


class TextLookup(Protocol):
    """Finds an article that already has a text."""

    async def with_version(self, version: str) -> Sequence[Article]:
        """The current articles whose text hashes to ``version``, in the order of their ids."""
        ...


class AnswerStore(Protocol):
    """Keeps answers, for permalinks."""

    async def save(self, answer: Answer) -> None:
        """Keeps ``answer`` under its id and, in the same transaction, as the next turn of its conversation, where it
        has one that is still there. StoreFullError when there is no space."""
        ...

    async def answer(self, answer_id: str) -> Answer | None:
        """The answer of that id, or ``None``."""
        ...


class ConversationStore(Protocol):
    """Knows which answers belong together. A turn is added by AnswerStore.save."""

    async def begin_conversation(self, conversation_id: str, created_at: str) -> bool:
        """Begins a conversation under an id of the caller's; False, and nothing changed, when it is there already."""
        ...

    async def conversation(self, conversation_id: str) -> Conversation | None:
        """The conversation with its turns in order, or ``None``."""
        ...

    async def end_conversation(self, conversation_id: str) -> bool:
        """Forgets which answers it held; False when it was not there. The answers stay, under their own ids."""
        ...


class FeedbackStore(Protocol):
    """Keeps what people thought of answers."""

    async def give_feedback(self, feedback: Feedback) -> int | None:
        """Keeps ``feedback`` and gives its number; ``None`` when there is no such answer.

        What the same person (``given_by``) said of the same answer and claim before is replaced.
        """
        ...

    async def feedback(
        self, answer_id: str | None = None, verdict: Opinion | None = None, after: int = 0, limit: int = 100
    ) -> Sequence[Feedback]:
        """Feedback in the order of its numbers, from the one after ``after``."""
        ...


@dataclass(frozen=True, slots=True)
class StoreStats:
    """Figures for `qa doctor`. ``newest_published`` is the latest publication date of a current article; ``bytes``
    is what the store takes on disk."""

    articles: int
    versions: int
    passages: int
    newest_published: str | None
    bytes: int
