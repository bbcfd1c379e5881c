"""What the flows need from the outside, as small protocols. ``qa/adapters`` fills them; ``qa/app.py`` chooses.

Methods that may wait are async; an adapter whose library blocks goes through ``asyncio.to_thread``.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from qa.types import (
    Answer,
    Article,
    Conversation,
    DraftClaim,
    Evidence,
    Feedback,
    Fetched,
    Filters,
    Opinion,
    Passage,
    Question,
    ReadReport,
    Sentence,
    Source,
    StoredArticle,
    Usage,
)
from qa.types.sources import Listing, NotModified, Visit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]


class Clock(Protocol):
    """The time."""

    def now(self) -> str:
        """The present instant in UTC, ISO 8601 with a trailing ``Z``, to the second."""
        ...


class Fetcher(Protocol):
    """Reads sources."""

    def sources(self, argument: str) -> Iterator[Source]:
        """The sources of ``argument`` (a file, a folder, a web address), sorted by name; InputError when there is
        none. Nothing is fetched for it: a feed is one source, and ``fetch`` tells what it lists."""
        ...

    async def fetch(self, source: Source, visit: Visit | None = None) -> Fetched | Listing | NotModified:
        """The bytes and the sidecar of ``source``, or the sources that it lists; with the last ``visit``, the bytes
        only if they changed since. SourceError when it cannot be read, is too large, or may not be fetched."""
        ...


class Embedder(Protocol):
    """Turns texts into vectors of unit length."""

    @property
    def fingerprint(self) -> str:
        """Names the model, its precision and its dimension (``minilm-int8-384``): vectors compare only within one."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """Float32 of shape (len(texts), dimension), rows of unit length, in order. EmbeddingError when it fails.

        A text's vector depends on that text alone, not on its company (to 1e-5).
        """
        ...


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """What a model makes of one sentence for one question. ``relevance`` is how likely the sentence answers, 0 to 1;
    ``answer`` is the stretch of it that reads most like the answer (start and end in the sentence's text, end
    exclusive), ``certainty`` how likely it is that stretch and not none, 0 to 1."""

    relevance: float
    answer: tuple[int, int] | None
    certainty: float


class SentenceReader(Protocol):
    """Reads sentences, one by one, for one question."""

    async def read_sentences(self, question: str, sentences: Sequence[tuple[str, str]]) -> Sequence[SentenceReading]:
        """A reading for each of ``sentences``, in order: what stands before it (a title, the sentence before it, or
        nothing) and the sentence. Each depends on itself and the question alone. ModelError when it fails."""
        ...


@dataclass(frozen=True, slots=True)
class SupportShares:
    """How evidence stands to a claim, as shares of one: it says the claim, denies it, or leaves it open."""

    supported: float
    refuted: float
    neutral: float


class SupportScorer(Protocol):
    """Judges claims against sentences."""

    async def support(self, pairs: Sequence[tuple[str, str]]) -> Sequence[SupportShares]:
        """One for each pair of a claim and its evidence (the text of the sentences that it cites), in order.
        ModelError when it fails."""
        ...


class PieceCounter(Protocol):
    """Knows how long a text is for the embedding model."""

    def count(self, text: str) -> int:
        """Word pieces of ``text``, without the special tokens that the model adds. EmbeddingError when it fails."""
        ...


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
        StoreFullError, StoreBusyError: nothing has changed then."""
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


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over the text of an article: its title, and when it was published (ISO 8601)."""

    title: str | None
    published_at: str | None


class PassageSearch(Protocol):
    """Full-text search over the passages of current versions."""

    async def search_text(self, words: Sequence[str], limit: int, filters: Filters) -> Sequence[tuple[str, float]]:
        """Passage ids with BM25 scores (higher is better), best first, ties by id; any of ``words`` may match."""
        ...

    async def passages(self, ids: Sequence[str], as_of: str | None = None) -> Sequence[Passage]:
        """Those passages, in the order asked for; ids that are not current are left out, unless ``as_of`` is given:
        then those of the past are found too."""
        ...

    async def headings(self, article_ids: Sequence[str]) -> Mapping[str, Heading]:
        """What stands over each of those articles, by id; articles that are not current are left out."""
        ...


@dataclass(frozen=True, slots=True)
class VectorHits:
    """Passage ids with cosine similarities, best first, ties by id. ``degraded`` names what was answered around."""

    hits: tuple[tuple[str, float], ...]
    degraded: str | None = None


class VectorIndex(Protocol):
    """Nearest passages by vector."""

    @property
    def name(self) -> str:
        """What answers (``exact``, ``chroma``), for the record."""
        ...

    async def search_vector(self, vector: Vectors, limit: int, filters: Filters) -> VectorHits:
        """The passages nearest to ``vector`` (shape (dimension,)). Sees every write acknowledged before the call."""
        ...

    async def close(self) -> None:
        """Gives back files and locks; safe to call twice."""
        ...


@dataclass(frozen=True, slots=True)
class VectorChange:
    """One passage as it stands now: its vector, or ``None`` when it is gone. ``seq`` is its place in the log."""

    seq: int
    passage_id: str
    article_id: str
    vector: Vectors | None


class VectorLog(Protocol):
    """The stored vectors and their change log, from which any index can be made again. Called from worker threads,
    so its methods block."""

    def newest(self) -> int:
        """The highest sequence number; 0 when nothing was ever written."""
        ...

    def floor(self) -> int:
        """The highest sequence number whose entry of a passage that is gone was pruned; 0 when none was.

        Whoever holds passages and stands at ``0 < after < floor()`` may have missed a removal: it starts again,
        empty, from 0. Ask after ``changes``, so that a pruning in between is seen.
        """
        ...

    def fingerprint(self) -> str | None:
        """The embedder that the present vectors were made with; ``None`` before the first write.

        A reindex gives every passage a new entry under a new fingerprint, in one step. Ask after ``changes``: vectors
        of another embedder than one's own are an IndexMismatchError, never an answer.
        """
        ...

    def changes(self, after: int, limit: int) -> Sequence[VectorChange]:
        """What happened after ``after``, at most ``limit`` entries, in order, each with the present state.

        A passage stands in the log once, at its latest change: one that is removed and added again moves up.
        """
        ...

    def selection(self, filters: Filters) -> frozenset[str] | None:
        """The ids of the current passages that pass ``filters``; ``None`` when all do."""
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


class VectorSwap(Protocol):
    """What `qa reindex` needs: new vectors are gathered beside the old, which go on answering until the swap.

    Resumable: what was put is kept, and left out of ``without_vector`` the next time.
    """

    async def without_vector(self, fingerprint: str, after: str = "", limit: int = 64) -> Sequence[Passage]:
        """Current passages with no vector of ``fingerprint`` yet, in the order of their ids, from the one after
        ``after``; none when those are the vectors in use."""
        ...

    async def put_vectors(self, fingerprint: str, ids: Sequence[str], vectors: Vectors) -> None:
        """Keeps ``vectors`` (a row an id) for the swap; ids no longer current are passed over. Vectors kept for
        another fingerprint go."""
        ...

    async def swap_vectors(self, fingerprint: str) -> bool:
        """In one transaction, makes the kept vectors the ones in use, each at a new place in the change log. False,
        and nothing done, while a current passage has none (an article came in meanwhile): embed those, try again."""
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


class Reader(Protocol):
    """Answers from evidence, in draft claims that cite sentence labels."""

    @property
    def name(self) -> str:
        """``extractive`` or ``openai``, for the record."""
        ...

    def read(self, question: Question, evidence: Evidence) -> AsyncGenerator[DraftClaim | ReadReport, None]:
        """Yields draft claims as they come, then exactly one ReadReport. No claim means: the evidence does not answer.

        ReaderError when there is nothing to use; closing the iterator cancels what runs.
        """
        ...


JudgeVerdict = Literal["supported", "not_supported", "unclear"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a claim follows from sentences, in a model's opinion. ``unclear`` is an opinion too."""

    verdict: JudgeVerdict
    reason: str = ""
    usage: Usage = Usage()  # noqa: RUF009 - frozen, so one instance serves all


class Judge(Protocol):
    """Gives an opinion on a claim. It advises people; no answer and no gate depends on it."""

    @property
    def name(self) -> str:
        """Who judges (``openai gpt-5-mini``)."""
        ...

    async def judge(self, claim: str, sentences: Sequence[str], question: str) -> Judgement:
        """Whether ``claim``, made in answer to ``question``, follows from ``sentences``. ReaderError when there is no
        opinion to be had."""
        ...
