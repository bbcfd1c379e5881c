"""Conversations, and what people think of answers."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

from api.schemas.given import Given
from api.schemas.shown import Shown
from api.schemas.texts import AnswerId, Text
from qa.types import Opinion


class TurnOut(Shown):
    """A question of a conversation, and where its answer is."""

    question: str
    answer_id: str
    asked_at: str


class ConversationOut(Shown):
    """A conversation with its questions in order."""

    id: str
    created_at: str
    turns: list[TurnOut]


class FeedbackIn(Given):
    """What somebody thinks of an answer."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "answer_id": "0123456789abcdef0123456789abcdef",
                    "verdict": "down",
                    "claim": 0,
                    "reason": "That was the ministry's proposal, not the decision.",
                    "given_by": "U024BE7LH",
                }
            ]
        }
    )

    answer_id: AnswerId
    verdict: Opinion
    reason: Annotated[Text, StringConstraints(max_length=2_000)] | None = None
    claim: int | None = Field(default=None, ge=0, description="The claim that is meant, from 0; null: the answer.")
    given_by: Annotated[Text, StringConstraints(max_length=200)] | None = Field(
        default=None, description="Whoever it is, in the client's words: what they said of the same before is replaced."
    )


class FeedbackQuery(Given):
    """Which feedback to list."""

    answer_id: AnswerId | None = None
    verdict: Opinion | None = None
    cursor: int = Field(default=0, ge=0, le=2**53, description="The `next_cursor` of the page before.")
    limit: int = Field(default=50, ge=1, le=100)


class FeedbackOut(Shown):
    """Feedback as it is kept; later feedback has a higher number."""

    number: int
    answer_id: str
    verdict: Opinion
    given_at: str
    reason: str | None
    claim: int | None
    given_by: str | None


class FeedbackListOut(Shown):
    """A page of feedback, oldest first; `next_cursor` is null on the last one."""

    feedback: list[FeedbackOut]
    next_cursor: int | None
