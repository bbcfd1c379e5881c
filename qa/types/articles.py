"""What is ingested: sources, articles, sentences, passages.

Offsets count Unicode code points of ``Article.text``, end exclusive. Dates are ISO 8601 strings, either a day
(``2016-12-30``) or an instant in UTC (``2016-12-30T14:05:00Z``); what is unknown is ``None``, never guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

SentenceKind = Literal["body", "caption"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article comes from. ``name`` is the POSIX path relative to the ingest argument (a single file: its
    name; on the web: the address) and is what the article id is made of; ``path`` is where the bytes are read.

    ``part`` is where in an archive it begins. ``hints`` are what the feed or sitemap that named it says of it, for
    where the article itself says nothing; ``depth`` counts the listings that led to it.
    """

    name: str
    path: str
    part: int | None = None
    hints: tuple[tuple[str, str], ...] = ()
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Fetched:
    """The bytes of one source, and the metadata that a sidecar file gives for it (empty without one).

    From the web also what the server said: ``media_type`` (without parameters) and ``charset``, both in small letters,
    ``url`` (the address in the end, after redirects), ``etag`` and ``last_modified`` for the next visit.
    """

    source: Source
    data: bytes
    sidecar: Mapping[str, str] = field(default_factory=dict)
    media_type: str | None = None
    charset: str | None = None
    url: str | None = None
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """``text[start:end]``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Left:
    """A piece of the source that was recognised and left out of the text, so that nothing vanishes unseen.

    ``kind`` is ``banner``, ``update_mark``, ``credit``, ``image_mark``, ``source_line``, ``dateline``, ``title``,
    ``byline``, ``date_line``, ``repeat`` (a caption that stands twice), ``heading_mark`` (``##``), ``rule`` (a line
    without a word, such as ``* * *``), ``correction`` (a note that says what was wrong before) or ``editors_note``.
    """

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """Where a piece of metadata stood, and how it is written there: a date keeps its time zone here.

    ``field`` is a field of Article; ``where`` is ``json_ld``, ``meta``, ``time``, ``markup``, ``link``, ``address``,
    ``header`` (of a mail), ``properties`` (of a document), ``feed``, ``sidecar``, ``front_matter`` or ``text``.
    """

    field: str
    where: str
    written: str


@dataclass(frozen=True, slots=True)
class Article:
    """One version of one article.

    ``text`` is the body (paragraphs joined by a blank line), then the captions; ``captions`` are their spans in it.
    ``version`` is a hash of ``text`` alone; ``source_hash`` covers the bytes that it came from and its sidecar;
    ``extractor`` names the rules that cut it, so an upgrade of ours is not taken for a correction of theirs.
    ``origin`` is the agency or newsroom that wrote it; ``publisher`` is who put it out. ``language`` is a tag such as
    ``en`` where the source names one. ``found`` says where the metadata come from. ``title_withheld``: in evidence,
    where the title addresses an assistant and was left out.
    """

    id: str
    version: str
    source: str
    source_hash: str
    extractor: str
    text: str
    captions: tuple[Span, ...] = ()
    title: str | None = None
    publisher: str | None = None
    origin: str | None = None
    byline: str | None = None
    dateline: str | None = None
    url: str | None = None
    published_at: str | None = None
    updated_at: str | None = None
    left_out: tuple[Left, ...] = ()
    language: str | None = None
    found: tuple[Found, ...] = ()
    title_withheld: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A span of an article's text. ``number`` counts from 1 within the article."""

    article_id: str
    version: str
    number: int
    start: int
    end: int
    kind: SentenceKind = "body"


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of neighbouring sentences of one article and one kind; what is embedded and found.

    ``id`` is ``{article_id}.{version}.{start}-{end}``: it comes from content, so it never means something else.
    ``first`` and ``last`` are sentence numbers, both included. ``text == article.text[start:end]``, always.
    """

    id: str
    article_id: str
    version: str
    first: int
    last: int
    start: int
    end: int
    text: str
    kind: SentenceKind = "body"


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as the store keeps it: with its sentences, and whether this version is the current one."""

    article: Article
    sentences: tuple[Sentence, ...]
    current: bool
