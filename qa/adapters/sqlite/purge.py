"""Taking an article out for good: what runs inside a transaction, and what has to follow it."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Sequence

from qa import ids
from qa.adapters.sqlite import articles, tombstones, vector_log
from qa.adapters.sqlite.redaction import REMOVED, redact
from qa.extract.urls import canonical_url

_ANSWER_ID = re.compile(rb"[0-9a-f]{32}")


def purge(connection: sqlite3.Connection, article_id: str, reason: str) -> bool:
    """Removes all versions of the article with everything made of them, its words from stored answers, and what people
    wrote around these: their questions and feedback may repeat what had to go. False when there was nothing of it.
    Pages that were given back still hold words until ``scrub``."""
    twins = _earlier_addresses(connection, article_id)
    vector_log.remove(connection, articles.take_out(connection, article_id))
    articles.drop(connection, article_id)
    connection.execute("DELETE FROM past_passages WHERE article_id = ?", (article_id,))
    versions = connection.execute("DELETE FROM versions WHERE article_id = ?", (article_id,)).rowcount
    for table in ("editions", "visits"):
        connection.execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))  # noqa: S608 - names of tables
    for twin in twins:  # after its own versions: where it was removed before, it is a twin of its twins
        purge(connection, twin, reason)
    changed = _redact_answers(connection, article_id)
    _redact_around(connection, changed)
    _forget_replies(connection, article_id, frozenset(changed))
    _empty_jobs(connection, article_id)
    if not versions and not changed:
        return False
    tombstones.put(connection, article_id, reason, purged=True)
    for words in ("passage_words", "past_words"):  # a full-text index keeps deleted words until it is merged
        connection.execute(f"INSERT INTO {words} ({words}) VALUES ('optimize')")  # noqa: S608 - names of tables
    return True


def _earlier_addresses(connection: sqlite3.Connection, article_id: str) -> list[str]:
    """Articles that are gone and whose kept versions have the same text: those that moved to this one's address."""
    rows = connection.execute(
        "SELECT DISTINCT gone.article_id FROM versions AS gone JOIN versions AS its USING (version)"
        " WHERE its.article_id = ?1 AND gone.article_id <> ?1 AND gone.article_id NOT IN (SELECT id FROM articles)",
        (article_id,),
    )
    return [row[0] for row in rows]


def _redact_answers(connection: sqlite3.Connection, article_id: str) -> list[str]:
    """The ids of the answers that name the article, which no longer have words of it."""
    rows = connection.execute("SELECT id, record FROM answers WHERE instr(record, ?) > 0", (article_id,)).fetchall()
    for answer_id, record in rows:
        redacted = json.dumps(redact(json.loads(record), article_id))
        connection.execute("UPDATE answers SET record = ? WHERE id = ?", (redacted, answer_id))
    return [answer_id for answer_id, _ in rows]


def _redact_around(connection: sqlite3.Connection, answer_ids: Sequence[str]) -> None:
    """What was written about these answers, and what later questions of their conversations took from them."""
    named = (REMOVED, json.dumps(answer_ids))
    connection.execute(
        "UPDATE feedback SET reason = ? WHERE reason IS NOT NULL AND answer_id IN (SELECT value FROM json_each(?))",
        named,
    )
    connection.execute(
        "UPDATE answers SET record = json_set(record, '$.searched_as', ?) WHERE record ->> 'searched_as' IS NOT NULL"
        " AND id IN (SELECT later.answer_id FROM turns AS later JOIN turns USING (conversation_id)"
        " WHERE later.number > turns.number AND turns.answer_id IN (SELECT value FROM json_each(?)))",
        named,
    )


def _forget_replies(connection: sqlite3.Connection, article_id: str, answer_ids: frozenset[str]) -> None:
    """Replies kept for requests that are sent twice hold answers whole, and feedback."""
    kept = connection.execute("SELECT key, reply FROM replies WHERE reply IS NOT NULL")
    of_it = [
        (key,) for key, reply in kept if article_id.encode() in reply or not answer_ids.isdisjoint(answers_in(reply))
    ]
    connection.executemany("DELETE FROM replies WHERE key = ?", of_it)


def answers_in(reply: bytes) -> list[str]:
    """What may be ids of answers in the body of a reply."""
    return [found.decode() for found in _ANSWER_ID.findall(reply)]


def is_purged(connection: sqlite3.Connection, article_id: str) -> bool:
    """Whether the article was purged, and may not come in again."""
    tombstone = tombstones.find(connection, article_id)
    return tombstone is not None and tombstone.purged


def _empty_jobs(connection: sqlite3.Connection, article_id: str) -> None:
    """What waits to be taken in under the article's address would be refused, but its bytes are in the file; and the
    name of a source may be a headline."""
    waiting = connection.execute(
        "SELECT job_id, number, source, metadata FROM job_items WHERE data IS NOT NULL"  # else there is only an address
    ).fetchall()
    for job_id, number, source, metadata in waiting:
        url = canonical_url(json.loads(metadata).get("url") or "")
        if ids.article_id(url=url, name=source) == article_id:
            connection.execute(
                "UPDATE job_items SET data = x'', metadata = '{}' WHERE job_id = ? AND number = ?", (job_id, number)
            )
    connection.execute(
        "UPDATE job_reports SET source = ? || ' ' || number, detail = NULL WHERE article_id = ?", (REMOVED, article_id)
    )
