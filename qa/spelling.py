"""Typing errors: a word that no article has becomes the one word of the articles that it nearly is. A word that the
articles know is never changed, and neither is one that is English but stands in none of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.language import is_foreign
from qa.ports import Nearby, PieceCounter, Vocabulary
from qa.words import Token, tokens

SHORTEST = 4  # letters; shorter words are near too many others
LONG = 8  # letters of a name from which two may be wrong
CLEARLY = 3  # how many times as many passages must have the one of two words that are as near


@dataclass(frozen=True, slots=True)
class Spelling:
    """The ports that spelling needs. ``pieces`` tells English words: the embedder has each of them in one piece."""

    vocabulary: Vocabulary
    pieces: PieceCounter


async def corrected(text: str, ports: Spelling) -> str:
    """``text`` with its typing errors mended; ``text`` itself where there are none. A name beside one that is known is
    looked for beside it ("Dimitri Peskov"). StoreError when the articles cannot be read."""
    words = tokens(text)
    if is_foreign(text):
        return text
    likely = [at for at, word in enumerate(words) if _may_be_wrong(word)]
    unknown = await ports.vocabulary.unknown([words[at].text for at in likely])
    for at in reversed(likely):
        word = words[at]
        if word.text not in unknown:
            continue
        company = _company(words, at, unknown)
        found = await _beside(word, company, ports.vocabulary)
        if not company and ports.pieces.count(word.text) > 1:
            found = _clear(await ports.vocabulary.near(word.text), word)
        if found is not None:
            text = text[: word.start] + _as_typed(word, found) + text[word.end :]
    return text


def _may_be_wrong(word: Token) -> bool:
    return len(word.text) >= SHORTEST and word.text.isalpha() and not word.is_stop


def _company(words: Sequence[Token], at: int, unknown: frozenset[str]) -> list[Token]:
    """The known names right beside a name: it is one with them, and no other word of the articles."""
    if not words[at].is_capital:
        return []
    beside = [words[place] for place in (at + 1, at - 1) if 0 <= place < len(words)]
    return [w for w in beside if w.is_capital and not w.is_stop and w.start > 0 and w.text not in unknown]


async def _beside(word: Token, company: Sequence[Token], vocabulary: Vocabulary) -> str | None:
    """What the articles have in the word's place beside the names next to it."""
    for name in company:
        after, before = (name.text, None) if name.start > word.start else (None, name.text)
        found = await vocabulary.near(word.text, before=before, after=after)
        if before:  # the surname says who it is: "Eric Cantona" is no "Eric Cantor"
            found = [one for one in found if one.edits == 1]
        if found:
            return min(found, key=lambda one: (one.edits, -one.passages)).text
    return None


def _clear(found: Sequence[Nearby], word: Token) -> str | None:
    """The nearest of ``found``, where it is near enough and no other is as likely."""
    most = 2 if word.is_capital and len(word.text) >= LONG else 1
    near = sorted((one for one in found if one.edits <= most), key=lambda one: (one.edits, -one.passages))
    if word.is_capital:
        near = [one for one in near if one.text[:1].isupper()]
    if not near:
        return None
    rivals = [one for one in near[1:] if one.edits == near[0].edits and one.passages * CLEARLY > near[0].passages]
    return None if rivals else near[0].text


def _as_typed(word: Token, found: str) -> str:
    return found if word.is_capital or found[:1].isupper() else found.lower()
