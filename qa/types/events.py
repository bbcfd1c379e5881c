"""What ``ask`` yields, in order: statuses, the hits, notices, each verified claim, disagreements, and last ``done`` or
``error``."""

from dataclasses import dataclass
from typing import Literal

from qa.types.answers import Answer, Claim, Disagreement, HitRef, Notice


@dataclass(frozen=True, slots=True)
class StatusEvent:
    """A step begins."""

    step: Literal["retrieve", "read"]
    type: Literal["status"] = "status"


@dataclass(frozen=True, slots=True)
class HitsEvent:
    """What was found, best first."""

    hits: tuple[HitRef, ...]
    type: Literal["hits"] = "hits"


@dataclass(frozen=True, slots=True)
class ClaimEvent:
    """A claim that has passed verification."""

    claim: Claim
    type: Literal["claim"] = "claim"


@dataclass(frozen=True, slots=True)
class DisagreementEvent:
    """Something on which the articles differ."""

    disagreement: Disagreement
    type: Literal["disagreement"] = "disagreement"


@dataclass(frozen=True, slots=True)
class NoticeEvent:
    """Something to know beside the claims; one that bears on all of them comes before them."""

    notice: Notice
    type: Literal["notice"] = "notice"


@dataclass(frozen=True, slots=True)
class DoneEvent:
    """The end, with the whole record."""

    answer: Answer
    type: Literal["done"] = "done"


@dataclass(frozen=True, slots=True)
class ErrorEvent:
    """The end when there is no answer: the error's code, what went wrong and what to do."""

    code: str
    message: str
    next_step: str
    type: Literal["error"] = "error"


Event = StatusEvent | HitsEvent | ClaimEvent | DisagreementEvent | NoticeEvent | DoneEvent | ErrorEvent
