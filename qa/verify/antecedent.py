"""Whom "he" or "she" means in a cited sentence: the name in the nearest sentence before it that names somebody."""

import re
from collections.abc import Sequence

from qa.verify.name_words import HONORIFICS, OPENERS, SAME, TITLES
from qa.verify.normalise import clean, words
from qa.verify.source import Source
from qa.verify.vocabulary import Item, forms, items
from qa.words import word_set

_PRONOUNS = word_set("he she his her him hers himself herself")
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+|\n|$)")
_LOOK_BACK = 700  # characters
_SENTENCES_BACK = 3


def named_before(parts: list[str], source: Source) -> bool:
    """Whether a cited sentence has a pronoun that means the one named by ``parts`` (folded words).

    Accepted gap: with two people in the sentence before, the first and the last named both count.
    """
    wanted = [forms(part) for part in parts]
    for cited in source.cited:
        for start, sentence in zip(cited.starts, cited.sentences, strict=True):
            if not any(word.folded in _PRONOUNS for word in words(sentence[0])):
                continue
            before = clean(cited.article.text[max(0, start - _LOOK_BACK) : start])
            if any(all(form & person for form in wanted) for person in _named(before)):
                return True
    return False


def _named(before: str) -> list[set[str]]:
    """The forms of the first and of the last name in the nearest sentence of ``before`` that has any."""
    sentences = [match.group() for match in _SENTENCE.finditer(before)]
    for sentence in sentences[: -_SENTENCES_BACK - 1 : -1]:
        runs = _runs(items(sentence))
        if runs:
            return [set().union(*(forms(item.base) for item in run)) for run in (runs[0], runs[-1])]
    return []


def _runs(text: Sequence[Item]) -> list[list[Item]]:
    """Capitalised words side by side, but for countries, bare titles and the small words that open a sentence."""
    runs: list[list[Item]] = []
    for place, item in enumerate(text):
        if not item.is_capital or item.base in SAME or (place == 0 and item.base in OPENERS):
            continue
        if runs and text[place - 1] is runs[-1][-1] and item.gap == " ":
            runs[-1].append(item)
        else:
            runs.append([item])
    return [run for run in runs if any(item.base not in TITLES | HONORIFICS and len(item.base) > 1 for item in run)]
