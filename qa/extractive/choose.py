"""From scored sentences to claims."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from qa.extractive import answered, decide
from qa.extractive import features as sentence
from qa.extractive.asked import Asked, asked
from qa.extractive.decide import Ranked
from qa.extractive.pool import Candidate, Pool
from qa.extractive.weights import DECISION, DECISION_BIAS, SENTENCE, SENTENCE_BIAS
from qa.ports import SentenceReading
from qa.types import DraftClaim
from qa.types.query import AnswerKind, Query
from qa.words import value

SHORTLIST = 24  # sentences worth an embedding, which costs 4 to 10 ms each
CLAIMS = 3
CLAIMS_OF_PARTS = 4  # for a question of several parts
THRESHOLD = 0.4
"""Of the confidence: below it the question is declined (`QA_DECLINE_BELOW`; docs/truth.md has the trade-off, measured
with `bench.abstention`). Wrong refusals weigh more in use: whoever reads an answer sees the sentence and can judge it.
"""
MARGIN = 1.0  # a further sentence may look this much less like an answer than the best, in logits
SAME = 0.7  # of the words of two sentences, how many they must share to be one statement

READ = 4.0
"""What a closeness of 1 adds to a sentence's logit, which lies between -6 and 4."""
SURE = 0.5
"""From here the features and the cross-encoder together (`answered`) are enough to answer, whatever the features say
alone. On fit-side rows, answered of answerable / unanswerable, with 0.9 of both scores of the best sentence in place of
this, and now: SQuAD 2 alone 68/60 to 72/63 %, among others 91/79 both, Wikinews 76/5 to 81/5, Natural Questions 79/4 to
79/7, RealTime QA's own passages 24 to 37 alone, 62/47 to 65/47 among others, CLAP NQ 53/9 to 54/10. Instead of the
features, from 0.4, it answers more of the passages that come alone, but fewer of the questions on the seeds."""
CERTAIN = 0.5
LARGEST_PART = 0.7  # of its sentence: a longer answer is the sentence
THINGS: frozenset[AnswerKind] = frozenset({"who", "when", "where", "how_many", "how_long", "how_much", "what"})

_SENTENCE = [SENTENCE.get(name, 0.0) for name in sentence.NAMES]
_DECISION = [DECISION.get(name, 0.0) for name in decide.NAMES]


def shortlist(query: Query, pool: Pool, limit: int = SHORTLIST) -> tuple[Candidate, ...]:
    """At most ``limit`` sentences, by the question's words in and around them and their passage's rank; ties in the
    order of the evidence."""
    weights = asked(query, pool).weights
    total = sum(weights.values())

    def promise(candidate: Candidate) -> float:
        inside = sum(weight for k, weight in weights.items() if k in candidate.keys)
        around = sum(weight for k, weight in weights.items() if k in candidate.around)
        return inside + 0.3 * around + (total + 1) / (2 + candidate.rank)

    return tuple(sorted(pool.candidates, key=lambda candidate: -promise(candidate))[:limit])


def choose(
    query: Query,
    pool: Pool,
    similarities: Mapping[str, float],
    readings: Mapping[str, SentenceReading],
    threshold: float = THRESHOLD,
) -> tuple[DraftClaim, ...]:
    """The claims that answer ``query``, best first; none when the confidence that the evidence does is below
    ``threshold``.

    ``similarities`` (cosines with the question) and ``readings`` are of the sentences that may be chosen, by label.
    The features decide whether there is an answer, or the readings with them; both choose which sentences it is.
    Sentences that say the same are one claim, which cites them all.
    """
    if not similarities:
        return ()
    whole = asked(query, pool)
    if not whole.names_known(pool):
        return ()
    looked_at = [candidate for candidate in pool.candidates if candidate.label in similarities]
    chosen: list[Ranked] = []
    for kind in query.kinds:
        ranked = rank(whole, kind, looked_at, pool, similarities)
        likely = probability(whole, pool, ranked, similarities)
        read = [readings[one.candidate.label] for one in ranked]
        if not read or confidence(likely, read) < threshold:
            continue
        ranked = _reordered(ranked, readings)
        near = [one for one in ranked if one.logit >= ranked[0].logit - MARGIN]
        chosen.extend(near[: 1 if len(query.kinds) > 1 else CLAIMS])
    chosen.sort(key=lambda one: -one.logit)
    groups = _grouped(chosen, looked_at)[: CLAIMS if len(query.kinds) == 1 else CLAIMS_OF_PARTS]
    return tuple(
        DraftClaim(group[0].text, tuple(c.label for c in group), exact(query, group[0], readings[group[0].label]))
        for group in groups
    )


