"""Understands a question, word by word: what kind of answer it expects, whom and what it names, what to search for.

No model: rules on English question words. What the rules do not see falls to ``other``, which nothing refuses.
"""

import re
from collections.abc import Sequence

from qa.language import is_foreign
from qa.small_talk import is_small_talk
from qa.types.query import AnswerKind, Query
from qa.words import MONTHS, WEEKDAYS, Token, denies, is_past_form, tokens, word_set

_QUOTED = re.compile(r"[\"“«]([^\"“”«»]{2,200})[\"”»]")
_AUXILIARY = word_set(
    """did do does is are was were has have had will would can could should shall may might must isn't aren't wasn't
    weren't didn't don't doesn't hasn't haven't hadn't won't wouldn't can't couldn't shouldn't"""
)
_WH = word_set("who whom whose what which when where why how")
_BEING = word_set("is are was were isn't aren't wasn't weren't")
_JOINING = word_set("and or but from in on at by to for with of about under since until then")
_SAYING = word_set(
    """say says said tell tells told claim claims claimed argue argues argued state states stated announce announces
    announced declare declares declared think thinks thought describe describes described call calls called respond
    responds responded reply replies replied comment comments commented warn warns warned promise promises promised
    tweet tweets tweeted write wrote reportedly answer answered accuse accused deny denied propose proposed suggest
    suggested add added report reports reported reveal revealed"""
)
_SAYING_ONLY = word_set("announce announced state stated declare declared reply respond comment write add")
_FARTHEST = 40  # words up to the verb of "What did X announce"
_MEANING = word_set("mean means stand")
# What stands behind "what" or "which" can tell the kind of answer: "which country", "what year".
_FOCUS_KINDS: tuple[tuple[AnswerKind, frozenset[str]], ...] = (
    ("when", word_set("year years date dates day days month months century decade season week weekday time")),
    (
        "where",
        word_set(
            """country countries city cities town place places state states continent region village county province
            location island venue street"""
        ),
    ),
    (
        "who",
        word_set(
            """person people man woman president minister leader politician official actor actress singer artist author
        writer director player athlete company companies agency organization organisation group team party king
        queen prince princess celebrity star billionaire ceo founder spokesman spokeswoman lawmaker senator"""
        ),
    ),
    ("how_many", word_set("number")),
    ("how_much", word_set("percentage percent amount price cost share proportion rate sum")),
    ("why", word_set("reason reasons")),
)
_DEGREES = word_set(
    "much old often far big large tall high deep wide heavy fast hot cold close expensive few frequently"
)
_PLAIN_KINDS: dict[str, AnswerKind] = {"when": "when", "where": "where", "why": "why"}


def understand(text: str) -> Query:
    """``text`` as a Query. Any string goes in; white space is normalised; nothing is raised."""
    text = " ".join(text.split())
    words = tokens(text.lower() if _is_shouted(text) else text)
    kinds = _kinds(text, words)
    return Query(
        text=text,
        kinds=kinds,
        words=_content_words(words),
        names=_names(text, words),
        quoted=tuple(match.strip() for match in _QUOTED.findall(text)),
        focus=_focus(words),
        speaker=_speaker(words) if "what_said" in kinds else None,
        negated=denies(words),
        refusal="unsupported_language" if is_foreign(text) else "small_talk" if is_small_talk(text) else None,
    )


def _content_words(words: Sequence[Token]) -> tuple[str, ...]:
    """The words to search for. A question of function words only is searched as it is."""
    content = [word.lower for at, word in enumerate(words) if not word.is_stop and not _measures(words, at)]
    return tuple(dict.fromkeys(content or [word.lower for word in words]))


def _measures(words: Sequence[Token], at: int) -> bool:
    """The second word of "how long", "how old", and the verb of "What does it mean?", "… stand for?" or "What did X
    announce?": it says what is asked, and need not stand in the answer."""
    if at > 0 and words[at - 1].lower == "how":
        return words[at].lower in _DEGREES | {"many", "long"}
    word, first = words[at].lower, words[0].lower
    if word in _SAYING_ONLY and first in {"what", "how"} and at < _FARTHEST and _speaker(words[: at + 1]) is not None:
        return True
    if at < len(words) - 2 or first != "what" or word not in _MEANING:
        return False
    return _asks_meaning([other.lower for other in words[1:]])


