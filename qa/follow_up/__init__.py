"""Rewrites a follow-up question so that it can be searched alone: "and how many were from San Francisco?" after a
question about Russian diplomats becomes "How many Russian diplomats were from San Francisco?".

No model: the forms in which people ask on, each a rule. What stands alone is never touched; where a rule would have to
guess, the question before is put beside the follow-up in brackets, which finds the right passages without claiming to
know.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.extractive.places import COUNTRY_OF
from qa.follow_up.mentions import AUXILIARY, CAPITALS, PREPOSITIONS, Mention, mentions
from qa.follow_up.parts import QUESTION_WORDS, ask_again
from qa.follow_up.pronouns import plural_before, resolved
from qa.language import is_foreign
from qa.types import Exchange
from qa.words import ASKING, is_past_form, tokens, word_set

__all__ = ["stand_alone"]

_OPENING = re.compile(r"^(?:(?:and|but|so|ok|okay|also|then|now|well|yes|no)\b[,.]?\s+)+", re.IGNORECASE)
_ASK = (
    r"(?:(?:by|for|to|from|with|since|until|in)\s+)?"
    r"(?:who|whom|when|where|why|how|how many|how much|how long|how often|what|which (?:day|year|month|city|country))"
)
_AGAIN = re.compile(
    rf"^(?P<ask>{_ASK}(?: not| else)?)(?: exactly| then)?"
    r"(?: (?:is|was|did|does|were|has|had|would)(?:n't)? (?:(?:that|this|so)(?: (?:happen|happened|so|be))?|"
    r"it (?:happen|happened)|(?<=when was )it|(?<=why was )it))?$",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"^(?P<ask>(?:who|which \w+) (?:said|says|claimed|claims|reported|reports|wrote|announced|confirmed|told \w+))"
    r" (?:that|this|so|it)$|^(?:says|said) who$|^according to (?:whom|who)$",
    re.IGNORECASE,
)
_TRUE = re.compile(r"^(?:is|was) (?:that|this|it) (?P<word>true|right|correct|confirmed|certain)$", re.IGNORECASE)
_INSTEAD = re.compile(r"^(?:what|how) about (?P<thing>.+)$", re.IGNORECASE)
_WITHOUT_NOUN = re.compile(r"^(?P<ask>how many|which ones|which) (?P<rest>.+)$", re.IGNORECASE)
_OTHER = re.compile(r"^(?:the )?other(?: one| ones|s)?$", re.IGNORECASE)
_POINTING = re.compile(
    r"\b(?:that|this|those|these|it|then|the same|the other(?:s| ones?)?|(?:first|second|third|last|which|that) ones?)"
    r"(?: happen| happened)?$|^(?:is|was|did|does|are|were) (?:that|this|these|those)\b"
    r"|\b(?:that|those|these|such) (?!is\b|was\b|time|day|week|month|year)[a-z]{4,}$",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^(?:\w+ )?(?:which|what|whose|how many|how much)(?! (?:happen|happens|matters|counts|remains)\b)(?: \w+){1,2}$"
    rf"|^(?:{ASKING})(?: the| a)?(?: [A-Z][\w.-]+){{1,3}}$",
)
_BEFALLS_PEOPLE = re.compile(
    r"^(?:(?:were|are|was|is|have been|had been|died|drowned|survived|fled)\b(?: \w+ly| still| also)?) ?"
    r"(?:injured|hurt|killed|wounded|arrested|detained|jailed|hospitali[sz]ed|evacuated|displaced|rescued|missing|dead|"
    r"treated|infected|trapped|homeless|$)",
    re.IGNORECASE,
)
_WHERE = re.compile(r".*? (?P<where>(?:in|at|during|near|after|on|by) (?:[\w'’.-]+(?: |$))+)$", re.IGNORECASE)
"""In which accident, and where, at the end of a question: the people whom another one counts are those of the same."""
_THERE = re.compile(r"\bthere$", re.IGNORECASE)
_QUOTED = re.compile(r"[“\"](?P<words>[^“”\"]*\w\W+\w+\W+\w[^“”\"]*?)[,.]?[”\"]")
_COURTESY = re.compile(
    r"^(?:thanks?|thank you|hello|hi|hey|great|nice|really|sorry|please|sure|right|wow)\b", re.IGNORECASE
)
_BEGINS = word_set("the a an only just not even")
_SINGULAR = word_set("is was has does")
_LONGEST_CLAIM = 300
"""Characters of a claim that a question may be made of."""
_LONGEST_POINTING = 10
"""Words of a question that points at what came before: longer ones bring along what they point at."""


def stand_alone(text: str, earlier: Sequence[Exchange]) -> str:
    """``text`` as it is understood after ``earlier`` (oldest first); ``text`` itself where it stands alone."""
    said = " ".join(text.split())
    bare = _OPENING.sub("", said).rstrip(" ?!.…")
    if not earlier or not tokens(bare) or said.endswith("!") or _COURTESY.match(bare) or is_foreign(text):
        return text
    found = (
        _about_the_claim(bare, earlier)
        or _again(bare, earlier)
        or _instead(bare, earlier, goes_on=bool(_OPENING.match(said)))
        or _counted(bare, earlier)
        or _leaning(bare, earlier)
    )
    return found[:1].upper() + found[1:] if found else text


def _about_the_claim(bare: str, earlier: Sequence[Exchange]) -> str | None:
    """ "Who said that?", "Is that true?": about the first claim of the last answer."""
    said, true = _SAID.match(bare), _TRUE.match(bare)
    if not said and not true:
        return None
    last = earlier[-1]
    if not last.claims or len(last.claims[0]) > _LONGEST_CLAIM:
        return _beside(bare, last)
    claim = _uncapitalised(last.claims[0].rstrip(" ."))
    if true:
        return f"Is it {true['word'].lower()} that {claim}?"
    ask = (said and said["ask"]) or "Who said"
    quoted = _QUOTED.search(claim)
    return f"{ask} “{quoted['words']}”?" if quoted else f"{ask} that {claim}?"


def _again(bare: str, earlier: Sequence[Exchange]) -> str | None:
    """ "When?", "Why not?", "When was that?": the last question, asked in another way."""
    match = _AGAIN.match(bare)
    if match is None:
        return None
    last = earlier[-1]
    return ask_again(last.question, match["ask"]) or _beside(match["ask"], last)


def _instead(bare: str, earlier: Sequence[Exchange], *, goes_on: bool) -> str | None:
    """ "What about the United States?", "And in 2018?": the last question with one thing in another's place."""
    match = _INSTEAD.match(bare)
    if match is None and not _is_fragment(bare, goes_on=goes_on):
        return None
    last = earlier[-1]
    thing: str | None = match["thing"] if match else bare
    if thing is None or _OTHER.match(thing):
        thing = _the_other(earlier)
    else:
        found = resolved(thing, earlier)
        thing = _with_noun(found.text, last.question) if found.complete else None
    return (thing and _replaced(last.question, thing)) or _beside(bare, last)