def _reordered(ranked: Sequence[Ranked], readings: Mapping[str, SentenceReading]) -> list[Ranked]:
    """``ranked`` with what the cross-encoder makes of each sentence added, best first; ties as they were."""
    both = [replace(one, logit=one.logit + READ * answered.closeness(readings[one.candidate.label])) for one in ranked]
    return sorted(both, key=lambda one: -one.logit)


def confidence(likely: float, readings: Sequence[SentenceReading]) -> float:
    """How sure it is that there is an answer: by the features, or by them and the cross-encoder where that is surer."""
    sure = answered.probability(likely, readings)
    return max(likely, sure) if sure >= SURE else likely


def exact(query: Query, candidate: Candidate, reading: SentenceReading) -> str | None:
    """The words of the sentence that answer by themselves, where the question asks for a thing and there are any."""
    if reading.answer is None or reading.certainty < CERTAIN or not set(query.kinds) & THINGS:
        return None
    start, end = reading.answer
    return candidate.text[start:end] if end - start <= LARGEST_PART * len(candidate.text) else None


def rank(
    whole: Asked, kind: AnswerKind, candidates: Sequence[Candidate], pool: Pool, similarities: Mapping[str, float]
) -> list[Ranked]:
    """Those of ``candidates`` that can answer, with their logits, best first; ties in the order of the evidence."""
    best = max(similarities.values())
    ranked = []
    for candidate in candidates:
        numbers = sentence.features(whole, kind, candidate, pool, (similarities[candidate.label], best))
        if sentence.is_ruled_out(kind, numbers):
            continue
        ranked.append(Ranked(candidate, numbers, SENTENCE_BIAS + _dot(_SENTENCE, numbers)))
    return sorted(ranked, key=lambda one: -one.logit)


def probability(whole: Asked, pool: Pool, ranked: Sequence[Ranked], similarities: Mapping[str, float]) -> float:
    """How likely the best of ``ranked`` answers; 0 when none is left."""
    if not ranked:
        return 0.0
    numbers = decide.features(whole, pool, ranked, list(similarities.values()))
    return 1 / (1 + math.exp(-DECISION_BIAS - _dot(_DECISION, numbers)))


def _dot(weights: Sequence[float], numbers: Sequence[float]) -> float:
    return sum(weight * number for weight, number in zip(weights, numbers, strict=True))


def _grouped(chosen: Sequence[Ranked], candidates: Sequence[Candidate]) -> list[list[Candidate]]:
    """Each chosen sentence with all others that say the same, from the chosen and from the rest."""
    groups: list[list[Candidate]] = []
    for one in chosen:
        if any(one.candidate is member for group in groups for member in group):
            continue
        taken = {member.label for group in groups for member in group} | {one.candidate.label}
        same = [c for c in candidates if c.label not in taken and says_the_same(one.candidate, c)]
        groups.append([one.candidate, *same])
    return groups


def says_the_same(one: Candidate, other: Candidate) -> bool:
    """Whether two sentences share most of their words and all of their numbers."""
    if not one.keys or not other.keys or _numbers(one) != _numbers(other):
        return False
    return len(one.keys & other.keys) / len(one.keys | other.keys) >= SAME


def _numbers(candidate: Candidate) -> frozenset[float | None]:
    return frozenset(value(word.lower) for word in candidate.words if word.is_number)
