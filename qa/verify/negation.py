"""Where a text denies: its negations, and for every word whether an odd number of them governs it.

A heuristic over words, without a parser. A negation governs what follows it up to the end of its clause (punctuation,
"but", "and", "because", …); its head is the first telling word there, mostly the verb: "will not **expel** any".
"""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.verify.normalise import words
from qa.words import STOP_WORDS, stem, word_set

_NOT = word_set("not never no none nobody nothing neither nor nowhere without cannot hardly barely scarcely rarely")
# With the word that must follow, where the first alone says something else: "declined 5 %", "failed banks", "ruled".
_WITH: dict[str, str] = {
    form: following
    for following, forms in {
        "to": "fail fails failed failing decline declines declined declining refuse refuses refused refusing unable"
        " unwilling neglected reluctant",
        "out": "rule rules ruled ruling",
        "down": "turn turns turned turning",
        "against": "decide decides decided deciding vote votes voted voting",
        "of": "instead absence lack short",
        "than": "rather",
    }.items()
    for form in forms.split()
}
_ALONE = word_set(
    """deny denies denied denying denial denials reject rejects rejected rejecting rejection dismiss dismisses dismissed
    dismissing lacks lacked lacking refusal dispute disputes disputed disputing avoid avoids avoided avoiding refused
    refuses"""
)
_IDLE_AFTER = word_set("only just merely simply least surprisingly necessarily doubt matter wonder unlike")
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
    """A word with its stem; ``breaks`` when a clause ends before it; ``odd`` when it is denied."""

    word: str
    stem: str
    breaks: bool
    telling: bool
    odd: bool = False


@dataclass(frozen=True, slots=True)
class Negation:
    """A negation: its words begin at ``place``, and it governs the words of ``scope``.

    ``verb`` for one such as "denied", which may speak of a proposal or a report rather than of a fact.
    """

    place: int
    scope: range
    verb: bool

    def heads(self, tokens: Sequence[Token], most: int) -> list[int]:
        """The places of the first ``most`` telling words that it governs, adverbs in -ly passed over."""
        telling = [at for at in self.scope if tokens[at].telling and not tokens[at].word.endswith("ly")]
        return telling[:most]


def analyse(text: str) -> tuple[list[Token], list[Negation]]:
    """The words of a cleaned text, with what is denied marked, and its negations."""
    tokens: list[Token] = []
    end = 0
    for word in words(text):
        breaks = not _BREAKS.isdisjoint(text[end : word.start][:8]) or " - " in text[end : word.start][:8]
        plain = word.folded.removesuffix("'s")
        telling = plain not in STOP_WORDS and plain not in _NOT and not plain.endswith("n't")
        tokens.append(Token(plain, stem(plain), breaks, telling))
        end = word.end
    negations = [negation for place in range(len(tokens)) if (negation := _negation(tokens, place))]
    for negation in negations:
        for at in negation.scope:
            tokens[at].odd = not tokens[at].odd
    return tokens, negations


def _negation(tokens: Sequence[Token], place: int) -> Negation | None:
    word = tokens[place].word
    following = tokens[place + 1].word if place + 1 < len(tokens) and not tokens[place + 1].breaks else ""
    before = tokens[place - 1].word if place and not tokens[place].breaks else ""
    if word in _NOT or word.endswith("n't"):
        figure = word == "no" and any(token.word[:1].isdigit() for token in tokens[place + 1 : place + 2])
        if figure or following in _IDLE_AFTER or (before in _IDLE_BEFORE and word != "no"):
            return None
        longest = _SHORT_SCOPE if word == "without" else _LONGEST_SCOPE
        return Negation(place, _scope(tokens, place + 1, longest), verb=False)
    if word in _WITH and following == _WITH[word]:
        return Negation(place, _scope(tokens, place + 2), verb=True)
    if word in _ALONE:
        return Negation(place, _scope(tokens, place + 1), verb=True)
    return None


def _scope(tokens: Sequence[Token], start: int, longest: int = _LONGEST_SCOPE) -> range:
    end = start
    while end < len(tokens) and end - start < longest:
        # "dismissed as", "not as": the first word ends nothing
        if tokens[end].breaks or (tokens[end].word in _ENDS and not (tokens[end].word == "as" and end == start)):
            break
        end += 1
    return range(start, end)
