"""What is known about a question and one sentence, as numbers between -1 and 1."""

import math
import re
from collections.abc import Sequence
from itertools import pairwise

from qa.extractive.kinds import match, view
from qa.extractive.pool import Candidate, Pool, key, question_words
from qa.types.query import AnswerKind, Query
from qa.words import Token, tokens

_NEGATIVE = re.compile(r"\b(?:not|no|never|nobody|nothing|none|neither|nor|cannot|\w+n['’]t)\b", re.IGNORECASE)

# Kinds whose answer can be recognised: each has a feature for its presence and one for its absence.
CHECKED: tuple[AnswerKind, ...] = (
    "who",
    "when",
    "where",
    "how_many",
    "how_long",
    "how_much",
    "what_said",
    "definition",
    "why",
)
NAMES: tuple[str, ...] = (
    "similarity",
    "similarity_behind_best",
    "coverage",
    "coverage_around",
    "coverage_evidence",
    "coverage_squared",
    "similarity_by_coverage",
    "pairs",
    "span",
    "density",
    "names",
    "names_around",
    "names_absent",
    "numbers_absent",
    "negation_differs",
    "rank",
    "caption",
    "heading",
    "short",
    "length",
    "asks",
    "few_words",
    *(f"{kind}_{side}" for kind in CHECKED for side in ("held", "missing")),
    "kind_open",
    "kind_by_coverage",
)


def features(
    query: Query, kind: AnswerKind, candidate: Candidate, pool: Pool, similarity: tuple[float, float]
) -> list[float]:
    """The numbers of ``NAMES``, in that order. ``similarity`` is the cosine of question and sentence, and the best
    such cosine in the evidence."""
    asked = question_words(query)
    names = name_keys(query, asked, pool)
    keys = [key(word) for word in asked]
    weights = {k: pool.rarity(k) * (1.5 if k in names else 1.0) for k in keys}
    coverage = _share(weights, _reached(candidate.keys, pool))
    around = _share(weights, _reached(candidate.keys | candidate.around, pool))
    held = match(kind, view(query, candidate, pool))
    return [
        similarity[0],
        similarity[0] - similarity[1],
        coverage,
        around,
        _share(weights, frozenset(pool.counts)),
        coverage * coverage,
        similarity[0] * coverage,
        _pairs(keys, candidate.words),
        _span(frozenset(keys), candidate.words),
        len(frozenset(keys) & candidate.keys) / max(1, len(candidate.keys)),
        _part(names, _reached(candidate.keys, pool)),
        _part(names, _reached(candidate.keys | candidate.around, pool)),
        1.0 if names and not names <= frozenset(pool.counts) else 0.0,
        _numbers_absent(asked, candidate),
        float(query.negated != bool(_NEGATIVE.search(candidate.text))),
        1 / (1 + candidate.rank),
        float(candidate.is_caption),
        float(candidate.text[-1:] not in '.!?"”’)'),
        float(len(candidate.words) < 6),
        math.log1p(len(candidate.words)) / 4,
        float(candidate.text.endswith("?")),
        float(len(weights) < 3),
        *_kind_features(kind, held),
        float(kind not in CHECKED),
        (held - 0.5) * coverage,
    ]


def name_keys(query: Query, asked: Sequence[Token], pool: Pool) -> frozenset[str]:
    """The keys of the question's names; in a question without capitals, of the words that the evidence writes with a
    capital and never without."""
    if query.names:
        return frozenset(key(word) for name in query.names for word in tokens(name) if not word.is_stop)
    return frozenset(key(word) for word in asked if key(word) in pool.capitals - pool.lowers)


def _reached(keys: frozenset[str], pool: Pool) -> frozenset[str]:
    """``keys``, and the roles of those named in them: a sentence about Lavrov is one about the minister."""
    return keys.union(*(pool.roles[k] for k in keys if k in pool.roles))


def _share(weights: dict[str, float], keys: frozenset[str]) -> float:
    """The part of the weight that ``keys`` cover; 0 without any weight."""
    total = sum(weights.values())
    return sum(weight for k, weight in weights.items() if k in keys) / total if total else 0.0


def _part(names: frozenset[str], keys: frozenset[str]) -> float:
    """The part of the names that is there; a question without names asks for none."""
    return len(names & keys) / len(names) if names else 1.0


def _pairs(keys: Sequence[str], words: Sequence[Token]) -> float:
    """The part of the question's neighbouring content words that stand within three words of each other here."""
    wanted = list(pairwise(keys))
    places = _places(frozenset(keys), words)
    near = sum(any(abs(a - b) <= 3 for a in places.get(x, ()) for b in places.get(y, ())) for x, y in wanted)
    return near / len(wanted) if wanted else 0.0


def _span(keys: frozenset[str], words: Sequence[Token]) -> float:
    """How close together the question's words stand: their number over the stretch from the first to the last."""
    places = [at for found in _places(keys, words).values() for at in found]
    distinct = len(_places(keys, words))
    return distinct / (max(places) - min(places) + 1) if distinct > 1 else 0.0


def _places(keys: frozenset[str], words: Sequence[Token]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at, word in enumerate(words):
        if key(word) in keys:
            found.setdefault(key(word), []).append(at)
    return found


def _numbers_absent(asked: Sequence[Token], candidate: Candidate) -> float:
    numbers = {key(word) for word in asked if word.is_number}
    return len(numbers - {key(word) for word in candidate.words}) / len(numbers) if numbers else 0.0


def _kind_features(kind: AnswerKind, held: float) -> list[float]:
    return [value for k in CHECKED for value in ((held, float(held == 0)) if k == kind else (0.0, 0.0))]
