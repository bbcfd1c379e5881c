"""From scored sentences to claims."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from qa.extractive import answered, decide
from qa.extractive import features as sentence
from qa.extractive.asked import Asked, asked
from qa.extractive.decide import Ranked
from qa.extractive.introduced import asks_who_is, introduced
from qa.extractive.measured import number_of
from qa.extractive.pool import Candidate, Pool, key
from qa.extractive.several import asks_for_several, counted, named_beside, several
from qa.extractive.told import UNTOLD, Told
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
MARGIN_OF_SEVERAL = 3.0  # where several things are asked for: others may stand in other sentences
SAME = 0.7  # of the words of two sentences, how many they must share to be one statement

PROPOSED = 8.0  # what a sentence that tells what is asked about only as proposed loses: others go first
READ = 10.0
"""What a closeness of 1 adds to a sentence's logit, which lies between -6 and 4. On fit-side rows, with 4, 10 and 30,
the right sentence comes first: SQuAD 2 among others 86, 87, 82 %, CLAP NQ 74, 76, 69, RealTime QA 94, 95, 96."""
SURE = 0.5
"""From here the features and the cross-encoder together (`answered`) are enough to answer, whatever the features say
alone, and whether or not the evidence names all that the question names. From .4, RealTime QA's own passages would be
answered in 72 instead of 49 % and the questions on the seeds declined in 8 instead of 11 %, but 20 instead of 15 % of
the unanswerable ones answered, and 71 instead of 61 % of SQuAD 2's."""
CERTAIN = 0.9  # that a sentence which tells the very deed as done, or denies it, answers whether it was done
LARGEST_PART = 0.7  # of its sentence: a longer answer is the sentence
_NOT_IT = re.compile(
    r"\b(?:not|rather than|instead of) (?:the |an? )?$|"
    r"\b(?:earlier|previous) (?:report|version|story|article|account|dispatch)\b"
    r"(?:(?!\b(?:but|not|in fact|actually|instead|correct)\b)[^;.])*$",
    re.IGNORECASE,
)
"""Before words that a sentence names because they are wrong: "72 hours, not 48"; "an earlier report gave it as 41"."""
_EVENT = re.compile(r"\bwhat(?: \w+){0,2} happen", re.IGNORECASE)  # a sentence tells it, no word of it does
THINGS: frozenset[AnswerKind] = frozenset({"who", "when", "where", "how_many", "how_long", "how_much", "what"})

_COVERAGE, _NEGATION = sentence.NAMES.index("coverage"), sentence.NAMES.index("negation_differs")
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
    told: Told = UNTOLD,
) -> tuple[DraftClaim, ...]:
    """The claims that answer ``query``, best first; none when the confidence that the evidence does is below
    ``threshold``.

    ``similarities`` (cosines with the question) and ``readings`` are of the sentences that may be chosen, by label.
    ``told`` is how they tell the deed that is asked about: done or denied, it answers a question that asks yes or no.
    The features decide whether there is an answer, or the readings with them; both choose which sentences it is.
    Sentences that say the same are one claim, which cites them all.
    """
    if not similarities:
        return ()
    whole = asked(query, pool)
    name = asks_who_is(query.text)
    if name is not None and (persons := introduced(name, pool)):
        return persons
    looked_at = [candidate for candidate in pool.candidates if candidate.label in similarities]
    chosen: list[Ranked] = []
    named = whole.names_known(pool)
    for kind in query.kinds:
        ranked = rank(whole, kind, looked_at, pool, similarities)
        if not ranked:
            continue
        answers = told.answers if kind == "yes_no" else frozenset[str]()
        sure = CERTAIN if any(one.candidate.label in answers for one in ranked) else 0.0
        likely = probability(whole, pool, ranked, similarities)
        read = [readings[one.candidate.label] for one in ranked]
        if max(sure, confidence(likely, read, named=named)) < threshold:
            continue
        ranked = _reordered(ranked, readings, told, answers)
        near = _deciding(ranked, told) if kind == "yes_no" else []
        near = near or [one for one in ranked if _is_near(one, ranked[0], several=asks_for_several(query))]
        chosen.extend(near[: 1 if len(query.kinds) > 1 else CLAIMS])
    if len(query.kinds) > 1:
        chosen.sort(key=lambda one: -one.logit)
    groups = _grouped(chosen, looked_at)[: CLAIMS if len(query.kinds) == 1 else CLAIMS_OF_PARTS]
    return tuple(_draft(query, group, readings[group[0].label], told, pool) for group in groups)


def _draft(query: Query, group: Sequence[Candidate], reading: SentenceReading, told: Told, pool: Pool) -> DraftClaim:
    """The claim of sentences that say the same, with the words of the first that answer by themselves."""
    text, labels = group[0].text, tuple(one.label for one in group)
    found = several(query, text, reading.answer)
    if not found and (number := counted(query, text)) and (beside := _beside(group[0], number, query, pool)):
        text, labels = f"{text} {beside.text}", (labels[0], beside.label)
        return DraftClaim(text, labels, items=tuple(part.text for part in named_beside(query, number, beside.text)))
    if found:
        return DraftClaim(text, labels, text[found[0].start : found[-1].end], tuple(part.text for part in found))
    return DraftClaim(text, labels, yes_or_no(query, group[0].label, told) or exact(query, group[0], reading))


