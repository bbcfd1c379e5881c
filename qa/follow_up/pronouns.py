"""Pronouns of a question that lean on what was said before, and what they stand for.

A pronoun is replaced where exactly one thing before it fits: a wrong guess would answer a question that nobody asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa.follow_up.mentions import AUXILIARY, PREPOSITIONS, SAYING, Mention, mentions
from qa.types import Exchange
from qa.words import Token, is_past_form, tokens, word_set

_PERSON = word_set("he him his she her")
_MANY = word_set("they them their those these")
_THING = word_set("it its")
_OWNING = word_set("his its their")
PRONOUNS = _PERSON | _MANY | _THING
_CLAUSES = SAYING | word_set(
    """that if whether when while because after before since until although though as who whom whose which what where
    why how"""
)
_SENTENCE_END = re.compile(r"[.!?:;—][\"”')]*\s")
_ROOM = 3
"""Nouns and names before a pronoun beyond which it is taken to mean one of them: what leans on others is short."""
_DUMMY = re.compile(
    r"\bit(?:'s| is| was| be)? (?:true|clear|known|possible|likely|unlikely|certain|legal|illegal|necessary|the case|"
    r"that|takes?|took|taken|matter|rain\w*|snow\w*|cost (?:to|for)|official|been since|emerge[sd]|turn(?:s|ed) out|"
    r"(?:is|was) \w+ed that)\b"
    r"|\btime (?:is|was) it\b|\b(?:makes?|made|finds?|found) it\b",
    re.IGNORECASE,
)
_SOURCE = re.compile(rf"^(?: (?:later|also))? (?:{'|'.join(sorted(SAYING))})\b[^,]{{0,40}}[.]?$", re.IGNORECASE)
_SAID = re.compile(r"(?:according to|said|says)(?: \w+){0,3} $", re.IGNORECASE)
_BEING = word_set("is was are were isn't wasn't aren't weren't")
_RESPONDING = word_set(
    "refuse reject decline accept agree answer reply respond react do think deny refusing deciding decide"
    " die learn hear find feel survive"
)
_TIMES = word_set(
    """time times day days week weeks month months year years hour hours minute minutes moment morning evening night
    weekend summer winter spring autumn"""
)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question with the pronouns replaced that could be, and whether some could not."""

    text: str
    complete: bool


def leans(text: str) -> bool:
    """Whether a pronoun of ``text`` stands for something outside it."""
    return any(True for _ in _leaning(text, tokens(text)))


def resolved(text: str, earlier: Sequence[Exchange]) -> Resolved:
    """``text`` with each leaning pronoun replaced by what it stands for in ``earlier``."""
    words = tokens(text)
    own = {mention.name for mention in mentions(text)}
    complete, last, pieces = True, 0, []
    used: dict[str, str] = {}
    for at in _leaning(text, words):
        word = words[at]
        name = _antecedent(word.lower, earlier, own, acts=_acts(words, at))
        owner = _owns(words, at)
        # "Why did they cancel them": who does it and what it is done to are two.
        twice = name in used and used[name] != word.lower and not owner
        if name is None or twice or _means_the_saying(words, at):
            complete = False
            continue
        if not owner:
            used[name] = word.lower
        ending = ("'" if name.endswith("s") else "'s") if owner else ""
        pieces.append(text[last : word.start] + name + ending)
        last = word.end
    return Resolved("".join(pieces) + text[last:], complete)


def plural_before(earlier: Sequence[Exchange], *, of_people: bool) -> str | None:
    """The one plural that was spoken of last ("the Russian diplomats"). What befalls people (``of_people``: "How many
    were injured?") is asked of those in the last question, else of people, not of what an answer happens to name."""
    if not of_people:
        return _antecedent("those", earlier, set())
    asked = [m.name for m in mentions(earlier[-1].question) if m.plural and m.name.split()[-1] not in _TIMES]
    return asked[0] if len(asked) == 1 else "people"


def _leaning(text: str, words: Sequence[Token]) -> Iterator[int]:
    dummies = [match.span() for match in _DUMMY.finditer(text)]
    for at, word in enumerate(words):
        if word.lower not in PRONOUNS or word.text == "IT":
            continue
        if any(start <= word.start < end for start, end in dummies):
            continue
        if word.lower in {"those", "these"} and not _stands_alone(words, at):
            continue
        if not _stays_inside(text, words, at):
            yield at


def _stands_alone(words: Sequence[Token], at: int) -> bool:
    following = words[at + 1].lower if at + 1 < len(words) else ""
    return not following or following in AUXILIARY | PREPOSITIONS


def _stays_inside(text: str, words: Sequence[Token], at: int) -> bool:
    """Whether the pronoun finds its name in the question itself: in "Did Putin say he would …" and "Which company lost
    its chief", not in "What did Putin say about him"."""
    nominals = [i for i in range(at) if _is_nominal(words, i)]
    word = words[at]
    if not nominals:  # "In her last speech, what did Anna Berg promise": the name comes later
        comma = text.find(",", word.end)
        return comma >= 0 and any(mention.start > comma for mention in mentions(text))
    first = nominals[0]
    if len(nominals) > _ROOM or _owns(words, at) or _SENTENCE_END.search(text[words[first].end : word.start]):
        return True
    object_of = at > 0 and words[at - 1].lower in PREPOSITIONS - _CLAUSES
    if object_of or word.lower in {"him", "them"} or at == len(words) - 1:
        return False
    return "," in text[words[first].end : word.start] or any(w.lower in _CLAUSES for w in words[first + 1 : at])


