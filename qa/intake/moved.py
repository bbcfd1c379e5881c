"""Articles whose own address says that they are no longer there: it leads to another one now, or is gone for good.

What becomes of some other address that led to an article ("/latest", a short link) says nothing about that article.
"""

from __future__ import annotations

from qa import ids
from qa.errors import SourceError
from qa.extract.urls import canonical_url
from qa.intake.items import Ingesting, Ready, SourceReport
from qa.types import Source


def own_article(source: Source) -> str:
    """The id of the article that has the address of ``source`` for its own."""
    return ids.article_id(url=canonical_url(source.name), name=source.name)


async def take_place(item: Ready, ports: Ingesting) -> str | None:
    """Takes out the article whose own address leads to that of ``item`` now (a redirect, a new canonical link), and
    says so."""
    visit = item.visit
    if visit is None or item.fetched.url is None or visit.article_id == item.article.id:
        return None
    if visit.article_id != own_article(item.source):
        return None
    await ports.articles.delete(visit.article_id)
    return f"moved: it took the place of {visit.article_id}"


async def taken_out(source: Source, error: SourceError, ports: Ingesting) -> SourceReport | None:
    """Takes out the article whose own address is gone for good; ``None`` when there is none or ``error`` is another."""
    if error.reason != "gone":
        return None
    own = own_article(source)
    state = await ports.articles.state(own)
    if state is None or not await ports.articles.delete(own):
        return None
    return SourceReport(source.name, "removed", own, state.version, error.reason, str(error))
