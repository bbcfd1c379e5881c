"""The answer record, as `qa.record` writes it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.schemas.shown import Shown
from qa.types import Status
from qa.types.answers import JudgeVerdict, NoticeKind, RejectionReason, SupersededHow, Verdict, YesNo


class CheckOut(Shown):
    """One test of a claim against its cited sentences."""

    name: str
    passed: bool
    opinion: JudgeVerdict | None = Field(
        default=None, description="What the judge model said, where `name` is `judge` (`QA_JUDGE`)."
    )


class SupportOut(Shown):
    """What verification came to."""

    verdict: Verdict
    score: float | None
    checks: list[CheckOut]


class CitationOut(Shown):
    """An exact piece of a named article: `quote == text[start:end]` of that version, in Unicode code points."""

    article_id: str
    version: str
    sentences: list[int]
    kind: Literal["body", "caption"]
    start: int
    end: int
    quote: str
    title: str | None
    publisher: str | None
    origin: str | None
    published_at: str | None
    url: str | None
    deep_link: str | None
    title_withheld: bool = Field(
        default=False, description="Whether the article has a title that is not shown: it addresses an assistant."
    )


class SupersedingOut(Shown):
    """What took the place of what a claim tells, or stands against it: `corrected` by its own origin, `updated` by a
    later article that tells how it changed or counts more, `turned_down` where the claim tells a proposal, `denied`
    where the same article says so right behind it."""

    how: SupersededHow
    text: str = Field(description="The sentence that says so.")
    value: str | None = Field(description="What it gives instead (`35 people`), where that is one value.")
    citations: list[CitationOut]


class ClaimOut(Shown):
    """One verified statement."""

    text: str
    exact: str | None = Field(
        description="The words of `text` that answer by themselves (`35`), or `Yes` or `No`, where it can be told."
    )
    items: list[str] = Field(
        default=[],
        description="The several things in `text` that answer, each by itself, where there is more than one.",
    )
    origins: int = Field(description="How many independent origins say it.")
    superseded_by: SupersedingOut | None = Field(description="What took its place or stands against it, if anything.")
    support: SupportOut
    citations: list[CitationOut]


class SideOut(Shown):
    """One side of a disagreement."""

    text: str
    value: str | None = Field(description="What this side gives (`72 hours`), where that is one value.")
    citations: list[CitationOut]


class DisagreementOut(Shown):
    """Something on which the articles differ; the side with the oldest article comes first."""

    about: str
    sides: list[SideOut]


class NoticeOut(Shown):
    """What a reader must know beside the claims."""

    kind: NoticeKind
    text: str
    citations: list[CitationOut]


class PeriodOut(Shown):
    """The time that the question names, resolved against `asked_at`: days, both included."""

    phrase: str
    from_: str | None = Field(alias="from")
    to: str | None


class RejectionOut(Shown):
    """A claim that verification turned down: never to be shown as fact."""

    text: str
    reason: RejectionReason
    citations: list[CitationOut]


class HitOut(Shown):
    """A passage that was found."""

    article_id: str
    version: str
    start: int
    end: int
    score: float


class PromptOut(Shown):
    """The prompt that the model was given."""

    name: str
    sha256: str


class UsageOut(Shown):
    """Tokens and money; `cost_usd` is null when no price is set."""

    input_tokens: int
    output_tokens: int
    cost_usd: float | None


class FiltersOut(Shown):
    """The filters that were given."""

    from_: str | None = Field(default=None, alias="from")
    to: str | None = None
    publisher: str | None = None
    article_id: str | None = None
    origin: str | None = None
    as_of: str | None = None


class AnswerOut(Shown):
    """The record of one question. `status` tells a refusal: no phrase has to be matched."""

    id: str
    question: str
    asked_at: str
    conversation_id: str | None
    searched_as: str | None = Field(
        description="What was searched, where a follow-up was put together with what came before."
    )
    filters: FiltersOut
    status: Status
    reason: str | None
    text: str
    yes_no: YesNo | None = Field(
        description="Whether it is so, where that is asked: `disputed` where the articles say both, `not_said` where "
        "no sentence says either outright; null where something else is asked."
    )
    as_of: str | None = Field(description="The newest day among the cited articles.")
    period: PeriodOut | None
    claims: list[ClaimOut]
    disagreements: list[DisagreementOut]
    notices: list[NoticeOut]
    rejected: list[RejectionOut]
    hits: list[HitOut]
    reader: str
    model: str | None
    prompt: PromptOut | None
    index: str
    degraded: list[str]
    stored: bool
    usage: UsageOut
    timings_ms: dict[str, float]


class ChangeOut(Shown):
    """A cited article that is not what it was: `current_version` is null when it was taken out."""

    article_id: str
    version: str
    title: str | None
    current_version: str | None
    quotes_stand: bool = Field(description="Whether what is quoted still stands in the current text, word for word.")


class StoredAnswerOut(AnswerOut):
    """An answer, and which of the articles that it cites have changed since."""

    changed: list[ChangeOut]
