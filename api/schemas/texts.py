"""Texts as they may be sent: the kinds of string that requests are made of."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from api.limits import QUESTION_CHARACTERS


def _characters(text: str) -> str:
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("half of a surrogate pair is no character")
    return text


def _day(text: str) -> str:
    return date.fromisoformat(text).isoformat()


Text = Annotated[str, AfterValidator(_characters)]
QuestionText = Annotated[
    str, StringConstraints(min_length=1, max_length=QUESTION_CHARACTERS, pattern=r"\S"), AfterValidator(_characters)
]
Day = Annotated[
    str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", json_schema_extra={"format": "date"}), AfterValidator(_day)
]
ArticleId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
AnswerId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
JobId = AnswerId
WebAddress = Annotated[
    str, StringConstraints(max_length=2_000, pattern=r"^https?://[^\s/]+(/\S*)?$"), AfterValidator(_characters)
]
Metadatum = Annotated[str, StringConstraints(max_length=2_000), AfterValidator(_characters)]
ArticleName = Annotated[
    str,
    StringConstraints(min_length=1, max_length=300, pattern=r"^[^\x00-\x1f\x7f]*[^\x00-\x20\x7f][^\x00-\x1f\x7f]*$"),
    AfterValidator(_characters),
]
