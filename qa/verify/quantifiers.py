"""Quantifiers: "some of the diplomats" are not told as "most" or "all" of them.

Compared are quantifiers of the same noun, the claim's with the strongest that the sentences give it. A noun that they
give without one settles nothing ("the diplomats" may well be all).
"""

from collections.abc import Iterator, Sequence

from qa.verify.negation import Token, analyse
from qa.verify.source import Source

_STRENGTH = {
    word: strength
    for strength, forms in {
        1: "some several few",
        2: "many",
        3: "most",
        4: "all every each",
    }.items()
    for word in forms.split()
}
_REACH = 4  # words from a quantifier to its noun: "some of the 35 diplomats"


def agree(claim: str, source: Source) -> bool:
    """Whether ``claim`` (a cleaned text) tells of no more of a kind than the sentences do."""
    theirs: dict[str, int] = {}
    bare: set[str] = set()
    for text in source.texts:
        tokens = analyse(text)[0]
        said = dict(_quantified(tokens))
        for noun, strength in said.items():
            theirs[noun] = max(strength, theirs.get(noun, 0))
        bare |= {token.stem for token in tokens if token.telling} - set(said)
    ours = _quantified(analyse(claim)[0])
    return all(noun not in theirs or noun in bare or strength <= theirs[noun] for noun, strength in ours)


def _quantified(tokens: Sequence[Token]) -> Iterator[tuple[str, int]]:
    """Nouns with the strength of the quantifier before them; "not all" and "at most" are none."""
    for at, token in enumerate(tokens):
        before = tokens[at - 1].word if at else ""
        if token.word not in _STRENGTH or token.odd or before in ("not", "at", "the", "a", "after", "in", "above"):
            continue
        phrase = []
        for word in tokens[at + 1 : at + 1 + _REACH]:
            if word.breaks:
                break
            if word.telling and not word.word[0].isdigit():
                phrase.append(word.stem)
                break
        if phrase:
            yield phrase[0], _STRENGTH[token.word]