def _counted(bare: str, earlier: Sequence[Exchange]) -> str | None:
    """ "How many were from San Francisco?": how many of what was counted before."""
    match = _WITHOUT_NOUN.match(bare)
    if match is None:
        return None
    first = tokens(match["rest"])[0].lower if tokens(match["rest"]) else ""
    if first in _SINGULAR and match["ask"].lower() == "which":
        return None
    if first not in AUXILIARY | (PREPOSITIONS - {"of"} if match["ask"].lower() == "how many" else frozenset()):
        return None
    befalls = _BEFALLS_PEOPLE.match(match["rest"])
    plural = plural_before(earlier, of_people=befalls is not None)
    if plural is None:
        return _beside(bare, earlier[-1])
    ask = match["ask"].lower().removesuffix(" ones")
    plural = plural.removeprefix("the ")
    question = f"{ask} {plural} {match['rest']}"
    if plural != "people" or not befalls or befalls.end() < len(match["rest"]):
        return f"{question}?"
    where = _WHERE.search(earlier[-1].question.rstrip(" ?!."))
    return f"{question} {where['where']}?" if where else _beside(question, earlier[-1])


def _leaning(bare: str, earlier: Sequence[Exchange]) -> str | None:
    """ "What did they do?", "Who lives there?", "What happened then?": what each word stands for, where one thing fits;
    else the question before beside it."""
    last = earlier[-1]
    found = resolved(bare, earlier)
    text, clear = found.text, found.complete
    short = len(tokens(text)) <= _LONGEST_POINTING
    if short and _THERE.search(text):
        places = [m.name for m in mentions(last.question) if m.kind == "place"]
        text, clear = (_THERE.sub(f"in {places[-1]}", text), clear) if places else (text, False)
    if short and (_POINTING.search(text) or _is_bare(text)):
        clear = False
    if not clear:
        return _beside(text, last)
    return f"{text}?" if text != bare else None


