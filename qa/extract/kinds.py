"""What a source is, told from its first bytes, then from what the server or the file's name says."""

from typing import Literal

from qa.types import Fetched

Kind = Literal["text", "markdown", "html", "pdf", "docx", "mail"]

_LOOKED_AT = 2_000  # bytes; the beginning of a page says what it is
_MARKUP = (b"<!doctype html", b"<html", b"<head", b"<body", b"<article")
_ENDINGS: dict[str, Kind] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".eml": "mail",
}
_MEDIA_TYPES: dict[str, Kind] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/markdown": "markdown",
    "application/pdf": "pdf",
    "message/rfc822": "mail",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}

SUFFIXES = (".txt", *_ENDINGS)
"""The endings of articles, whatever their case."""


def kind_of(fetched: Fetched) -> Kind:
    """The kind of ``fetched``. What is nothing else is text, and ``decode`` says what is wrong with it if it is not."""
    start = fetched.data[:_LOOKED_AT].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"%pdf-"):
        return "pdf"
    said = _MEDIA_TYPES.get(fetched.media_type or "") or _by_name(fetched.source.name)
    if said == "docx" and not start.startswith(b"pk\x03\x04"):
        said = None
    if said in (None, "html") and fetched.media_type != "text/plain" and any(mark in start for mark in _MARKUP):
        return "html"
    if said == "pdf":  # it does not begin like one
        return "text"
    return said or "text"


def _by_name(name: str) -> Kind | None:
    lowered = name.lower()
    return next((kind for ending, kind in _ENDINGS.items() if lowered.endswith(ending)), None)
