"""Modality: what was only proposed, asked for or possible is not told as done ("expelled" for "may expel").

Compared are verbs that the claim has in a past form and its sentences only behind "may", "will", "proposed to",
"ordered to", "plans to" or "if"; and verbs that the claim has behind "will" where they are only proposed. Accepted gap:
"moved to" passes, because what it leads to was often done.
"""

from qa.verify.sides import ATTITUDES, REACH, Side, same_company
from qa.verify.source import Source
from qa.words import is_past_form, stem, word_set

_MODAL = word_set("may might could should would will must")
_CLOSE = 3  # words from a modal to its verb: "may soon expel", "would have to expel"
_ASKS = frozenset(
    map(
        stem,
        word_set("propose ask urge demand request consider suggest recommend threaten order instruct require oblige"),
    )
)
_INTENDS = frozenset(
    map(
        stem,
        word_set("plan hope want intend aim seek expect wish prepare schedule vow pledge promise threaten likely due"),
    )
)
_AGREED = word_set("agreed agrees agree")
_OPEN = word_set("may might could would")
_FAR = 6  # words from "asked" to the verb: "asked the president to expel"


def agrees(claim: str, source: Source) -> bool:
    """Whether everything that ``claim`` (a cleaned text) tells as done is told so, as far as past forms show it."""
    ours, theirs = Side([claim]), Side(source.texts)
    return not any(
        (places := theirs.meant(ours, at))
        and all(_is_unreal(theirs, place) and same_company(at, place, ours, theirs) for place in places)
        for at in ours.telling
        if _is_done(ours, at)
    ) and not any(
        (places := theirs.meant(ours, at))
        and all(_is_only_asked(theirs, place) and same_company(at, place, ours, theirs) for place in places)
        for at in ours.telling
        if "will" in [word.word for word in ours.tokens[max(0, at - _CLOSE) : at]]
    )


def _is_done(side: Side, at: int) -> bool:
    """Whether the word is a verb in a past form that nothing before it makes unreal."""
    token = side.tokens[at]
    before = side.tokens[max(0, at - REACH) : at]
    governed = any(word.word in _MODAL or word.word in ("to", "if") or word.stem in ATTITUDES for word in before)
    return is_past_form(token.word) and not token.odd and not governed


def _is_unreal(side: Side, at: int) -> bool:
    """Whether the word is a verb that a modal or a word of asking governs."""
    token = side.tokens[at]
    before = [word.word for word in side.tokens[max(0, at - _CLOSE) : at]]
    if is_past_form(token.word):
        return before[-1:] == ["have"] and not _OPEN.isdisjoint(before)
    if _is_conditional(side, at):
        return True
    if any(word.word in _MODAL for word in side.tokens[max(0, at - _CLOSE) : at]):
        return True
    leading = side.tokens[at - 2].word if at > 1 and side.tokens[at - 1].word.endswith("ly") else ""
    to = at - 2 if leading == "to" else at - 1
    if to > 0 and side.tokens[to].word == "to" and side.tokens[to - 1].stem in _INTENDS:
        return True
    agreed = any(word.word in _AGREED for word in side.tokens[max(0, at - _CLOSE) : at])
    return (agreed and side.tokens[to].word == "to") or _is_only_asked(side, at)


def _is_only_asked(side: Side, at: int) -> bool:
    """Whether the word is a verb that a word of asking governs: "asked to expel", "proposed expelling"."""
    asked = any(word.stem in _ASKS for word in side.tokens[max(0, at - _FAR) : at])
    return asked and (side.tokens[at].word.endswith("ing") or side.tokens[at - 1].word == "to")


def _is_conditional(side: Side, at: int) -> bool:
    """Whether "if" opens the clause of the word."""
    for token in reversed(side.tokens[max(0, at - _FAR) : at + 1]):
        if token.word == "if":
            return True
        if token.breaks:
            return False
    return False
