"""The answer record: what one question came to. Its JSON is the contract of every face (CLI, HTTP, Slack, evals)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from qa.types.articles import SentenceKind

if TYPE_CHECKING:
    from qa.types.asking import Filters

Status = Literal["answered", "partial", "nothing_retrieved", "insufficient_evidence", "failed_verification"]
JudgeVerdict = Literal["supported", "not_supported", "unclear"]
Verdict = Literal["supported", "unsupported", "contradicted"]
YesNo = Literal["yes", "no", "disputed", "not_said"]
RejectionReason = Literal[
    "unknown_sentence",
    "no_citation",
    "number_not_in_source",
    "name_not_in_source",
    "date_not_in_source",
    "quote_not_in_source",
    "polarity",
    "speaker",
    "modality",
    "quantifier",
    "low_support",
    "judged_unsupported",
]


SupersededHow = Literal["corrected", "updated", "turned_down", "denied"]
NEWS = 3  # days within which what happened is told
SUPERSEDED: Mapping[SupersededHow, str] = {
    "corrected": "Corrected later",
    "updated": "Updated later",
    "turned_down": "Turned down",
    "denied": "Denied",
}
"""How a face says it, before the later sentence."""

YES_OR_NO = ("Yes", "No")
"""What ``exact`` of a claim is where the question asks for that."""

UNDECIDED: Mapping[YesNo, str] = {
    "disputed": "The articles say both.",
    "not_said": "No plain yes or no was found in the articles.",
}
"""How a face says that there is no Yes or No."""

NoticeKind = Literal[
    "old_evidence",
    "undated_evidence",
    "dated_event",
    "unknown_time",
    "false_premise",
    "rejected_proposal",
    "corrected",
    "updated",
    "unanswered",
]


@dataclass(frozen=True, slots=True)
class Check:
    """One test of a claim against its cited sentences, by name (``numbers``, ``names``, …). ``opinion`` is what the
    judge model said, where ``name`` is ``judge``; only ``supported`` is passed."""

    name: str
    passed: bool
    opinion: JudgeVerdict | None = None


@dataclass(frozen=True, slots=True)
class Support:
    """What verification came to. ``score`` is between 0 and 1: how far the cited sentences say what the
    claim says; ``None`` where nothing scored it."""

    verdict: Verdict
    score: float | None = None
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """An exact piece of a named article: ``quote == article.text[start:end]`` of that version, always.

    ``sentences`` are sentence numbers (from 1). The rest is what a reader needs to find the place; ``title_withheld``
    where the article's title addresses an assistant, so that ``title`` is None.
    """

    article_id: str
    version: str
    sentences: tuple[int, ...]
    kind: SentenceKind
    start: int
    end: int
    quote: str
    title: str | None = None
    publisher: str | None = None
    origin: str | None = None
    published_at: str | None = None
    url: str | None = None
    deep_link: str | None = None
    title_withheld: bool = False


@dataclass(frozen=True, slots=True)
class Superseding:
    """What took the place of what a claim tells, or stands against it: a sentence, and in ``value`` what it gives
    instead.

    ``corrected``: the claim's own origin gave it differently later. ``updated``: a later article tells how it changed
    ("the toll rose to 35"), or has more of what is counted on, such as the dead. ``turned_down``: what the claim tells
    as proposed was refused. ``denied``: the same article says right behind it that somebody denies it.
    """

    how: SupersededHow
    text: str
    citations: tuple[Citation, ...]
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One verified statement of an answer. ``origins`` counts independent origins among its citations; ``exact`` are
    the words of ``text`` that answer by themselves, or ``Yes`` or ``No``, where the reader can tell; ``items`` the
    several things among them, where there is more than one; ``superseded_by`` is what later evidence put
    in its place."""

    text: str
    origins: int
    support: Support
    citations: tuple[Citation, ...]
    exact: str | None = None
    superseded_by: Superseding | None = None
    items: tuple[str, ...] = ()

    @property
    def in_full(self) -> str:
        """``text``, with its Yes or No, and what it is superseded by: for whoever gets words only."""
        later = self.superseded_by
        said = f"{self.exact}. {self.text}" if self.exact in YES_OR_NO else self.text
        return f"{said} ({SUPERSEDED[later.how]}: {later.text})" if later else said


