"""Whom and what a text mentions, as far as capitals, articles and plurals tell: what a later pronoun may stand for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from qa.extractive.places import COUNTRIES, COUNTRY_OF
from qa.verify.name_words import HONORIFICS, OPENERS, PARTICLES, TITLES
from qa.words import MONTHS, WEEKDAYS, Token, is_past_form, is_plural_form, tokens, word_set

Kind = Literal["person", "place", "group", "thing"]

AUXILIARY = word_set(
    """do does did is are was were has have had will would can could shall should may might must isn't aren't wasn't
    weren't don't doesn't didn't hasn't haven't hadn't won't wouldn't can't couldn't shouldn't"""
)
_DOING = AUXILIARY - word_set("is are was were isn't aren't wasn't weren't has have had hasn't haven't hadn't")
SAYING = word_set(
    """say says said tell tells told claim claims claimed announce announced declare declared think thinks thought
    write wrote report reported warn warned promise promised accuse accused deny denied propose proposed suggest
    suggested add added confirm confirmed believe believes believed know knows knew explain explained"""
)
PREPOSITIONS = word_set(
    """about after against among around as at before behind between by during for from in into near of off on onto
    over since through to toward towards under until upon with within without"""
)
_DETERMINERS = word_set("the a an this that these those any some all both many more most no other its their his her")
_ARTICLES = word_set("the a an this that these those its their his her")
_MANY = word_set("these those any some all both many more most other few several")
_ROLES = TITLES - word_set(
    "foreign prime former acting deputy vice interior defence defense crown executive finance"
) | (word_set("man woman boy girl author victim suspect driver player actor singer writer doctor teacher candidate"))
_GROUPS = word_set(
    """administration government ministry department parliament congress senate house party committee court police
    army agency service council commission union company embassy consulate team club bank university church family
    newspaper guard group kremlin pentagon nato eu un fbi cia"""
)
_PLACE_OPENERS = word_set(
    "san santa saint st los las new north south east west fort mount lake cape port el upper lower"
)
CAPITALS = word_set(  # said for their governments, and so the subjects of verbs as people are
    """washington moscow beijing london paris brussels berlin kyiv kiev tehran jerusalem tokyo delhi ankara rome madrid
    warsaw oslo stockholm helsinki copenhagen dublin ottawa canberra cairo baghdad damascus riyadh seoul pyongyang"""
)
_CLEAR = 2
_PLACES = word_set("street avenue square road city town county island islands river bridge airport harbour harbor bay")


@dataclass(frozen=True, slots=True)
class Mention:
    """``text[start:end]`` of the text that it stands in, and how a question may name it (``name``).

    ``locates``: it says where something happened; ``counted``: a number stands before it ("14 miners").
    """

    name: str
    kind: Kind
    start: int
    end: int
    plural: bool = False
    locates: bool = False
    counted: bool = False


def mentions(text: str) -> tuple[Mention, ...]:
    """What ``text`` mentions, in order."""
    words = tokens(text)
    found: list[Mention] = []
    at = 0
    while at < len(words):
        mention, after = _mention_at(text, words, at)
        if mention is not None:
            found.append(mention)
        at = max(after, at + 1)
    return tuple(found)


def is_plural(word: str) -> bool:
    """Whether a lower-case word looks like a plural noun."""
    return is_plural_form(word) and word not in SAYING | AUXILIARY


def _mention_at(text: str, words: Sequence[Token], at: int) -> tuple[Mention | None, int]:
    """The mention that begins with the word at ``at``, and where the text goes on."""
    determined = words[at].lower in _DETERMINERS
    begin = at + 1 if determined else at
    after = _phrase_end(text, words, begin)
    end = _before_the_verb(words, at, begin, after)
    if end == begin:
        return None, after
    phrase = words[begin:end]
    head = phrase[-1]
    named = [word for word in phrase if _is_name(words, word)]
    start = words[at].start if words[at].lower in _ARTICLES else phrase[0].start
    if named and named[-1] is head:
        return _named(text, words, at, begin, end), end
    plural = is_plural(head.lower)
    if not determined and not (plural and _counted(words, begin)):
        return None, at + 1
    bare = text[phrase[0].start : head.end]
    if plural:
        opening = phrase[0].start == words[0].start and phrase[0].lower in OPENERS
        bare = bare[:1].lower() + bare[1:] if opening else bare
        numbered = begin > 0 and words[begin - 1].is_number
        return Mention(f"the {bare}", "group", start, head.end, plural=True, counted=numbered), end
    if words[at].lower not in {"the", "a", "an"}:
        return None, end
    kind: Kind = "person" if head.lower in _ROLES else "group" if head.lower in _GROUPS else "thing"
    return Mention(f"the {bare}", kind, start, head.end), end


def _phrase_end(text: str, words: Sequence[Token], begin: int) -> int:
    """Where the run of nouns, adjectives and names from ``begin`` ends: at a function word, a verb's past form, a
    mark, or where the capitals end ("Putin expel")."""
    end = begin
    while end < len(words) and end - begin < 6:
        word = words[end]
        if word.is_stop and not (_joins(words, end) and end > begin):
            break
        if word.lower in AUXILIARY | SAYING or word.lower in WEEKDAYS or word.is_number:
            break
        if end > begin:
            gap = text[words[end - 1].end : word.start]
            if gap.strip(" -–.") or text[words[end - 1].start : words[end - 1].end].endswith(("'s", "’s")):
                break
            if is_past_form(word.lower) and not word.is_capital:
                break
            if _is_name(words, words[end - 1]) and not word.is_capital and not _modifies(words, begin, end):
                break
        end += 1
    return end


def _before_the_verb(words: Sequence[Token], at: int, begin: int, end: int) -> int:
    """Behind "did" and its like a verb in its base form follows, which looks like a noun: "did the bridge cost"."""
    asked = at > 0 and words[at - 1].lower in _DOING
    told = end < len(words) and words[end].lower in SAYING
    if not asked or told:
        return end
    verbs = [i for i in range(begin + 1, end) if not words[i].is_capital and not is_plural(words[i].lower)]
    if len(verbs) > _CLEAR:
        return begin  # "did the central bank raise interest rates": which of them is the verb cannot be told
    return verbs[-1] if verbs else end


def _joins(words: Sequence[Token], at: int) -> bool:
    """A particle inside a name: "Ministry of Defence", "Ursula von der Leyen"."""
    before, after = words[at - 1], words[at + 1] if at + 1 < len(words) else None
    return (
        words[at].lower in PARTICLES - {"and", "the"} and before.is_capital and after is not None and after.is_capital
    )


def _modifies(words: Sequence[Token], begin: int, end: int) -> bool:
    """Whether a name goes on in small letters: "the Obama administration", "Russian diplomats", not "Putin expel"."""
    if begin > 0 and words[begin - 1].lower in _DETERMINERS:
        return True
    country = words[end - 1].lower in COUNTRY_OF and words[end - 1].lower not in COUNTRIES
    return country or is_plural(words[end].lower)


def _is_name(words: Sequence[Token], word: Token) -> bool:
    if not word.is_capital or word.is_stop or word.lower in MONTHS | WEEKDAYS | AUXILIARY:
        return False
    if word.start != words[0].start:
        return True
    following = words[1] if len(words) > 1 else None
    if word.lower in OPENERS or following is None:
        return False
    acts = following.lower in AUXILIARY | SAYING or is_past_form(following.lower) or following.is_capital
    return acts or word.text.endswith(("'s", "’s"))


def _counted(words: Sequence[Token], begin: int) -> bool:
    """Whether a bare plural is spoken of as such: after a number, "which", "how many", an auxiliary, a preposition or
    at the start, not after a noun (where it may be a verb)."""
    if begin == 0:
        return True
    before = words[begin - 1]
    return before.is_number or before.is_stop or before.lower in AUXILIARY | PREPOSITIONS | SAYING | _MANY


def _named(text: str, words: Sequence[Token], at: int, begin: int, end: int) -> Mention:
    phrase = words[begin:end]
    if phrase[0].start == words[0].start and phrase[0].lower in OPENERS and len(phrase) > 1:
        phrase = phrase[1:]
    if at == begin:  # "suing Meridian Bank"
        phrase = phrase[next(i for i, word in enumerate(phrase) if word.is_capital) :]
    start, stop = phrase[0].start, phrase[-1].end
    name = text[start:stop].removesuffix("'s").removesuffix("’s")
    the = "the " if at != begin and words[at].lower == "the" else ""
    locates = at > 0 and words[at - 1].lower in {"in", "at", "near", "from"}
    kind = _kind(words, begin, phrase)
    return Mention(the + name, kind, words[at].start if the else start, start + len(name), locates=locates)


def _kind(words: Sequence[Token], begin: int, phrase: Sequence[Token]) -> Kind:
    lowers = [word.lower for word in phrase]
    before = words[begin - 1].lower if begin > 0 else ""
    acronym = len(phrase[-1].text) > 1 and phrase[-1].text.replace(".", "").isupper()
    if any(lower in _GROUPS for lower in lowers) or (acronym and lowers[-1] not in COUNTRY_OF):
        return "group"
    if lowers[0] in TITLES | HONORIFICS or before in HONORIFICS | _ROLES:
        return "person"
    looks = lowers[0] in _PLACE_OPENERS or lowers[-1] in _PLACES | CAPITALS
    ruled = before == "of" and begin > 1 and words[begin - 2].lower in _ROLES  # "the mayor of Lindholm"
    if looks or ruled or before in {"in", "at", "near", "from"} or all(lower in COUNTRY_OF for lower in lowers):
        return "place"
    return "thing" if before == "the" else "person"
