"""The Fetcher of the installation: files and folders, archives, standard input, the web."""

from __future__ import annotations

import asyncio
import hashlib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from qa.adapters.archives import Archives, is_archive
from qa.adapters.files import FEEDS, Files
from qa.adapters.web import Web
from qa.errors import InputError, SourceError
from qa.links import listed
from qa.types import Fetched, Source
from qa.types.sources import Listing, NotModified, Visit

STANDARD_INPUT = "-"
_WEB = ("http://", "https://")


class Sources:
    """Sends each source to the fetcher that knows its kind."""

    def __init__(self, web: Web, files: Files | None = None) -> None:
        self._web = web
        self._files = files or Files()
        self._archives = Archives()
        self._spooled: list[tempfile.TemporaryDirectory[str]] = []

    def sources(self, argument: str) -> Iterator[Source]:
        """See Fetcher. ``-`` is what comes on standard input: one article, or an article a line (JSONL)."""
        if argument == STANDARD_INPUT:
            return self._standard_input()
        if argument.lower().startswith(_WEB):
            return self._web.sources(argument)
        if "://" in argument:
            raise InputError(f"{argument} is no web address.", next_step="Only http:// and https:// can be fetched.")
        return self._files.sources(argument)

    async def fetch(self, source: Source, visit: Visit | None = None) -> Fetched | Listing | NotModified:
        """See Fetcher."""
        if source.path.lower().startswith(_WEB):
            return await self._web.fetch(source, visit)
        if is_archive(source.path):
            return await asyncio.to_thread(self._archives.fetch, source)
        fetched = await self._files.fetch(source)
        if not source.path.lower().endswith(FEEDS):
            return fetched
        listing = await asyncio.to_thread(listed, fetched)
        if listing is None:
            message = "It is XML, but neither a feed nor a sitemap."
            raise SourceError("binary", message, next_step="Save the article as HTML or plain text.")
        return listing

    def close(self) -> None:
        """Removes what was kept of standard input."""
        while self._spooled:
            self._spooled.pop().cleanup()

    def _standard_input(self) -> Iterator[Source]:
        data = sys.stdin.buffer
        start = data.peek(1)[:1] if hasattr(data, "peek") else b""
        folder = tempfile.TemporaryDirectory(prefix="ontherecord-")
        self._spooled.append(folder)
        path = Path(folder.name) / f"input{'.jsonl' if start == b'{' else '.txt'}"
        digest = hashlib.sha256()
        with path.open("wb") as file:
            while chunk := data.read(1 << 20):
                digest.update(chunk)
                file.write(chunk)
        # Named by its content: another text on standard input is another article, not a new version of this one.
        return iter([Source(f"standard-input/{digest.hexdigest()[:16]}{path.suffix}", str(path))])
