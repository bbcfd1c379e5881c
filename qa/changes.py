"""What became of the articles that an answer cites: permalinks stay true by saying so."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.ports import ArticleStore
from qa.titles import shown
from qa.types import Answer, Citation


@dataclass(frozen=True, slots=True)
class Change:
    """A cited article that is not what it was.

    ``current_version`` is ``None`` when it was taken out. ``quotes_stand`` says whether every quoted passage still
    stands in the current text, word for word.
    """

    article_id: str
    version: str
    title: str | None
    current_version: str | None
    quotes_stand: bool


async def changes(answer: Answer, articles: ArticleStore) -> Sequence[Change]:
    """A change for each cited article that has a newer version, or none, in the order cited: by claims, notices and
    disagreements."""
    cited: dict[tuple[str, str], list[Citation]] = {}
    for citation in _citations(answer):
        cited.setdefault((citation.article_id, citation.version), []).append(citation)
    found = []
    for (article_id, version), citations in cited.items():
        state = await articles.state(article_id)
        if state is not None and state.version == version:
            continue
        current = await articles.get(article_id) if state else None
        stand = current is not None and all(citation.quote in current.article.text for citation in citations)
        title = shown(current.article.title) if current else citations[0].title
        found.append(Change(article_id, version, title, state.version if state else None, stand))
    return found


def _citations(answer: Answer) -> Sequence[Citation]:
    of_claims = [citation for claim in answer.claims for citation in claim.citations]
    of_claims += [c for claim in answer.claims if claim.superseded_by for c in claim.superseded_by.citations]
    sides = [side for entry in answer.disagreements for side in entry.sides]
    of_notices = [citation for notice in answer.notices for citation in notice.citations]
    return of_claims + of_notices + [citation for side in sides for citation in side.citations]
