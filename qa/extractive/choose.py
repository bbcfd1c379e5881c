"""From scored sentences to claims."""

import math
import re
from collections.abc import Mapping, Sequence
from itertools import zip_longest

from qa.extractive import answered, decide, order
from qa.extractive import features as sentence
from qa.extractive.answered import Known
from qa.extractive.asked import Asked, asked
from qa.extractive.decide import Ranked
from qa.extractive.introduced import asks_who_is, introduced
from qa.extractive.kinds import View, match
from qa.extractive.measured import number_of
from qa.extractive.pool import Candidate, Pool, key
from qa.extractive.several import asks_for_several, counted, named_beside, several
from qa.extractive.sorts import of_sort
from qa.extractive.stages import of_stage
from qa.extractive.told import UNTOLD, Told
from qa.extractive.weights import DECISION, DECISION_BIAS, SENTENCE, SENTENCE_BIAS
from qa.ports import SentenceReading
from qa.types import DraftClaim
from qa.types.query import AnswerKind, Query
from qa.words import denies, value

SHORTLIST = 8
"""Sentences that the models look at, 13 ms of a core each. In 91 news questions of the fit half whose answer stands in
the ten passages found, an answer's words are among the best 24 sentences 84 times, 12 79, 8 76, and the exact words
right 46, 46 and 45 times (by the words of the question alone 12 were 75 and 43)."""
CLAIMS = 3
CLAIMS_OF_PARTS = 4  # for a question of several parts
THRESHOLD = 0.45
"""Of the confidence: below it the question is declined (`QA_DECLINE_BELOW`; docs/truth.md has the trade-off, measured
with `bench.abstention`). Of .35, .4, .. .6 the one with the highest mean F1 of answering and declining on the fit sets
of scripts/fit_answered.py."""
SAME = 0.7  # of the words of two sentences, how many they must share to be one statement

SURE = 0.5
"""From here the features and the cross-encoder together (`answered`) are enough to answer, whatever the features say
alone, and whether or not the evidence names all that the question names. From .45, or with them deciding alone, the
unanswerable questions on the seeds are answered no less often, and more of the answerable ones declined."""
CERTAIN = 0.9  # that a sentence which tells the very deed as done, or denies it, answers whether it was done
SURE_OF_WORDS = 0.9
"""Of the certainty. On 600 news questions of the fit half, 40 of which end in a gap or are no question, with .3, .5 and
.9 11 more exact words are right and none fewer; requests and headings get words that nobody asked for with .5."""
FEWEST_WORDS = 3  # of a request or heading that asks for a thing: "Describe the sanctions" asks for none
LARGEST_PART = 0.7  # of its sentence: a longer answer is the sentence
_NOT_IT = re.compile(
    r"\b(?:not|rather than|instead of) (?:the |an? )?$|"
    r"\b(?:earlier|previous) (?:report|version|story|article|account|dispatch)\b"
    r"(?:(?!\b(?:but|not|in fact|actually|instead|correct)\b)[^;.])*$",
    re.IGNORECASE,
)
"""Before words that a sentence names because they are wrong: "72 hours, not 48"; "an earlier report gave it as 41"."""
_EVENT = re.compile(r"\bwhat(?: \w+){0,2} happen", re.IGNORECASE)  # a sentence tells it, no word of it does
_WITHIN = re.compile(r"\b(?:which|what|whom?|whose|where|when)\b", re.IGNORECASE)  # "It was sold to which bank?"
_CALLED = re.compile(r"\b(?:called|named|titled|dubbed)\W*$", re.IGNORECASE)  # "What is the show called?"
_TELL = re.compile(r"^(?:please )?(?:tell|describe|explain|summari[sz]e|outline|discuss)\b", re.IGNORECASE)
THINGS: frozenset[AnswerKind] = frozenset({"who", "when", "where", "how_many", "how_long", "how_much", "what"})

_SENTENCE = [SENTENCE.get(name, 0.0) for name in sentence.NAMES]
_DECISION = [DECISION.get(name, 0.0) for name in decide.NAMES]
_NEAREST, _WORDS = (decide.NAMES.index(name) for name in ("three_similarities", "words_in_evidence"))


