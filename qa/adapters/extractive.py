"""The reader that needs no key: it cites the sentences of the evidence that answer, word for word."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass

from qa.extractive import (
    SHORTLIST,
    THRESHOLD,
    Pool,
    asks_for_latest,
    choose,
    in_turn,
    latest,
    of_other_stages,
    pool,
    shortlist,
)
from qa.extractive.told import UNTOLD, Told
from qa.parts import parts
from qa.period import period
from qa.ports import Embedder, SentenceReader, SentenceReading
from qa.premise import names_somebody, of_others
from qa.statements import statements
from qa.types import DraftClaim, Evidence, Period, Question, ReadReport
from qa.types.query import Query
from qa.yes_no import overtaken, told

DECIDING = 2  # sentences that say yes or no and would not be looked at for their words
FEWEST = 6  # sentences that are looked at for one of several parts


@dataclass(frozen=True, slots=True)
class Part:
    """One of the questions asked beside the sentences that may answer it: cosines and readings by label; ``overtaken``
    are the labels of those that a later one leaves behind."""

    query: Query
    cosines: Mapping[str, float]
    readings: Mapping[str, SentenceReading]
    told: Told = UNTOLD
    overtaken: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Compared:
    """All that was asked beside the sentences of the evidence, and the time it is ``about``."""

    sentences: Pool
    parts: tuple[Part, ...]
    about: Period | None = None

    def claims(self, threshold: float) -> tuple[DraftClaim, ...]:
        """What answers the parts, in turn."""
        return in_turn(self.of_parts(threshold))

    def of_parts(self, threshold: float) -> list[tuple[DraftClaim, ...]]:
        """What `choose` makes of each part, or `latest`; none where it is less sure than ``threshold``."""
        return [self._claims(part, threshold) for part in self.parts]

    def _claims(self, part: Part, threshold: float) -> tuple[DraftClaim, ...]:
        if asks_for_latest(part.query.text):
            return latest(part.query, self.sentences, self.about) if part.readings else ()
        claims = choose(part.query, self.sentences, part.cosines, part.readings, threshold, part.told)
        return tuple(sorted(claims, key=lambda claim: part.overtaken.isdisjoint(claim.labels)))  # the oldest first


class ExtractiveReader:
    """Reader port. ``embedder`` compares the question with sentences, ``sentences`` reads it with each; the scoring is
    calibrated to the models that are shipped, so give it those. It declines what it is less sure of than ``threshold``
    (0 to 1)."""

    def __init__(self, embedder: Embedder, sentences: SentenceReader, threshold: float = THRESHOLD) -> None:
        self._embedder = embedder
        self._sentences = sentences
        self._threshold = threshold

    @property
    def name(self) -> str:
        """``extractive``."""
        return "extractive"

    async def read(self, question: Question, evidence: Evidence) -> AsyncGenerator[DraftClaim | ReadReport, None]:
        """Yields claims that are sentences of the evidence, best first, then the report.

        Nothing is sampled: the same question and evidence give the same claims. EmbeddingError or ModelError when a
        model cannot be run. The report's reason is ``no_sentence_answers`` when there is no claim.
        """
        compared = await self.compare(question, evidence)
        of_parts = compared.of_parts(self._threshold)
        claims = in_turn(of_parts)
        for claim in claims:
            yield claim
        open_ = [part.query.text for part, found in zip(compared.parts, of_parts, strict=True) if not found]
        reason = None if claims else compared.parts[0].query.refusal or "no_sentence_answers"
        yield ReadReport(reason=reason, unanswered=tuple(open_) if claims else ())

    async def compare(self, question: Question, evidence: Evidence) -> Compared:
        """``question``, part by part, beside the sentences of ``evidence``, before anything is decided; raises as
        `read` does."""
        queries, sentences = parts(question.text), pool(evidence)
        most = max(FEWEST, SHORTLIST // len(queries))
        compared = tuple([await self._compare(query, sentences, evidence, most) for query in queries])
        about = period(question.text, question.asked_at) if asks_for_latest(question.text) else None
        return Compared(sentences, compared, about)

    async def _compare(self, query: Query, sentences: Pool, evidence: Evidence, most: int) -> Part:
        others = of_others(query, statements(evidence)) if names_somebody(query) else frozenset()
        others |= of_other_stages(query, sentences)
        so = told(query, evidence)
        likely = [candidate for candidate in shortlist(query, sentences, most) if candidate.label not in others]
        if query.kind == "yes_no":  # what decides is read, however little it has of the question ("Putin refused.")
            seen = {candidate.label for candidate in likely}
            deciding = (c for c in sentences.candidates if c.label in so.answers and c.label not in seen)
            likely += list(deciding)[:DECIDING]
        if not query.words or not likely or query.refusal is not None:
            return Part(query, {}, {})
        vectors, readings = await asyncio.gather(
            self._embedder.embed([query.text, *(candidate.text for candidate in likely)]),
            self._sentences.read_sentences(query.text, [(sentences.lead(c), c.text) for c in likely]),
        )
        labels = [candidate.label for candidate in likely]
        cosines = dict(zip(labels, (vectors[1:] @ vectors[0]).tolist(), strict=True))
        return Part(query, cosines, dict(zip(labels, readings, strict=True)), so, frozenset(overtaken(so, evidence)))