def _beside(one: Candidate, number: int, query: Query, pool: Pool) -> Candidate | None:
    """The sentence behind ``one`` that names the ``number`` things of which it speaks ("Seven countries signed.
    Austria, …")."""
    following = (c for c in pool.candidates if c.article_id == one.article_id and c.number == one.number + 1)
    return next((c for c in following if named_beside(query, number, c.text)), None)


def _is_near(one: Ranked, best: Ranked, *, several: bool) -> bool:
    """Whether a sentence looks nearly as much like an answer as the best one; one of several things that are asked for
    may stand in a sentence that looks it less, has as many of the question's words, and denies nothing."""
    if one.logit >= best.logit - MARGIN:
        return True
    as_full = one.numbers[_COVERAGE] >= best.numbers[_COVERAGE] and not one.numbers[_NEGATION]
    return several and as_full and one.logit >= best.logit - MARGIN_OF_SEVERAL


def _deciding(ranked: Sequence[Ranked], told: Told) -> list[Ranked]:
    """Those that say it is so or is not, best first, the best of either side before the others."""
    sides = [[one for one in ranked if one.candidate.label in labels] for labels in (told.done, told.denied)]
    sides.sort(key=lambda side: -side[0].logit if side else math.inf)
    return [one for turn in zip_longest(*sides) for one in turn if one is not None]


def in_turn(of_parts: Sequence[Sequence[DraftClaim]]) -> tuple[DraftClaim, ...]:
    """The claims of each part of a question: the best of every part, then the further ones, ``CLAIMS_OF_PARTS`` for
    more than one part. What two parts are answered with stands once."""
    if len(of_parts) == 1:
        return tuple(of_parts[0])
    turns = [claim for turn in zip_longest(*of_parts) for claim in turn if claim is not None]
    first = {claim.text: claim for claim in reversed(turns)}
    return tuple(dict.fromkeys(first[claim.text] for claim in turns))[:CLAIMS_OF_PARTS]


def _reordered(
    ranked: Sequence[Ranked], readings: Mapping[str, SentenceReading], told: Told, answers: frozenset[str]
) -> list[Ranked]:
    """``ranked`` with what the cross-encoder makes of each sentence added, and how it tells what is asked about, best
    first; ties as they were."""

    def more(label: str) -> float:
        as_told = PROPOSED * ((label in answers) - (label in told.proposed))
        return READ * answered.closeness(readings[label]) + as_told

    both = [replace(one, logit=one.logit + more(one.candidate.label)) for one in ranked]
    return sorted(both, key=lambda one: -one.logit)


def confidence(likely: float, readings: Sequence[SentenceReading], *, named: bool = True) -> float:
    """How sure it is that there is an answer: by the features, or by them and the cross-encoder where that is surer.
    The features alone do not count where not all is ``named`` that the question names: what tells of a match may name
    neither its cup nor its year."""
    sure = answered.probability(likely, readings)
    by_words = likely if named else 0.0
    return max(by_words, sure) if sure >= SURE else by_words


def yes_or_no(query: Query, label: str, told: Told) -> str | None:
    """The word that answers by itself, where the question asks for it and the sentence says it."""
    if query.kind != "yes_no":
        return None
    return "Yes" if label in told.done else "No" if label in told.denied else None


def exact(query: Query, candidate: Candidate, reading: SentenceReading) -> str | None:
    """The words of the sentence that answer by themselves, where the question asks for a thing and there are any;
    not those that it names as wrong."""
    if reading.answer is None or not set(query.kinds) & THINGS or _EVENT.search(query.text):
        return None
    start, end = number_of(query, candidate.text, reading.answer)
    if end - start > LARGEST_PART * len(candidate.text) or _NOT_IT.search(candidate.text[:start]):
        return None
    return candidate.text[start:end]


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
    mine, theirs = _plain(one), _plain(other)
    if not mine or not theirs or _numbers(one) != _numbers(other):
        return False
    return len(mine & theirs) / len(mine | theirs) >= SAME


def _plain(candidate: Candidate) -> frozenset[str]:
    return candidate.keys - {key(word) for word in candidate.words if word.is_number}


def _numbers(candidate: Candidate) -> frozenset[float]:
    """The values of figures and number words; "seventy-two" is one."""
    found: list[float] = []
    end = -1
    for word in candidate.words:
        number = value(word.lower) if word.is_number else None
        if number is None:
            continue
        joins = word.start == end + 1 and found and found[-1] >= 20 and 0 < number < 10
        found = [*found[:-1], found[-1] + number] if joins else [*found, number]
        end = word.end
    return frozenset(found)
