"""Holds a reader's draft claims against what they cite: by the checks of `qa.verify`, and where a claim is in words of
its own, with how near these come to the sentences' words (`WordComparer`).

Where the comparing fails, the checks decide by letters alone, the model is asked no more for this question, and the
record's ``degraded`` says ``word_comparing``.
"""

from collections.abc import Sequence
from dataclasses import replace

from qa.corroborate import origins
from qa.errors import EmbeddingError
from qa.ports import WordComparer, WordNearness
from qa.types import YES_OR_NO, Answer, Claim, DraftClaim, Evidence, Rejection
from qa.verify import Nearness, own_words, verify
from qa.verify.normalise import fold

MOST_COMPARED = 12
"""Cited sentences; each takes about 3 ms, and a claim that cites more is left to the checks."""


class Checking:
    """One question's draft claims before its evidence. Without ``words`` the checks know words by their letters."""

    def __init__(self, evidence: Evidence, words: WordComparer | None) -> None:
        self.evidence = evidence
        self._words = words
        self._failed = False

    async def checked(self, draft: DraftClaim) -> Claim | Rejection:
        """See `checked`."""
        return checked(draft, self.evidence, await self._near(draft))

    def noted(self, answer: Answer) -> Answer:
        """``answer``, saying so where words could not be compared."""
        return replace(answer, degraded=(*answer.degraded, "word_comparing")) if self._failed else answer

    async def _near(self, draft: DraftClaim) -> Nearness | None:
        if self._words is None or self._failed:
            return None
        try:
            return await compared(draft, self.evidence, self._words)
        except EmbeddingError:
            self._failed = True
            return None


def checked(draft: DraftClaim, evidence: Evidence, near: Nearness | None = None) -> Claim | Rejection:
    """``draft`` verified, with its independent origins counted."""
    outcome = verify(draft, evidence, near)
    if isinstance(outcome, Rejection):
        return outcome
    said = draft.exact and (draft.exact in outcome.text or draft.exact in YES_OR_NO)
    exact = draft.exact if said else None
    items = tuple(item for item in draft.items if item in outcome.text)
    return replace(outcome, origins=origins(outcome.citations, evidence), exact=exact, items=items)


async def compared(draft: DraftClaim, evidence: Evidence, words: WordComparer) -> Nearness | None:
    """How near the words of ``draft`` come to those of its sentences; ``None`` for a claim that is one of them, cites
    none, or very many. EmbeddingError when the model fails."""
    both = own_words(draft, evidence)
    if both is None or len(both[1]) > MOST_COMPARED:
        return None
    claim, sentences = both
    return by_word(claim, await words.nearness(claim, sentences))


def by_word(claim: str, found: Sequence[WordNearness]) -> Nearness:
    """The least nearness of each word of ``claim``, whatever its case."""
    near: dict[str, float] = {}
    for one in found:
        word = fold(claim[one.start : one.end])
        near[word] = min(one.nearness, near.get(word, 1.0))
    return near
