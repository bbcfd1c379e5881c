"""Answers, kept as the JSON of their record: what runs inside a transaction."""

from __future__ import annotations

import json
import re
import sqlite3

from qa.adapters.sqlite import conversations
from qa.adapters.sqlite.redaction import redact
from qa.record import from_dict, to_dict
from qa.types import Answer

_NAMED = re.compile(r'"article_id": "([^"]*)"')


def save(connection: sqlite3.Connection, answer: Answer) -> None:
    """See AnswerStore.save. The same id again replaces the record. An article that was purged while the answer was
    made leaves no words in it."""
    record = json.dumps(to_dict(answer))
    named = json.dumps(sorted(set(_NAMED.findall(record))))
    purged = connection.execute(
        "SELECT article_id FROM tombstones WHERE purged AND article_id IN (SELECT value FROM json_each(?))", (named,)
    )
    for (article_id,) in purged.fetchall():
        record = json.dumps(redact(json.loads(record), article_id))
    connection.execute(
        "INSERT OR REPLACE INTO answers (id, asked_at, record) VALUES (?, ?, ?)", (answer.id, answer.asked_at, record)
    )
    conversations.add_turn(connection, answer)


def find(connection: sqlite3.Connection, answer_id: str) -> Answer | None:
    """See AnswerStore.answer."""
    row = connection.execute("SELECT record FROM answers WHERE id = ?", (answer_id,)).fetchone()
    return from_dict(json.loads(row[0])) if row else None
