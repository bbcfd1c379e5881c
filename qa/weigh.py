"""What the evidence says beside what a reader reads in it: against the question's premise, against itself, against what
was said before. `weigh` looks before the reader reads, `compare` when the claims stand."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.disagree import Differences, disagree
from qa.period import age
from qa.premise import premise, rejected
from qa.statements import Statement, statements
from qa.types import Article, Claim, DraftClaim, Evidence, Notice, Period, Question
from qa.types.query import Query


@dataclass(frozen=True, slots=True)
class Weighed:
    """What is known before the reader reads: ``drafts`` come before the reader's own, ``notices`` before all claims."""

    query: Query
    statements: tuple[Statement, ...]
    drafts: tuple[DraftClaim, ...] = ()
    notices: tuple[Notice, ...] = ()


def weigh(question: Question, query: Query, about: Period | None, evidence: Evidence) -> Weighed:
    """The statements of ``evidence``, and what has to be said first: of their age when the question is ``about`` a
    period, and against what ``query`` takes for granted."""
    said = statements(evidence)
    days = {passage.article.id: _day(passage.article) for passage in evidence.passages}
    old = age(about, list(days.values()), question.asked_at)
    against = premise(query, said, evidence)
    return Weighed(query, said, against.drafts, (*old, *((against.notice,) if against.notice else ())))


def compare(weighed: Weighed, claims: Sequence[Claim], evidence: Evidence) -> Differences:
    """Disagreements, corrections, and proposals among ``claims`` that were turned down; nothing without a claim."""
    if not claims:
        return Differences()
    differences = disagree(weighed.query, weighed.statements, claims, evidence)
    turned_down = rejected(claims, weighed.statements, evidence)
    return Differences(differences.disagreements, (*differences.notices, *turned_down))


def _day(article: Article) -> str | None:
    return article.updated_at or article.published_at
