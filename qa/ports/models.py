"""What embeds, reads, scores and judges. See `qa.ports`."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from qa.types import DraftClaim, Evidence, JudgeVerdict, Question, ReadReport, Usage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]


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
class WordNearness:
    """How near a word of a text, from ``start`` to ``end``, comes in its context to the nearest word of other texts: a
    cosine, 1 for the same word in the same place."""

    start: int
    end: int
    nearness: float


class WordComparer(Protocol):
    """Compares texts word by word, by what the words mean where they stand."""

    async def nearness(self, text: str, others: Sequence[str]) -> Sequence[WordNearness]:
        """One for each word of ``text`` that the model reads, in order; none when ``others`` have no words.
        EmbeddingError when it fails."""
        ...


class PieceCounter(Protocol):
    """Knows how long a text is for the embedding model."""

    def count(self, text: str) -> int:
        """Word pieces of ``text``, without the special tokens that the model adds. EmbeddingError when it fails."""
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


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a claim follows from sentences, in a model's opinion. ``unclear`` is an opinion too."""

    verdict: JudgeVerdict
    reason: str = ""
    usage: Usage = Usage()  # noqa: RUF009 - frozen, so one instance serves all


class Judge(Protocol):
    """Gives an opinion on a claim. In evals it advises people and no gate depends on it; in an answer it may turn a
    claim down (`qa.judging`)."""

    @property
    def name(self) -> str:
        """Who judges (``openai gpt-5-mini``)."""
        ...

    async def judge(self, claim: str, sentences: Sequence[str], question: str) -> Judgement:
        """Whether ``claim``, made in answer to ``question``, follows from ``sentences``. ReaderError when there is no
        opinion to be had."""
        ...
