"""What the flows need from the outside, as small protocols. ``qa/adapters`` fills them; ``qa/app.py`` chooses.

Methods that may wait are async; an adapter whose library blocks goes through ``asyncio.to_thread``.
"""

from typing import TYPE_CHECKING

from qa.ports.models import (
    Embedder,
    Judge,
    Judgement,
    PieceCounter,
    Reader,
    SentenceReader,
    SentenceReading,
    SupportScorer,
    SupportShares,
    WordComparer,
    WordNearness,
)
from qa.ports.outside import Clock, Fetcher
from qa.ports.search import (
    Heading,
    Nearby,
    PassageSearch,
    VectorChange,
    VectorHits,
    VectorIndex,
    VectorLog,
    VectorSwap,
    Vocabulary,
)
from qa.ports.stores import (
    AnswerStore,
    ArticleList,
    ArticleState,
    ArticleStore,
    ConversationStore,
    FeedbackStore,
    StoreStats,
    TextLookup,
)

if TYPE_CHECKING:
    from qa.ports.models import Vectors as Vectors

__all__ = [
    "AnswerStore",
    "ArticleList",
    "ArticleState",
    "ArticleStore",
    "Clock",
    "ConversationStore",
    "Embedder",
    "FeedbackStore",
    "Fetcher",
    "Heading",
    "Judge",
    "Judgement",
    "Nearby",
    "PassageSearch",
    "PieceCounter",
    "Reader",
    "SentenceReader",
    "SentenceReading",
    "StoreStats",
    "SupportScorer",
    "SupportShares",
    "TextLookup",
    "VectorChange",
    "VectorHits",
    "VectorIndex",
    "VectorLog",
    "VectorSwap",
    "Vocabulary",
    "WordComparer",
    "WordNearness",
]
