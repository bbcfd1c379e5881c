"""What is known about a question and one sentence, as numbers between -1 and 1."""

import math
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from qa.extractive.asked import Asked
from qa.extractive.kinds import View, match
from qa.extractive.pool import Candidate, Pool, key
from qa.types.query import AnswerKind
from qa.words import Token, word_set

_NEGATIVE = re.compile(r"\b(?:not|no|never|nobody|nothing|none|neither|nor|cannot|\w+n['’]t)\b", re.IGNORECASE)
_PRONOUNS = word_set("he she it they his her its their this that these those")

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
    "coverage_squared",
    "similarity_by_coverage",
    "pairs",
    "span",
    "density",
    "names",
    "names_around",
    "numbers_absent",
    "negation_differs",
    "rank",
    "caption",
    "heading",
    "short",
    "length",
    "asks",
    "pronoun",
    "news",
    "names_article",
    "topic",
    "topic_around",
    "topic_none",
    *(f"{kind}_{side}" for kind in CHECKED for side in ("held", "missing")),
    "kind_open",
    "kind_by_coverage",
    "bare_similarity",
    "bare_kind",
)

REQUIRED = frozenset(CHECKED) - {"definition", "why"}
"""Kinds whose absence can be seen: among 400 answers of each kind, under 5 in a hundred were not recognised."""
_MISSING = {kind: NAMES.index(f"{kind}_missing") for kind in CHECKED}


def features(
    asked: Asked, kind: AnswerKind, candidate: Candidate, pool: Pool, similarity: tuple[float, float]
) -> list[float]:
    """The numbers of ``NAMES``, in that order. ``similarity`` is the cosine of question and sentence, and the best
    such cosine in the evidence."""
    inside, around = reached(candidate.keys, pool), reached(candidate.keys | candidate.around, pool)
    coverage = share(asked.weights, inside)
    held = match(kind, View(asked, candidate, pool))
    words, topic = candidate.words, asked.topic
    return [
        similarity[0],
        similarity[0] - similarity[1],
        coverage,
        share(asked.weights, around),
        coverage * coverage,
        similarity[0] * coverage,
        _pairs(asked.keys, words),
        _span(frozenset(asked.keys), words),
        len(frozenset(asked.keys) & candidate.keys) / max(1, len(candidate.keys)),
        _part(asked.name_keys, inside),
        _part(asked.name_keys, around),
        len(asked.numbers - candidate.keys) / len(asked.numbers) if asked.numbers else 0.0,
        float(asked.query.negated != bool(_NEGATIVE.search(candidate.text))),
        1 / (1 + candidate.rank),
        float(candidate.is_caption),
        float(candidate.text[-1:] not in '.!?"”’)'),
        float(len(words) < 6),
        math.log1p(len(words)) / 4,
        float(candidate.text.endswith("?")),
        float(bool(words) and words[0].lower in _PRONOUNS),
        min(len(candidate.keys - asked.all), 6) / 6,
        _part(asked.name_keys, reached(candidate.article, pool)),
        share(topic, inside) if topic else 1.0,
        share(topic, around) if topic else 1.0,
        float(bool(topic) and not topic.keys() & around),
        *_kind_features(kind, held),
        float(kind not in CHECKED),
        (held - 0.5) * coverage,
        similarity[0] * asked.is_bare,
        held * asked.is_bare,
    ]


def is_ruled_out(kind: AnswerKind, numbers: Sequence[float]) -> bool:
    """Whether a sentence with the features ``numbers`` cannot answer, however near it is to the question: it holds
    nothing of the kind that is asked for."""
    return kind in REQUIRED and numbers[_MISSING[kind]] == 1.0


def reached(keys: frozenset[str], pool: Pool) -> frozenset[str]:
    """``keys``, and the roles of those named in them: a sentence about Lavrov is one about the minister."""
    return keys.union(*(pool.roles[k] for k in keys if k in pool.roles))


def share(weights: Mapping[str, float], keys: frozenset[str]) -> float:
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


def _kind_features(kind: AnswerKind, held: float) -> list[float]:
    return [value for k in CHECKED for value in ((held, float(held == 0)) if k == kind else (0.0, 0.0))]
