"""Identities, decided in one place: they come from content, so the same input gives the same ids everywhere."""

import hashlib

HEX_DIGITS = 16


def article_id(*, url: str | None, name: str) -> str:
    """16 hex digits of sha256 over the canonical URL, else over the source's POSIX path relative to the ingest
    argument."""
    return _digest((url or name).encode())


def version(text: str) -> str:
    """16 hex digits of sha256 over the clean text (UTF-8)."""
    return _digest(text.encode())


def passage_id(article_id: str, version: str, start: int, end: int) -> str:
    """``{article_id}.{version}.{start}-{end}``."""
    return f"{article_id}.{version}.{start}-{end}"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:HEX_DIGITS]
