"""Whether a sentence holds the kind of answer that a question expects: between 0 (no) and 1 (yes).

What stands in the question already is no answer: "Who met Putin?" wants another name than Putin's.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa.extractive.asked import Asked
from qa.extractive.places import COUNTRIES
from qa.extractive.pool import ROLES, Candidate, Pool, content_keys, key
from qa.types.query import AnswerKind, Query
from qa.words import MONTHS, NUMBER_WORDS, WEEKDAYS, Token, tokens, word_set

SAYING = word_set(
    """say says said saying tell tells told claim claims claimed argue argues argued state states stated announce
    announces announced declare declares declared describe describes described call calls called respond responded
    reply replied comment commented warn warns warned promise promised tweet tweeted write writes wrote add adds
    added accuse accuses accused deny denies denied insist insists insisted explain explained note noted condemn
    condemned criticise criticised criticize criticized praise praised urge urged vow vowed suggest suggested
    acknowledge acknowledged maintain maintains maintained admit admitted confirm confirmed report reported quote
    quoted believe believes believed think thinks thought according statement interview"""
)
_UNITS = word_set(
    """second seconds minute minutes hour hours day days night nights week weeks weekend month months year years decade
    decades century centuries term terms season seasons"""
)
_TIMES = word_set(
    """today yesterday tomorrow tonight morning afternoon evening night noon midnight ago century decade spring summer
    autumn winter weekend week month year era"""
)
_MEASURES = word_set(
    """percent per cent dollars dollar euros euro pounds pound yuan yen rubles roubles miles mile km kilometres
    kilometers metres meters feet foot inches tons tonnes kg degrees celsius fahrenheit years points times half
    third quarter acres mph litres barrels calories"""
)
_AT = word_set("in at from near to outside inside across into around on through throughout off of")
_BECAUSE = re.compile(
    r"\b(because|since|due to|owing to|thanks to|so that|in order to|as a result|in response|in retaliation|over|after|"
    r"amid|following|reasons?|caus\w+|led to|leads? to|result\w* (?:in|from|of)|therefore|to (?:avoid|prevent|protect|"
    r"help|make|keep|allow|stop|reduce|support|punish|show)|for \w+ing|accus\w+|means? that|as (?:it|he|she|they))\b",
    re.IGNORECASE,
)
_MONEY_OR_SHARE = re.compile(r"[$€£¥%]")
_QUOTE = re.compile(r"[\"“”]")
_PRONOUNS = word_set("he she they it his her their")


@dataclass(frozen=True, slots=True)
class View:
    """A question and a sentence side by side."""

    asked: Asked
    candidate: Candidate
    pool: Pool


def match(kind: AnswerKind, seen: View) -> float:
    """How far the sentence holds what ``kind`` asks for. 0.5 where words cannot tell (what, how, yes or no)."""
    test = _TESTS.get(kind)
    return 0.5 if test is None else test(seen)


def _how_many(seen: View) -> float:
    focus = _focus_key(seen.asked.query)
    words = seen.candidate.words
    best = 0.0
    for at, word in enumerate(words):
        if not word.is_number or key(word) in seen.asked.all or _is_date_part(words, at):
            continue
        following = {key(other) for other in words[at + 1 : at + 6]}
        if focus is not None and focus in following:
            return 1.0
        if word.lower != "one":
            best = 0.6
    return best


def _how_long(seen: View) -> float:
    words = seen.candidate.words
    lowers = [word.lower for word in words]
    for at, word in enumerate(words):
        near = lowers[at + 1 : at + 4]
        if word.is_number and any(unit in _UNITS for unit in near) and key(word) not in seen.asked.all:
            return 1.0
    if any(
        lower in {"a", "several", "few", "many", "for"} and lowers[at + 1] in _UNITS
        for at, lower in enumerate(lowers[:-1])
    ):
        return 0.6
    if {"until", "since", "between"} & set(lowers):
        return 0.4
    return 0.3 if any(word.is_number and key(word) not in seen.asked.all for word in words) else 0.0


def _how_much(seen: View) -> float:
    words = seen.candidate.words
    numbers = [
        at
        for at, word in enumerate(words)
        if word.is_number and key(word) not in seen.asked.all and word.lower != "one"
    ]
    if not numbers:
        return 0.0
    near = {word.lower for at in numbers for word in words[at + 1 : at + 3]}
    if near & _MEASURES or _MONEY_OR_SHARE.search(seen.candidate.text) or near & set(NUMBER_WORDS):
        return 1.0
    return 0.6 if any(not _is_date_part(words, at) for at in numbers) else 0.2


def _when(seen: View) -> float:
    words = seen.candidate.words
    best = 0.0
    for at, word in enumerate(words):
        if key(word) in seen.asked.all:
            continue
        if word.lower in WEEKDAYS or _is_year(word) or (word.lower in MONTHS and word.is_capital):
            return 1.0
        if word.lower in _TIMES or (word.is_number and (_is_date_part(words, at) or _follows_in(words, at))):
            best = 0.7
        elif word.lower in {"after", "before", "when", "during", "until", "since"}:
            best = max(best, 0.4)
    return best


def _where(seen: View) -> float:
    words = seen.candidate.words
    best = 0.0
    for at, word in enumerate(words):
        if not word.is_capital or key(word) in seen.asked.all or word.lower in WEEKDAYS or word.lower in MONTHS:
            continue
        if key(word) in COUNTRIES or {other.lower for other in words[max(0, at - 3) : at]} & _AT:
            return 1.0
        best = 0.4
    if best == 0.0 and any(word.lower in _AT for word in words):
        return 0.2
    return best


def _who(seen: View) -> float:
    words = seen.candidate.words
    best = 0.0
    for at, word in enumerate(words):
        if key(word) in seen.asked.all or word.is_stop:
            continue
        if _is_named(word, at, seen.pool):
            return 1.0
        if word.lower in ROLES or word.lower in {"officials", "police", "people", "government", "company"}:
            best = 0.5
    return best


def _what_said(seen: View) -> float:
    """A quotation or a verb of saying, with that speaker: by name, by role, or as a pronoun after a sentence that
    names him."""
    candidate = seen.candidate
    quoted = bool(_QUOTE.search(candidate.text))
    saying = any(word.lower in SAYING for word in candidate.words)
    if not quoted and not saying:
        return 0.0
    speaker = content_keys(tokens(seen.asked.query.speaker or ""))
    if not speaker:
        return 0.7
    said = max(_speaks(speaker, candidate.words, seen.pool), 0.0)
    if said:
        return said
    pronoun = any(word.lower in _PRONOUNS for word in candidate.words)
    if speaker & candidate.before and (pronoun or quoted):
        return 0.7
    return 0.0


def _speaks(speaker: frozenset[str], words: Sequence[Token], pool: Pool) -> float:
    """1 when the speaker stands within six words of a verb of saying, 0.6 when he is only mentioned."""
    places = [
        at for at, word in enumerate(words) if key(word) in speaker or speaker & pool.roles.get(key(word), frozenset())
    ]
    if not places or len({key(words[at]) for at in places}) < min(len(speaker), 1):
        return 0.0
    verbs = [at for at, word in enumerate(words) if word.lower in SAYING]
    return 1.0 if any(abs(place - verb) <= 6 for place in places for verb in verbs) else 0.6


def _definition(seen: View) -> float:
    """What is asked about, with a word for what it is beside it: behind "is", a comma, "or", in brackets, or as the
    noun that it stands before ("the GRU intelligence service")."""
    words, text = seen.candidate.words, seen.candidate.text
    asked = frozenset(seen.asked.keys)
    best = 0.0
    for at, word in enumerate(words):
        if key(word) not in asked:
            continue
        following, before = words[at + 1 : at + 3], words[max(0, at - 3) : at]
        if following and following[0].lower in {"is", "are", "was", "were", "means", "refers", "stands"}:
            best = max(best, 1.0)
        elif following and text[word.end : following[0].start].strip() in {",", "("}:
            best = max(best, 0.8 if following[0].lower in {"a", "an", "the", "which", "who"} else 0.5)
        elif _is_apposition(text, word, before):
            best = max(best, 0.9)
        elif following and not following[0].is_stop and not following[0].is_capital:
            best = max(best, 0.5)
    return best


def _is_apposition(text: str, word: Token, before: Sequence[Token]) -> bool:
    """ "…, or X", "called X", "(X)", "the spokesman X"."""
    if before and before[-1].lower in {"or", "called", "named", "known"}:
        return True
    return text[max(0, word.start - 1) : word.start] == "(" or any(other.lower in ROLES for other in before)


def _why(seen: View) -> float:
    return 1.0 if _BECAUSE.search(seen.candidate.text) else 0.0


_TESTS: dict[AnswerKind, Callable[[View], float]] = {
    "who": _who,
    "when": _when,
    "where": _where,
    "how_many": _how_many,
    "how_long": _how_long,
    "how_much": _how_much,
    "what_said": _what_said,
    "definition": _definition,
    "why": _why,
}


def _focus_key(query: Query) -> str | None:
    return next((key(word) for word in tokens(query.focus or "")), None)


def _is_named(word: Token, at: int, pool: Pool) -> bool:
    """A capital inside a sentence, or at its start when the word is written without one nowhere."""
    if not word.is_capital or word.lower in WEEKDAYS or word.lower in MONTHS:
        return False
    return at > 0 or key(word) in pool.capitals or key(word) not in pool.lowers


def _is_year(word: Token) -> bool:
    return len(word.lower) == 4 and word.lower.isdecimal() and "1000" <= word.lower < "2100"


def _follows_in(words: Sequence[Token], at: int) -> bool:
    """ "in 431", "to 198"."""
    return at > 0 and words[at - 1].lower in {"in", "to", "from", "by", "since", "until", "around", "and", "between"}


def _is_date_part(words: Sequence[Token], at: int) -> bool:
    """A year, or the day beside a month."""
    beside = [word.lower for word in (*words[max(0, at - 1) : at], *words[at + 1 : at + 2])]
    return _is_year(words[at]) or any(lower in MONTHS and lower != "may" for lower in beside)
