"""Attribution: what the sentences only allege is not told as a fact ("Russia hacked the party" for "is accused of
hacking the party"), nor what may happen as what will.

Compared are verbs of the claim that nothing there makes an allegation or a possibility, with every place of the
sentences that has them. What somebody believes, suspects or claims, what critics call a thing, a rumour, and what one
newsroom reports of another's matter ("NBC reports that …") are no facts either. A sentence that somebody "said" is left
alone: reports are told that way.
"""

from qa.verify.sides import CANDIDATES, REACH, Side, same_company
from qa.verify.source import Source
from qa.words import is_past_form, stem, word_set

_ALLEGES = frozenset(map(stem, word_set("accuse accusation allege allegation alleged suspect purport purported")))
_BELIEVES = word_set(
    "believe believes believed suspect suspects claims claimed suggests rumor rumors rumour rumours speculation reports"
)
_CALLS = word_set("call calls called")
_ATTRIBUTES = (_BELIEVES | _CALLS) | word_set(
    """according said say says told tells reportedly report reported suggest suggested claim claiming deny denied denies
    dispute disputes warned warns wrote insisted argue argues argued described describes expect expects expected think
    thinks thought fear fears feared reveal reveals states stated emphasizes notes noted cites perception perceived
    apparent reporting accuses accused accusing accusations allegations seems seemed appears appeared if"""
)
_REPORTED = 8  # words from "believe" to what is believed
_BE = word_set("is are was were")
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
    is_bare = not any(token.word in _ATTRIBUTES or token.asked for token in ours.tokens)
    is_hedged = any(token.word in _HEDGES for token in ours.tokens)
    for at in ours.telling:
        token = ours.tokens[at]
        will = any(word.word in ("will", "to") for word in ours.tokens[max(0, at - _CLOSE) : at])
        surely = will and not is_hedged
        is_told = is_past_form(token.word) or token.word.endswith("s")
        is_deed = is_past_form(token.word) or (at > 0 and ours.tokens[at - 1].word in _BE)
        if not (will or is_told or is_deed) or ours.under_attitude(at):
            continue
        if is_bare and is_deed and _is_only_believed(ours, at, theirs):
            return False
        places = theirs.meant(ours, at) if will or is_told else []
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


def _is_only_believed(ours: Side, at: int, theirs: Side) -> bool:
    """Whether the word at ``at`` stands in the sentences only in what somebody believes, claims, calls something or
    one newsroom reports."""
    places = theirs.places.get(ours.tokens[at].stem, ())[:CANDIDATES]
    alike = [place for place in places if same_company(at, place, ours, theirs)]
    return bool(alike) and all(_is_believed(theirs, place) for place in alike)


def _is_believed(side: Side, place: int) -> bool:
    for at in range(place - 1, max(-1, place - _REPORTED), -1):
        token = side.tokens[at]
        if side.text_of[at] != side.text_of[place]:
            return False
        if token.word in _BELIEVES:
            return token.word != "reports" or side.tokens[at + 1].word == "that"
        if token.word in _CALLS:
            return at + 1 < place and not is_past_form(side.tokens[place].word) and side.tokens[at + 1].word != "for"
        if side.tokens[at + 1].breaks:
            return False
    return False


def _is_possible(side: Side, place: int) -> bool:
    before = side.tokens[max(0, place - _CLOSE) : place]
    return any(word.word in _MAY for word in before) and not any(word.breaks for word in before[-REACH:])
