"""PDF: the text of its pages, its title and author. Scans have no text, and say so."""

from __future__ import annotations

import io
import logging
import re
from itertools import pairwise
from typing import Any

from qa.errors import SourceError
from qa.extract.clean import Paragraph, clean, paragraphs
from qa.extract.documents.extra import library
from qa.extract.draft import Draft
from qa.types import Found

EXTRACTOR = "pdf-1"
MOST_PAGES = 500
"""Pages of the longest document that is read; a longer one is a book, or a bomb."""
_LONGEST = 5_000_000  # characters
_NUMBER = re.compile(r"(?:page )?\d{1,4}(?: ?(?:/|of) ?\d{1,4})?", re.IGNORECASE)
_HYPHEN = re.compile(r"(?<=[a-z])-\n(?=[a-z])")
_NO_TITLE = re.compile(r"^(?:untitled|microsoft word|document\d*|.*\.(?:docx?|pdf|indd|qxd|rtf))", re.IGNORECASE)


def read_pdf(data: bytes) -> Draft:
    """The draft of a PDF. SourceError: ``encrypted``, ``too_long``, ``no_text``, ``damaged``, ``not_installed``."""
    pypdf = library("pypdf", "PDF")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong with a file is told once, in the report
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise SourceError("encrypted", "The PDF asks for a password.", next_step="Save it without one.")
        count = len(reader.pages)
        if count > MOST_PAGES:
            message = f"The PDF has {count:,} pages; {MOST_PAGES} are read at most."
            raise SourceError("too_long", message, next_step="Cut the article out of it.")
        pages = _pages(reader)
        info = {key: str(value) for key, value in (reader.metadata or {}).items() if isinstance(value, str)}
    except SourceError:
        raise
    except Exception as error:  # whatever a parser of a hostile format raises
        raise _damaged(error) from None
    return _draft(_without_furniture(pages), info)


def _damaged(error: Exception) -> SourceError:
    return SourceError("damaged", f"The PDF cannot be read ({type(error).__name__}).", next_step="Save it again.")


def _pages(reader: Any) -> list[str]:
    texts: list[str] = []
    total = 0
    for page in reader.pages:
        texts.append(page.extract_text() or "")
        total += len(texts[-1])
        if total > _LONGEST:
            message = f"The PDF has more than {_LONGEST / 1e6:.0f} million characters."
            raise SourceError("too_long", message, next_step="Cut the article out of it.")
    if not any(text.strip() for text in texts):
        step = "Run it through a program that recognises text (OCR), and ingest the result."
        raise SourceError("no_text", "The PDF has pictures of text, but no text.", next_step=step)
    return texts


def _without_furniture(pages: list[str]) -> str:
    """The pages as one text: without page numbers, and without first and last lines that most pages share."""
    lined = [[line.strip() for line in clean(page).split("\n") if line.strip()] for page in pages]
    edges = [line for lines in lined for line in {*lines[:1], *lines[-1:]}]
    repeated = {line for line in edges if len(pages) > 2 and edges.count(line) * 2 > len(pages)}
    kept = [
        [line for place, line in enumerate(lines) if not (_at_edge(place, lines) and _is_furniture(line, repeated))]
        for lines in lined
    ]
    return "\n".join("\n".join(lines) for lines in kept)


def _at_edge(place: int, lines: list[str]) -> bool:
    return place == 0 or place == len(lines) - 1


def _is_furniture(line: str, repeated: set[str]) -> bool:
    return line in repeated or _NUMBER.fullmatch(line) is not None


def _draft(text: str, info: dict[str, str]) -> Draft:
    values, found = {}, []
    for field, key in (("title", "/Title"), ("byline", "/Author")):
        value = " ".join(clean(info.get(key, "")).split())[:300]
        if value and not _NO_TITLE.match(value):
            values[field] = value
            found.append(Found(field, "properties", value))
    return Draft(EXTRACTOR, _paragraphs(_HYPHEN.sub("", text)), metadata=values, found=tuple(found))


def _paragraphs(text: str) -> list[Paragraph]:
    """Lines joined to paragraphs: one ends where a line is clearly shorter than the column and a sentence is over."""
    lines = clean(text).split("\n")
    if len(lines) < 3 or any(not line for line in lines):
        return paragraphs(clean(text))
    widths = sorted(len(line) for line in lines)
    column = widths[len(widths) * 3 // 4]
    joined = lines[:1]
    for before, line in pairwise(lines):
        ends = before.rstrip("\"'”’)")[-1:] in ".!?:" and len(before) < 0.85 * column
        if ends or len(before) < 0.5 * column:
            joined.append(line)
        else:
            joined[-1] += f" {line}"
    return [Paragraph(line) for line in joined]
