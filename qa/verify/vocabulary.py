"""The words of a text, indexed for looking names up: in any form, as acronyms, side by side."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from qa.remembered import of_texts, remembered
from qa.verify.name_words import PARTICLES, SAME
from qa.verify.normalise import clean, words
from qa.words import STOP_WORDS

_ENDINGS = ("ians", "ian", "ans", "an", "ns", "n", "ese", "is", "i", "ish", "ic", "ity", "es", "s", "a")
_SHORTEST_ROOT = 4
_LONGEST_TEXT = 400_000  # characters of an article that are looked at
_LONGEST_ACRONYM = 8
_LOOKED_AT = 100  # occurrences of one word
_NEAR = 3  # words from a first name to the surname: "Vladimir V. Putin"


_INSIDE_A_NAME = frozenset((" ", "-", ". ", ' "', '" ', " “", "” ", " (", ") ", " '", "' "))


_FIRST_OF_SEVERAL = frozenset(name.split()[0] for name in SAME if " " in name)


class Item(NamedTuple):
    """A word with what parts it from the one before; ``base`` is folded, without a possessive."""

    text: str
    base: str
    gap: str
    start: int
    end: int

    @property
    def is_capital(self) -> bool:
        """Whether it looks like a name: a capital first or inside (``iPhone``), or letters mixed with digits."""
        if self.text.islower():
            return self.text[0].isalpha() and any(map(str.isdigit, self.text))
        return not self.text.isdecimal() and self.text.lower() != self.text and not self.text[0].isdigit()


@remembered
def items(text: str) -> tuple[Item, ...]:
    """The words of a cleaned text."""
    found: list[Item] = []
    end = 0
    for word in words(text):
        found.append(Item(word.text, base(word.folded), text[end : word.start][-4:], word.start, word.end))
        end = word.end
    return tuple(found)


def base(folded: str) -> str:
    """A folded word without its possessive ending."""
    return folded[:-2] if folded.endswith("'s") else folded.rstrip("'")


def forms(word: str) -> set[str]:
    """What a (base) name may be recognised by: itself, its country's group, itself without an ending.

    Russia, Russian and Russians share ``russia``; two names are the same when they share a form.
    """
    found = {word}
    if word in SAME:
        found.add("=" + SAME[word])
    for ending in _ENDINGS:
        root = len(word) - len(ending)
        if word.endswith(ending) and (root >= _SHORTEST_ROOT or (ending == "s" and word[root - 1 : root].isdigit())):
            found.add(word[: -len(ending)])
    return found


class Vocabulary:
    """The words of some cleaned texts, indexed. ``forms`` holds every form of every word, phrase and compound."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = [items(text) for text in texts]
        self.forms: set[str] = set()
        self.upper: set[str] = set()
        self.initials: list[str] = []
        self.places: dict[str, list[tuple[int, int]]] = {}
        for number, text in enumerate(self.texts):
            for place, item in enumerate(text):
                self.places.setdefault(item.base, []).append((number, place))
                if len(item.text) > 1 and item.text.isupper():
                    self.upper.add(item.text)
            self.forms.update(compound for _, _, compound in compounds(text))
            self.forms.update("=" + group for _, _, group in countries(text))
            self.initials.extend(letters for run in name_runs(text) for letters, _ in initials(run))
        for word in self.places:
            # "us" is the country only in capitals
            self.forms |= forms(word) if word not in STOP_WORDS or word.upper() in self.upper else {word}

    def near(self, first: str, second: str) -> bool:
        """Whether ``second`` stands right behind ``first`` somewhere, or with other parts of the name between."""
        for number, place in self.places.get(first, ())[:_LOOKED_AT]:
            for item in self.texts[number][place + 1 : place + 1 + _NEAR]:
                if item.gap not in _INSIDE_A_NAME:
                    break
                if item.base == second:
                    return True
                if not (item.is_capital or item.base in PARTICLES):
                    break
        return False

    def begins_with(self, letter: str, word: str) -> bool:
        """Whether a word in ``letter`` stands within three words before ``word`` somewhere ("D. Trump")."""
        return any(
            item.base.startswith(letter)
            for number, place in self.places.get(word, ())[:_LOOKED_AT]
            for item in self.texts[number][max(0, place - _NEAR) : place]
        )

    def is_name(self, word: str) -> bool:
        """Whether ``word`` occurs with a capital inside a sentence, and never without."""
        occurrences = [(self.texts[n][p], p) for n, p in self.places.get(word, ())[:_LOOKED_AT]]
        inside = any(item.is_capital and p and item.gap in (" ", "-") for item, p in occurrences)
        return inside and all(item.is_capital for item, _ in occurrences)

    def stands_for(self, acronym: str) -> set[str]:
        """The last words of what ``acronym`` is introduced for: "the Main Intelligence Directorate, or GRU"."""
        found: set[str] = set()
        for number, place in self.places.get(acronym, ())[:_LOOKED_AT]:
            text = self.texts[number]
            at = place - 1
            if at >= 0 and text[at].base == "or" and text[at].gap.startswith(","):
                at -= 1
            elif "(" not in text[place].gap:
                continue
            if at >= 0 and text[at].is_capital:
                found.add(text[at].base)
        return found

    def always_leads(self, word: str) -> bool:
        """Whether every occurrence of ``word`` has a capitalised word right behind it."""
        places = self.places.get(word, ())[:_LOOKED_AT]
        texts = [(self.texts[number], place + 1) for number, place in places]
        return all(at < len(text) and text[at].gap == " " and text[at].is_capital for text, at in texts)

    def neighbours(self, word: str, step: int) -> set[str]:
        """The capitalised words right behind (``step`` 1) or before (-1) ``word``, with nothing but a space between."""
        found: set[str] = set()
        for number, place in self.places.get(word, ())[:_LOOKED_AT]:
            text = self.texts[number]
            if 0 <= place + step < len(text):
                item, later = text[place + step], text[max(place, place + step)]
                if item.is_capital and later.gap == " ":
                    found.add(item.base)
        return found


