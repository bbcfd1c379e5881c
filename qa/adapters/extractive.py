"""The reader that needs no key: it cites the sentences of the evidence that answer, word for word."""

import asyncio
from collections.abc import AsyncGenerator

from qa.extractive import choose, pool, shortlist
from qa.ports import Embedder, SentenceReader
from qa.premise import names_a_country, of_others
from qa.question import understand
from qa.statements import statements
from qa.types import DraftClaim, Evidence, Question, ReadReport


class ExtractiveReader:
    """Reader port. ``embedder`` compares the question with sentences, ``sentences`` reads it with each; the scoring is
    calibrated to the models that are shipped, so give it those."""

    def __init__(self, embedder: Embedder, sentences: SentenceReader) -> None:
        self._embedder = embedder
        self._sentences = sentences

    @property
    def name(self) -> str:
        """``extractive``."""
        return "extractive"

    async def read(self, question: Question, evidence: Evidence) -> AsyncGenerator[DraftClaim | ReadReport, None]:
        """Yields claims that are sentences of the evidence, best first, then the report.

        Nothing is sampled: the same question and evidence give the same claims. EmbeddingError or ModelError when a
        model cannot be run. The report's reason is ``no_sentence_answers`` when there is no claim.
        """
        query = understand(question.text)
        sentences = pool(evidence)
        others = of_others(query, statements(evidence)) if names_a_country(query) else frozenset()
        likely = [candidate for candidate in shortlist(query, sentences) if candidate.label not in others]
        claims: tuple[DraftClaim, ...] = ()
        if query.words and likely and query.refusal is None:
            vectors, readings = await asyncio.gather(
                self._embedder.embed([query.text, *(candidate.text for candidate in likely)]),
                self._sentences.read_sentences(query.text, [(c.lead, c.text) for c in likely]),
            )
            labels = [candidate.label for candidate in likely]
            cosines = dict(zip(labels, (vectors[1:] @ vectors[0]).tolist(), strict=True))
            claims = choose(query, sentences, cosines, dict(zip(labels, readings, strict=True)))
        for claim in claims:
            yield claim
        yield ReadReport(reason=None if claims else query.refusal or "no_sentence_answers")
