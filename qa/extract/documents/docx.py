"""DOCX: its paragraphs and tables in order, its title and author."""

from __future__ import annotations

import io
import zipfile

from qa.errors import SourceError
from qa.extract.clean import Paragraph, clean
from qa.extract.documents.extra import library
from qa.extract.draft import Draft
from qa.types import Found

EXTRACTOR = "docx-1"
_UNPACKED = 100_000_000  # bytes of all its parts together
_MOST_PARTS = 5_000
_TEXT_PART = 30_000_000  # bytes of XML: an article of a million words


def read_docx(data: bytes) -> Draft:
    """The draft of a DOCX. SourceError: ``bomb``, ``damaged``, ``not_installed``."""
    docx = library("docx", "DOCX")
    _check(data)
    try:
        document = docx.Document(io.BytesIO(data))
        texts = [text for block in document.iter_inner_content() for text in _texts(block)]
        properties = document.core_properties
        info = {"title": properties.title or "", "byline": properties.author or ""}
    except Exception as error:  # whatever a parser of a hostile format raises
        message = f"The document cannot be read ({type(error).__name__})."
        raise SourceError("damaged", message, next_step="Save it again.") from None
    values = {key: " ".join(clean(value).split())[:300] for key, value in info.items()}
    values = {key: value for key, value in values.items() if value and value != "python-docx"}
    found = tuple(Found(key, "properties", value) for key, value in values.items())
    lines = [line for text in texts for line in clean(text).split("\n") if line]
    return Draft(EXTRACTOR, [Paragraph(line) for line in lines], metadata=values, found=found)


def _texts(block: object) -> list[str]:
    """The text of a paragraph, or of a table: a line a row."""
    rows = getattr(block, "rows", None)
    if rows is None:
        return [getattr(block, "text", "")]
    return [" | ".join(dict.fromkeys(cell.text.strip() for cell in row.cells if cell.text.strip())) for row in rows]


def _check(data: bytes) -> None:
    """Refuses what would unpack without end, before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            size = sum(part.file_size for part in parts)
            text = max((part.file_size for part in parts if part.filename.endswith((".xml", ".rels"))), default=0)
    except (zipfile.BadZipFile, ValueError, OSError):
        raise SourceError("damaged", "The document is not a whole archive.", next_step="Save it again.") from None
    if size > _UNPACKED or text > _TEXT_PART or len(parts) > _MOST_PARTS:
        message = f"It would unpack to {size / 1e6:,.0f} MB."
        raise SourceError("bomb", message, next_step="Save the article as plain text.")
    if "word/document.xml" not in names:
        raise SourceError("binary", "It is an archive, but no Word document.", next_step="Ingest what is in it.")
