"""The reader that needs no key: it cites the sentences of the evidence that answer, word for word."""

from collections.abc import AsyncGenerator

from qa.extractive import choose, pool, shortlist
from qa.ports import Embedder
from qa.question import understand
from qa.types import DraftClaim, Evidence, Question, ReadReport


class ExtractiveReader:
    """Reader port. ``embedder`` compares the question with sentences; the scoring is calibrated to the embedder that
    is shipped, so give it that one."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    @property
    def name(self) -> str:
        """``extractive``."""
        return "extractive"

    async def read(self, question: Question, evidence: Evidence) -> AsyncGenerator[DraftClaim | ReadReport, None]:
        """Yields claims that are sentences of the evidence, best first, then the report.

        Nothing is sampled: the same question and evidence give the same claims. EmbeddingError when the embedder
        fails. The report's reason is ``no_sentence_answers`` when there is no claim.
        """
        query = understand(question.text)
        sentences = pool(evidence)
        likely = shortlist(query, sentences)
        claims: tuple[DraftClaim, ...] = ()
        if query.words and likely and query.refusal is None:
            vectors = await self._embedder.embed([query.text, *(candidate.text for candidate in likely)])
            cosines = (vectors[1:] @ vectors[0]).tolist()
            claims = choose(query, sentences, {c.label: s for c, s in zip(likely, cosines, strict=True)})
        for claim in claims:
            yield claim
        yield ReadReport(reason=None if claims else query.refusal or "no_sentence_answers")
