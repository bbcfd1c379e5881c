"""What a feed or a sitemap leads to."""

from __future__ import annotations

import gzip
import io
import re
from dataclasses import replace

from qa.errors import SourceError
from qa.links.feed import read_feed
from qa.links.sitemap import read_sitemap
from qa.types import Fetched
from qa.types.sources import Listing

__all__ = ["MOST", "listed"]

MOST = 50_000
"""Sources that one listing may name: the limit that sitemaps set themselves."""

_UNPACKED = 60_000_000
_LOOKED_AT = 4_000
_SITEMAP = re.compile(r"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]", re.IGNORECASE)
_FEED = re.compile(r"<(?:rss|feed|rdf:RDF|(?:\w+:)?channel)[\s>]", re.IGNORECASE)
_ENTITY = re.compile(r"<!(?:ENTITY|DOCTYPE[^>]*\[)", re.IGNORECASE)
_ENCODINGS = (("utf-16", (b"\xff\xfe", b"\xfe\xff")), ("utf-16-be", (b"\x00<",)), ("utf-16-le", (b"<\x00",)))


def listed(fetched: Fetched) -> Listing | None:
    """The sources that ``fetched`` lists, or ``None`` when it is neither feed nor sitemap.

    SourceError: ``bomb`` for XML with entities of its own or an archive that unpacks without end; ``damaged``.
    """
    data = _unpacked(fetched.data) if fetched.data.startswith(b"\x1f\x8b") else fetched.data
    start = _text(data[:_LOOKED_AT])
    is_sitemap, is_feed = _SITEMAP.search(start), _FEED.search(start)
    if not (is_sitemap or is_feed) or "<html" in start.lower():
        return None
    if _ENTITY.search(_text(data)):
        message = "It defines entities of its own, which can grow without end."
        raise SourceError("bomb", message, next_step="Do not use this feed.")
    base = fetched.url or fetched.source.path
    found = read_sitemap(data, base) if is_sitemap else read_feed(data, base)
    unique = {source.name: replace(source, depth=fetched.source.depth + 1) for source in found}
    sources = list(unique.values())[:MOST]
    return Listing(fetched.source, sources, len(sources))


def _unpacked(data: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            unpacked = file.read(_UNPACKED + 1)
    except (OSError, EOFError):
        raise SourceError("damaged", "Its archive is broken.", next_step="Check the address.") from None
    if len(unpacked) > _UNPACKED:
        raise SourceError("bomb", "It unpacks without end.", next_step="Do not use this source.")
    return unpacked


def _text(data: bytes) -> str:
    """``data`` as text, well enough to see what it declares, in any encoding that an XML parser would take."""
    for encoding, starts in _ENCODINGS:
        if data.startswith(starts):
            return data.decode(encoding, "replace")
    return data.decode("latin-1")
