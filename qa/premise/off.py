"""Events that were called off: who asks what happened at one takes for granted that it was held."""

from collections.abc import Sequence

from qa.period import EVENTS
from qa.proposition import Proposition
from qa.statements import Statement, keys_of
from qa.types.query import Query
from qa.words import WEEKDAYS, Token, stem, tokens, word_set

_OFF = word_set("cancelled canceled scrapped abandoned")
_CALLED_OFF = {"called": "off", "calling": "off", "call": "off"}
_CALLING_OFF = frozenset(map(stem, _OFF | _CALLED_OFF.keys()))
_UNREAL = word_set("may might could would if will should not never nearly almost threatened to")
_HELD = word_set("held opened attended began started place ahead on")
_REACH = 6  # words between an event and its being called off
_NO_NAMES = frozenset(key for day in WEEKDAYS for key in keys_of(day))


def called_off(query: Query, told: Proposition | None, statements: Sequence[Statement]) -> list[Statement]:
    """Those of ``statements`` that tell of an event that ``query`` takes for held as called off, by all its names; none
    where the question is about that itself, where it names nobody and nothing, or where another tells of it as held."""
    words = [word for word in tokens(query.text) if not word.is_stop]
    keys = [(keys_of(word.text) or (word.stem,))[0] for word in words]
    names = frozenset(key for name in query.names for key in keys_of(name)) - _NO_NAMES
    for at, key in enumerate(keys):
        if words[at].stem not in EVENTS or not names or _asks_why(told, key):
            continue
        if at + 1 < len(words) and _is_joined(words[at], words[at + 1]) and words[at + 1].stem in EVENTS:
            continue  # an opening concert is a concert
        kind = {keys[at - 1]} if at and _is_joined(words[at - 1], words[at]) and not words[at - 1].is_capital else set()
        wanted = names | kind | {key}
        if told is not None and told.deed in wanted:
            continue
        about = [s for s in statements if wanted <= s.content()]
        off = [s for s in about if _is_off(s, key)]
        if off and not any(s not in off and _HELD & {token.word for token in s.tokens} for s in about):
            return off
    return []


def _asks_why(told: Proposition | None, event: str) -> bool:
    """Whether the question is about the calling off itself."""
    return told is not None and told.head == event and told.deed in _CALLING_OFF


def _is_joined(word: Token, following: Token) -> bool:
    return word.end + 1 == following.start


def _is_off(statement: Statement, event: str) -> bool:
    places = [at for at, key in enumerate(statement.keys) if key == event]
    for at, token in enumerate(statement.tokens):
        behind = statement.tokens[at + 1].word if at + 1 < len(statement.tokens) else ""
        if token.word not in _OFF and _CALLED_OFF.get(token.word) != behind:
            continue
        before = {one.word for one in statement.tokens[max(0, at - 3) : at]}
        if not before & _UNREAL and not token.odd and any(abs(at - place) <= _REACH for place in places):
            return True
    return False
