"""What becomes of each source that was read: stored, or left as it is and why."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator

from qa.frontier import Frontier
from qa.intake.items import Ingesting, Ready, SourceReport
from qa.intake.moved import take_place
from qa.ports import ArticleState, TextLookup
from qa.types import Article
from qa.types.sources import Listing, Visit


async def decided(
    read: AsyncIterator[Ready | Listing | SourceReport], frontier: Frontier, ports: Ingesting
) -> AsyncGenerator[Ready | SourceReport, None]:
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


async def _decide(item: Ready, taken: dict[str, tuple[str, str]], ports: Ingesting) -> Ready | SourceReport:
    article = item.article
    if article.id in taken:
        return _again(article, *taken[article.id])
    taken[article.id] = (article.version, article.source)
    before = await ports.articles.state(article.id)
    if before == ArticleState(article.version, article.source_hash, item.pipeline):
        moved = await take_place(item, ports)
        await ports.visits.remember(visit_of(item, ports))
        return SourceReport(article.source, "unchanged", article.id, article.version, detail=moved)
    if before is not None:
        return item
    if kept_out := await _kept_out(item, ports):
        return kept_out
    return await same_as_another(article, ports.texts) or item


async def _kept_out(item: Ready, ports: Ingesting) -> SourceReport | None:
    """What is said of an article that somebody took out: a feed does not bring it back, and a purge is for good."""
    article, tombstone = item.article, await ports.tombstones.tombstone(item.article.id)
    if tombstone is None or not (tombstone.purged or item.source.depth):
        return None
    word = "purged" if tombstone.purged else "removed"
    detail = f"It was {word} on {tombstone.removed_at[:10]}. To take it in again: qa rm --undo {article.id}."
    return SourceReport(article.source, "skipped", article.id, reason=word, detail=detail)


def _again(article: Article, version: str, source: str) -> SourceReport:
    """What is said of a source whose article was taken already in this run. Another text under the same address is a
    failure: one of the two would be lost in silence."""
    if article.version == version:
        return _same_text(article, article.id, version, source)
    shared = f"URL {article.url}" if article.url else f"name {article.source}"
    detail = f"Another text with the {shared} was taken. Give each a url of its own, or ingest their common folder."
    return SourceReport(article.source, "failed", article.id, article.version, "same_address", detail)


async def same_as_another(article: Article, texts: TextLookup) -> SourceReport | None:
    """What is said of an article that nobody could tell from one that is there. The same text put out by another
    publisher or at another address is an article of its own: a copy, which counts no second time but can be cited."""
    for other in await texts.with_version(article.version):
        if (other.url, other.publisher, other.published_at) == (article.url, article.publisher, article.published_at):
            return _same_text(article, other.id, other.version, other.source)
    return None


def _same_text(article: Article, kept_id: str, version: str, source: str) -> SourceReport:
    detail = f"the same article as {source}, which is kept"
    return SourceReport(article.source, "skipped", kept_id, version, "same_text", detail)


def visit_of(item: Ready, ports: Ingesting) -> Visit:
    """What is remembered of the source of ``item`` when its article is in the store."""
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
