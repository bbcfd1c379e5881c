"""Evidence of several articles, as a question would find them."""

from __future__ import annotations

from qa.evidence import gather
from qa.types import Evidence, Hit, StoredArticle
from tests.newsroom import Edition, edition


def found(*editions: Edition) -> Evidence:
    """The evidence of all passages of ``editions``, in their order."""
    stored = {(e.article.id, e.article.version): StoredArticle(e.article, e.sentences, current=True) for e in editions}
    hits = [Hit(passage, 1.0) for e in editions for passage in e.passages]
    return gather(hits, stored)


def report(origin: str, text: str, published_at: str | None = None, title: str | None = None) -> Edition:
    """An article that ``origin`` wrote."""
    return edition(f"{origin} {published_at} {text[:20]}", text, origin=origin, published_at=published_at, title=title)
