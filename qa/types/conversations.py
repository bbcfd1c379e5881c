"""Questions that belong together, and what people thought of the answers."""

from dataclasses import dataclass
from typing import Literal

Opinion = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation and the answer that it got."""

    question: str
    answer_id: str
    asked_at: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """Questions in the order of their answers. ``id`` is whatever its maker chose; over HTTP 32 hex digits."""

    id: str
    created_at: str
    turns: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class Feedback:
    """What somebody thought of an answer, or of one claim of it (``claim`` counts from 0).

    ``given_by`` is opaque: a user id of Slack, a token of a browser, ``None``. ``number`` is given by the store: later
    feedback has a higher one.
    """

    answer_id: str
    verdict: Opinion
    given_at: str
    reason: str | None = None
    claim: int | None = None
    given_by: str | None = None
    number: int = 0
