"""Polarity: what a claim asserts its sentences do not deny, and the other way round.

For every negation, on either side, the word that it governs is looked for on the other side, at the place whose company
fits best; there it must be denied too, or not denied either (two negations cancel: "did not rule out"). Words with a
denying prefix (likely, unlikely) are compared as well. A claim that nearly copies a sentence may differ from it neither
by a negation nor by a word turned into its opposite (rejected, accepted).

What this cannot see passes: it rejects on a word that both sides share, or on a "not" for which the sentences have
nothing that could have been turned round.
"""

from collections.abc import Sequence

from qa.verify.alignment import Change, changes
from qa.verify.negation import Negation, Token, analyse
from qa.verify.opposites import NEGATIVE_LOOKING, OPPOSITES, PREFIXED, UNPREFIXED
from qa.verify.source import Source
from qa.words import stem, word_set

_COMPANY = 6  # telling words on either side that are compared to find the place that is meant
_CANDIDATES = 12  # places of one word that are compared
_FEW = (2, 4, 8)  # telling words of a claim; beyond each, one word more of common company is asked for
_VERB_HEADS = 4
_SHORT_CHANGE = 3  # words; a longer one that holds a negation may be a clause that was left out
_REACH = 5  # words before a word in which an attitude governs it
# Said of a proposal, a question, a report: the words after it assert nothing.
_ATTITUDES = frozenset(
    map(
        stem,
        word_set(
            """propose proposal call request demand ask urge suggest suggestion plan want seek threaten threat allege
            allegation accuse accusation consider recommend appeal claim warn vow pledge hope fear offer bid push press
            intend wish discuss debate charge"""
        ),
    )
)


