"""What status an answer gets, and why."""

import pytest

from qa.conclude import conclude
from qa.types import (
    Article,
    Citation,
    Claim,
    Evidence,
    EvidencePassage,
    Hit,
    Passage,
    Question,
    ReadReport,
    Rejection,
    Support,
)

QUESTION = Question("Who left?", "2026-01-02T03:04:05Z")


def article(name: str, published_at: str | None) -> Article:
    return Article(name, "v", f"{name}.txt", "h", "text-1", "He left.", published_at=published_at)


def evidence(*articles: Article) -> Evidence:
    return Evidence(
        tuple(
            EvidencePassage(f"S{n}", Hit(Passage(f"{a.id}.v.0-8", a.id, "v", 1, 1, 0, 8, a.text), 0.1), a, ())
            for n, a in enumerate(articles, start=1)
        )
    )


def claim(name: str) -> Claim:
    return Claim("He left.", 1, Support("supported"), (Citation(name, "v", (1,), "body", 0, 8, "He left."),))


REJECTED = Rejection("Three left.", "number_not_in_source")
SOME = evidence(article("a", "2016-12-30"), article("b", None), article("c", "2017-01-05T10:00:00Z"))


@pytest.mark.parametrize(
    ("claims", "rejected", "report", "found", "status", "reason"),
    [
        ([claim("a")], [], ReadReport(), SOME, "answered", None),
        ([claim("a")], [REJECTED], ReadReport(), SOME, "partial", "claims_rejected"),
        ([claim("a")], [], ReadReport(complete=False, reason="length"), SOME, "partial", "length"),
        ([], [REJECTED], ReadReport(), SOME, "failed_verification", "claims_rejected"),
        ([], [], ReadReport(reason="no_sentence_answers"), SOME, "insufficient_evidence", "no_sentence_answers"),
        ([], [], ReadReport(), Evidence(()), "nothing_retrieved", "no_passages"),
    ],
)
def test_the_status_says_what_happened(
    claims: list[Claim], rejected: list[Rejection], report: ReadReport, found: Evidence, status: str, reason: str | None
) -> None:
    answer = conclude(QUESTION, claims, rejected, report, found)
    assert (status, reason) == (answer.status, answer.reason)


def test_the_answer_is_as_of_the_newest_cited_article_that_has_a_date() -> None:
    assert conclude(QUESTION, [claim("a"), claim("b")], [], ReadReport(), SOME).as_of == "2016-12-30"
    assert conclude(QUESTION, [claim("a"), claim("c")], [], ReadReport(), SOME).as_of == "2017-01-05"
    assert conclude(QUESTION, [claim("b")], [], ReadReport(), SOME).as_of is None
