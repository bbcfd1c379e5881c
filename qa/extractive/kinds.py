"""Whether a sentence holds the kind of answer that a question expects: between 0 (no) and 1 (yes).

What stands in the question already is no answer: "Who met Putin?" wants another name than Putin's.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa.extractive.asked import Asked
from qa.extractive.measured import counts_others
from qa.extractive.places import COUNTRIES
from qa.extractive.pool import ROLES, Candidate, Pool, key
from qa.types.query import AnswerKind, Query
from qa.words import MONTHS, NUMBER_WORDS, WEEKDAYS, Token, is_past_form, tokens, word_set

SAYING = word_set(
    """say says said saying tell tells told claim claims claimed argue argues argued state states stated announce
    announces announced declare declares declared describe describes described call calls called respond responded
    reply replied comment commented warn warns warned promise promised tweet tweeted write writes wrote add adds
    added accuse accuses accused deny denies denied insist insists insisted explain explained note noted condemn
    condemned criticise criticised criticize criticized praise praised urge urged vow vowed suggest suggested
    acknowledge acknowledged maintain maintains maintained admit admitted confirm confirmed report reported quote
    propose proposes proposed ask asks asked request requests requested demand demands demanded want wants wanted offer
    offers offered promises threaten threatens threatened answer answered
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
_INVERTED = word_set("said says according added adds wrote writes explained noted tweeted asked replied continued")
_BETWEEN = word_set("to the of for and a an")
_PRONOUNS = word_set("he she they it his her their its")


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
    if counts_others(seen.asked.query, words):
        return 0.0
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
    """That speaker's words: by name or role beside a verb of saying (1), as a pronoun after a sentence that names
    him (0.6), or near such a verb (0.4). Without a speaker in the question, any words that are someone's (0.7)."""
    candidate = seen.candidate
    quoted = bool(_QUOTE.search(candidate.text))
    verbs = [at for at, word in enumerate(candidate.words) if word.lower in SAYING]
    if not quoted and not verbs:
        return 0.0
    speaker = seen.asked.speaker
    if not speaker:
        return 0.7
    named = [at for at, word in enumerate(candidate.words) if _stands_for(speaker, word, seen.pool)]
    if any(_speaks(candidate.words, at, verbs) for at in named):
        return 1.0
    if speaker & candidate.before and any(word.lower in _PRONOUNS for word in candidate.words[:12]):
        return 0.6
    if any(abs(at - verb) <= 6 for at in named for verb in verbs):
        return 0.4
    return 0.2 if named else 0.0


def _stands_for(speaker: frozenset[str], word: Token, pool: Pool) -> bool:
    """Whether ``word`` is a word of the speaker's name, or the name of one whose role the question gives instead."""
    return key(word) in speaker or bool(speaker & pool.roles.get(key(word), frozenset()))


def _speaks(words: Sequence[Token], at: int, verbs: Sequence[int]) -> bool:
    """Whether the one named at ``at`` is the subject of a verb of saying: "X [later] said", "said [title] X",
    "according to [title] X". After "told" and the like stands the one who listens."""
    if any(verb - at in {1, 2, 3} and all(not w.is_capital for w in words[at + 1 : verb]) for verb in verbs):
        return True
    start = at
    while start > 0 and (
        words[start - 1].is_capital or words[start - 1].lower in _BETWEEN or words[start - 1].lower in ROLES
    ):
        start -= 1
    return start > 0 and words[start - 1].lower in _INVERTED and at - start <= 8


def _definition(seen: View) -> float:
    """What is asked about, with a word for what it is beside it: "X is a …", "X, the …", "… (X)", "…, or X",
    "the spokesman X" (1 or nearly), or as the name of the noun behind it ("the GRU intelligence service", 0.6)."""
    words, asked = seen.candidate.words, frozenset(seen.asked.keys)
    best = 0.0
    for at, word in enumerate(words):
        if key(word) in asked and (at + 1 == len(words) or key(words[at + 1]) not in asked):
            best = max(best, _defined_behind(seen.candidate.text, words, at), _defined_before(seen, at))
    return best


def _defined_behind(text: str, words: Sequence[Token], at: int) -> float:
    following = words[at + 1 : at + 3]
    if len(following) < 2:
        return 0.0
    first, second = following[0].lower, following[1]
    if first in {"is", "was", "are", "were", "means", "became", "stands"}:
        return 1.0 if second.lower in {"a", "an", "the", "one", "for"} or second.lower in ROLES else 0.4
    if text[words[at].end : following[0].start].strip() in {",", "("}:
        return 0.9 if first in {"a", "an", "the"} or first in ROLES else 0.4
    return 0.6 if not following[0].is_stop and not following[0].is_capital and not is_past_form(first) else 0.0


def _defined_before(seen: View, at: int) -> float:
    """The words before the run of words asked about that ends at ``at``."""
    words, text = seen.candidate.words, seen.candidate.text
    while at > 0 and (key(words[at - 1]) in seen.asked.keys or (words[at].is_capital and words[at - 1].is_capital)):
        if words[at - 1].lower in ROLES:
            return 1.0
        at -= 1
    before = words[at - 1].lower if at > 0 else ""
    if before in {"or", "called", "named"} or text[max(0, words[at].start - 1) : words[at].start] == "(":
        return 1.0
    return 0.9 if before in ROLES else 0.0


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
