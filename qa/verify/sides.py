"""A claim and its sentences as two sides: which word of the one is meant by a word of the other.

The same word may stand in several places; the one whose neighbourhood has most in common with the claim's is meant.
"""

from collections.abc import Sequence

from qa.verify.negation import Negation, Token, analyse
from qa.words import stem, word_set

_COMPANY = 6  # telling words on either side that are compared to find the place that is meant
CANDIDATES = 12  # places of one word that are compared
_FEW = (2, 4, 8)  # telling words of a claim; beyond each, one word more of common company is asked for
REACH = 5  # words before a word in which an attitude governs it
# Said of a proposal, a question, a report: the words after it assert nothing.
ATTITUDES = frozenset(
    map(
        stem,
        word_set(
            """propose proposal call request demand ask urge suggest suggestion plan want seek threaten threat allege
            allegation accuse accusation consider recommend appeal claim warn vow pledge hope fear offer bid push press
            intend wish discuss debate charge"""
        ),
    )
)


class Side:
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

    def meant(self, other: "Side", place: int) -> list[int]:
        """The places here that the word at ``place`` of ``other`` may mean: same stem, most company in common."""
        candidates = self.places.get(other.tokens[place].stem, [])[:CANDIDATES]
        if len(candidates) < 2:
            return candidates
        company = other.company(place)
        shared = [len(company & self.company(candidate)) for candidate in candidates]
        return [candidate for candidate, count in zip(candidates, shared, strict=True) if count == max(shared)]

    def under_attitude(self, place: int) -> bool:
        """Whether a word such as "proposed" or "accused" stands shortly before ``place``."""
        return any(token.stem in ATTITUDES for token in self.tokens[max(0, place - REACH) : place])


def same_company(ours_at: int, theirs_at: int, ours: Side, theirs: Side) -> bool:
    """Whether the words around two places have enough in common for them to speak of the same thing."""
    needed = sum(len(ours.telling) > few for few in _FEW)
    return len(ours.company(ours_at) & theirs.company(theirs_at)) >= needed
