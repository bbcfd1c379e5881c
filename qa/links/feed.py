"""RSS and Atom: the articles that a feed links to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qa.errors import SourceError
from qa.extract.clean import clean
from qa.extract.dates import from_any
from qa.extract.urls import canonical_url
from qa.links.absolute import absolute
from qa.types import Source

_LONGEST = 300


def read_feed(data: bytes, base: str) -> Iterator[Source]:
    """The linked articles, in the feed's order. SourceError ``damaged`` when nothing can be made of it."""
    import feedparser

    parsed = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    if not parsed.entries and parsed.bozo:
        raise SourceError("damaged", "The feed cannot be read.", next_step="Check the address in a browser.")
    title = _one_line(parsed.feed.get("title"))
    for entry in parsed.entries:
        link = _link(entry, base)
        if link:
            hints = {
                "title": _one_line(entry.get("title")),
                "byline": _one_line(entry.get("author")),
                "publisher": _one_line(entry.get("source", {}).get("title")) or title,
                "published_at": _date(entry, "published"),
                "updated_at": _date(entry, "updated"),
            }
            yield Source(link, link, hints=tuple((key, value) for key, value in hints.items() if value))


def _link(entry: Any, base: str) -> str | None:
    """The address of the article itself: a feed that is passed on keeps it in ``feedburner:origLink``."""
    for written in (entry.get("feedburner_origlink"), entry.get("link"), _permalink(entry)):
        if isinstance(written, str) and (url := canonical_url(absolute(written, base))):
            return url
    return None


def _date(entry: Any, key: str) -> str | None:
    """By the dictionary itself: the library gives another date where one is missing."""
    written = dict.get(entry, key)
    return from_any(written) if isinstance(written, str) else None


def _permalink(entry: Any) -> str | None:
    identity = entry.get("id")
    return identity if isinstance(identity, str) and identity.startswith(("http://", "https://")) else None


def _one_line(value: object) -> str | None:
    text = " ".join(clean(value).split()) if isinstance(value, str) else ""
    return text if text and len(text) <= _LONGEST and "<" not in text else None
