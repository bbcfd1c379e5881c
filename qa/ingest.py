"""The ingest flow: Source → fetch → extract → segment → cut → embed → store.replace.

One async generator of reports, a source each. A source that cannot be used is reported and the rest goes on; only a
store that cannot write any more ends the run.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from qa.errors import EmbeddingError, NotAnArticleError, SourceError
from qa.extract import extract
from qa.passages import PASSAGES, cut
from qa.ports import ArticleState, ArticleStore, Embedder, Fetcher, PieceCounter, TextLookup
from qa.segment import SEGMENTER, segment
from qa.types import Article, Source

if TYPE_CHECKING:
    from qa.ports import Vectors

SLICE = 64  # passages that are embedded at once
Outcome = Literal["new", "updated", "refreshed", "unchanged", "skipped", "failed"]


@dataclass(frozen=True, slots=True)
class Ingesting:
    """The ports that ingesting needs."""

    fetcher: Fetcher
    articles: ArticleStore
    texts: TextLookup
    embedder: Embedder
    pieces: PieceCounter


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What came of one source. ``reason`` is a word (``empty``, ``binary``, …) and ``detail`` a sentence, for those
    that failed or were skipped. ``refreshed``: same text, but its metadata or our own rules changed."""

    source: str
    outcome: Outcome
    article_id: str | None = None
    version: str | None = None
    reason: str | None = None
    detail: str | None = None


async def ingest(sources: Iterable[Source], ports: Ingesting) -> AsyncIterator[SourceReport]:
    """Takes ``sources`` in one by one; each report is yielded after its article is on disk.

    StoreError ends the run: everything reported before stays.
    """
    seen: dict[str, Article] = {}
    for source in sources:
        try:
            article = extract(await ports.fetcher.fetch(source))
            if article.id in seen:
                yield _again(article, seen[article.id])
                continue
            seen[article.id] = article
            yield await _take(article, ports)
        except NotAnArticleError as error:
            yield SourceReport(source.name, "skipped", reason=error.reason, detail=str(error))
        except SourceError as error:
            yield SourceReport(source.name, "failed", reason=error.reason, detail=str(error))
        except EmbeddingError as error:
            yield SourceReport(source.name, "failed", reason=error.code, detail=str(error))


def _again(article: Article, taken: Article) -> SourceReport:
    """What is said of a source whose article was taken already in this run. Another text under the same address is a
    failure: one of the two would be lost in silence."""
    if article.version == taken.version:
        detail = f"the same article as {taken.source}, which is kept"
        return SourceReport(article.source, "skipped", article.id, article.version, "same_text", detail)
    shared = f"URL {article.url}" if article.url else f"name {article.source}"
    detail = f"Another text with the {shared} was taken. Give each a url of its own, or ingest their common folder."
    return SourceReport(article.source, "failed", article.id, article.version, "same_address", detail)


async def _take(article: Article, ports: Ingesting) -> SourceReport:
    pipeline = "/".join((article.extractor, SEGMENTER, PASSAGES, ports.embedder.fingerprint))
    before = await ports.articles.state(article.id)
    if before == ArticleState(article.version, article.source_hash, pipeline):
        return SourceReport(article.source, "unchanged", article.id, article.version)
    if before is None and (twin := await _twin(article, ports.texts)):
        detail = f"the same article as {twin.source}, which is kept"
        return SourceReport(article.source, "skipped", twin.id, twin.version, "same_text", detail)
    await _store(article, pipeline, ports)
    return SourceReport(article.source, _outcome(article, before), article.id, article.version)


async def _store(article: Article, pipeline: str, ports: Ingesting) -> None:
    sentences = segment(article)
    passages = cut(article, sentences, ports.pieces.count)
    vectors = await _embedded([passage.text for passage in passages], ports.embedder)
    await ports.articles.replace(article, sentences, passages, vectors, pipeline)


async def _embedded(texts: Sequence[str], embedder: Embedder) -> Vectors:
    """The vectors of ``texts``, slice by slice, so that a long article can be interrupted."""
    import numpy as np

    slices = [texts[at : at + SLICE] for at in range(0, len(texts), SLICE)]
    return np.concatenate([await embedder.embed(one) for one in slices])


async def _twin(article: Article, texts: TextLookup) -> Article | None:
    """An article with the same text that nobody could tell from this one. The same text put out by another publisher
    or at another address is an article of its own: a copy, which counts no second time but can be cited."""
    for other in await texts.with_version(article.version):
        if (other.url, other.publisher, other.published_at) == (article.url, article.publisher, article.published_at):
            return other
    return None


def _outcome(article: Article, before: ArticleState | None) -> Outcome:
    if before is None:
        return "new"
    if before.version != article.version and before.source_hash != article.source_hash:
        return "updated"
    return "refreshed"
