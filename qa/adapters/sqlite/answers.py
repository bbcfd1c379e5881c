"""Answers, kept as the JSON of their record: what runs inside a transaction."""

from __future__ import annotations

import json
import sqlite3

from qa.adapters.sqlite import conversations
from qa.record import from_dict, to_dict
from qa.types import Answer


def save(connection: sqlite3.Connection, answer: Answer) -> None:
    """See AnswerStore.save. The same id again replaces the record."""
    connection.execute(
        "INSERT OR REPLACE INTO answers (id, asked_at, record) VALUES (?, ?, ?)",
        (answer.id, answer.asked_at, json.dumps(to_dict(answer))),
    )
    conversations.add_turn(connection, answer)


def find(connection: sqlite3.Connection, answer_id: str) -> Answer | None:
    """See AnswerStore.answer."""
    row = connection.execute("SELECT record FROM answers WHERE id = ?", (answer_id,)).fetchone()
    return from_dict(json.loads(row[0])) if row else None
