"""Archives of many articles in one file: JSONL (an article a line) and WARC (a crawl). They are read as a stream, an
article at a time, so their size does not matter."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from qa.errors import SourceError
from qa.extract.dates import from_any
from qa.extract.documents.extra import library
from qa.extract.metadata import KEYS
from qa.extract.urls import canonical_url
from qa.types import Fetched, Source
from qa.types.sources import Listing

SUFFIXES = (".jsonl", ".ndjson", ".warc", ".warc.gz")
LONGEST_LINE = 20_000_000
"""Bytes of the longest line, and of the largest page in a WARC."""
LONGEST_TEXT = 5_000_000
"""Characters of the longest plain text of one article, as of a file."""

_TEXT = ("text", "body", "content")
_ALIASES = {
    "author": "byline",
    "authors": "byline",
    "date": "published_at",
    "publish_date": "published_at",
    "published": "published_at",
    "date_published": "published_at",
    "updated": "updated_at",
    "headline": "title",
}
_IDS = ("id", "doc_id", "article_id")
_SLASHED = re.compile(r"(\d{4})/(\d\d)/(\d\d)")


def is_archive(path: str) -> bool:
    """Whether the name says that there are many articles in it."""
    return path.lower().endswith(SUFFIXES)


class Archives:
    """Lists what is in an archive, and fetches one part of it."""

    def fetch(self, source: Source) -> Fetched | Listing:
        """The parts of an archive, or (where ``source.part`` says where it begins) one of them. SourceError."""
        reader = _jsonl if source.path.lower().endswith((".jsonl", ".ndjson")) else _warc
        if source.part is None:
            if not os.access(source.path, os.R_OK):
                raise SourceError("unreadable", "The file cannot be read.", next_step="Check its rights.")
            return Listing(source, reader.parts(source), reader.total(source))
        try:
            return reader.part(source, source.part)
        except OSError as error:
            message = f"The file cannot be read ({error.strerror})."
            raise SourceError("unreadable", message, next_step="Check its rights.") from None


class _Jsonl:
    """An article a line: ``text`` (or ``html``), and any of the keys of a sidecar."""

    def total(self, source: Source) -> int | None:
        with open(source.path, "rb") as file:
            return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))

    def parts(self, source: Source) -> Iterator[Source]:
        with open(source.path, "rb") as file:
            number, offset = 0, 0
            while line := file.readline(LONGEST_LINE + 1):
                number += 1
                if line.strip():
                    yield Source(f"{source.name}#{number}", source.path, offset, depth=source.depth + 1)
                while line and not line.endswith(b"\n"):  # the rest of a line that is too long, or the last one
                    line = file.readline(LONGEST_LINE + 1)
                offset = file.tell()

    def part(self, source: Source, offset: int) -> Fetched:
        with open(source.path, "rb") as file:
            file.seek(offset)
            line = file.readline(LONGEST_LINE + 1)
        if len(line) > LONGEST_LINE:
            message = f"The line has more than {LONGEST_LINE / 1e6:.0f} MB."
            raise SourceError("too_large", message, next_step="Put one article on a line.")
        row = _row(line)
        html = row.get("html")
        written = html if isinstance(html, str) and html else _first(row, _TEXT)
        if not written:
            raise SourceError("empty", "There is no text in the line.", next_step="Give each line a `text`.")
        if written is not html and len(written) > LONGEST_TEXT:
            message = (
                f"It has {len(written) / 1e6:.1f} million characters; an article may have {LONGEST_TEXT / 1e6:.0f}."
            )
            raise SourceError("too_large", message, next_step="Cut it into single articles.")
        identity = _first(row, _IDS)
        file_name = source.name.rsplit("#", 1)[0]
        named = replace(source, name=f"{file_name}#{identity}") if identity else source
        media_type = "text/html" if written is html else "text/plain"
        return Fetched(named, written.encode("utf-8", "replace"), _metadata(row), media_type=media_type)


def _row(line: bytes) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        message = "The line is not valid JSON."
        raise SourceError("metadata", message, next_step="Write one object per line, in UTF-8.") from None
    if not isinstance(row, dict):
        raise SourceError("metadata", "The line is no JSON object.", next_step="Write one object per line.")
    return row


def _first(row: Mapping[str, Any], keys: tuple[str, ...]) -> str | None:
    values = (row.get(key) for key in keys)
    return next((str(value) for value in values if isinstance(value, str | int) and str(value).strip()), None)


def _metadata(row: Mapping[str, Any]) -> dict[str, str]:
    """The keys of a sidecar under their own names and those that exports use. What is no date or address in an export
    is left out: a line is no place where a person could mend it."""
    found: dict[str, str] = {}
    for key, written in row.items():
        name = key if key in KEYS else _ALIASES.get(key)
        value = _kept(name, _one_line(written)) if name and name not in found else None
        if name and value:
            found[name] = value
    return found


def _one_line(written: object) -> str:
    if isinstance(written, list):
        written = ", ".join(entry for entry in written if isinstance(entry, str))
    return written.strip() if isinstance(written, str) and written.strip() not in ("[]", "null", "None") else ""


def _kept(name: str, value: str) -> str | None:
    if name in ("published_at", "updated_at"):
        return from_any(_SLASHED.sub(r"\1-\2-\3", value))
    return canonical_url(value) if name == "url" else value


class _Warc:
    """The pages of a crawl: responses with status 200."""

    def total(self, source: Source) -> int | None:  # to know it the whole archive would be unpacked
        return None

    def parts(self, source: Source) -> Iterator[Source]:
        archiveiterator = library("warcio.archiveiterator", "WARC")
        with open(source.path, "rb") as file:
            iterator = archiveiterator.ArchiveIterator(file)
            try:
                for record in iterator:
                    if _is_page(record):
                        url = canonical_url(record.rec_headers.get_header("WARC-Target-URI") or "")
                        if url:
                            offset = iterator.get_record_offset()
                            yield Source(url, source.path, offset, depth=source.depth + 1)
            except archiveiterator.ArchiveLoadFailed as error:
                message = f"The archive is damaged ({str(error)[:100]})."
                raise SourceError("damaged", message, next_step="What stood before is taken in.") from None

    def part(self, source: Source, offset: int) -> Fetched:
        archiveiterator = library("warcio.archiveiterator", "WARC")
        with open(source.path, "rb") as file:
            file.seek(offset)
            record = next(iter(archiveiterator.ArchiveIterator(file)), None)
            if record is None or record.http_headers is None:
                raise SourceError("damaged", "The archive changed.", next_step="Ingest it again.")
            data = record.content_stream().read(LONGEST_LINE + 1)
            said = record.http_headers.get_header("Content-Type") or ""
        if len(data) > LONGEST_LINE:
            message = f"The page has more than {LONGEST_LINE / 1e6:.0f} MB."
            raise SourceError("too_large", message, next_step="Ingest its text instead.")
        charset = re.search(r"charset=[\"']?([\w.:-]+)", said, re.IGNORECASE)
        media_type = said.split(";")[0].strip().lower() or None
        return Fetched(source, data, {}, media_type, charset[1].lower() if charset else None, source.name)


def _is_page(record: Any) -> bool:
    if record.rec_type != "response" or record.http_headers is None:
        return False
    said = (record.http_headers.get_header("Content-Type") or "").lower()
    return record.http_headers.get_statuscode() == "200" and ("html" in said or "pdf" in said or "text/plain" in said)


_jsonl, _warc = _Jsonl(), _Warc()
