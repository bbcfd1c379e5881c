"""The JSON-LD of a page, read as schema.org means it and as pages write it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Node = Mapping[str, Any]

ARTICLES = (
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "BackgroundNewsArticle",
    "ReviewNewsArticle",
    "AskPublicNewsArticle",
    "Article",
    "BlogPosting",
    "Report",
    "TechArticle",
    "ScholarlyArticle",
    "SocialMediaPosting",
    "LiveBlogPosting",
    "ClaimReview",
)
_MOST = 500  # nodes that are looked at
_COMMENT = re.compile(r"\A\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*\Z")
_LAST_COMMA = re.compile(r",\s*([\]}])")  # allowed in JavaScript, not in JSON


def nodes(blocks: Iterable[str]) -> Iterator[Node]:
    """Every object at the top of ``blocks`` or in a ``@graph``; a block that is no JSON is passed over."""
    count = 0
    for block in blocks:
        stack: list[Any] = [_parsed(block)]
        while stack and count < _MOST:
            node = stack.pop(0)
            if isinstance(node, list):
                stack[:0] = node[:_MOST]
            elif isinstance(node, dict):
                count += 1
                yield node
                stack[:0] = [node[key] for key in ("@graph", "mainEntity") if isinstance(node.get(key), list | dict)]


def _parsed(block: str) -> object:
    text = _COMMENT.sub("", block)
    for written in (text, _LAST_COMMA.sub(r"\1", text)):
        try:
            return json.loads(written, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def types(node: Node) -> tuple[str, ...]:
    """The types of ``node``, without the address of the schema."""
    given = node.get("@type")
    written = given if isinstance(given, list) else [given]
    return tuple(name.rsplit("/", 1)[-1] for name in written if isinstance(name, str))


def main_article(found: Iterable[Node]) -> Node | None:
    """The first node that is an article."""
    return next((node for node in found if set(types(node)) & set(ARTICLES)), None)


def names(value: Any, by_id: Mapping[str, Node]) -> str | None:
    """The names in an author or publisher, which may be a text, an object, a reference, or a list of such."""
    entries = value if isinstance(value, list) else [value]
    found = dict.fromkeys(name for entry in entries[:10] if (name := _name(entry, by_id)))
    return ", ".join(found) or None


def _name(entry: Any, by_id: Mapping[str, Node]) -> str | None:
    if isinstance(entry, str):
        return entry.strip() or None
    if not isinstance(entry, dict):
        return None
    name = entry.get("name")
    if name is None and isinstance(entry.get("@id"), str):
        name = by_id.get(entry["@id"], {}).get("name")
    if isinstance(name, list):
        name = next((one for one in name if isinstance(one, str)), None)
    return name.strip() or None if isinstance(name, str) else None


def truth(value: Any) -> bool | None:
    """A yes or no that may be written as text."""
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value.strip().lower()) if isinstance(value, str) else None


def number(value: Any) -> int | None:
    """A count that may be written as text."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return int(value) if isinstance(value, str) and value.isdecimal() and len(value) < 8 else None
