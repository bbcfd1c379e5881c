"""The ingest flow: Source → fetch → extract → segment → cut → embed → store.replace.

One async generator of reports, in the order of the sources. Fetching and extracting run ahead of embedding, and
embedding of writing; each waits when the next one has enough. A source that cannot be used is reported and the rest
goes on; only a store that cannot write any more ends the run.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from qa.addressed import is_addressed
from qa.ahead import ahead
from qa.errors import EmbeddingError, NotAnArticleError, SourceError
from qa.extract import extractor_of, source_hash
from qa.frontier import Broken, Frontier
from qa.passages import PASSAGES, cut
from qa.ports import (
    ArticleState,
    ArticleStore,
    Clock,
    Embedder,
    Fetcher,
    PieceCounter,
    TextLookup,
)
from qa.segment import SEGMENTER
from qa.sourcing import Copies, Extractor, Tombstones, VisitStore
from qa.types import Article, Fetched, Passage, Sentence, Source
from qa.types.sources import Listing, NotModified, Visit

if TYPE_CHECKING:
    from qa.ports import Vectors

SLICE = 64
"""Passages that are embedded in one call, of as many articles as it takes: a long article can be interrupted, and a
service that embeds many texts per request is asked seldom."""

AHEAD = 24
"""Sources that are fetched and extracted before their turn."""

PATIENCE = 0.5
"""Seconds that articles wait for others to be embedded with."""

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
class _Ready:
    """A source that was read: the article, cut, and what is remembered of the visit before."""

    source: Source
    fetched: Fetched
    article: Article
    sentences: tuple[Sentence, ...]
    passages: tuple[Passage, ...]
    pipeline: str
    visit: Visit | None


@dataclass(slots=True)
class _Batch:
    """Articles to embed together, and reports that come before them."""

    parts: list[_Ready | SourceReport] = field(default_factory=list)
    vectors: list[Vectors | EmbeddingError] = field(default_factory=list)

    def ready(self) -> list[_Ready]:
        """Those to embed."""
        return [part for part in self.parts if isinstance(part, _Ready)]

    def size(self) -> int:
        """Passages in it."""
        return sum(len(part.passages) for part in self.ready())


async def ingest(
    sources: Iterable[Source], ports: Ingesting, limit: int | None = None
) -> AsyncGenerator[SourceReport, None]:
    """Takes ``sources`` in; each report is yielded after its article is on disk.

    ``limit``: take at most so many from each listing. StoreError ends the run: everything reported before stays.
    """
    frontier = Frontier(sources, limit)
    async with (
        aclosing(ahead(frontier, lambda source: _read(source, ports), AHEAD)) as read,
        aclosing(_batches(_decided(read, frontier, ports))) as batches,
        aclosing(ahead(batches, lambda batch: _embed(batch, ports.embedder), 2)) as embedded,
    ):
        async for batch in embedded:
            async for report in _written(batch, ports):
                yield report


async def _read(source: Source | Broken, ports: Ingesting) -> _Ready | Listing | SourceReport:
    """Everything that needs no other source: fetching, extracting, cutting. Says ``unchanged`` as early as it can."""
    if isinstance(source, Broken):
        return _refused(source.source, source.error)
    visit = await _last_visit(source, ports)
    try:
        fetched = await ports.fetcher.fetch(source, visit)
        return fetched if isinstance(fetched, Listing) else await _extracted(fetched, source, visit, ports)
    except SourceError as error:
        if error.reason == "gone" and visit and await ports.articles.delete(visit.article_id):
            return SourceReport(source.name, "removed", visit.article_id, visit.version, error.reason, str(error))
        return _refused(source, error)
    except EmbeddingError as error:  # the pieces could not be counted
        return SourceReport(source.name, "failed", reason=error.code, detail=str(error))


async def _extracted(
    fetched: Fetched | NotModified, asked: Source, visit: Visit | None, ports: Ingesting
) -> _Ready | SourceReport:
    if isinstance(fetched, NotModified):
        return _unchanged(asked, visit)
    source, pipeline = fetched.source, _pipeline(extractor_of(fetched), ports)
    if source.name != asked.name:  # an archive's line knows its own id
        visit = await _last_visit(source, ports)
    if visit and (visit.source_hash, visit.pipeline) == (source_hash(fetched), pipeline):
        return _unchanged(source, visit)
    article, sentences = await ports.extractor.extract(fetched)
    passages = await asyncio.to_thread(cut, article, sentences, ports.pieces.count)
    return _Ready(source, fetched, article, sentences, passages, pipeline, visit)


def _refused(source: Source, error: SourceError) -> SourceReport:
    outcome: Outcome = "skipped" if isinstance(error, NotAnArticleError) else "failed"
    return SourceReport(source.name, outcome, reason=error.reason, detail=str(error))


async def _last_visit(source: Source, ports: Ingesting) -> Visit | None:
    """The visit before, if its article still is what it was then and was made by our present rules."""
    visit = await ports.visits.visit(source.name)
    if visit is None:
        return None
    state = await ports.articles.state(visit.article_id)
    if state is None or (state.version, state.source_hash) != (visit.version, visit.source_hash):
        return None
    return replace(visit, pipeline=state.pipeline)


def _pipeline(extractor: str, ports: Ingesting) -> str:
    return "/".join((extractor, SEGMENTER, PASSAGES, ports.embedder.fingerprint))


def _unchanged(source: Source, visit: Visit | None) -> SourceReport:
    return SourceReport(source.name, "unchanged", visit.article_id if visit else None, visit.version if visit else None)


async def _decided(
    read: AsyncIterator[_Ready | Listing | SourceReport], frontier: Frontier, ports: Ingesting
) -> AsyncGenerator[_Ready | SourceReport, None]:
    """In the order of the sources: what is to be stored, and a report for everything else."""
    taken: dict[str, tuple[str, str]] = {}
    async for item in read:
        if isinstance(item, Listing):
            frontier.add(item)
            yield SourceReport(item.source.name, "listed", found=item.total)
        elif isinstance(item, SourceReport):
            if item.outcome == "unchanged" and item.article_id and item.version:
                taken.setdefault(item.article_id, (item.version, item.source))
            yield item
        else:
            yield await _decide(item, taken, ports)


async def _decide(item: _Ready, taken: dict[str, tuple[str, str]], ports: Ingesting) -> _Ready | SourceReport:
    article = item.article
    if article.id in taken:
        return _again(article, *taken[article.id])
    taken[article.id] = (article.version, article.source)
    before = await ports.articles.state(article.id)
    if before == ArticleState(article.version, article.source_hash, item.pipeline):
        await ports.visits.remember(_visit(item, ports))
        return SourceReport(article.source, "unchanged", article.id, article.version)
    if before is not None:
        return item
    if kept_out := await _kept_out(item, ports):
        return kept_out
    twin = await _twin(article, ports.texts)
    return _same(article, twin) if twin else item


async def _kept_out(item: _Ready, ports: Ingesting) -> SourceReport | None:
    """What is said of an article that somebody took out: a feed does not bring it back, and a purge is for good."""
    article, tombstone = item.article, await ports.tombstones.tombstone(item.article.id)
    if tombstone is None or not (tombstone.purged or item.source.depth):
        return None
    word = "purged" if tombstone.purged else "removed"
    detail = f"It was {word} on {tombstone.removed_at[:10]}. To take it in again: qa rm --undo {article.id}."
    return SourceReport(article.source, "skipped", article.id, reason=word, detail=detail)


def _same(article: Article, twin: Article) -> SourceReport:
    detail = f"the same article as {twin.source}, which is kept"
    return SourceReport(article.source, "skipped", twin.id, twin.version, "same_text", detail)


def _again(article: Article, version: str, source: str) -> SourceReport:
    """What is said of a source whose article was taken already in this run. Another text under the same address is a
    failure: one of the two would be lost in silence."""
    if article.version == version:
        detail = f"the same article as {source}, which is kept"
        return SourceReport(article.source, "skipped", article.id, article.version, "same_text", detail)
    shared = f"URL {article.url}" if article.url else f"name {article.source}"
    detail = f"Another text with the {shared} was taken. Give each a url of its own, or ingest their common folder."
    return SourceReport(article.source, "failed", article.id, article.version, "same_address", detail)


async def _batches(decided: AsyncGenerator[_Ready | SourceReport, None]) -> AsyncGenerator[_Batch, None]:
    """Batches of about ``SLICE`` passages; a smaller one when the next source keeps it waiting."""
    async with aclosing(decided) as items:
        batch = _Batch()
        coming: asyncio.Task[_Ready | SourceReport] | None = None
        try:
            while True:
                coming = coming or asyncio.ensure_future(anext(items))
                await asyncio.wait({coming}, timeout=PATIENCE if batch.parts else None)
                if coming.done():
                    try:
                        batch.parts.append(coming.result())
                    except StopAsyncIteration:
                        break
                    coming = None
                if coming is not None or batch.size() >= SLICE or len(batch.parts) >= SLICE:
                    yield batch
                    batch = _Batch()
            if batch.parts:
                yield batch
        finally:
            if coming is not None and not coming.done():
                coming.cancel()
                await asyncio.gather(coming, return_exceptions=True)


async def _embed(batch: _Batch, embedder: Embedder) -> _Batch:
    """``batch`` with its vectors. When the whole cannot be embedded each article is tried alone: one bad text costs
    one article."""
    texts = [[passage.text for passage in part.passages] for part in batch.ready()]
    try:
        together = await _embedded([text for one in texts for text in one], embedder)
        at = 0
        for one in texts:
            batch.vectors.append(together[at : at + len(one)])
            at += len(one)
    except EmbeddingError:
        for one in texts:
            try:
                batch.vectors.append(await _embedded(one, embedder))
            except EmbeddingError as error:
                batch.vectors.append(error)
    return batch


async def _embedded(texts: Sequence[str], embedder: Embedder) -> Vectors:
    """The vectors of ``texts``, slice by slice, so that a long article can be interrupted."""
    import numpy as np

    slices = [texts[at : at + SLICE] for at in range(0, len(texts), SLICE)]
    if not slices:
        return np.empty((0, embedder.dimension), dtype=np.float32)
    return np.concatenate([await embedder.embed(one) for one in slices])


async def _written(batch: _Batch, ports: Ingesting) -> AsyncGenerator[SourceReport, None]:
    vectors = iter(batch.vectors)
    for part in batch.parts:
        if isinstance(part, SourceReport):
            yield part
            continue
        rows = next(vectors)
        if isinstance(rows, EmbeddingError):
            yield SourceReport(part.article.source, "failed", reason=rows.code, detail=str(rows))
            continue
        yield await _write(part, rows, ports)


async def _write(item: _Ready, vectors: Vectors, ports: Ingesting) -> SourceReport:
    article = item.article
    before = await ports.articles.state(article.id)
    if before is None and (twin := await _twin(article, ports.texts)):  # one that was written a moment ago
        return _same(article, twin)
    await ports.articles.replace(article, item.sentences, item.passages, vectors, item.pipeline)
    await ports.visits.remember(_visit(item, ports))
    said = [await _moved(item, ports), _addressed(item)]
    detail = "; ".join(note for note in said if note) or None
    return SourceReport(article.source, _outcome(article, before), article.id, article.version, detail=detail)


def _addressed(item: _Ready) -> str | None:
    """What is said of sentences that tell an assistant what to do."""
    texts = (item.article.text[sentence.start : sentence.end] for sentence in item.sentences)
    count = sum(map(is_addressed, texts))
    return f"sentences that address an assistant, never cited: {count}" if count else None


async def _moved(item: _Ready, ports: Ingesting) -> str | None:
    """Takes out the article that stood at this address before, when the address now leads to another one (a redirect,
    a new canonical link)."""
    visit = item.visit
    if visit is None or item.fetched.url is None or visit.article_id == item.article.id:
        return None
    await ports.articles.delete(visit.article_id)
    return f"moved: it took the place of {visit.article_id}"


def _visit(item: _Ready, ports: Ingesting) -> Visit:
    article, fetched = item.article, item.fetched
    return Visit(
        item.source.name,
        article.id,
        article.version,
        article.source_hash,
        item.pipeline,
        ports.clock.now(),
        fetched.etag,
        fetched.last_modified,
    )


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
