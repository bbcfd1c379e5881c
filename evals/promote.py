"""Turns what people did not like into drafts of cases: what was asked and answered is there, what was right is not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from qa.types import Answer, Feedback

if TYPE_CHECKING:
    from qa.ports import AnswerStore, ArticleStore, FeedbackStore

_PAGE = 100


async def promoted(
    feedback: FeedbackStore, answers: AnswerStore, articles: ArticleStore
) -> AsyncIterator[dict[str, Any]]:
    """A draft for each answer with a thumbs down, oldest first; several people's on one answer make one."""
    found: dict[str, list[Feedback]] = {}
    after = 0
    while page := await feedback.feedback(verdict="down", after=after, limit=_PAGE):
        for one in page:
            found.setdefault(one.answer_id, []).append(one)
        after = page[-1].number
    for answer_id, downs in found.items():
        if answer := await answers.answer(answer_id):
            yield await _draft(answer, downs, articles)


async def _draft(answer: Answer, downs: list[Feedback], articles: ArticleStore) -> dict[str, Any]:
    citations = [citation for claim in answer.claims for citation in claim.citations]
    passages = [
        {"article": stored.article.source, "quote": citation.quote}
        for citation in citations
        if (stored := await articles.get(citation.article_id, citation.version))
    ]
    said = " ".join(claim.text for claim in answer.claims) or f"(declined: {answer.status})"
    reasons = "; ".join(one.reason for one in downs if one.reason)
    return {
        "id": f"feedback-{answer.id[:12]}",
        "kind": "answerable",
        "question": answer.question,
        "status": "answered",
        "facts": [],
        "passages": list({tuple(one.items()): one for one in passages}.values()),
        "asked_at": answer.asked_at,
        "note": f"👎 {reasons}. It said: {said}" if reasons else f"👎 It said: {said}",
        "draft": True,
    }
