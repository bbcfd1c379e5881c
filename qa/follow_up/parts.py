"""Takes a question apart, and puts it together again with another question word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.follow_up.mentions import AUXILIARY, PREPOSITIONS, is_plural, mentions
from qa.words import Token, is_past_form, tokens, word_set

QUESTION_WORDS = word_set("who whom whose what which when where why how")
_BEING = word_set("is are was were isn't aren't wasn't weren't")
_DOING = word_set("do does did don't doesn't didn't")
_OWN_SUBJECT = word_set("the a an this that these those its their his her he she it they you we anyone someone")
_NEGATED = {"can": "can't", "will": "won't", "shall": "shan't"}
_ANYBODY = re.compile(r"\s+any(?:one|body|thing)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parts:
    """ "How many | diplomats | did | Russia expel": ``ask`` is empty where the answer is yes or no, ``verb`` (an
    auxiliary) where the question word is itself the subject ("Who opened the bridge")."""

    ask: str
    noun: str
    verb: str
    rest: str

    @property
    def owns_subject(self) -> bool:
        """Whether the subject stands behind the auxiliary ("did Russia expel", not "were expelled")."""
        if self.verb.lower() in _DOING or not (self.noun or self.asks_whom):
            return True
        words = tokens(self.rest)
        return bool(words) and (words[0].lower in _OWN_SUBJECT or words[0].is_capital or is_plural(words[0].lower))

    @property
    def asks_whom(self) -> bool:
        """Whether it asks for a person or a thing and nothing more."""
        return self.ask.lower() in {"who", "whom", "what"} and not self.noun

    @property
    def is_identity(self) -> bool:
        """ "Who is the mayor": what it says cannot be asked for again in another way."""
        return self.asks_whom and self.verb.lower() in _BEING and self.owns_subject


def taken_apart(question: str) -> Parts | None:
    """The parts of ``question``; ``None`` when it does not begin like one."""
    text = question.rstrip(" ?!.")
    words = tokens(text)
    if not words:
        return None
    first = words[0].lower
    if first in AUXILIARY:
        return Parts("", "", words[0].text, text[words[0].end :].strip())
    at = 1 if first in PREPOSITIONS and len(words) > 1 else 0
    if words[at].lower not in QUESTION_WORDS:
        return None
    measured = words[at].lower == "how" and at + 1 < len(words) and words[at + 1].lower not in AUXILIARY
    asking = at + 1 if measured else at
    verb = next((i for i in range(asking + 1, min(asking + 7, len(words))) if words[i].lower in AUXILIARY), None)
    ask = text[: words[asking].end]
    if verb is None or _breaks(text, words, asking, verb):
        return Parts(ask, "", "", text[words[asking].end :].strip())
    noun = text[words[asking].end : words[verb].start].strip()
    return Parts(ask, noun, words[verb].text, text[words[verb].end :].strip())


def ask_again(question: str, ask: str) -> str | None:
    """``question`` with the question word ``ask`` ("when", "why not", "how many") instead of its own; ``None`` when
    it cannot be taken apart."""
    parts = taken_apart(question)
    if parts is None or not parts.rest or ask.lower() == "how many":
        return _counted(parts) if parts and parts.rest else None
    negated = ask.lower().endswith(" not")
    ask = ask[:-4] if negated else ask
    ask = ask[:1].upper() + ask[1:]
    first = ask.split()[0].lower()
    if parts.ask.lower().split()[:1] == [first]:
        return f"{' '.join(part for part in (ask, parts.noun, parts.verb, parts.rest) if part)}?"
    somebody = "someone" if parts.ask.lower() in {"who", "whom"} else "something"
    unclear = parts.is_identity or (parts.ask and first in {"who", "whom", "what", "which"})
    if unclear or _is_prepositional(parts.ask) or not _fits(ask.lower(), parts):
        return None
    return _turned(parts, ask, somebody, negated=negated)


def _turned(parts: Parts, ask: str, somebody: str, *, negated: bool) -> str:
    """The question with ``ask`` in front; what its own question word stood for is ``somebody`` now."""
    first = ask.split(maxsplit=1)[0].lower()
    if not parts.verb:
        named = parts.ask.lower() != "who" and not is_past_form(tokens(parts.rest)[0].lower)  # "Which airlines left"
        return f"{ask} was it that {'' if named else somebody + ' '}{parts.rest}?"
    rest = _ANYBODY.sub("", parts.rest, count=1) if first in {"who", "whom", "what"} else parts.rest
    verb = _not(parts.verb.lower()) if negated else parts.verb.lower()
    if not parts.owns_subject:
        return f"{ask} {verb} {parts.noun or somebody} {rest}?"
    return f"{ask} {verb} {_with_object(rest, parts.noun or (somebody if parts.asks_whom else ''))}?"


def _counted(parts: Parts) -> str | None:
    """Asks how many: of the plural that the question was about, or of people."""
    if parts.noun and parts.verb:
        return f"How many {parts.noun} {parts.verb.lower()} {parts.rest}?"
    if parts.ask.lower() == "who" and parts.verb:
        plural = {"was": "were", "is": "are", "has": "have"}
        return f"How many people {plural.get(parts.verb.lower(), parts.verb.lower())} {parts.rest}?"
    groups = [m for m in mentions(parts.rest) if m.plural]
    if parts.ask or len(groups) != 1:
        return None
    [group] = groups
    left = f"{parts.rest[: group.start]}{parts.rest[group.end :]}".strip()
    return f"How many {group.name.removeprefix('the ')} {parts.verb.lower()} {left}?"


def _with_object(rest: str, noun: str) -> str:
    """``rest`` with ``noun`` behind its verb: before the first preposition that follows two words."""
    if not noun:
        return rest
    words = tokens(rest)
    place = next((w.start for w in words[2:] if w.lower in PREPOSITIONS), len(rest))
    return f"{rest[:place].rstrip()} {noun} {rest[place:]}".rstrip()


def _not(auxiliary: str) -> str:
    return auxiliary if auxiliary.endswith("n't") else _NEGATED.get(auxiliary, auxiliary + "n't")


def _fits(ask: str, parts: Parts) -> bool:
    """Whether "by whom" or "from whom" can be asked of it: only the doer of a passive is sure to be missing."""
    if not ask.endswith(("who", "whom")) or len(ask.split()) == 1:
        return True
    return ask.startswith("by ") and parts.verb.lower() in _BEING


def _is_prepositional(ask: str) -> bool:
    return ask.lower().split()[:1] != [] and ask.lower().split()[0] in PREPOSITIONS


def _breaks(text: str, words: Sequence[Token], first: int, last: int) -> bool:
    return any(mark in text[words[first].end : words[last].start] for mark in ',;:?.“”"')
