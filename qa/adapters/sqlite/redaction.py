"""The record of an answer without the words of an article that was purged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

REMOVED = "[removed]"
_SHORTEST = 12  # characters: a shorter piece is no quotation, and replacing it would garble other words
_FACTS = ("article_id", "version", "kind", "publisher", "origin", "published_at")  # what stays of a citation
_WHY = ("kind", "reason", "how")  # words of ours
_TYPED = ("question", "searched_as")


def redact(record: Any, article_id: str) -> Any:
    """The record without the article's quotes, what was said on their strength, the same words wherever else they
    stand, and the question, which may repeat them. What rests on other articles alone stays."""
    words = sorted({text for text in _words(record, article_id) if len(text) >= _SHORTEST}, key=len, reverse=True)
    kept = _without(record, article_id, words)
    kept |= {key: REMOVED for key in _TYPED if kept.get(key)}
    if kept.get("period"):
        kept["period"]["phrase"] = REMOVED  # of the question
    for rejected in kept.get("rejected", ()):
        if not rejected.get("citations"):  # of whichever article it speaks
            rejected["text"] = REMOVED
    return kept


def _words(node: Any, article_id: str) -> Iterator[str]:
    """What was said or quoted of the article."""
    if isinstance(node, list):
        for entry in node:
            yield from _words(entry, article_id)
    elif isinstance(node, dict):
        if node.get("article_id") == article_id:
            yield from (node[key] for key in ("quote", "title") if isinstance(node.get(key), str))
        if _cites(node, article_id) and isinstance(node.get("text"), str):
            yield node["text"]
        for entry in node.values():
            yield from _words(entry, article_id)


def _without(node: Any, article_id: str, words: Sequence[str]) -> Any:
    if isinstance(node, str):
        for text in words:
            node = node.replace(text, REMOVED)
    elif isinstance(node, list):
        node = [_without(entry, article_id, words) for entry in node]
    elif isinstance(node, dict):
        node = _cleared(node, article_id, words)
    return node


def _cleared(node: dict[str, Any], article_id: str, words: Sequence[str]) -> dict[str, Any]:
    if node.get("article_id") == article_id:
        return _bare(node, ("quote",), _FACTS)
    if "quote" in node:
        return node  # of another article
    if node.get("citations") and not _cites(node, article_id):  # so is this, but not what took its place
        return node | {key: _without(value, article_id, words) for key, value in node.items() if key == "superseded_by"}
    kept = {key: _without(value, article_id, words) for key, value in node.items()}
    if _cites(node, article_id):
        return _bare(kept, ("text",), _WHY)
    if any(_cites(side, article_id) for side in node.get("sides", ())):
        return _bare(kept, ("about",), ())
    return kept


def _bare(node: dict[str, Any], needed: Sequence[str], facts: Sequence[str]) -> dict[str, Any]:
    """The node without its texts but ``facts``; those that a record needs are said to be removed."""
    texts = [key for key, value in node.items() if isinstance(value, str) and key not in facts]
    return node | {key: REMOVED if key in needed else None for key in texts}


def _cites(node: dict[str, Any], article_id: str) -> bool:
    citations = node.get("citations")
    return isinstance(citations, list) and any(
        isinstance(citation, dict) and citation.get("article_id") == article_id for citation in citations
    )
