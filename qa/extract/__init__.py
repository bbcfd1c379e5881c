"""Bytes to article: decode, clean, tell the furniture of the page from the text."""

import hashlib
import json

from qa import ids
from qa.errors import SourceError
from qa.extract import frontmatter
from qa.extract.captions import find_captions
from qa.extract.clean import clean, paragraphs
from qa.extract.decode import decode
from qa.extract.furniture import find_banners, find_title
from qa.extract.metadata import checked_values
from qa.extract.names import canonical
from qa.extract.provenance import find_byline, find_dateline, find_dates, find_source
from qa.extract.sheet import Sheet
from qa.types import Article, Fetched, Source, Span

__all__ = ["EXTRACTOR", "extract"]

EXTRACTOR = "text-1"
"""Names the rules of this package; raise the number when an article would be cut differently."""

_MARKDOWN = (".md", ".markdown")
_BREAK = "\n\n"


def extract(fetched: Fetched) -> Article:
    """The article that ``fetched`` holds.

    Its text is clean text (see ``clean``): the paragraphs of the body, then the captions, a blank line between each.
    What was recognised as furniture is in ``left_out``. Metadata come from the sidecar, else from the front matter,
    else from the text; what none of them gives is ``None``. SourceError: ``empty``, ``binary``, ``encoding`` or
    ``metadata``.
    """
    given, written = frontmatter.split(decode(fetched.data))
    metadata = checked_values({**given, **fetched.sidecar})
    sheet = _read(clean(written), metadata.get("title"), fetched.source)
    text, captions = _join(sheet)
    url = metadata.get("url")
    origin = metadata.get("origin") or sheet.origin
    return Article(
        id=ids.article_id(url=url, name=fetched.source.name),
        version=ids.version(text),
        source=fetched.source.name,
        source_hash=_source_hash(fetched),
        extractor=EXTRACTOR,
        text=text,
        captions=captions,
        title=metadata.get("title") or sheet.title,
        publisher=metadata.get("publisher"),
        origin=canonical(origin) if origin else None,
        byline=metadata.get("byline") or sheet.byline,
        dateline=sheet.dateline,
        url=url,
        published_at=metadata.get("published_at") or sheet.published_at,
        updated_at=metadata.get("updated_at") or sheet.updated_at,
        left_out=sheet.left_out,
    )


def _read(text: str, title: str | None, source: Source) -> Sheet:
    """The furniture rules, in the order in which they rely on each other."""
    sheet = Sheet.of(paragraphs(text), title)
    find_banners(sheet)
    find_captions(sheet)
    find_source(sheet)
    find_byline(sheet)
    find_dates(sheet)
    if any(sheet.body()):
        find_title(sheet, markdown=source.name.lower().endswith(_MARKDOWN))
        find_dateline(sheet)
    return sheet


def _join(sheet: Sheet) -> tuple[str, tuple[Span, ...]]:
    """The text, and where the captions are in it."""
    body = _BREAK.join(line.text for line in sheet.body())
    captions, spans = [line.text for line in sheet.captions()], []
    text = body
    for caption in captions:
        start = len(text) + len(_BREAK) if text else 0
        text = f"{text}{_BREAK}{caption}" if text else caption
        spans.append(Span(start, len(text)))
    if not text:
        raise SourceError("empty", "There is no text in it.", next_step="Put the article's text into it, or remove it.")
    return text, tuple(spans)


def _source_hash(fetched: Fetched) -> str:
    """sha256 in hex over the bytes, and over the sidecar whatever the order of its keys."""
    sidecar = json.dumps(dict(sorted(fetched.sidecar.items())), ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(hashlib.sha256(fetched.data).digest())
    digest.update(sidecar.encode())
    return digest.hexdigest()
