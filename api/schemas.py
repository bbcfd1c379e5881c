"""What goes over the wire, for validation of requests and for OpenAPI. The record's keys are `qa.record`'s."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from api.limits import QUESTION_CHARACTERS
from qa.types import Filters, Status
from qa.types.answers import RejectionReason, Verdict


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
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", json_schema_extra={"format": "date"}), AfterValidator(_day)]
ArticleId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
AnswerId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


class Given(BaseModel):
    """What a client sends: a key that nobody knows is a mistake, not a wish."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class FiltersIn(Given):
    """Which articles may answer. Undated articles pass a filter on days."""

    from_: Day | None = Field(default=None, alias="from", description="Only articles from this day on.")
    to: Day | None = Field(default=None, description="Only articles up to this day.")
    publisher: Text | None = Field(
        default=None, max_length=300, description="Only this publisher's; case makes no difference."
    )
    article_id: ArticleId | None = Field(default=None, description="Only this article.")

    def as_filters(self) -> Filters:
        """As the flows take them."""
        return Filters(self.from_, self.to, self.publisher, self.article_id)


class AskIn(Given):
    """A question."""

    question: QuestionText = Field(description="In English, of at most 2,000 characters.")
    filters: FiltersIn = FiltersIn()


class Shown(BaseModel):
    """What the service sends: exactly these keys."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class CheckOut(Shown):
    """One test of a claim against its cited sentences."""

    name: str
    passed: bool


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


class ClaimOut(Shown):
    """One verified statement."""

    text: str
    origins: int = Field(description="How many independent origins say it.")
    support: SupportOut
    citations: list[CitationOut]


class SideOut(Shown):
    """One side of a disagreement."""

    text: str
    citations: list[CitationOut]


class DisagreementOut(Shown):
    """Something on which the articles differ."""

    about: str
    sides: list[SideOut]


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


class AnswerOut(Shown):
    """The record of one question. `status` tells a refusal: no phrase has to be matched."""

    id: str
    question: str
    asked_at: str
    conversation_id: str | None
    filters: FiltersOut
    status: Status
    reason: str | None
    text: str
    as_of: str | None
    claims: list[ClaimOut]
    disagreements: list[DisagreementOut]
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
    current_version: str | None


class StoredAnswerOut(AnswerOut):
    """An answer, and which of the articles that it cites have changed since."""

    changed: list[ChangeOut]


class SentenceOut(Shown):
    """A sentence: `text[start:end]` of its article, in Unicode code points."""

    number: int
    start: int
    end: int
    kind: Literal["body", "caption"]


class LeftOut(Shown):
    """A piece of the source that is not part of the text."""

    kind: str
    text: str


class ArticleOut(Shown):
    """An article's metadata. What is unknown is null, never guessed."""

    id: str
    version: str
    source: str
    title: str | None
    publisher: str | None
    origin: str | None
    byline: str | None
    dateline: str | None
    url: str | None
    published_at: str | None
    updated_at: str | None


class StoredArticleOut(ArticleOut):
    """One version of an article, with its text and its sentences."""

    current: bool
    text: str
    sentences: list[SentenceOut]
    left_out: list[LeftOut]


class FaultOut(Shown):
    """One fault of a request."""

    where: str
    what: str
    kind: str


class ProblemOut(Shown):
    """An error (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    next_step: str
    request_id: str | None
    errors: list[FaultOut] | None = None
