"""The several things that a sentence names: "Norway, Denmark and the Netherlands" answers "Which countries …?" as
three.

Rules on commas and "and", no parser: a list is taken only where its parts are alike.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.extractive.places import COUNTRY_OF, MORE_COUNTRIES
from qa.extractive.pool import ROLES
from qa.types.query import AnswerKind, Query
from qa.words import NUMBER_WORDS, STOP_WORDS, Token, is_past_form, is_plural_form, tokens, value, word_set

_SEPARATOR = re.compile(r",? (?:and|as well as|plus)(?: also)? (?:also )?|, (?:or )?|; (?:and )?| or ", re.IGNORECASE)
_KINDS: frozenset[AnswerKind] = frozenset({"who", "where", "when", "what"})
_LONGEST_ITEM = 8  # words
_MOST = 100  # separators of a sentence whose lists are looked for; each is tried as the first of one
_OPENS = word_set("the a an its his her their four three two five six seven")
_PLACES = word_set("of in at for on under upper")
_ASKS = word_set("which what whose how")
_COUNTRIES = word_set("countries nations states")
_PARTS_OF_COUNTRIES = word_set("north south east west northern southern eastern western great democratic republic")
_SETTLEMENTS = word_set("city town village port state province region university")


@dataclass(frozen=True, slots=True)
class Part:
    """``text[start:end]`` of a sentence, one of the things that it lists."""

    start: int
    end: int
    text: str


def asks_for_several(query: Query) -> bool:
    """Whether more than one thing may be meant: not where the question says "which minister", "what is the"."""
    words = [token.lower for token in tokens(query.text)]
    if query.kind == "definition" and words[:2] == ["what", "are"]:
        return True
    if not set(query.kinds) & _KINDS or len(query.kinds) > 1:
        return False
    if query.focus is not None:
        asks = next(at for at, word in enumerate(words) if word in _ASKS)
        return any(is_plural_form(word) for word in words[asks + 1 : asks + 4]) or query.focus in _COUNTRIES
    return words[:2] not in (["what", "is"], ["what", "was"])


def several(query: Query, text: str, answer: tuple[int, int] | None) -> tuple[Part, ...]:
    """The things that the sentence ``text`` lists where ``answer`` (the stretch that a model takes for the answer)
    stands, or where the kind that is asked for is listed; none when it names one thing, or what it lists differs."""
    if not asks_for_several(query):
        return ()
    asked = {token.lower for token in tokens(query.text)}
    for found in _lists(text):
        inside = answer is not None and found[0].start <= answer[0] + 1 and answer[1] <= found[-1].end + 1
        touches = answer is not None and answer[0] < found[-1].end and found[0].start < answer[1]
        wanted = query.focus in _COUNTRIES and all(is_country(part.text) for part in found)
        named = [part for part in found if not set(_lower(part.text)) <= asked]
        if (inside or touches or wanted) and len(named) == len(found):
            return found
    return ()


def named_beside(query: Query, number: int, text: str) -> tuple[Part, ...]:
    """The ``number`` things that ``text`` lists, where the sentence beside it speaks of so many and names none: names,
    or countries where those are asked for."""
    if not asks_for_several(query):
        return ()
    for found in _lists(text):
        kind = all(is_country(part.text) for part in found) if query.focus in _COUNTRIES else True
        if len(found) == number and kind and all(_is_named(part.text) for part in found):
            return found
    return ()


def counted(query: Query, text: str) -> int | None:
    """How many of what ``query`` asks for ``text`` speaks of ("Seven countries signed"); ``None`` when it gives no
    number of them."""
    if query.focus is None:
        return None
    words = tokens(text)
    for at, word in enumerate(words[:-1]):
        if word.is_number and query.focus in {near.lower for near in words[at + 1 : at + 3]}:
            number = value(word.lower)
            return int(number) if number is not None and number < 100 else None
    return None


def _lower(text: str) -> list[str]:
    return [token.lower for token in tokens(text) if not token.is_stop]


def is_country(text: str) -> bool:
    """Whether ``text`` names a country."""
    words = _lower(text)
    if " ".join(words) in MORE_COUNTRIES:
        return True
    return bool(words) and words[-1] in COUNTRY_OF and _PARTS_OF_COUNTRIES.issuperset(words[:-1])  # not "Air France"


def _lists(text: str) -> list[tuple[Part, ...]]:
    """The runs of parts between commas and "and", each with its first part cut where it begins, and its last where it
    ends; longest first."""
    cuts = [(match.start(), match.end()) for match in _SEPARATOR.finditer(text)]
    if not cuts or len(cuts) > _MOST:
        return []
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(text)]
    pieces = list(zip(starts, ends, strict=True))
    found: list[tuple[Part, ...]] = []
    for first in range(len(pieces) - 1):
        opening = _tail(text, *pieces[first], repeated=_preposition(text, pieces[first + 1]))
        openings = [opening, _opening_phrase(text, pieces[0][1])] if first == 0 else [opening]
        found += [run for one in openings if one is not None and (run := _run(text, one, pieces[first + 1 :]))]
    found.sort(key=lambda parts: (-len(parts), parts[0].start))
    return found


def _run(text: str, opening: Part, pieces: Sequence[tuple[int, int]]) -> tuple[Part, ...]:
    """The list that ``opening`` begins and ``pieces`` go on with; empty where they differ or no "and" closes it."""
    parts = [opening]
    for start, end in pieces:
        whole = _whole(text, start, end)
        closing = whole or _head(text, start, end, like=opening)
        if closing is None:
            break
        parts.append(closing)
        if whole is None:
            break
    ended = len(parts) > 1 and _is_closed(text, parts)
    alike = ended and (_alike(parts) or all(_is_determined(text, part) for part in parts))
    return tuple(parts) if alike else ()


def _opening_phrase(text: str, end: int) -> Part | None:
    """All that stands before the first separator, where it is one phrase: "Two men from Norvik and a company"."""
    words = tokens(text[:end])
    opens = bool(words) and (words[0].lower in {"the", "a", "an"} or words[0].is_number)
    return _whole(text, 0, end) if opens else None


def _is_closed(text: str, parts: Sequence[Part]) -> bool:
    """Whether an "and" stands before the last: "Paris, France" is no list."""
    return bool(re.search(r"\b(?:and|or|as well as|plus)\b", text[parts[-2].end : parts[-1].start], re.IGNORECASE))


def _alike(parts: Sequence[Part]) -> bool:
    names = [_is_named(part.text) for part in parts]
    opening = tokens(parts[0].text)
    if len(opening) > 1 and opening[0].lower in NUMBER_WORDS and any(names[1:]):
        return False  # "Two businessmen, Emil Drost and Pavel Kyne": who the two are
    figures = [all(token.is_number for token in tokens(part.text)) for part in parts]
    if parts[0].start == 0 and _is_one_capital(parts[0]):  # "Bicycles and buses": a capital that the place explains
        names = names[1:]
    return all(figures) or (not any(figures) and len(set(names)) == 1)


def _is_determined(text: str, part: Part) -> bool:
    """Whether it is a whole phrase of its own: "the army, two mayors and the relief group Open Hands"."""
    before = tokens(text[max(0, part.start - 5) : part.start])
    opens = bool(before) and before[-1].lower in {"the", "a", "an"}
    return opens or tokens(part.text)[0].is_number


def _is_named(text: str) -> bool:
    return any(token.is_capital and token.lower not in NUMBER_WORDS for token in tokens(text))


def _is_one_capital(part: Part) -> bool:
    return not any(token.is_capital for token in tokens(part.text)[1:])


def _part(text: str, words: Sequence[Token], offset: int) -> Part | None:
    while words and words[0].lower in STOP_WORDS - {"the"}:
        words = words[1:]
    if not words or all(word.is_stop for word in words) or len(words) > _LONGEST_ITEM:
        return None
    start, end = offset + words[0].start, offset + words[-1].end
    if words[0].lower in {"the", "a", "an"} and len(words) > 1:
        start = offset + words[1].start
    return Part(start, end, text[start:end])


def _whole(text: str, start: int, end: int) -> Part | None:
    """All between two separators, where it is no more than a thing."""
    words = tokens(text[start:end])
    last = end >= len(text.rstrip('.!?"”’) '))
    if not words or any(_is_verb(words, at) for at in range(len(words))) or len(words) > _LONGEST_ITEM:
        return None
    if not last and end < len(text) and text[end : end + 1] not in ",; ":
        return None
    lowered = [word.lower for word in words]
    if any(word in STOP_WORDS - _OPENS - _PLACES for word in lowered[1:]):
        return None
    return _part(text, words, start)


def _preposition(text: str, piece: tuple[int, int]) -> str | None:
    """The preposition that opens a piece: "at the embassy in Washington and at the consulate" lists what is behind
    "at"."""
    words = tokens(text[piece[0] : piece[1]])
    return words[0].lower if words and words[0].lower in _PLACES | {"to", "from", "with", "by"} else None


def _tail(text: str, start: int, end: int, repeated: str | None) -> Part | None:
    """The thing that ends a piece: what stands behind its last verb, preposition or colon, or its last name."""
    words = list(tokens(text[start:end]))
    if not words:
        return None
    if repeated is not None:
        behind = [at for at, word in enumerate(words) if word.lower == repeated]
        return _part(text, words[behind[-1] + 1 :], start) if behind else None
    at = len(words)
    named = words[-1].is_capital or words[-1].is_number
    while at > 0:
        word = words[at - 1]
        gap = text[start + word.end : start + words[at].start] if at < len(words) else ""
        if any(mark in gap for mark in ':—–("“'):
            break
        if word.lower in _OPENS and at < len(words):
            at -= 1
            break
        of = word.lower == "of" and at > 1 and at < len(words) and _goes_on(words[at - 2])
        if (word.is_stop and not of) or _is_verb(words, at - 1):
            break
        if named and not of and not (word.is_capital or word.is_number) and word.lower not in _TITLES:
            break
        at -= 1
    return _part(text, words[at:], start) if at < len(words) else None


def _head(text: str, start: int, end: int, *, like: Part) -> Part | None:
    """The thing that begins a piece: up to its first verb, or small word that joins nothing."""
    words = list(tokens(text[start:end]))
    if words and words[0].lower in _PLACES | {"to", "from", "with", "by"}:
        return _part(text, words[1:], start)
    named = _is_named(like.text) and not (like.start == 0 and _is_one_capital(like))
    at = 0
    while at < len(words):
        word = words[at]
        opens = at == 0 and word.lower in _OPENS
        if at and text[start + words[at - 1].end : start + word.start].strip(" '’-–&"):
            break
        of = word.lower in {"of"} and at + 1 < len(words) and at > 0
        if (word.is_stop and not opens and not of) or _is_verb(words, at):
            break
        small = not (word.is_capital or word.is_number) and not opens and not of
        if named and small and word.lower not in _TITLES and any(w.is_capital or w.is_number for w in words[:at]):
            break
        at += 1
    part = _part(text, words[:at], start)
    return part if part is not None and (_is_named(part.text) or part.text.isdecimal() or not named) else None


def _goes_on(word: Token) -> bool:
    """Whether a name goes on behind this word and "of": "the Bank of Norvik", "the city of Norvik"."""
    return word.is_capital or word.lower in _SETTLEMENTS


def _is_verb(words: Sequence[Token], at: int) -> bool:
    word = words[at]
    auxiliary = word.lower in {"is", "are", "was", "were", "will", "would", "has", "have", "had", "may", "can", "do"}
    return auxiliary or (is_past_form(word.lower) and not word.is_capital)


_TITLES = ROLES | word_set("prime foreign former")
