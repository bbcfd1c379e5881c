"""Full-text search and vectors. See `qa.ports`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from qa.types import Filters, Passage

if TYPE_CHECKING:
    from qa.ports.models import Vectors


@dataclass(frozen=True, slots=True)
class Heading:
    """The day on which an article was published (ISO 8601), and the story that it tells.

    ``story`` is the same for all copies of one text, and only for them: the least of their ids.
    """

    day: str | None
    story: str


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
        """The heading of each of those articles, by id; articles that are not current are left out."""
        ...


@dataclass(frozen=True, slots=True)
class Nearby:
    """A word as the articles write it, how many letters of it are other than those looked for, and in how many passages
    it stands."""

    text: str
    edits: int
    passages: int


class Vocabulary(Protocol):
    """The words of the current articles."""

    async def unknown(self, words: Sequence[str]) -> frozenset[str]:
        """Those of ``words`` that stand in no passage and no title, in any form of theirs."""
        ...

    async def near(self, word: str, *, before: str | None = None, after: str | None = None) -> Sequence[Nearby]:
        """The words of the articles that differ from ``word`` in one or two letters, where given only those which stand
        right behind ``before`` or right before ``after`` somewhere."""
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

    async def refresh(self) -> None:
        """Sees every write acknowledged before the call, as a search does: vectors that were deleted leave memory."""
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
        """The ids of the current articles that pass ``filters``; ``None`` when all do."""
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
