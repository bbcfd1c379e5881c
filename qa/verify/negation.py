"""Where a text denies: its negations, and for every word whether an odd number of them governs it.

A heuristic over words, without a parser. A negation governs what follows it up to the end of its clause (punctuation,
"but", "and", "because", …); its head is the first telling word there, mostly the verb: "will not **expel** any".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.remembered import KEPT_WORDS, remembered
from qa.verify.normalise import words
from qa.words import STOP_WORDS, stem, word_set

_NOT = word_set("not never no none nobody nothing neither nor nowhere without cannot hardly scarcely rarely seldom")
# With the word that must follow, where the first alone says something else: "declined 5 %", "failed banks", "ruled".
_WITH: dict[str, str] = {
    form: following
    for following, forms in {
        "to": "fail fails failed failing decline declines declined declining refuse refuses refused refusing unable"
        " unwilling neglected reluctant yet failure failures inability failure failures inability",
        "out": "rule rules ruled ruling",
        "down": "turn turns turned turning",
        "against": "decide decides decided deciding vote votes voted voting",
        "of": "instead absence lack short",
        "than": "rather",
    }.items()
    for form in forms.split()
}
_ALONE = word_set(
    """deny denies denied denying denial denials reject rejects rejected rejecting rejection dismiss dismisses
    dismissed dismissing lacks lacked lacking refusal refused refuses"""
)
_IDLE_AFTER = word_set("only just merely simply least surprisingly necessarily doubt matter wonder unlike")
_IDLE_PHRASES = {("to", "mention"), ("to", "say"), ("a", "doubt"), ("so", "much")}
# Before a negation: "if he does not", "some of them did not". After it: "not all", "not every".
_CONDITIONS = word_set("if whether unless until lest some many most several few")
_QUANTIFIERS = word_set("all every everyone everything everybody always enough many much more less fewer")
_SUBJECT_REACH = 8  # words before a negation
_SENTENCE_END = re.compile(r"[.!?](?!\w)")
_LONGEST_QUESTION = 300  # characters
_CONDITION_REACH = 6  # words before a negation
_LIGHT = frozenset(
    map(
        stem,
        word_set(
            """go want need expect able seem appear believe think know like plan intend mean try ready sure clear
            immediate way thing people single allow make get take keep say tell"""
        ),
    )
)
_IDLE_BEFORE = word_set("whether if or why")
_ENDS = word_set(
    """and but although though because while whereas however unless until who which whose where when as if since after
    before despite amid than nor"""
)
# Quotation marks and brackets do not end a clause: "did not [so to speak] expel".
_BREAKS = frozenset(",.;:!?")
_LONGEST_SCOPE = 12  # words
_SHORT_SCOPE = 4  # words after "without", which governs a noun and not the clause


@dataclass(slots=True)
class Token:
    """A word with its stem; ``breaks`` when a clause ends before it, ``asked`` in a question, ``odd`` when denied."""

    word: str
    stem: str
    breaks: bool
    telling: bool
    hyphened: bool = False
    asked: bool = False
    odd: bool = False


@dataclass(frozen=True, slots=True)
class Negation:
    """A negation: its words begin at ``place``, and it governs the words of ``scope``.

    ``verb`` for one such as "denied", which may speak of a proposal or a report rather than of a fact; ``partial`` for
    one that denies only in part or under a condition ("not all", "if not", "no more than", a question).
    """

    place: int
    scope: range
    verb: bool
    partial: bool = False

    def shifted(self, by: int) -> "Negation":
        """The same negation in a text that begins ``by`` words earlier."""
        scope = range(self.scope.start + by, self.scope.stop + by)
        return Negation(self.place + by, scope, self.verb, self.partial)

    def heads(self, tokens: Sequence[Token], most: int) -> list[int]:
        """The places of the first ``most`` telling words that it governs; adverbs in -ly and words that only lead to
        another ("not **want** to", "not **expected** to") are passed over when one follows."""
        telling = [at for at in self.scope if tokens[at].telling and not tokens[at].word.endswith("ly")]
        heavy = [at for at in telling if tokens[at].stem not in _LIGHT]
        return (heavy or telling)[:most]

    def subject(self, tokens: Sequence[Token]) -> set[str]:
        """The stems of the telling words of its clause before it."""
        found: set[str] = set()
        for token in reversed(tokens[max(0, self.place - _SUBJECT_REACH) : self.place + 1]):
            if token.telling:
                found.add(token.stem)
            if token.breaks:
                break
        return found


@remembered
def analyse(text: str) -> tuple[tuple[Token, ...], tuple[Negation, ...]]:
    """The words of a cleaned text, with what is denied marked, and its negations."""
    tokens: list[Token] = []
    denying: list[int] = []
    end = 0
    asks = "?" in text
    for _, folded, start, after in words(text):
        gap = text[end : min(start, end + 8)]
        breaks = gap != " " and (not _BREAKS.isdisjoint(gap) or " - " in gap)
        plain, base, telling, may_deny = _known(folded)
        if may_deny:
            denying.append(len(tokens))
        tokens.append(Token(plain, base, breaks, telling, gap == "-", asks and _is_asked(text, start)))
        end = after
    negations = [negation for place in denying if (negation := _negation(tokens, place))]
    for negation in negations:
        for at in negation.scope:
            tokens[at].odd = not tokens[at].odd
    return tuple(tokens), tuple(negations)


@lru_cache(maxsize=KEPT_WORDS)
def _known(folded: str) -> tuple[str, str, bool, bool]:
    """``word``, ``stem`` and ``telling`` of a token, and whether it may be a negation."""
    plain = folded.removesuffix("'s")
    is_not = plain in _NOT or plain.endswith("n't")
    return plain, stem(plain), not is_not and plain not in STOP_WORDS, is_not or plain in _WITH or plain in _ALONE


def _is_asked(text: str, start: int) -> bool:
    end = _SENTENCE_END.search(text, start, start + _LONGEST_QUESTION)
    return bool(end) and text[end.start()] == "?" if end else False


def _negation(tokens: Sequence[Token], place: int) -> Negation | None:
    word = tokens[place].word
    following = tokens[place + 1].word if place + 1 < len(tokens) and not tokens[place + 1].breaks else ""
    if word in _NOT or word.endswith("n't"):
        if _is_idle(tokens, place, following):
            return None
        scope = _scope(tokens, place + 1, _SHORT_SCOPE if word == "without" else _LONGEST_SCOPE)
        return Negation(place, scope, verb=False, partial=_is_partial(tokens, place, scope))
    if word in _WITH and following == _WITH[word]:
        return Negation(place, _scope(tokens, place + 2), verb=True)
    if word in _ALONE:
        return Negation(place, _scope(tokens, place + 1), verb=True)
    return None


def _is_idle(tokens: Sequence[Token], place: int, following: str) -> bool:
    """Whether a negating word denies nothing here: "not only", "whether or not", "No. 5", "no-fly zone"."""
    after = tokens[place + 1 : place + 3]
    before = tokens[place - 1].word if place and not tokens[place].breaks else ""
    if tokens[place].word == "no" and after and (after[0].word[:1].isdigit() or after[0].hyphened):
        return after[0].word != "one"
    return (
        following in _IDLE_AFTER
        or (before in _IDLE_BEFORE and tokens[place].word != "no")
        or tuple(token.word for token in after) in _IDLE_PHRASES
    )


def _is_partial(tokens: Sequence[Token], place: int, scope: range) -> bool:
    if tokens[place].asked or tokens[place].word in ("neither", "nor"):
        return True
    if any(tokens[at].word in _QUANTIFIERS for at in scope[:2]) or (
        scope.stop < len(tokens) and tokens[scope.stop].word == "than"
    ):
        return True
    for token in reversed(tokens[max(0, place - _CONDITION_REACH) : place + 1]):
        if token.word in _CONDITIONS:
            return True
        if token.breaks:
            break
    return False


def _scope(tokens: Sequence[Token], start: int, longest: int = _LONGEST_SCOPE) -> range:
    end = start
    while end < len(tokens) and end - start < longest:
        # "dismissed as", "not as": the first word ends nothing
        if tokens[end].breaks or (tokens[end].word in _ENDS and not (tokens[end].word == "as" and end == start)):
            break
        end += 1
    return range(start, end)