@dataclass(frozen=True, slots=True)
class Rejection:
    """A claim that verification turned down: kept in the record, never shown as fact."""

    text: str
    reason: RejectionReason
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a disagreement: the sentence of its oldest article, and in ``value`` what it gives ("72 hours")."""

    text: str
    citations: tuple[Citation, ...]
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What the articles do not agree on, and what each side says, the side with the oldest article first."""

    about: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """What a reader must know beside the claims. ``text`` says it in a sentence, ``citations`` show it.

    ``old_evidence``: the question is about now, the articles are not. ``undated_evidence``: a time is asked for, and
    articles without a date were kept. ``dated_event``: where the days come from of an event by which the question tells
    its time; ``unknown_time``: the articles do not clearly give them, and none was left out. ``false_premise``: the
    articles say against what the question takes for granted. ``corrected`` and ``updated``: a statement that no claim
    rests on, which its own origin gave differently later, or of which a later article tells how it changed (oldest
    first); a claim says so itself, in ``superseded_by``. ``unanswered``: one of several questions asked at once that
    nothing answers. ``rejected_proposal``: only in older records, where a claim did not say it.
    """

    kind: NoticeKind
    text: str
    citations: tuple[Citation, ...] = ()

    @property
    def comes_first(self) -> bool:
        """Whether it bears on all claims, and so is said before them."""
        return self.kind not in ("corrected", "updated", "unanswered", "rejected_proposal")


@dataclass(frozen=True, slots=True)
class Period:
    """The time that a question names, resolved against the moment of asking: days, both included. A side that is
    open is ``None``; both are for a question about the latest."""

    phrase: str
    from_: str | None = None
    to: str | None = None

    def covers(self, day: str | None) -> bool:
        """Whether an article of ``day`` (ISO 8601) was published in it, or so soon after that it may be news of it."""
        if day is None:
            return False
        end = (date.fromisoformat(self.to) + timedelta(days=NEWS)).isoformat() if self.to and self.from_ else self.to
        return (self.from_ or "") <= day[:10] <= (end or "9999")

    @property
    def in_words(self) -> str | None:
        """What it was taken as, for whoever reads; ``None`` for a question about the latest."""
        if self.from_ and self.to:
            return f"“{self.phrase}” is {' to '.join(dict.fromkeys((self.from_, self.to)))}."
        if self.from_:
            return f"“{self.phrase}” is {self.from_} or later."
        return f"“{self.phrase}” is {self.to} or earlier." if self.to else None


@dataclass(frozen=True, slots=True)
class HitRef:
    """A passage that was found, as the record keeps it: an address and a score, not the text."""

    article_id: str
    version: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class PromptRef:
    """Which prompt was used: its name and the sha256 of its file, in hex."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Usage:
    """What the reader consumed. Zero for a reader that runs here; ``cost_usd`` is ``None`` when no price is set."""

    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float | None = 0.0


def named(answer: Answer) -> dict[str, tuple[Citation, ...]]:
    """The several things that the claims name, each once, with what its claims cite."""
    found: dict[str, tuple[Citation, ...]] = {}
    for claim in answer.claims:
        for item in claim.items:
            found[item] = tuple(dict.fromkeys((*found.get(item, ()), *claim.citations)))
    return found


@dataclass(frozen=True, slots=True)
class Answer:
    """The record of one question. ``status`` tells a refusal: no phrase has to be matched.

    ``searched_as`` is the question that was searched and read for, where it is not ``question`` itself: a follow-up is
    put together with what its conversation said before.

    ``yes_no`` is what the claims come to where the question asks whether something is so: ``disputed`` where they say
    both, ``not_said`` where no sentence says either outright; ``None`` where something else is asked.
    """

    id: str
    question: str
    asked_at: str
    status: Status
    text: str
    reader: str
    index: str
    filters: Filters
    conversation_id: str | None = None
    searched_as: str | None = None
    reason: str | None = None
    yes_no: YesNo | None = None
    as_of: str | None = None
    period: Period | None = None
    claims: tuple[Claim, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    notices: tuple[Notice, ...] = ()
    rejected: tuple[Rejection, ...] = ()
    hits: tuple[HitRef, ...] = ()
    model: str | None = None
    prompt: PromptRef | None = None
    degraded: tuple[str, ...] = ()
    stored: bool = True
    usage: Usage = Usage()
    timings_ms: Mapping[str, float] = field(default_factory=dict)