def _is_shouted(text: str) -> bool:
    """Typed in capitals, more than an acronym or two: the capitals say nothing."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 12 and sum(char.isupper() for char in letters) > 0.8 * len(letters)


# --- the kind of answer ---


def _kinds(text: str, words: Sequence[Token]) -> tuple[AnswerKind, ...]:
    """A kind for each question word that opens a question or a part of one, in order, without repeats."""
    found = [_kind_at(words, at) for at in range(len(words)) if _opens(text, words, at)]
    if found:
        return tuple(dict.fromkeys(found))
    if words and words[0].lower in _AUXILIARY:
        return ("yes_no",)
    places = [at for at, word in enumerate(words) if word.lower in _WH]
    if len(places) > 1 and places[0] == 0 and _sets_scene(words, text):
        places = places[1:]
    return (_kind_at(words, places[0]),) if places and _ends_with_question_mark(text) else ("other",)


def _opens(text: str, words: Sequence[Token], at: int) -> bool:
    """Whether the word at ``at`` asks: at the start, or behind a break or a joining word that does not follow an
    opening auxiliary ("Did the man who won …" asks yes or no)."""
    if words[at].lower not in _WH:
        return False
    if at == 0:
        return not _sets_scene(words, text)
    if words[0].lower in _AUXILIARY:
        return False
    gap = text[words[at - 1].end : words[at].start]
    if any(mark in gap for mark in ",;:?."):
        return not (words[at].lower in {"who", "which", "where", "whose", "when", "whom"} and _is_relative(words, at))
    return words[at - 1].lower in _JOINING and (
        at == 1 or words[at - 2].lower in _JOINING or _breaks(text, words, at - 1)
    )


def _breaks(text: str, words: Sequence[Token], at: int) -> bool:
    """Whether a part of the question begins at ``at``: a break before it, or it is "and" or "or"."""
    gap = text[words[at - 1].end : words[at].start]
    return words[at].lower in {"and", "or"} or any(mark in gap for mark in ",;:?.")


def _sets_scene(words: Sequence[Token], text: str) -> bool:
    """ "When the bank failed, who paid?": the first word asks nothing, when another question word follows."""
    second = words[1].lower if len(words) > 1 else ""
    if words[0].lower not in {"when", "where"} or second in _AUXILIARY:
        return False
    return "," in text and any(word.lower in _WH for word in words[1:])


def _is_relative(words: Sequence[Token], at: int) -> bool:
    """A relative clause after a comma ("the minister, who resigned, …") when a question word stood before it."""
    following = words[at + 1].lower if at + 1 < len(words) else ""
    return words[0].lower in {"who", "what", "which", "why", "how"} and following not in _AUXILIARY


def _kind_at(words: Sequence[Token], at: int) -> AnswerKind:
    word = words[at].lower
    following = [token.lower for token in words[at + 1 :]]
    if word == "how":
        return _kind_of_how(following[0] if following else "")
    if word in _PLAIN_KINDS:
        return _PLAIN_KINDS[word]
    if word in {"who", "whom", "whose"}:
        return "definition" if word == "who" and _asks_identity(words, at) else "who"
    return _kind_of_what(words, at)


def _kind_of_how(measure: str) -> AnswerKind:
    if measure == "many":
        return "how_many"
    if measure == "long":
        return "how_long"
    return "how_much" if measure in _DEGREES else "how"


def _kind_of_what(words: Sequence[Token], at: int) -> AnswerKind:
    following = [token.lower for token in words[at + 1 :]]
    if _speaker(words[at:]) is not None:
        return "what_said"
    focus = _focus(words[at:])
    for kind, nouns in _FOCUS_KINDS:
        if focus in nouns:
            return kind
    if words[at].lower == "what" and (_asks_identity(words, at) or _asks_meaning(following)):
        return "definition"
    return "what"


def _asks_identity(words: Sequence[Token], at: int) -> bool:
    """ "Who is X?", "What is the X?" where X is short and holds no preposition ("the capital of Australia" asks for
    something else)."""
    rest = words[at + 1 :]
    if not rest or rest[0].lower not in {"is", "are", "was", "were", "who's", "what's"}:
        return False
    thing = [word for word in rest[1:] if word.lower not in {"a", "an", "the"}]
    if not 1 <= len(thing) <= 3 or any(word.is_stop or word.text.endswith(("'s", "’s")) for word in thing):
        return False
    # "who is the foreign minister" asks for a name; "who is dmitry peskov" for what he is
    return words[at].lower == "what" or all(word.is_capital for word in thing) or len(thing) == len(rest) - 1 == 2


def _asks_meaning(following: Sequence[str]) -> bool:
    return (
        bool(following)
        and following[0] in {"does", "do", "did"}
        and (following[-1] in _MEANING - {"stand"} or tuple(following[-2:]) == ("stand", "for"))
    )


def _speaker(words: Sequence[Token]) -> str | None:
    """The one who spoke, of "what did X say", "what has X said about Y", "how did X respond"."""
    lowers = [word.lower for word in words]
    at = next((at for at in range(len(words)) if lowers[at] in {"what", "how"}), None)
    if at is None or at + 2 >= len(words) or lowers[at + 1] not in _AUXILIARY - _BEING:
        return None  # "what was X called" asks for a name, not for words
    said = next((end for end in range(at + 2, len(words)) if lowers[end] in _SAYING), None)
    if said is None or not at + 2 < said <= at + 9:
        return None
    speaker = [word.text for word in words[at + 2 : said] if word.lower not in {"the", "a", "an", "also", "later"}]
    return " ".join(speaker) or None


def _focus(words: Sequence[Token]) -> str | None:
    """The last noun of what is counted or chosen: "how many Russian diplomats did …" gives ``diplomats``."""
    for at, word in enumerate(words):
        rest = words[at + 1 :]
        if word.lower == "how" and rest and rest[0].lower in {"many", "much"}:
            rest = rest[1:]
        elif word.lower not in {"what", "which", "whose"}:
            continue
        phrase: list[str] = []
        for token in rest:
            if token.is_stop or token.lower in _AUXILIARY or (phrase and is_past_form(token.lower)):
                break
            phrase.append(token.lower)
        return phrase[-1] if 1 <= len(phrase) <= 4 else None
    return None


# --- names ---


def _names(text: str, words: Sequence[Token]) -> tuple[str, ...]:
    """Runs of capitalised words, acronyms. The first word's capital says little: it counts as part of a run or as an
    acronym only."""
    names: list[str] = []
    run: list[Token] = []
    for at, word in enumerate([*words, None]):
        gap = text[run[-1].end : word.start] if run and word else ""
        joins = word is not None and _is_name(words, at) and (not run or not gap.strip(" -–"))
        if not joins and run:
            if not (run[0].start == words[0].start and len(run) == 1 and not _is_acronym(run[0])):
                names.append(re.sub(r"['’]s$", "", text[run[0].start : run[-1].end]))
            run = []
        if word is not None and _is_name(words, at):
            run.append(word)
    return tuple(dict.fromkeys(names))


def _is_name(words: Sequence[Token], at: int) -> bool:
    word = words[at]
    if word.lower in WEEKDAYS or (word.lower in MONTHS and at > 0) or word.is_stop or word.lower in _AUXILIARY:
        return False
    return word.is_capital or _is_acronym(word)


def _is_acronym(word: Token) -> bool:
    letters = word.text.replace(".", "")
    return len(letters) > 1 and letters.isupper()


def _ends_with_question_mark(text: str) -> bool:
    return text.rstrip("\"'”’)] ").endswith("?")
