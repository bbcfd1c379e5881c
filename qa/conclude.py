"""Draws the conclusion: what status the claims come to, and the answer's text."""

from collections.abc import Sequence

from qa.types import UNDECIDED, Answer, Claim, Evidence, Question, ReadReport, Rejection, Status, YesNo


def conclude(
    question: Question,
    claims: Sequence[Claim],
    rejected: Sequence[Rejection],
    report: ReadReport,
    evidence: Evidence,
    yes_no: YesNo | None = None,
) -> Answer:
    """The record, but for what the flow knows (id, hits, reader, index, timings).

    ``reason`` is the reader's word when it gave one; else it says why there is no whole answer.
    """
    status = _status(claims, rejected, report, evidence)
    reason = report.reason
    if status == "answered":
        reason = None
    elif status == "nothing_retrieved":
        reason = reason or "no_passages"
    elif status in ("partial", "failed_verification") and report.complete:
        reason = "claims_rejected"
    return Answer(
        id="",
        question=question.text,
        asked_at=question.asked_at,
        conversation_id=question.conversation_id,
        filters=question.filters,
        status=status,
        reason=reason,
        text=_text(claims, yes_no),
        yes_no=yes_no,
        as_of=_as_of(claims, evidence),
        claims=tuple(claims),
        rejected=tuple(rejected),
        reader="",
        index="",
        model=report.model,
        prompt=report.prompt,
        usage=report.usage,
    )


def _text(claims: Sequence[Claim], yes_no: YesNo | None) -> str:
    """The claims in order, and behind them that they decide nothing, where yes or no is asked."""
    said = [claim.in_full for claim in claims]
    return " ".join([*said, UNDECIDED[yes_no]] if said and yes_no and yes_no in UNDECIDED else said)


def _status(claims: Sequence[Claim], rejected: Sequence[Rejection], report: ReadReport, evidence: Evidence) -> Status:
    if claims:
        return "partial" if rejected or not report.complete else "answered"
    if rejected:
        return "failed_verification"
    return "insufficient_evidence" if evidence.passages else "nothing_retrieved"


def _as_of(claims: Sequence[Claim], evidence: Evidence) -> str | None:
    """The newest day among the cited articles that have a date."""
    cited = {citation.article_id for claim in claims for citation in claim.citations}
    articles = [passage.article for passage in evidence.passages if passage.article.id in cited]
    days = [day[:10] for article in articles for day in (article.published_at, article.updated_at) if day]
    return max(days, default=None)
