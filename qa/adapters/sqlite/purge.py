"""Taking an article out for good: what runs inside a transaction, and what has to follow it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from qa.adapters.sqlite import articles, tombstones, vector_log

REMOVED = "[removed]"
_SHORTEST = 12  # characters: a shorter piece is no quotation, and replacing it would garble other words
_WHERE_FOUND = ("title", "url", "deep_link", "byline")


def purge(connection: sqlite3.Connection, article_id: str, reason: str) -> bool:
    """Removes all versions of the article with everything made of them, and its words from stored answers. False when
    there was nothing of it. Pages that were given back still hold words until ``scrub``."""
    vector_log.remove(connection, articles.take_out(connection, article_id))
    articles.drop(connection, article_id)
    connection.execute("DELETE FROM past_passages WHERE article_id = ?", (article_id,))
    versions = connection.execute("DELETE FROM versions WHERE article_id = ?", (article_id,)).rowcount
    for table in ("editions", "visits"):
        connection.execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))  # noqa: S608 - names of tables
    changed = _redact_answers(connection, article_id)
    # Replies kept for requests that are sent twice hold answers whole.
    connection.execute("DELETE FROM replies WHERE instr(reply, ?) > 0", (article_id.encode(),))
    if not versions and not changed:
        return False
    tombstones.put(connection, article_id, reason, purged=True)
    for words in ("passage_words", "past_words"):  # a full-text index keeps deleted words until it is merged
        connection.execute(f"INSERT INTO {words} ({words}) VALUES ('optimize')")  # noqa: S608 - names of tables
    return True


def _redact_answers(connection: sqlite3.Connection, article_id: str) -> int:
    rows = connection.execute("SELECT id, record FROM answers WHERE instr(record, ?) > 0", (article_id,)).fetchall()
    for answer_id, record in rows:
        redacted = json.dumps(redact(json.loads(record), article_id))
        connection.execute("UPDATE answers SET record = ? WHERE id = ?", (redacted, answer_id))
    return len(rows)


def redact(record: Any, article_id: str) -> Any:
    """The record of an answer without the words of the article: its quotes, what was said on their strength, and the
    same words wherever else they stand."""
    words = sorted({text for text in _words(record, article_id) if len(text) >= _SHORTEST}, key=len, reverse=True)
    return _without(record, article_id, words)


def _words(node: Any, article_id: str) -> Iterator[str]:
    if isinstance(node, list):
        for entry in node:
            yield from _words(entry, article_id)
    elif isinstance(node, dict):
        if node.get("article_id") == article_id:
            yield from (node[key] for key in ("quote", "title") if isinstance(node.get(key), str))
        if _cites(node, article_id):
            yield from (node[key] for key in ("text", "about") if isinstance(node.get(key), str))
        for entry in node.values():
            yield from _words(entry, article_id)


def _without(node: Any, article_id: str, words: list[str]) -> Any:
    if isinstance(node, str):
        for text in words:
            node = node.replace(text, REMOVED)
        return node
    if isinstance(node, list):
        return [_without(entry, article_id, words) for entry in node]
    if not isinstance(node, dict):
        return node
    kept = {key: _without(value, article_id, words) for key, value in node.items()}
    if node.get("article_id") == article_id and "quote" in node:
        kept["quote"] = REMOVED
        kept |= dict.fromkeys((key for key in _WHERE_FOUND if key in node), None)
    if _cites(node, article_id) and "text" in node:
        kept["text"] = REMOVED
    return kept


def _cites(node: dict[str, Any], article_id: str) -> bool:
    citations = node.get("citations")
    return isinstance(citations, list) and any(
        isinstance(citation, dict) and citation.get("article_id") == article_id for citation in citations
    )
