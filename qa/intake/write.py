"""What was embedded goes into the store, an article at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from typing import TYPE_CHECKING

from qa.addressed import is_addressed
from qa.errors import EmbeddingError, PurgedError
from qa.intake.decide import same_as_another, visit_of
from qa.intake.embed import Batch
from qa.intake.items import Ingesting, Outcome, Ready, SourceReport
from qa.intake.moved import take_place
from qa.ports import ArticleState
from qa.types import Article

if TYPE_CHECKING:
    from qa.ports import Vectors


async def written(batch: Batch, ports: Ingesting) -> AsyncGenerator[SourceReport, None]:
    """Stores the articles of ``batch``; each report is yielded after its article is on disk."""
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


async def _write(item: Ready, vectors: Vectors, ports: Ingesting) -> SourceReport:
    article = item.article
    before = await ports.articles.state(article.id)
    if before is None and (same := await same_as_another(article, ports.texts)):  # one that was written a moment ago
        return same
    try:
        await ports.articles.replace(article, item.sentences, item.passages, vectors, item.pipeline)
    except PurgedError as error:  # while it was embedded
        return SourceReport(article.source, "skipped", article.id, reason=error.reason, detail=str(error))
    moved = await take_place(item, ports)  # first: what it took the place of is no copy of it
    await ports.visits.remember(visit_of(item, ports))
    outcome = _outcome(article, before)
    copies = await ports.copies.copies_of(article.id) if outcome == "new" else ()
    said = [moved, _copied(copies), await asyncio.to_thread(_addressed, item)]
    detail = "; ".join(note for note in said if note) or None
    return SourceReport(article.source, "copy" if copies else outcome, article.id, article.version, detail=detail)


def _copied(others: Sequence[str]) -> str | None:
    """What is said of an article that others have nearly the text of."""
    if not others:
        return None
    more = f" and {len(others) - 1} more" if len(others) > 1 else ""
    return f"nearly the text of {others[0]}{more}"


def _addressed(item: Ready) -> str | None:
    """What is said of sentences that tell an assistant what to do."""
    texts = (item.article.text[sentence.start : sentence.end] for sentence in item.sentences)
    count = sum(map(is_addressed, texts))
    return f"sentences that address an assistant, never cited: {count}" if count else None


def _outcome(article: Article, before: ArticleState | None) -> Outcome:
    if before is None:
        return "new"
    if before.version != article.version and before.source_hash != article.source_hash:
        return "updated"
    return "refreshed"
