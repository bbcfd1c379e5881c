"""What a question takes for granted or asks about: who did what to whom.

Rules on English word order, no parser; the evidence tells which words are verbs. What they cannot read is ``None``.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qa.statements import Statement, country, keys_of
from qa.types.query import Query
from qa.words import MONTHS, WEEKDAYS, Token, is_past_form, tokens, word_set

_DO = word_set("did do does didn't doesn't don't")
_HAVE = word_set("has have had hasn't haven't hadn't")
_BE = word_set("is are was were isn't aren't wasn't weren't")
_WILL = word_set("will would can could should may might must won't wouldn't can't couldn't")
_FACT = word_set("did didn't has have had hasn't haven't hadn't was were wasn't weren't")
_WH = word_set("who whom whose what which when where why how")
_TO_VERB = word_set("to will would not never may might could should did can must didn't won't wouldn't")
_LAST_SENTENCE = re.compile(
    r"(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})[.!?;:]\s+(?=\S)"
)  # "St. Louis", "Gov. Vik"


@dataclass(frozen=True, slots=True)
class Proposition:
    """``deed`` is the key of the verb; ``subject`` and ``objects`` are keys of the doer and of all else.

    ``head`` is the key of what is done to ("diplomats" of "how many US diplomats did Russia expel"), ``origin`` the
    country that it is of. ``is_past`` when the question takes the deed for done, or asks whether it was; ``is_ahead``
    when it takes for granted that it will be. ``names`` are those of its keys that are written as names and are no
    country; ``about`` those of them that do it or, of a passive, that it is done to, where they are not asked for.
    """

    deed: str
    subject: frozenset[str]
    objects: frozenset[str]
    head: str | None = None
    origin: str | None = None
    is_past: bool = True
    is_ahead: bool = False
    names: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()

    @property
    def keys(self) -> frozenset[str]:
        """All of its keys."""
        return self.subject | self.objects | {self.deed}


def asking_sentence(text: str) -> str:
    """The last sentence of a question, the one that asks."""
    return _LAST_SENTENCE.split(text.strip())[-1]


def proposition(query: Query, statements: Iterable[Statement]) -> Proposition | None:
    """The proposition of ``query``; ``None`` when its verb is "to be" or cannot be told."""
    found = tokens(asking_sentence(query.text))
    auxiliary = next((at for at, word in enumerate(found) if word.lower in _DO | _HAVE | _BE | _WILL), None)
    if auxiliary is None:
        return _of_doer(found)
    word = found[auxiliary].lower
    if auxiliary > 6 and found[0].lower not in _WH:
        return None
    verb = _verb(found, auxiliary, verbs(statements) if word in _DO | _WILL else None)
    if verb is None:
        return _of_doer(found)
    before = [token for token in found[:auxiliary] if token.lower not in _WH and not _measures(token)]
    subject, after = found[auxiliary + 1 : verb], found[verb + 1 :]
    passive = word in _BE or (word in _HAVE and any(token.lower == "been" for token in found[:verb]))
    done_to = (before or subject) if passive else (before or after)
    doer: Sequence[Token] = _behind_by(after) if passive else subject
    head, origin = _head(done_to)
    # "How many diplomats were expelled": what stands before the auxiliary is what is done to
    return Proposition(
        deed=_key(found[verb]),
        subject=_keys(doer),
        objects=(_keys(before) | _keys(after) | (_keys(subject) if passive else frozenset())) - _keys(doer),
        head=head,
        origin=origin,
        is_past=word in _FACT,
        is_ahead=word == "will" and auxiliary > 0,
        names=_names(found),
        about=_names(found) & _keys(subject),
    )


def _of_doer(found: Sequence[Token]) -> Proposition | None:
    """ "Who expelled the diplomats?", "How many people died?" """
    verb = next((at for at, token in enumerate(found) if at and is_past_form(token.lower)), None)
    if verb is None or found[0].lower not in _WH:
        return None
    head, origin = _head(found[verb + 1 :])
    subject = _keys([token for token in found[:verb] if token.lower not in _WH and not _measures(token)])
    names = _names(found)
    return Proposition(_key(found[verb]), subject, _keys(found[verb + 1 :]) - subject, head, origin, names=names)


def _verb(found: Sequence[Token], auxiliary: int, verbs: frozenset[str] | None) -> int | None:
    """Where the verb stands: behind its subject, a past form or (``verbs``) a word that the evidence has as a verb."""
    fallback = None
    for at in range(auxiliary + 1, len(found)):
        token = found[at]
        has_subject = at > auxiliary + 1 or auxiliary > 1
        if not has_subject or token.is_capital or token.is_stop or token.is_number:
            continue
        if is_past_form(token.lower) if verbs is None else _key(token) in verbs and at > auxiliary + 1:
            return at
        fallback = fallback or (at if at > auxiliary + 1 and found[at - 1].is_capital else None)
    return fallback if verbs is not None else None


def verbs(statements: Iterable[Statement]) -> frozenset[str]:
    """The keys of words that the evidence uses as verbs."""
    return frozenset(
        statement.keys[at]
        for statement in statements
        for at, token in enumerate(statement.tokens)
        if token.telling
        and (is_past_form(token.word) or (at and not token.breaks and statement.tokens[at - 1].word in _TO_VERB))
    )


def _head(words: Sequence[Token]) -> tuple[str | None, str | None]:
    """The last noun of the first noun phrase of ``words``, and the country that it is of."""
    phrase: list[Token] = []
    for token in words:
        if token.is_stop and phrase:
            break
        if not token.is_stop:
            phrase.append(token)
    if not phrase or phrase[-1].is_number or (phrase[-1].is_capital and not country(_key(phrase[-1]))):
        return None, None
    if phrase[-1].is_capital:
        return _key(phrase[-1]), None
    origins = [key for key in keys_of(" ".join(token.text for token in phrase)) if country(key)]
    return _key(phrase[-1]), origins[-1] if origins else None


def _behind_by(words: Sequence[Token]) -> Sequence[Token]:
    at = next((at for at, token in enumerate(words) if token.lower == "by"), None)
    return [] if at is None else words[at + 1 : at + 4]


def _names(words: Sequence[Token]) -> frozenset[str]:
    named = [word for word in words[1:] if word.is_capital and word.lower not in MONTHS | WEEKDAYS]
    return frozenset(key for key in _keys(named) if not country(key))


def _measures(token: Token) -> bool:
    return token.lower in {"many", "much", "long", "often", "far", "old"}


def _keys(words: Sequence[Token]) -> frozenset[str]:
    return frozenset(keys_of(" ".join(token.text for token in words)))


def _key(token: Token) -> str:
    found = keys_of(token.text)
    return found[0] if found else token.stem
