"""Which sentence answers best, and which may stand beside it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import zip_longest

from qa.extractive import answered
from qa.extractive.decide import Ranked
from qa.extractive.features import NAMES
from qa.extractive.told import Told
from qa.ports import SentenceReading
from qa.recency import day, names_a_year
from qa.types.query import AnswerKind, Query

PROPOSED = 8.0  # what a sentence that tells what is asked about only as proposed loses: others go first
READ = 7.0
"""What a closeness of 1 adds to a sentence's logit, which lies between -6 and 4. On fit rows, with 4, 7, 10 and 30,
the right sentence comes first: SQuAD 2 among others 84, 83, 83, 83 %, CLAP NQ 74, 76, 70, 68, RealTime QA 53, 56, 56,
56, found news 68, 69, 68, 65."""
MARGIN, MARGIN_OF_MORE = 2.0, 6.0
"""How much less like an answer than the best, in logits, a further sentence may look; the second for one of the same
article where the question asks for more than a thing (why, how, what is it like), which is seldom told in one sentence.
On CLAP NQ's fit half, with 1 for both: precision and recall of the sentences cited .81 and .21, now .78 and .35. On the
seeds 80 instead of 76 % of the cases pass, and 78 instead of 84 % of the sentences cited are to the point."""
MARGIN_OF_SEVERAL = 3.0  # where several things are asked for: others may stand in other sentences
STALE = 3.0
"""What a sentence loses, in logits, whose article is a year or more older than the newest in the list, less for less:
of two that tell of such an event, news is asked about the later. In 91 news questions of the fit half whose
answer stands in what was found, 46 exact words were right without it, 48 with 3."""
ONE: frozenset[AnswerKind] = frozenset({"who", "when", "where", "how_many", "how_long", "how_much", "yes_no"})
"""Kinds that one sentence mostly answers. "What" may ask for anything."""

_COVERAGE, _NEGATION = NAMES.index("coverage"), NAMES.index("negation_differs")


def read(
    ranked: Sequence[Ranked], readings: Mapping[str, SentenceReading], told: Told, answers: frozenset[str]
) -> list[Ranked]:
    """``ranked`` with what the cross-encoder makes of each sentence added, and how it tells what is asked about, best
    first; ties as they were."""

    def more(label: str) -> float:
        as_told = PROPOSED * ((label in answers) - (label in told.proposed))
        return READ * answered.closeness(readings[label]) + as_told

    return _sorted([replace(one, logit=one.logit + more(one.candidate.label)) for one in ranked])


def aged(query: Query, ranked: Sequence[Ranked]) -> list[Ranked]:
    """``ranked`` with what is older than the newest lowered; as it was where ``query`` says by a year which time it
    means."""
    days = [day(one.candidate.day) for one in ranked]
    newest = max((known for known in days if known), default=None)
    if newest is None or names_a_year(query.text):
        return list(ranked)
    pairs = zip(ranked, days, strict=True)
    return _sorted([replace(one, logit=one.logit - STALE * _years(known, newest)) for one, known in pairs])


def stands_beside(kind: AnswerKind, best: Ranked, other: Ranked, *, several: bool = False) -> bool:
    """Whether ``other`` is near enough to ``best`` to be a claim too, for a question that asks for ``kind``. One of
    ``several`` things that are asked for may stand in a sentence that looks less like an answer, has as many of the
    question's words, and denies nothing."""
    behind = best.logit - other.logit
    goes_on = kind not in ONE and best.candidate.article_id == other.candidate.article_id
    if behind <= (MARGIN_OF_MORE if goes_on else MARGIN):
        return True
    as_full = several and other.numbers[_COVERAGE] >= best.numbers[_COVERAGE] and not other.numbers[_NEGATION]
    return as_full and behind <= MARGIN_OF_SEVERAL


def deciding(ranked: Sequence[Ranked], told: Told) -> list[Ranked]:
    """Those that say it is so or is not, best first, the best of either side before the others."""
    sides = [[one for one in ranked if one.candidate.label in labels] for labels in (told.done, told.denied)]
    sides.sort(key=lambda side: -side[0].logit if side else math.inf)
    return [one for turn in zip_longest(*sides) for one in turn if one is not None]


def _years(known: date | None, newest: date) -> float:
    """How many years before ``newest``, one at most; 0 for a day that is not known."""
    return min(1.0, (newest - known).days / 365) if known else 0.0


def _sorted(ranked: Sequence[Ranked]) -> list[Ranked]:
    return sorted(ranked, key=lambda one: -one.logit)
