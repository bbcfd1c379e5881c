"""Conversations and feedback: what runs inside a transaction."""

from __future__ import annotations

import sqlite3

from qa.types import Answer, Conversation, Feedback, Opinion, Turn


def begin(connection: sqlite3.Connection, conversation_id: str, created_at: str) -> bool:
    """See ConversationStore.begin_conversation."""
    done = connection.execute(
        "INSERT INTO conversations (id, created_at) VALUES (?, ?) ON CONFLICT (id) DO NOTHING",
        (conversation_id, created_at),
    )
    return done.rowcount > 0


def find(connection: sqlite3.Connection, conversation_id: str) -> Conversation | None:
    """See ConversationStore.conversation."""
    row = connection.execute("SELECT created_at FROM conversations WHERE id = ?", (conversation_id,)).fetchone()
    if row is None:
        return None
    turns = connection.execute(
        "SELECT answers.record ->> 'question', answers.id, answers.asked_at FROM turns"
        " JOIN answers ON answers.id = turns.answer_id WHERE turns.conversation_id = ? ORDER BY turns.number",
        (conversation_id,),
    )
    return Conversation(conversation_id, row[0], tuple(Turn(*turn) for turn in turns))


def end(connection: sqlite3.Connection, conversation_id: str) -> bool:
    """See ConversationStore.end_conversation."""
    return connection.execute("DELETE FROM conversations WHERE id = ?", (conversation_id,)).rowcount > 0


def add_turn(connection: sqlite3.Connection, answer: Answer) -> None:
    """Puts ``answer`` at the end of its conversation, when it has one that is still there; once."""
    connection.execute(
        "INSERT INTO turns (conversation_id, number, answer_id)"
        " SELECT id, (SELECT coalesce(max(number), 0) + 1 FROM turns WHERE conversation_id = id), ?"
        " FROM conversations WHERE id = ? ON CONFLICT (conversation_id, answer_id) DO NOTHING",
        (answer.id, answer.conversation_id),
    )


def give(connection: sqlite3.Connection, feedback: Feedback) -> int | None:
    """See FeedbackStore.give_feedback."""
    if not connection.execute("SELECT 1 FROM answers WHERE id = ?", (feedback.answer_id,)).fetchone():
        return None
    connection.execute(
        "DELETE FROM feedback WHERE answer_id = ? AND claim IS ? AND given_by = ?",
        (feedback.answer_id, feedback.claim, feedback.given_by),
    )
    done = connection.execute(
        "INSERT INTO feedback (answer_id, verdict, given_at, reason, claim, given_by) VALUES (?, ?, ?, ?, ?, ?)",
        (
            feedback.answer_id,
            feedback.verdict,
            feedback.given_at,
            feedback.reason,
            feedback.claim,
            feedback.given_by,
        ),
    )
    return done.lastrowid


def given(
    connection: sqlite3.Connection, answer_id: str | None, verdict: Opinion | None, after: int, limit: int
) -> list[Feedback]:
    """See FeedbackStore.feedback."""
    rows = connection.execute(
        "SELECT answer_id, verdict, given_at, reason, claim, given_by, number FROM feedback"
        " WHERE number > ?1 AND (?2 IS NULL OR answer_id = ?2) AND (?3 IS NULL OR verdict = ?3)"
        " ORDER BY number LIMIT ?4",
        (after, answer_id, verdict, limit),
    )
    return [Feedback(*row) for row in rows]
