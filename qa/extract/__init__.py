"""Bytes to article: decode, clean, tell the furniture of the page from the text."""

import hashlib
import json

from qa import ids
from qa.errors import SourceError
from qa.extract import frontmatter
from qa.extract.captions import find_captions
from qa.extract.clean import clean, paragraphs
from qa.extract.decode import decode
from qa.extract.draft import Draft
from qa.extract.furniture import find_banners, find_title
from qa.extract.kinds import kind_of
from qa.extract.metadata import checked_values
from qa.extract.names import canonical
from qa.extract.notes import find_notes
from qa.extract.provenance import find_byline, find_dateline, find_dates, find_source
from qa.extract.sheet import Sheet
from qa.types import Article, Fetched, Found, Span

__all__ = ["EXTRACTOR", "extract", "extractor_of", "source_hash"]

EXTRACTOR = "text-2"
"""Names the rules of this package; raise the number when an article would be cut differently."""

_EXTRACTORS = {"html": "html-2", "pdf": "pdf-1", "docx": "docx-1", "mail": "mail-1"}
"""The rules of each kind, so that a source which did not change needs none of their libraries."""

_BREAK = "\n\n"


def extract(fetched: Fetched) -> Article:
    """The article that ``fetched`` holds.

    Its text is clean text (see ``clean``): the paragraphs of the body, then the captions, a blank line between each.
    What was recognised as furniture is in ``left_out``. Metadata come from the sidecar, else from the source itself
    (front matter, a page's markup, a mail's headers), else from the feed that named it, else from the text; what none
    of them gives is ``None``.
    SourceError says why there is none; NotAnArticleError that it is rightly left out.
    """
    draft = _draft(fetched)
    hints = dict(fetched.source.hints)
    metadata = {**hints, **draft.metadata, **checked_values(fetched.sidecar)}
    sheet = _read(draft, metadata.get("title"))
    text, captions = _join(sheet)
    url = metadata.get("url")
    origin = metadata.get("origin") or sheet.origin
    return Article(
        id=ids.article_id(url=url, name=fetched.source.name),
        version=ids.version(text),
        source=fetched.source.name,
        source_hash=source_hash(fetched),
        extractor=draft.extractor,
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
        language=draft.language,
        found=_found(draft, fetched, sheet),
    )


def extractor_of(fetched: Fetched) -> str:
    """The name of the rules that would read ``fetched``, without reading it."""
    return {**dict.fromkeys(("text", "markdown"), EXTRACTOR), **_EXTRACTORS}[kind_of(fetched)]


def source_hash(fetched: Fetched) -> str:
    """sha256 in hex over the bytes, the sidecar whatever the order of its keys, and the address where it was found:
    a page that moved is not what it was."""
    sidecar = json.dumps(dict(sorted(fetched.sidecar.items())), ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(hashlib.sha256(fetched.data).digest())
    digest.update(sidecar.encode())
    digest.update((fetched.url or "").encode())
    return digest.hexdigest()


def _draft(fetched: Fetched) -> Draft:
    kind = kind_of(fetched)
    if kind == "html":
        from qa.extract.html import read_page

        return read_page(fetched.data, fetched.charset, fetched.url)
    if kind in ("pdf", "docx", "mail"):
        from qa.extract import documents

        readers = {"pdf": documents.read_pdf, "docx": documents.read_docx, "mail": documents.read_mail}
        return readers[kind](fetched.data)
    return _text_draft(fetched, markdown=kind == "markdown")


def _text_draft(fetched: Fetched, markdown: bool) -> Draft:
    metadata, written = frontmatter.split(decode(fetched.data))
    text = clean(written)
    found = tuple(Found(key, "front_matter", value) for key, value in metadata.items())
    lines = paragraphs(text)
    return Draft(EXTRACTOR, lines, metadata=checked_values(metadata), found=found, markdown=markdown)


def _found(draft: Draft, fetched: Fetched, sheet: Sheet) -> tuple[Found, ...]:
    """Where the metadata come from, one place a field: the one whose value was taken."""
    taken = {key: Found(key, "feed", value) for key, value in fetched.source.hints}
    taken |= {found.field: found for found in draft.found}
    taken |= {key: Found(key, "sidecar", value) for key, value in fetched.sidecar.items()}
    for field in ("title", "origin", "byline", "published_at", "updated_at"):
        if (value := getattr(sheet, field)) and field not in taken:
            taken[field] = Found(field, "text", value)
    return tuple(taken[field] for field in sorted(taken))


def _read(draft: Draft, title: str | None) -> Sheet:
    """The furniture rules, in the order in which they rely on each other."""
    sheet = Sheet.of(draft.paragraphs, title, draft.captions)
    find_banners(sheet)
    find_captions(sheet)
    find_source(sheet)
    find_byline(sheet)
    find_dates(sheet)
    if any(sheet.body()):
        find_title(sheet, markdown=draft.markdown)
        find_notes(sheet)
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