def _is_nominal(words: Sequence[Token], at: int) -> bool:
    """Whether the word may be what a pronoun behind it means: a noun, a name, or the subject of "Who lost his job"."""
    word = words[at]
    if word.lower in {"who", "what"}:
        return at + 1 < len(words) and words[at + 1].lower not in AUXILIARY and not words[at + 1].is_stop
    verb = is_past_form(word.lower) and not word.is_capital
    return not (word.is_stop or word.is_number or verb or word.lower in AUXILIARY | SAYING)


def _owns(words: Sequence[Token], at: int) -> bool:
    """ "his embassy", "her embassy", but not "tell her" and "tell her about it"."""
    if words[at].lower in _OWNING:
        return True
    after = words[at + 1] if at + 1 < len(words) else None
    return words[at].lower == "her" and after is not None and after.lower not in AUXILIARY | PREPOSITIONS | PRONOUNS


def _means_the_saying(words: Sequence[Token], at: int) -> bool:
    """ "say it": what was said, not a thing that was mentioned."""
    return words[at].lower == "it" and at > 0 and words[at - 1].lower in SAYING


def _antecedent(pronoun: str, earlier: Sequence[Exchange], own: set[str], *, acts: bool = False) -> str | None:
    """The one mention that ``pronoun`` may stand for: in the last question, else its answer, else further back. Of two
    persons it is who did what the other was part of, where the pronoun ``acts`` too."""
    for exchange in reversed(earlier):
        for candidates in _candidates(pronoun, exchange):
            fitting = list(dict.fromkeys(name for name in candidates if name not in own))
            distinct = _without_short_forms(fitting)
            if len(distinct) == 1:
                return distinct[0]
            if distinct:
                acting = [name for name in distinct if acts and name in _acting(exchange)]
                return acting[0] if len(acting) == 1 else None
    return None


def _acts(words: Sequence[Token], at: int) -> bool:
    """Whether the pronoun does something, and nothing that the other is more likely to: "Lavrov asked Putin. He
    refused", "Trump fired Comey. How did he find out?"."""
    responds = any(word.lower in _RESPONDING for word in words)
    before, following = words[at - 1].lower if at else "", words[at + 1].lower if at + 1 < len(words) else ""
    return before in AUXILIARY and (before not in _BEING or following.endswith("ing")) and not responds


def _acting(exchange: Exchange) -> set[str]:
    """Who is the subject of a question ("What did Lavrov ask Putin?"), and who opens its answer."""
    words = tokens(exchange.question)
    behind = {after.start for word, after in pairwise(words) if word.lower in AUXILIARY}
    asked = {m.name for m in mentions(exchange.question) if m.kind == "person" and m.start in behind}
    said = (
        {m.name for m in mentions(exchange.claims[0]) if m.kind == "person" and not m.start}
        if exchange.claims
        else set()
    )
    return asked or said


def _candidates(pronoun: str, exchange: Exchange) -> Iterator[list[str]]:
    """Names that fit, nearest first: where the question asked who, its answer comes before it."""
    asked, said = mentions(exchange.question), mentions(exchange.claims[0]) if exchange.claims else ()
    places = [asked, said]
    asks_for = ("who ", "which ", "what is", "what was") if pronoun in _PERSON else ("which ", "what is", "what was")
    if exchange.question.lower().startswith(asks_for) and pronoun not in _MANY:
        heard = {mention.name for mention in asked}
        places = [tuple(mention for mention in said if mention.name not in heard), asked]
    for place in places:
        if pronoun in _PERSON:
            persons = [m for m in place if m.kind == "person"]
            yield [
                m.name for m in (_not_speaking(exchange.claims[0], persons) if place is not asked and said else persons)
            ]
        elif pronoun in _THING:
            yield [m.name for m in place if m.kind in {"thing", "group"} and not m.plural]
        else:
            plurals = [m for m in place if m.plural and m.name.split()[-1] not in _TIMES]
            yield [m.name for m in plurals if m.counted] if place is said else []
            yield [m.name for m in plurals]
    if pronoun in {"they", "them", "their", "it", "its"}:
        yield [m.name for m in asked if m.kind in {"group", "place"} and not m.plural and not m.locates]


def _not_speaking(claim: str, persons: Sequence[Mention]) -> Sequence[Mention]:
    """Those of ``persons`` whom ``claim`` is about: not who is only named behind it as its source (", Lavrov said")."""
    told = [
        p for p in persons if not (p.start > 0 and _SOURCE.match(claim[p.end :])) and not _SAID.search(claim[: p.start])
    ]
    return told or persons


def _without_short_forms(names: Sequence[str]) -> list[str]:
    """ "Putin" beside "Vladimir Putin" is the same person."""
    return [name for name in names if not any(other.endswith(f" {name}") for other in names)]