def _is_bare(text: str) -> bool:
    """ "In which court?", "What gifts?", "Did Ryanair?": a question without its verb."""
    small = text[:1].lower() + text[1:]
    if not _BARE.match(small):
        return False
    return not any(word.lower in AUXILIARY or is_past_form(word.lower) for word in tokens(text)[1:])


def _beside(bare: str, last: Exchange) -> str:
    """The follow-up with the question before it in brackets, without a mark that would make two questions of it."""
    return f"{bare} ({last.question.rstrip(' ?!.')})?"


def _is_fragment(text: str, *, goes_on: bool) -> bool:
    """Whether ``text`` has no verb that can be told: "the tunnel", "in 2018", "San Francisco". A single word is one
    behind "and", or when it is a place or a number: "Really?" asks for nothing else."""
    words = tokens(text)
    if len(words) > 6 or any(word.lower in AUXILIARY | QUESTION_WORDS for word in words):
        return False
    if len(words) == 1 and not goes_on:
        return words[0].is_number or words[0].lower in COUNTRY_OF or words[0].lower in CAPITALS
    first = words[0]
    return first.lower in PREPOSITIONS | _BEGINS or first.is_capital or first.is_number


def _replaced(question: str, thing: str) -> str | None:
    """``question`` with ``thing`` in the place of what is like it; ``None`` when that cannot be told."""
    words = tokens(thing)
    opens = words[1 if words[0].lower in _BEGINS and len(words) > 1 else 0].lower
    if opens in PREPOSITIONS:
        return _in_place_of_phrase(question, thing, opens)
    if len(words) == 1 and words[0].is_number:
        numbers = [word for word in tokens(question) if word.is_number]
        if len(numbers) != 1:
            return None
        return question[: numbers[0].start] + thing + question[numbers[0].end :]
    there = list(mentions(question))
    here = mentions(f"about {thing}")  # a word that opens a text is no name by its capital
    kind = (here[0].kind, here[0].plural) if len(here) == 1 else None
    same = [m for m in there if (m.kind, m.plural) == kind]
    named = [m for m in there if m.name.removeprefix("the ")[:1].isupper()]
    for candidates in (same, named if words[0].is_capital else [], there):
        if len(candidates) == 1:
            return _put(question, candidates[0], thing)
    return None


def _with_noun(thing: str, question: str) -> str:
    """ "the American ones" with the noun that the question had: "the American diplomats"."""
    plurals = [m for m in mentions(question) if m.plural]
    if not thing.lower().endswith(" ones") or len(plurals) != 1:
        return thing
    return f"{thing[:-4]}{plurals[0].name.split()[-1]}"


def _in_place_of_phrase(question: str, thing: str, preposition: str) -> str:
    """ "in 2018" in the place of "in 2017", "in Minsk" in that of "in Moscow"; else at the end."""
    number = tokens(thing)[-1].is_number
    for word, after in zip(tokens(question), tokens(question)[1:], strict=False):
        if word.lower == preposition and (after.is_number if number else after.is_capital and not after.is_number):
            end = next((m.end for m in mentions(question) if m.start == after.start), after.end)
            return question[: word.start] + thing + question[end:]
    return f"{question.rstrip(' ?!.')} {thing}?"


def _put(question: str, place: Mention, thing: str) -> str:
    old = question[place.start : place.end]
    if old.lower().startswith("the ") and not thing.lower().startswith(("the ", "a ")) and not thing[:1].isupper():
        thing = f"the {thing}"
    return question[: place.start] + thing + question[place.end :]


def _the_other(earlier: Sequence[Exchange]) -> str | None:
    """What an answer named beside the thing that the last question was about: the other of two."""
    asked = {m.name for m in mentions(earlier[-1].question)}
    for exchange in reversed(earlier):
        for claim in exchange.claims:
            named = list(dict.fromkeys(m.name for m in mentions(claim) if m.kind in {"place", "person", "thing"}))
            pair = [name for name in named if name not in asked]
            if len(pair) == 1 and len(named) == 2:
                return pair[0]
    return None


def _uncapitalised(claim: str) -> str:
    """The claim inside a question: its first letter small, unless it begins with a name."""
    words = tokens(claim)
    if not words or claim[:1] != words[0].text[:1]:
        return claim
    named = any(m.start == words[0].start and m.name[:1].isupper() for m in mentions(claim))
    return claim if named or words[0].text.isupper() else claim[:1].lower() + claim[1:]
