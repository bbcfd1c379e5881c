"""Chat completions, in as much of OpenAI's shape as this service uses."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from api.schemas.answers import AnswerOut
from api.schemas.shown import Shown
from api.schemas.texts import Text
from qa.types import Exchange

# What our own answers put before a claim (`qa.types.Claim.in_full`).
_DECIDED = re.compile(r"^(?:Yes|No)\. (?=[^\s\d])")


class PartIn(BaseModel):
    """A part of a message; only text is read."""

    type: str = Field(max_length=50)
    text: Text | None = None


class MessageIn(BaseModel):
    """A message of the conversation."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Text | list[PartIn] | None = None

    def text(self) -> str:
        """What it says."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.text)
        return self.content or ""


class StreamOptionsIn(BaseModel):
    """How to stream."""

    include_usage: StrictBool = False


class ChatIn(BaseModel):
    """A request as OpenAI's clients make it. Keys that are not used are passed over: clients send many."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"model": "ontherecord", "messages": [{"role": "user", "content": "Who expelled the diplomats?"}]}
            ]
        }
    )

    model: str = Field(default="ontherecord", max_length=200, description="Whatever it says, this service answers.")
    messages: list[MessageIn] = Field(min_length=1, max_length=500)
    stream: StrictBool | None = None
    stream_options: StreamOptionsIn | None = None

    def question(self) -> str:
        """The last message of the user; empty when there is none."""
        return next((message.text() for message in reversed(self.messages) if message.role == "user"), "")

    def earlier(self) -> tuple[Exchange, ...]:
        """What was said before it: each message of the user with the assistant's next one."""
        said: list[Exchange] = []
        for message in self.messages:
            if message.role == "user":
                said.append(Exchange(message.text()))
            elif message.role == "assistant" and said and message.text():
                said[-1] = Exchange(said[-1].question, (_DECIDED.sub("", message.text()),))
        return tuple(said[:-1])


class PlaceOut(Shown):
    """What an annotation is about: `[start_index:end_index]` of the content, in code points."""

    url: str
    title: str
    start_index: int
    end_index: int


class AnnotationOut(Shown):
    """A citation."""

    type: Literal["url_citation"]
    url_citation: PlaceOut


class MessageOut(Shown):
    """The answer's text, and its citations."""

    role: Literal["assistant"]
    content: str
    refusal: None
    annotations: list[AnnotationOut]


class ChoiceOut(Shown):
    """There is one."""

    index: int
    message: MessageOut
    finish_reason: Literal["stop", "length"]
    logprobs: None


class TokensOut(Shown):
    """What the model took; zeros for the extractive reader."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class CompletionOut(Shown):
    """A completion, and the whole record of the answer."""

    id: str
    object: Literal["chat.completion"]
    created: int
    model: str
    choices: list[ChoiceOut]
    usage: TokensOut
    record: AnswerOut


class ModelOut(Shown):
    """A model."""

    id: str
    object: Literal["model"]
    created: int
    owned_by: str


class ModelsOut(Shown):
    """The models."""

    object: Literal["list"]
    data: list[ModelOut]
