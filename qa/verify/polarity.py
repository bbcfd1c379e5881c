"""Polarity: what a claim asserts its sentences do not deny, and the other way round.

For every negation, on either side, the word that it governs is looked for on the other side, at the place whose company
fits best; there it must be denied too, or not denied either (two negations cancel: "did not rule out"). Words with a
denying prefix (likely, unlikely) are compared as well. A claim that nearly copies a sentence may differ from it neither
by a negation nor by a word turned into its opposite (rejected, accepted).

What this cannot see passes: it rejects on a word that both sides share, or on a "not" for which the sentences have
nothing that could have been turned round.
"""

from qa.verify.alignment import Change, changes
from qa.verify.negation import Negation, Token, analyse
from qa.verify.opposites import NEGATIVE_LOOKING, OPPOSITES, PREFIXED, UNPREFIXED
from qa.verify.sides import ATTITUDES, CANDIDATES, REACH, Side, same_company
from qa.verify.source import Source
from qa.words import stem

_VERB_HEADS = 4
_AFTER = 8  # words behind a noun to what denies it: "the full extent of the loss is still unknown"
_SHORT_CHANGE = 3  # words; a longer one that holds a negation may be a clause that was left out


def agrees(claim: str, source: Source) -> bool:
    """Whether ``claim`` (a cleaned text) affirms and denies as the cited sentences do, as far as words show it."""
    ours, theirs = Side([claim]), Side(source.texts)
    if any(_added(negation, ours, theirs) for negation in ours.negations):
        return False
    left_open = any(not negation.heads(ours.tokens, 1) for negation in ours.negations)  # "mixtures are not."
    if not left_open and any(_dropped(negation, ours, theirs) for negation in theirs.negations):
        return False
    found = changes(claim, source.texts)
    uneven = sum(map(_negated, found))
    denied = any(negation.verb for change in found for side in change[:2] for negation in analyse(side)[1])
    negated = uneven % 2 if denied else uneven  # "said it had not" for "denied that it had"
    return not (_turned_round(ours, theirs) or negated or any(map(_opposite, found)))


def _is_short(change: Change) -> bool:
    return change.inside and max(len(analyse(side)[0]) for side in change[:2]) <= _SHORT_CHANGE


def _negated(change: Change) -> bool:
    """Whether the claim nearly copies a sentence, but for a negation."""
    ours, theirs = analyse(change.ours), analyse(change.theirs)
    if not _is_short(change) or len(ours[1]) % 2 == len(theirs[1]) % 2:
        return False
    plainer = theirs[0] if ours[1] else ours[0]
    return not any(_looks_negative(token) for token in plainer)  # "avoid doing" for "do not do"


def _opposite(change: Change) -> bool:
    """Whether the claim nearly copies a sentence, but for a word turned into its opposite."""
    ours, theirs = analyse(change.ours), analyse(change.theirs)
    if not _is_short(change) or len(ours[1]) % 2 != len(theirs[1]) % 2:
        return False
    stems = [{token.stem for token in tokens} for tokens, _ in (ours, theirs)]
    return any(one & stems[0] and other & stems[1] for one, other in OPPOSITES)


def _added(negation: Negation, ours: Side, theirs: Side) -> bool:
    """Whether the claim denies what its sentences affirm."""
    heads = negation.heads(ours.tokens, 1)
    if not heads:
        return False
    places = theirs.meant(ours, heads[0])
    if places:
        if negation.verb and ours.tokens[negation.place + 1].word != "to":
            return False  # to reject or deny something is not to say that it is not so
        return all(_affirmed(place, heads[0], ours, theirs) for place in places)
    return not theirs.negations and not any(_looks_negative(token) for token in theirs.tokens)


def _affirmed(place: int, head: int, ours: Side, theirs: Side) -> bool:
    """Whether the source's word at ``place`` is the claim's at ``head``, in a sentence with nothing negative in it."""
    text = theirs.text_of[place]
    denying = any(theirs.text_of[negation.place] == text for negation in theirs.negations)
    around = range(max(0, place - REACH), min(len(theirs.tokens), place + REACH + 1))
    negative = any(theirs.text_of[at] == text and _looks_negative(theirs.tokens[at]) for at in around if at != place)
    same = ours.tokens[head].odd != theirs.tokens[place].odd and same_company(head, place, ours, theirs)
    return same and not denying and not negative and not theirs.tokens[place].asked


def _looks_negative(token: Token) -> bool:
    prefixed = token.telling and token.word.startswith(("un", "dis", "non", "anti"))
    return prefixed or token.stem in NEGATIVE_LOOKING or token.word in UNPREFIXED


def _dropped(negation: Negation, ours: Side, theirs: Side) -> bool:
    """Whether the claim affirms what ``negation`` of its sentences denies."""
    if negation.partial:
        return False
    subject = negation.subject(theirs.tokens)
    if not negation.verb and subject and subject.isdisjoint(ours.places):
        return False  # it is said of somebody else
    heads = negation.heads(theirs.tokens, _VERB_HEADS if negation.verb else 1)
    affirmed = 0
    for head in heads:
        same = ours.places.get(theirs.tokens[head].stem, [])[:CANDIDATES]
        places = [at for at in same if head in theirs.meant(ours, at)]
        if any(_holds(at, head, ours, theirs) for at in places):
            return False
        affirmed += bool(places)
    if not negation.verb:
        return affirmed > 0
    presumed = any(token.stem in ATTITUDES for token in ours.tokens) or theirs.under_attitude(negation.place)
    return not presumed and affirmed >= min(2, len(heads)) > 0


def _holds(at: int, head: int, ours: Side, theirs: Side) -> bool:
    """Whether the claim's word at ``at`` is as denied as the source's at ``head``, asserts nothing, or is another's."""
    if any(ours.tokens[at].odd == theirs.tokens[place].odd for place in theirs.meant(ours, at)):
        return True
    if ours.under_attitude(at) and not theirs.under_attitude(head):
        return True
    if any(_looks_negative(token) for token in ours.tokens[max(0, at - REACH) : at]):
        return True
    if any(token.telling and token.word.startswith("un") for token in ours.tokens[at + 1 : at + 1 + _AFTER]):
        return True  # "the full extent is unknown"
    return not same_company(at, head, ours, theirs)


def _turned_round(ours: Side, theirs: Side) -> bool:
    """Whether the claim has a word without its denying prefix, or with one that the sentences do not have."""
    for place in ours.telling:
        token = ours.tokens[place]
        for contrary in _contraries(token):
            if token.stem in theirs.places or stem(contrary) in ours.places:
                continue
            if any(
                theirs.tokens[at].odd == token.odd
                and same_company(place, at, ours, theirs)
                and not any(_looks_negative(near) for near in theirs.tokens[max(0, at - REACH) : at])
                for at in theirs.places.get(stem(contrary), ())[:CANDIDATES]
            ):
                return True
    return False


def _contraries(token: Token) -> list[str]:
    """``unlikely`` for ``likely``, and the other way round; none for most words."""
    return [word for word in (UNPREFIXED.get(token.word), PREFIXED.get(token.word)) if word]
