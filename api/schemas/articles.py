"""Articles, and passages of them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.schemas.shown import Shown


class SentenceOut(Shown):
    """A sentence: `text[start:end]` of its article, in Unicode code points."""

    number: int
    start: int
    end: int
    kind: Literal["body", "caption"]


class TextSentenceOut(SentenceOut):
    """A sentence with its text."""

    text: str


class SentencesOut(Shown):
    """The sentences of one version."""

    article_id: str
    version: str
    sentences: list[TextSentenceOut]


class LeftOut(Shown):
    """A piece of the source that is not part of the text."""

    kind: str
    text: str


class MetadataOut(Shown):
    """Where a piece of metadata stood, and how it is written there."""

    field: str
    where: str
    written: str


class ArticleOut(Shown):
    """An article's metadata. What is unknown is null, never guessed."""

    id: str
    version: str
    source: str
    title: str | None
    publisher: str | None
    origin: str | None
    byline: str | None
    dateline: str | None
    url: str | None
    published_at: str | None
    updated_at: str | None
    language: str | None
    title_withheld: bool = False


class StoredArticleOut(ArticleOut):
    """One version of an article, with its text and its sentences."""

    current: bool
    text: str
    sentences: list[SentenceOut]
    left_out: list[LeftOut]
    found: list[MetadataOut]


class ArticlesOut(Shown):
    """A page of a list; `next_cursor` is null on the last one."""

    articles: list[ArticleOut]
    next_cursor: str | None


class EditionOut(Shown):
    """A version, and the time during which it was the one to be had: `since` is when it is known to have been public,
    `taken_at` when it came in here."""

    version: str
    since: str
    until: str | None
    taken_at: str


class VersionsOut(Shown):
    """The versions of an article, newest first; `current_version` is null when it was taken out."""

    article_id: str
    current_version: str | None
    versions: list[str]
    editions: list[EditionOut]


class CopiesOut(Shown):
    """The articles with nearly the same text, the earliest first; `origin` is who wrote it, where one of them says."""

    article_id: str
    origin: str | None
    copies: list[ArticleOut]


class ChangeOut(Shown):
    """One difference. `where` is `text`, `correction` (a note about the article) or a field of its metadata."""

    where: str
    kind: Literal["added", "removed", "changed"]
    before: str | None
    after: str | None


class DiffOut(Shown):
    """What changed between two versions, sentence by sentence."""

    article_id: str
    from_: str = Field(alias="from")
    to: str
    changes: list[ChangeOut]


class TakenOut(Shown):
    """What came of an article that was sent."""

    source: str
    outcome: Literal["new", "updated", "refreshed", "unchanged", "copy", "skipped"]
    article_id: str
    version: str
    detail: str | None


class FoundOut(Shown):
    """A passage that was found: `text` is `[start:end]` of its article's, `sentences` are first and last number."""

    article_id: str
    version: str
    sentences: tuple[int, int]
    kind: Literal["body", "caption"]
    start: int
    end: int
    text: str
    score: float
    dense_rank: int | None
    text_rank: int | None
    title: str | None
    publisher: str | None
    origin: str | None
    published_at: str | None
    url: str | None
    title_withheld: bool = False


class SearchOut(Shown):
    """The passages nearest to a query, best first; `degraded` names what was answered around."""

    hits: list[FoundOut]
    degraded: list[str]
