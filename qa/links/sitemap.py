"""Sitemaps, news sitemaps and indexes of sitemaps."""

from __future__ import annotations

import io
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from qa.errors import SourceError
from qa.extract.dates import from_any
from qa.extract.urls import canonical_url
from qa.links.absolute import absolute
from qa.types import Source

_FIELDS = {"title": "title", "publication_date": "published_at", "name": "publisher"}


def read_sitemap(data: bytes, base: str) -> Iterator[Source]:
    """What the sitemap lists, the latest first where it gives dates. SourceError ``bomb``, ``damaged``."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    entries: list[tuple[str, Source]] = []
    try:
        for _, element in iterparse(io.BytesIO(data), forbid_dtd=True):
            if _name(element) in ("url", "sitemap"):
                entries += _entry(element, base)
                element.clear()
    except DefusedXmlException:
        raise SourceError("bomb", "It defines entities of its own.", next_step="Do not use this sitemap.") from None
    except (ParseError, ValueError, LookupError):
        if not entries:  # a sitemap that is cut short gives what it has
            raise SourceError("damaged", "The sitemap cannot be read.", next_step="Check the address.") from None
    dated = sorted(entries, key=lambda entry: entry[0], reverse=True)
    return (source for _, source in dated)


def _entry(element: Element, base: str) -> list[tuple[str, Source]]:
    hints: dict[str, str] = {}
    url, changed = None, ""
    for child in element.iter():
        text, name = (child.text or "").strip(), _name(child)
        if name == "loc" and url is None and "image" not in child.tag:
            url = canonical_url(absolute(text, base))
        elif name == "lastmod":
            changed = from_any(text) or ""
        elif name in _FIELDS and "news" in child.tag and text:
            value = from_any(text) if name == "publication_date" else " ".join(text.split())[:300]
            if value:
                hints.setdefault(_FIELDS[name], value)
    if url is None:
        return []
    return [(hints.get("published_at") or changed, Source(url, url, hints=tuple(hints.items())))]


def _name(element: Element) -> str:
    return element.tag.rsplit("}", 1)[-1].lower() if isinstance(element.tag, str) else ""
