"""Builds evidence from plain sentences, so that a test can name just a claim and what it cites."""

from collections.abc import Sequence

from qa import ids
from qa.types import (
    Article,
    Claim,
    DraftClaim,
    Evidence,
    EvidencePassage,
    EvidenceSentence,
    Hit,
    Passage,
    Rejection,
    Sentence,
)
from qa.verify import verify


def article_of(
    sentences: Sequence[str], *, title: str | None = None, published_at: str | None = None, name: str = "a"
) -> Article:
    """An article whose text is ``sentences``, each a paragraph."""
    text = "\n\n".join(sentences)
    return Article(
        id=ids.article_id(url=None, name=name),
        version=ids.version(text),
        source=name,
        source_hash=ids.version(text),
        extractor="test",
        text=text,
        title=title,
        published_at=published_at,
    )


def evidence_of(*articles: tuple[Article, Sequence[str]]) -> Evidence:
    """One passage an article, holding those of its sentences; labels ``S1.1``, ``S1.2``, …, ``S2.1``, …."""
    return Evidence(tuple(_passage(number, *pair) for number, pair in enumerate(articles, start=1)))


def _passage(number: int, article: Article, sentences: Sequence[str]) -> EvidencePassage:
    found, start = [], 0
    for place, text in enumerate(sentences, start=1):
        start = article.text.index(text, start)
        sentence = Sentence(article.id, article.version, place, start, start + len(text))
        found.append(EvidenceSentence(f"S{number}.{place}", sentence, text))
        start += len(text)
    end = found[-1].sentence.end
    passage = Passage(
        id=ids.passage_id(article.id, article.version, 0, end),
        article_id=article.id,
        version=article.version,
        first=1,
        last=len(found),
        start=0,
        end=end,
        text=article.text[:end],
    )
    return EvidencePassage(f"S{number}", Hit(passage, 1.0), article, tuple(found))


def outcome(
    claim: str,
    cited: str | Sequence[str],
    *,
    rest: Sequence[str] = (),
    title: str | None = None,
    published_at: str | None = None,
) -> str:
    """``supported``, or the reason of the rejection. ``rest`` are sentences before ``cited`` that are not cited."""
    cited = [cited] if isinstance(cited, str) else list(cited)
    article = article_of([*rest, *cited], title=title, published_at=published_at)
    evidence = evidence_of((article, [*rest, *cited]))
    labels = tuple(f"S1.{len(rest) + place}" for place in range(1, len(cited) + 1))
    result = verify(DraftClaim(claim, labels), evidence)
    if isinstance(result, Rejection):
        return result.reason
    assert isinstance(result, Claim)
    return result.support.verdict
