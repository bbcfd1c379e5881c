"""Fetches articles from files and folders. Each may have a sidecar: its metadata, in a file of its whole name and one
ending more (``story.txt.yaml``, ``story.txt.yml`` or ``story.txt.json``)."""

import asyncio
import os
import stat
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from qa.adapters.archives import SUFFIXES as ARCHIVES
from qa.errors import InputError, SourceError
from qa.extract.kinds import SUFFIXES
from qa.extract.metadata import KEYS, parse_json, parse_yaml
from qa.types import Fetched, Source
from qa.types.sources import Visit

LIMIT = 5_000_000
"""Bytes of the largest text that is read: about a thousand times a usual article, and still cut within a second."""

DOCUMENT_LIMIT = 50_000_000
"""Bytes of the largest PDF, DOCX or mail, which carry pictures."""

FEEDS = (".xml", ".rss", ".atom")
"""The endings of feeds and sitemaps that were saved."""

KINDS = ".txt, .md, .html, .pdf, .docx, .eml, .jsonl, .warc or feed (.xml) files"
_SIDECAR_LIMIT = 100_000
_PARSERS: dict[str, Callable[[str, str], dict[str, str]]] = {
    ".yaml": parse_yaml,
    ".yml": parse_yaml,
    ".json": parse_json,
}
_README = "readme"


class Files:
    """The Fetcher of the command line."""

    def sources(self, argument: str) -> Iterator[Source]:
        """The articles of ``argument``: one file, or all in a folder and its subfolders, sorted by POSIX name.

        In a folder, names with a leading dot are skipped, READMEs too, and links to folders are not followed. What
        cannot be read is listed, so that ``fetch`` can say why. InputError when there is nothing to list.
        """
        mode = _mode(argument)
        if mode is not None and stat.S_ISDIR(mode):
            found = sorted(_walk(Path(argument)), key=lambda source: source.name)
            if not found:
                raise InputError(
                    f"No articles in {argument}.", next_step=f"Put {KINDS} into it, or name another folder."
                )
            return iter(found)
        if mode is None:
            raise InputError(f"There is no {argument or 'path'}.", next_step="Name a file or a folder of articles.")
        if not _is_article(argument):
            raise InputError(f"{argument} is none of {KINDS}.", next_step="Save the article as plain text.")
        return iter([Source(_posix_name(Path(Path(argument).name)), argument)])

    async def fetch(self, source: Source, visit: Visit | None = None) -> Fetched:
        """The bytes of ``source`` and its sidecar; a file is read whatever the last ``visit`` was.

        SourceError: ``missing``, ``unreadable``, ``not_a_file``, ``too_large``, or ``metadata`` for its sidecar.
        """
        return await asyncio.to_thread(_fetch, source)


def _mode(path: str) -> int | None:
    try:
        return os.stat(path).st_mode
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the path
        raise InputError(f"{path!r} cannot be opened ({error}).", next_step="Check the path and its rights.") from None


def _walk(folder: Path) -> Iterator[Source]:
    unreadable: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=unreadable.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if _is_article(name) and not name.startswith(".") and Path(name).stem.casefold() != _README:
                yield _source(folder, Path(parent, name))
    for error in unreadable:
        yield _source(folder, Path(error.filename))


def _source(folder: Path, path: Path) -> Source:
    return Source(_posix_name(path.relative_to(folder)), str(path))


def _posix_name(path: Path) -> str:
    """The same name on every system: form C (macOS keeps form D), and no bytes that are not UTF-8."""
    name = os.fsencode(PurePosixPath(*path.parts)).decode("utf-8", "backslashreplace")
    return unicodedata.normalize("NFC", name)


def _is_article(name: str) -> bool:
    return name.lower().endswith((*SUFFIXES, *ARCHIVES, *FEEDS))


def _fetch(source: Source) -> Fetched:
    documents = source.path.lower().endswith((".pdf", ".docx", ".eml"))
    data = _read(source.path, DOCUMENT_LIMIT if documents else LIMIT)
    sidecars = [source.path + suffix for suffix in _PARSERS if os.path.lexists(source.path + suffix)]
    if len(sidecars) > 1:
        names = " and ".join(Path(path).name for path in sidecars)
        raise SourceError("metadata", f"It has two sidecars, {names}.", next_step="Keep one of them.")
    return Fetched(source, data, _sidecar(sidecars[0]) if sidecars else {})


def _sidecar(path: str) -> dict[str, str]:
    name = Path(path).name
    try:
        text = _read(path, _SIDECAR_LIMIT).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SourceError("metadata", f"{name} is not UTF-8.", next_step="Save it again as UTF-8.") from None
    except SourceError as error:
        step = f"Repair or remove it; it may hold {', '.join(KEYS)}."
        raise SourceError("metadata", f"{name}: {error.message}", next_step=step) from None
    return _PARSERS[Path(path).suffix](text, name)


def _read(path: str, limit: int) -> bytes:
    """All of a regular file of at most ``limit`` bytes; anything else is not even begun."""
    try:
        _check(os.stat(path), limit)
        with open(path, "rb", opener=_without_waiting) as file:
            _check(os.fstat(file.fileno()), limit)
            data = file.read(limit + 1)
    except FileNotFoundError:
        raise SourceError("missing", "The file is gone.", next_step="Ingest the folder again.") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise SourceError("unreadable", f"The file cannot be read ({reason}).", next_step="Check its rights.") from None
    if len(data) > limit:
        raise _too_large(len(data), limit)
    return data


def _without_waiting(path: str, flags: int) -> int:
    """Opens without waiting for a writer, should the file have become a pipe since it was checked."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _check(status: os.stat_result, limit: int) -> None:
    if not stat.S_ISREG(status.st_mode):
        step = "Check that the folder can be opened." if stat.S_ISDIR(status.st_mode) else "Save it as a plain file."
        raise SourceError("not_a_file", "It is not a regular file.", next_step=step)
    if status.st_size > limit:
        raise _too_large(status.st_size, limit)


def _too_large(size: int, limit: int) -> SourceError:
    message = f"It has {size / 1e6:.1f} MB; an article may have {limit / 1e6:.1f} MB."
    return SourceError("too_large", message, next_step="Cut it into single articles.")
