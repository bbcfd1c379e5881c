"""What passes between fetching and ingesting besides the bytes of an article."""

from collections.abc import Iterable
from dataclasses import dataclass

from qa.types.articles import Source


@dataclass(frozen=True, slots=True)
class Visit:
    """What the last fetch of a source came to, kept so that the next one can be short.

    ``name`` is the source's; ``source_hash`` covers its bytes and sidecar; ``pipeline`` names the rules that cut it;
    ``etag`` and ``last_modified`` are the server's, for a conditional request.
    """

    name: str
    article_id: str
    version: str
    source_hash: str
    pipeline: str
    visited_at: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What a feed, a sitemap or an archive holds: sources, as they are read one after the other; ``total`` of them,
    where that is known."""

    source: Source
    found: Iterable[Source]
    total: int | None = None


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server says that nothing changed since the last visit."""

    source: Source


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What stays of an article that is gone: no word of it. ``purged``: its versions are gone too."""

    article_id: str
    removed_at: str
    reason: str
    purged: bool


@dataclass(frozen=True, slots=True)
class Edition:
    """A version and the time during which it was the one to be had. ``since`` is when it is known to have been public,
    ``until`` when the next one was, or ``None``; ``taken_at`` is when it came into this store."""

    version: str
    since: str
    until: str | None
    taken_at: str