def shortlist(query: Query, pool: Pool, limit: int = SHORTLIST) -> tuple[Candidate, ...]:
    """At most ``limit`` sentences, by the question's words in and around them, their passage's rank and whether they
    hold what is asked for; ties in the order of the evidence."""
    whole = asked(query, pool)
    total = sum(whole.weights.values()) + 1
    visible = [kind for kind in query.kinds if kind in sentence.CHECKED]

    def promise(candidate: Candidate) -> float:
        inside = sum(weight for k, weight in whole.weights.items() if k in candidate.keys)
        around = sum(weight for k, weight in whole.weights.items() if k in candidate.around)
        held = max((match(kind, View(whole, candidate, pool)) for kind in visible), default=0.0)
        return inside + 0.3 * around + total * (0.5 / (2 + candidate.rank) + 0.3 * held)

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
    looked_at = [c for c in pool.candidates if c.label in similarities and not is_of_another(whole, c)]
    chosen: list[Ranked] = []
    named = whole.names_known(pool)
    for kind in query.kinds:
        ranked = rank(whole, kind, looked_at, pool, similarities)
        if not ranked:
            continue
        answers = told.answers if kind == "yes_no" else frozenset[str]()
        sure = CERTAIN if any(one.candidate.label in answers for one in ranked) else 0.0
        read = [readings[one.candidate.label] for one in ranked]
        if max(sure, confidence(known(whole, pool, ranked, similarities), read, named=named)) < threshold:
            continue
        ranked = order.aged(query, order.read(ranked, readings, told, answers))
        near = order.deciding(ranked, told) if kind == "yes_no" else []
        many = asks_for_several(query)
        near = near or [one for one in ranked if order.stands_beside(kind, ranked[0], one, several=many)]
        chosen.extend(near[: 1 if len(query.kinds) > 1 else CLAIMS])
    if len(query.kinds) > 1:
        chosen.sort(key=lambda one: -one.logit)
    groups = _grouped(chosen, looked_at)[: CLAIMS if len(query.kinds) == 1 else CLAIMS_OF_PARTS]
    drafts = [_draft(query, group, readings[group[0].label], told, pool) for group in groups]
    return of_stage(query, of_sort(query, drafts, pool))


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


def in_turn(of_parts: Sequence[Sequence[DraftClaim]]) -> tuple[DraftClaim, ...]:
    """The claims of each part of a question: the best of every part, then the further ones, ``CLAIMS_OF_PARTS`` for
    more than one part. What two parts are answered with stands once."""
    if len(of_parts) == 1:
        return tuple(of_parts[0])
    turns = [claim for turn in zip_longest(*of_parts) for claim in turn if claim is not None]
    first = {claim.text: claim for claim in reversed(turns)}
    return tuple(dict.fromkeys(first[claim.text] for claim in turns))[:CLAIMS_OF_PARTS]


def confidence(known: Known, readings: Sequence[SentenceReading], *, named: bool = True) -> float:
    """How sure it is that there is an answer: by the features, or by them and the cross-encoder where that is surer.
    The features alone do not count where not all is ``named`` that the question names: what tells of a match may name
    neither its cup nor its year."""
    sure = answered.probability(known, readings)
    by_words = known.likely if named else 0.0
    return max(by_words, sure) if sure >= SURE else by_words


def is_of_another(whole: Asked, candidate: Candidate) -> bool:
    """Whether a sentence begins with "he" or "she" for somebody else: the evidence has the sentence before it, and
    nowhere in the article a name of the question, one of which has two words or more ("Petra Lindqvist")."""
    if not candidate.before or not candidate.words or candidate.words[0].lower not in {"he", "she"}:
        return False
    persons = [name for name in whole.names if len(name) > 1]
    return bool(persons) and not any(name & candidate.article for name in whole.names)


def yes_or_no(query: Query, label: str, told: Told) -> str | None:
    """The word that answers by itself, where the question asks for it and the sentence says it."""
    if query.kind != "yes_no":
        return None
    return "Yes" if label in told.done else "No" if label in told.denied else None


def exact(query: Query, candidate: Candidate, reading: SentenceReading) -> str | None:
    """The words of the sentence that answer by themselves, where the question asks for a thing and there are any;
    not those that it names as wrong."""
    if reading.answer is None or not _asks_for_words(query, reading) or _EVENT.search(query.text):
        return None
    start, end = number_of(query, candidate.text, reading.answer)
    if end - start > LARGEST_PART * len(candidate.text) or _NOT_IT.search(candidate.text[:start]):
        return None
    return candidate.text[start:end]


def _asks_for_words(query: Query, reading: SentenceReading) -> bool:
    """Whether words of the sentence may answer by themselves. Where no word of the question says what it asks for ("It
    was the highest rise since:", "Name the bank of the two brothers"), the model must be sure of them."""
    if set(query.kinds) & THINGS or (query.kind == "other" and _WITHIN.search(query.text)):
        return True
    asks_openly = query.kind == "other" and len(query.words) >= FEWEST_WORDS and not _TELL.search(query.text)
    asks_for_a_name = query.kind == "definition" and _CALLED.search(query.text)
    return bool(asks_openly or asks_for_a_name) and reading.certainty >= SURE_OF_WORDS


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


def known(whole: Asked, pool: Pool, ranked: Sequence[Ranked], similarities: Mapping[str, float]) -> Known:
    """What is known of the best of ``ranked`` and of the evidence before anything is read; nothing when none is
    left."""
    if not ranked:
        return Known(0.0, 0.0, 0.0)
    numbers = decide.features(whole, pool, ranked, list(similarities.values()))
    likely = 1 / (1 + math.exp(-DECISION_BIAS - _dot(_DECISION, numbers)))
    return Known(likely, numbers[_NEAREST], numbers[_WORDS])


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
    """Whether two sentences share most of their words and all of their numbers, and both deny something or neither."""
    mine, theirs = _plain(one), _plain(other)
    if not mine or not theirs or _numbers(one) != _numbers(other) or denies(one.words) != denies(other.words):
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