@of_texts
@lru_cache(maxsize=64)
def vocabulary_of(text: str) -> Vocabulary:
    """The vocabulary of an article's text, kept for the next claim."""
    return Vocabulary([clean(text[:_LONGEST_TEXT])])


def name_runs(text: Sequence[Item]) -> Iterator[list[Item]]:
    """Runs of capitalised words that only spaces, hyphens and small words ("of the") part; two words at least."""
    run: list[Item] = []
    trailing: list[Item] = []
    for item in [*text, Item("", "", ".", 0, 0)]:
        joined = item.gap in (" ", "-", " & ", "/")
        if joined and run and item.is_capital:
            run += [*trailing, item]
            trailing = []
        elif joined and run and item.base in PARTICLES and len(trailing) < 2:
            trailing.append(item)
        else:
            if len(run) > 1:
                yield run
            run, trailing = ([item] if item.is_capital else []), []


def initials(run: Sequence[Item]) -> Iterator[tuple[str, list[Item]]]:
    """The initials of a run, and the word of each: once of the names alone, once of the small words too (HOH)."""
    for taken in ([item for item in run if item.is_capital], list(run)):
        spelled = [(letter, item) for item in taken for letter in _initials_of(item)]
        yield "".join(letter for letter, _ in spelled), [item for _, item in spelled]


def _initials_of(item: Item) -> str:
    return item.text if item.text.isupper() and len(item.text) < _LONGEST_ACRONYM else item.text[0].upper()


def compounds(text: Sequence[Item]) -> Iterator[tuple[int, int, str]]:
    """First place, last place and letters of every row of words that hyphens join (``G-20``: ``g20``)."""
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or text[place].gap != "-":
            if 1 < place - start <= _LONGEST_ACRONYM:
                yield start, place - 1, "".join(item.base for item in text[start:place])
            start = place


def countries(text: Sequence[Item]) -> Iterator[tuple[int, int, str]]:
    """First place, last place and group of every entry of ``SAME`` that has several words ("United States")."""
    for place, item in enumerate(text):
        if item.base not in _FIRST_OF_SEVERAL:
            continue
        for length in (4, 3, 2):
            phrase = " ".join(i.base for i in text[place : place + length])
            if phrase in SAME:
                yield place, min(place + length, len(text)) - 1, SAME[phrase]
                break
