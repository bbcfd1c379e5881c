"""What passes between the steps of ingesting, and the ports that they need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from qa.ports import ArticleStore, Clock, Embedder, Fetcher, PieceCounter, TextLookup
from qa.sourcing import Copies, Extractor, Tombstones, VisitStore
from qa.types import Article, Fetched, Passage, Sentence, Source
from qa.types.sources import Visit

Outcome = Literal["new", "updated", "refreshed", "unchanged", "copy", "listed", "removed", "skipped", "failed"]


@dataclass(frozen=True, slots=True)
class Ingesting:
    """The ports that ingesting needs."""

    fetcher: Fetcher
    articles: ArticleStore
    texts: TextLookup
    embedder: Embedder
    pieces: PieceCounter
    extractor: Extractor
    visits: VisitStore
    clock: Clock
    tombstones: Tombstones
    copies: Copies


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What came of one source. ``reason`` is a word (``empty``, ``binary``, …) and ``detail`` a sentence, for those
    that failed or were skipped. ``refreshed``: same text, but its metadata or our own rules changed. ``copy``: new, and
    nearly the text of other articles. ``listed``: a feed or sitemap, whose sources follow. ``removed``: its publisher
    took it away, so it was taken out. ``found`` is how many sources a listing has, where that is known."""

    source: str
    outcome: Outcome
    article_id: str | None = None
    version: str | None = None
    reason: str | None = None
    detail: str | None = None
    found: int | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """A source that was read: the article, cut, and what is remembered of the visit before."""

    source: Source
    fetched: Fetched
    article: Article
    sentences: tuple[Sentence, ...]
    passages: tuple[Passage, ...]
    pipeline: str
    visit: Visit | None
