"""Everything about one source that needs no other one: fetching, extracting, cutting."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from qa.errors import EmbeddingError, NotAnArticleError, SourceError
from qa.extract import extractor_of, source_hash
from qa.frontier import Broken
from qa.intake.items import Ingesting, Outcome, Ready, SourceReport
from qa.intake.moved import taken_out
from qa.passages import PASSAGES, cut
from qa.segment import SEGMENTER
from qa.types import Fetched, Source
from qa.types.sources import Listing, NotModified, Visit


async def read(source: Source | Broken, ports: Ingesting) -> Ready | Listing | SourceReport:
    """Everything that needs no other source: fetching, extracting, cutting. Says ``unchanged`` as early as it can."""
    if isinstance(source, Broken):
        return _refused(source.source, source.error)
    visit = await _last_visit(source, ports)
    try:
        fetched = await ports.fetcher.fetch(source, visit)
        return fetched if isinstance(fetched, Listing) else await _extracted(fetched, source, visit, ports)
    except SourceError as error:
        return (await taken_out(source, error, ports)) or _refused(source, error)
    except EmbeddingError as error:  # the pieces could not be counted
        return SourceReport(source.name, "failed", reason=error.code, detail=str(error))


async def _extracted(
    fetched: Fetched | NotModified, asked: Source, visit: Visit | None, ports: Ingesting
) -> Ready | SourceReport:
    if isinstance(fetched, NotModified):
        return _unchanged(asked, visit)
    source, pipeline = fetched.source, _pipeline(extractor_of(fetched), ports)
    if source.name != asked.name:  # an archive's line knows its own id
        visit = await _last_visit(source, ports)
    if visit and (visit.source_hash, visit.pipeline) == (source_hash(fetched), pipeline):
        return _unchanged(source, visit)
    article, sentences = await ports.extractor.extract(fetched)
    passages = await asyncio.to_thread(cut, article, sentences, ports.pieces.count)
    return Ready(source, fetched, article, sentences, passages, pipeline, visit)


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
