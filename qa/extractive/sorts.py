"""What sort of thing something is: of "the GRU and three Russian companies" only the companies answer "Which
companies …?".

Told by the noun that a name carries ("the airline Iberwings", "Meridian Bank", "Mayor Hana Dusek"), in the answer or
elsewhere in the evidence. What nothing tells the sort of is kept.
"""

from collections.abc import Sequence
from dataclasses import replace

from qa.extractive.pool import ROLES, Pool, key
from qa.extractive.several import is_country
from qa.types import DraftClaim
from qa.types.query import Query
from qa.words import Token, is_plural_form, stem, tokens, word_set

_PERSON, _COUNTRY, _TOWN = "person", "country", "town"
_SORTS = {
    "company": """company firm corporation business airline carrier bank lender insurer retailer supplier manufacturer
        brewery supermarket operator contractor steelmaker carmaker automaker chipmaker startup""",
    "body": """agency office ministry department service authority regulator council commission committee parliament
        court police army directorate bureau""",
    "media": "newspaper broadcaster channel station magazine website",
    "team": "team club squad",
    "party": "party",
    "group": "union group charity organisation organization association federation",
    _TOWN: "city town village",
    _COUNTRY: "country nation",
    _PERSON: "person people man men woman women nurse teacher student farmer engineer victim",
}
_NOT_PERSONS = word_set("owner leader general head chief founder")  # companies own, lead and found too
_SORT_OF = {stem(word): sort for sort, words in _SORTS.items() for word in words.split()} | {
    stem(role): _PERSON for role in ROLES - _NOT_PERSONS
}
_CITY_STATES = frozenset(
    ("singapore", "monaco", "luxembourg", "san marino", "vatican city", "hong kong", "kuwait", "djibouti", "panama")
)
_ANY_BODY = word_set("organisation organization body institution group")
_BODIES = frozenset(_SORTS) - {_TOWN, _COUNTRY, _PERSON}
_NEAR = 4  # words behind a name and its comma up to the noun that says what it is


def of_sort(query: Query, drafts: Sequence[DraftClaim], pool: Pool) -> tuple[DraftClaim, ...]:
    """``drafts`` with those of their items that are of the sort that ``query`` asks for ("Which companies …?"), and of
    the drafts those that name any, where one does."""
    wanted = _wanted(query)
    if not wanted:
        return tuple(drafts)
    narrowed = [_narrowed(draft, wanted, pool) if draft.items else draft for draft in drafts]
    fitting = [draft for draft in narrowed if not draft.exact or _sort(draft.exact, pool, wanted) in {None, *wanted}]
    return tuple(fitting or narrowed)


def _wanted(query: Query) -> frozenset[str]:
    focus = stem(query.focus) if query.focus else ""
    if focus in map(stem, _ANY_BODY):
        return _BODIES
    sort = _SORT_OF.get(focus)
    # "Which team won?" - "France", "Leicester City"
    return (
        frozenset() if sort is None else frozenset({"team", _TOWN, _COUNTRY}) if sort == "team" else frozenset({sort})
    )


def _narrowed(draft: DraftClaim, wanted: frozenset[str], pool: Pool) -> DraftClaim:
    sorts = [_sort(item, pool, wanted) for item in draft.items]
    # "the GRU and three companies: Marnet and Oskol": of what has no noun, what stands behind the companies is meant
    first = next((at for at, item in enumerate(draft.items) if sorts[at] in wanted and _is_several(item)), 0)
    unknown = {None} if wanted != {_COUNTRY} else set[str | None]()
    kept = [at for at, sort in enumerate(sorts) if at >= first and sort in unknown | wanted]
    items = tuple(draft.items[at].rpartition(": ")[2] for at in kept)
    if len(kept) == len(sorts) and items == draft.items:
        return draft
    if not kept:
        return replace(draft, items=(), exact=None)
    start = draft.text.find(items[0])
    end = draft.text.find(items[-1], start) + len(items[-1])
    together = kept[-1] - kept[0] + 1 == len(kept)
    return replace(draft, exact=draft.text[start:end] if together else None, items=items if len(items) > 1 else ())


def _is_several(item: str) -> bool:
    return any(is_plural_form(word.lower) and _SORT_OF.get(word.stem) for word in tokens(item))


def _sort(text: str, pool: Pool, wanted: frozenset[str]) -> str | None:
    """The sort of what ``text`` names, by its own nouns, else by what the evidence calls it; of those that it may be
    that which is ``wanted``."""
    words = [word for word in tokens(text) if word.lower not in {"the", "a", "an"}]
    end = next((at for at, word in enumerate(words) if at and word.is_stop and word.lower != "of"), len(words))
    whole = " ".join(word.text for word in words[:end])  # "Sweden | for rescue dogs"
    if is_country(whole):
        return _TOWN if _TOWN in wanted and whole.lower() in _CITY_STATES else _COUNTRY
    words = words[: next((at for at, word in enumerate(words[:end]) if at and word.lower == "of"), end)]
    names = [word for word in words if word.is_capital]
    return _last([word for word in words if not word.is_capital]) or _of_name(names) or _called(names, pool)


def _of_name(words: Sequence[Token]) -> str | None:
    """What the last word of a name makes of it ("Meridian Bank"), else the title before it ("Mayor Hana Dusek"), but
    not of "Mayor Homes" and "Police Systems"."""
    if not words:
        return None
    last = _SORT_OF.get(words[-1].stem)
    if last or len(words) == 1 or is_plural_form(words[-1].lower):
        return last
    return _PERSON if words[0].lower in ROLES - _NOT_PERSONS else None


def _last(words: Sequence[Token]) -> str | None:
    return next((_SORT_OF[word.stem] for word in reversed(words) if word.stem in _SORT_OF), None)


def _called(name: Sequence[Token], pool: Pool) -> str | None:
    """What the evidence calls the bearer of ``name``: "the airline Iberwings", "Iberwings, a Spanish airline"."""
    wanted = [key(word) for word in name]
    for candidate in pool.candidates if name else ():
        if not candidate.keys.issuperset(wanted):
            continue
        words, text = tokens(candidate.text), candidate.text
        for at in range(len(words) - len(wanted) + 1):
            end = at + len(wanted)
            if [key(word) for word in words[at:end]] != wanted:
                continue
            before = words[at - 1 : at] if text[words[at - 1].end : words[at].start] == " " else ()
            behind = (
                words[end : end + _NEAR] if text[words[end - 1].end :].startswith((", a ", ", an ", ", the ")) else ()
            )
            sort = _last(before) or _last(behind)
            if sort:
                return sort
    return None