class _Side:
    """The words of some texts, where each stem stands, and the telling words around each place."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.tokens: list[Token] = []
        self.negations: list[Negation] = []
        self.text_of: list[int] = []
        for number, text in enumerate(texts):
            tokens, negations = analyse(text)
            self.negations += [negation.shifted(len(self.tokens)) for negation in negations]
            self.tokens += tokens
            self.text_of += [number] * len(tokens)
        self.telling = [place for place, token in enumerate(self.tokens) if token.telling]
        self.rank = {place: rank for rank, place in enumerate(self.telling)}
        self.places: dict[str, list[int]] = {}
        for place in self.telling:
            self.places.setdefault(self.tokens[place].stem, []).append(place)

    def company(self, place: int) -> set[str]:
        """The stems of the telling words around ``place``."""
        rank = self.rank[place]
        around = self.telling[max(0, rank - _COMPANY) : rank + _COMPANY + 1]
        return {self.tokens[at].stem for at in around if at != place}

    def meant(self, other: "_Side", place: int) -> list[int]:
        """The places here that the word at ``place`` of ``other`` may mean: same stem, most company in common."""
        candidates = self.places.get(other.tokens[place].stem, [])[:_CANDIDATES]
        if len(candidates) < 2:
            return candidates
        company = other.company(place)
        shared = [len(company & self.company(candidate)) for candidate in candidates]
        return [candidate for candidate, count in zip(candidates, shared, strict=True) if count == max(shared)]

    def under_attitude(self, place: int) -> bool:
        """Whether a word such as "proposed" or "accused" stands shortly before ``place``."""
        return any(token.stem in _ATTITUDES for token in self.tokens[max(0, place - _REACH) : place])


def agrees(claim: str, source: Source) -> bool:
    """Whether ``claim`` (a cleaned text) affirms and denies as the cited sentences do, as far as words show it."""
    ours, theirs = _Side([claim]), _Side(source.texts)
    if any(_added(negation, ours, theirs) for negation in ours.negations):
        return False
    if any(_dropped(negation, ours, theirs) for negation in theirs.negations):
        return False
    return not (_turned_round(ours, theirs) or any(_reversed(change) for change in changes(claim, source.texts)))


def _reversed(change: Change) -> bool:
    """Whether the claim nearly copies a sentence, but for a negation or a word turned into its opposite."""
    ours, theirs = analyse(change.ours), analyse(change.theirs)
    if not change.inside or len(ours[0]) > _SHORT_CHANGE or len(theirs[0]) > _SHORT_CHANGE:
        return False
    if len(ours[1]) % 2 != len(theirs[1]) % 2:
        return True
    stems = [{token.stem for token in tokens} for tokens, _ in (ours, theirs)]
    return any(one & stems[0] and other & stems[1] for one, other in OPPOSITES)


def _added(negation: Negation, ours: _Side, theirs: _Side) -> bool:
    """Whether the claim denies what its sentences affirm."""
    heads = negation.heads(ours.tokens, 1)
    if not heads:
        return False
    places = theirs.meant(ours, heads[0])
    if places:
        return all(_affirmed(place, heads[0], ours, theirs) for place in places)
    return not theirs.negations and not any(_looks_negative(token) for token in theirs.tokens)


def _affirmed(place: int, head: int, ours: _Side, theirs: _Side) -> bool:
    """Whether the source's word at ``place`` is the claim's at ``head``, in a sentence with nothing negative in it."""
    text = theirs.text_of[place]
    denying = any(theirs.text_of[negation.place] == text for negation in theirs.negations)
    around = range(max(0, place - _REACH), min(len(theirs.tokens), place + _REACH + 1))
    negative = any(theirs.text_of[at] == text and _looks_negative(theirs.tokens[at]) for at in around if at != place)
    same = ours.tokens[head].odd != theirs.tokens[place].odd and _same_company(head, place, ours, theirs)
    return same and not denying and not negative and not theirs.tokens[place].asked


def _looks_negative(token: Token) -> bool:
    prefixed = token.telling and token.word.startswith(("un", "dis", "non", "anti"))
    return prefixed or token.stem in NEGATIVE_LOOKING or token.word in UNPREFIXED


def _same_company(ours_at: int, theirs_at: int, ours: _Side, theirs: _Side) -> bool:
    needed = sum(len(ours.telling) > few for few in _FEW)
    return len(ours.company(ours_at) & theirs.company(theirs_at)) >= needed


def _dropped(negation: Negation, ours: _Side, theirs: _Side) -> bool:
    """Whether the claim affirms what ``negation`` of its sentences denies."""
    if negation.partial:
        return False
    subject = negation.subject(theirs.tokens)
    if not negation.verb and subject and subject.isdisjoint(ours.places):
        return False  # it is said of somebody else
    heads = negation.heads(theirs.tokens, _VERB_HEADS if negation.verb else 1)
    affirmed = 0
    for head in heads:
        same = ours.places.get(theirs.tokens[head].stem, [])[:_CANDIDATES]
        places = [at for at in same if head in theirs.meant(ours, at)]
        if any(_holds(at, head, ours, theirs) for at in places):
            return False
        affirmed += bool(places)
    if not negation.verb:
        return affirmed > 0
    presumed = any(token.stem in _ATTITUDES for token in ours.tokens) or theirs.under_attitude(negation.place)
    return not presumed and affirmed >= min(2, len(heads)) > 0


def _holds(at: int, head: int, ours: _Side, theirs: _Side) -> bool:
    """Whether the claim's word at ``at`` is as denied as the source's at ``head``, asserts nothing, or is another's."""
    if any(ours.tokens[at].odd == theirs.tokens[place].odd for place in theirs.meant(ours, at)):
        return True
    if ours.under_attitude(at) and not theirs.under_attitude(head):
        return True
    if any(_looks_negative(token) for token in ours.tokens[max(0, at - _REACH) : at]):
        return True
    return not _same_company(at, head, ours, theirs)


def _turned_round(ours: _Side, theirs: _Side) -> bool:
    """Whether the claim has a word without its denying prefix, or with one that the sentences do not have."""
    for place in ours.telling:
        token = ours.tokens[place]
        for contrary in _contraries(token):
            if token.stem in theirs.places or stem(contrary) in ours.places:
                continue
            if any(
                theirs.tokens[at].odd == token.odd
                and _same_company(place, at, ours, theirs)
                and not any(_looks_negative(near) for near in theirs.tokens[max(0, at - _REACH) : at])
                for at in theirs.places.get(stem(contrary), ())[:_CANDIDATES]
            ):
                return True
    return False


def _contraries(token: Token) -> list[str]:
    """``unlikely`` for ``likely``, and the other way round; none for most words."""
    return [word for word in (UNPREFIXED.get(token.word), PREFIXED.get(token.word)) if word]
