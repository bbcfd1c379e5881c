"""Attribution: what the sentences only allege is not told as a fact ("Russia hacked the party" for "is accused of
hacking the party"), nor what may happen as what will.

Compared are verbs of the claim that nothing there makes an allegation or a possibility, with every place of the
sentences that has them. A sentence that somebody "said" is left alone: reports are told that way.
"""

from qa.verify.sides import REACH, Side, same_company
from qa.verify.source import Source
from qa.words import is_past_form, stem, word_set

_ALLEGES = frozenset(map(stem, word_set("accuse accusation allege allegation alleged suspect purport purported")))
_ADVERBS = word_set("allegedly reportedly purportedly supposedly apparently")
_MAY = word_set("may might could")
_HEDGES = word_set("expected likely possible possibly potential potentially perhaps probably estimated")
_CLOSE = 3  # words from "may" to its verb
_FAR = 8  # words from "accused" to the deed


def agrees(claim: str, source: Source) -> bool:
    """Whether ``claim`` (a cleaned text) alleges and doubts where the sentences do, as far as words show it."""
    ours, theirs = Side([claim]), Side(source.texts)
    if any(token.stem in _ALLEGES or token.word in _ADVERBS | _MAY for token in ours.tokens):
        return True
    is_hedged = any(token.word in _HEDGES for token in ours.tokens)
    for at in ours.telling:
        token = ours.tokens[at]
        will = any(word.word in ("will", "to") for word in ours.tokens[max(0, at - _CLOSE) : at])
        surely = will and not is_hedged
        is_told = is_past_form(token.word) or token.word.endswith("s")
        if not (will or is_told) or ours.under_attitude(at):
            continue
        places = theirs.meant(ours, at)
        doubted = [place for place in places if is_alleged(theirs, place) or (surely and _is_possible(theirs, place))]
        if places and len(doubted) == len(places) and all(same_company(at, p, ours, theirs) for p in places):
            return False
    return True


def is_alleged(side: Side, place: int) -> bool:
    """Whether the word is a deed that "accused of", "alleged to have" or "allegedly" governs."""
    token = side.tokens[place]
    before = side.tokens[max(0, place - _FAR) : place]
    if any(word.word in _ADVERBS for word in before[-2:]):
        return True
    if not (token.word.endswith("ing") or any(word.word in ("to", "have") for word in before[-2:])):
        return False
    return any(word.stem in _ALLEGES for word in before)


def _is_possible(side: Side, place: int) -> bool:
    before = side.tokens[max(0, place - _CLOSE) : place]
    return any(word.word in _MAY for word in before) and not any(word.breaks for word in before[-REACH:])
