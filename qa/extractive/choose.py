"""From scored sentences to claims."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qa.extractive.features import NAMES, features
from qa.extractive.pool import Candidate, Pool, key, question_words
from qa.extractive.weights import BIAS, THRESHOLD, WEIGHTS
from qa.types import DraftClaim
from qa.types.query import AnswerKind, Query
from qa.words import value

SHORTLIST = 24  # sentences worth an embedding, which costs 4 to 10 ms each
CLAIMS = 3
CLAIMS_OF_PARTS = 4  # for a question of several parts
NEARLY = 0.6  # a further sentence must score at least this part of the best one
SAME = 0.7  # of the rarer words of two sentences, how many they must share to be one statement

_COEFFICIENTS = [WEIGHTS.get(name, 0.0) for name in NAMES]


@dataclass(frozen=True, slots=True)
class Scored:
    """A sentence and the probability that it answers."""

    candidate: Candidate
    score: float


def shortlist(query: Query, pool: Pool, limit: int = SHORTLIST) -> tuple[Candidate, ...]:
    """At most ``limit`` sentences, by the question's words in and around them and their passage's rank; ties in the
    order of the evidence."""
    weights = {key(word): pool.rarity(key(word)) for word in question_words(query)}

    def promise(candidate: Candidate) -> float:
        inside = sum(weight for k, weight in weights.items() if k in candidate.keys)
        around = sum(weight for k, weight in weights.items() if k in candidate.around)
        return inside + 0.3 * around + (sum(weights.values()) + 1) / (2 + candidate.rank)

    return tuple(sorted(pool.candidates, key=lambda candidate: -promise(candidate))[:limit])


def probability(numbers: Sequence[float]) -> float:
    """The logistic regression on the features ``numbers``."""
    return 1 / (1 + math.exp(-BIAS - sum(c * n for c, n in zip(_COEFFICIENTS, numbers, strict=True))))


def choose(query: Query, pool: Pool, similarities: Mapping[str, float]) -> tuple[DraftClaim, ...]:
    """The claims that answer ``query``, best first; none when no sentence is likely enough to.

    ``similarities`` gives the cosine with the question by label, for each sentence that may be chosen. Sentences that
    say the same are one claim, which cites them all.
    """
    looked_at = [candidate for candidate in pool.candidates if candidate.label in similarities]
    chosen: list[Scored] = []
    for kind in query.kinds:
        ranked = _ranked(query, kind, looked_at, pool, similarities)
        best = ranked[0].score if ranked else 0.0
        likely = [s for s in ranked if s.score >= THRESHOLD and s.score >= NEARLY * best]
        chosen.extend(likely[: 1 if len(query.kinds) > 1 else None])
    chosen.sort(key=lambda scored: -scored.score)
    groups = _grouped(chosen, looked_at)[: CLAIMS if len(query.kinds) == 1 else CLAIMS_OF_PARTS]
    return tuple(DraftClaim(group[0].text, tuple(c.label for c in group)) for group in groups)


def _ranked(
    query: Query, kind: AnswerKind, candidates: Sequence[Candidate], pool: Pool, similarities: Mapping[str, float]
) -> list[Scored]:
    best = max(similarities.values(), default=0.0)
    scored = [Scored(c, probability(features(query, kind, c, pool, (similarities[c.label], best)))) for c in candidates]
    return sorted(scored, key=lambda s: -s.score)


def _grouped(chosen: Sequence[Scored], candidates: Sequence[Candidate]) -> list[list[Candidate]]:
    """Each chosen sentence with all others that say the same, from the chosen and from the rest."""
    groups: list[list[Candidate]] = []
    for scored in chosen:
        if any(scored.candidate is member for group in groups for member in group):
            continue
        taken = {member.label for group in groups for member in group}
        same = [
            c
            for c in candidates
            if c.label not in taken and c is not scored.candidate and says_the_same(scored.candidate, c)
        ]
        groups.append([scored.candidate, *same])
    return groups


def says_the_same(one: Candidate, other: Candidate) -> bool:
    """Whether two sentences share most of their words and all of their numbers."""
    if not one.keys or not other.keys or _numbers(one) != _numbers(other):
        return False
    return len(one.keys & other.keys) / len(one.keys | other.keys) >= SAME


def _numbers(candidate: Candidate) -> frozenset[float | None]:
    return frozenset(value(word.lower) for word in candidate.words if word.is_number)
