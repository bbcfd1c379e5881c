"""Names of a claim: each part stands in the cited sentences, or the article gives it to a name that does.

A word counts as (part of) a name when it has a capital that its place does not explain, or mixes letters and digits.
"Vladimir Putin" may cite a sentence that says "Putin" when the article's text or title has the two side by side;
"Igor Putin" may not. A title that the claim adds must stand in the article. Acronyms and what they stand for are one
(UN, United Nations), and so are a country and its people (Russia, Russian). Where the sentences have only "he" or
"she", the name may come from the nearest sentence before them that names somebody.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa.verify import uncased
from qa.verify.alignment import Change, changes
from qa.verify.antecedent import named_before
from qa.verify.dates import mentions
from qa.verify.name_words import HONORIFICS, OPENERS, SAME, SHORT, TITLES
from qa.verify.number_words import JOINED, ORDINALS, SCALES, SMALL, TENS, VAGUE
from qa.verify.offices import means_one_cited
from qa.verify.source import Source
from qa.verify.vocabulary import (
    Item,
    Vocabulary,
    compounds,
    countries,
    forms,
    initials,
    items,
    name_runs,
    vocabulary_of,
)
from qa.words import STOP_WORDS, is_past_form, word_set

_IDLE = frozenset([*SMALL, *TENS, *JOINED, *SCALES, *VAGUE, *ORDINALS]) | word_set(
    "i i'm i've i'd i'll ok am pm ad bc tv q government administration internet web"
)
_SCALES = ("C", "F")
_COMMON_ENDINGS = ("s", "ing", "ed", "ly", "ion", "ment", "ness", "ity", "ers", "ism", "ance", "ence", "ship", "ive")
_OPENING_GAP = re.compile(r"[.!?:;\"“”„«»()\[\]…*]| - |^$")
_AFTER_A_NAME = word_set("says is are was were has had have will would can could may might must did does and also then")
_AFTER_A_COMMA = word_set("who whose the a an which")
_REACH = 2  # words from a name's part to the part that is backed
_HEADLINE = 4  # words that must all be capitals before a claim counts as a headline


@dataclass(frozen=True, slots=True)
class _Against:
    """What a claim's names are looked up in."""

    cited: Vocabulary
    articles: Sequence[Vocabulary]


def backed(claim: str, source: Source) -> bool:
    """Whether every name of ``claim`` (a cleaned text) is backed by the sentences that it cites."""
    if not uncased.backed(claim, source):
        return False
    text = items(claim)
    places = _name_places(claim, text)
    if not places:
        return True
    against = _Against(Vocabulary(source.texts), [vocabulary_of(background) for background in source.backgrounds])
    settled = _settled(text, against.cited)
    left = [place for place in places if place not in settled and not _stands(text[place], against)]
    sure = set(places).difference(left)
    left = [place for place in left if not _in_article(text, place, sure, against)]
    left = [place for place in left if not _excused(text, place, against)]
    left = [place for place in left if not means_one_cited(text, place, against.cited, against.articles)]
    if left and not named_before([text[place].base for place in left], source):
        return False
    if any(_replaced(change, against) for change in changes(claim, source.texts)):
        return False
    return not any(_misnamed(one, two, against) for one, two in _pairs(text, places))


def _name_places(claim: str, text: Sequence[Item]) -> list[int]:
    dated = {at for mention in mentions(claim) for at in range(mention.start, mention.end)}
    return [
        place
        for place, item in enumerate(text)
        if item.is_capital
        and item.start not in dated
        and not _is_word(item, text)
        and claim[item.end : item.end + 1] != "$"
        and not (_opens(text, place) and item.base in OPENERS)
    ]


def _is_word(item: Item, text: Sequence[Item]) -> bool:
    """A function word, a number word or a degree's scale. ``US`` and ``WHO`` are no such words, except in a text that
    is all capitals."""
    if item.base in _IDLE or (item.text in _SCALES and item.gap.endswith("\u00b0")):
        return True
    if item.text.isupper() and len(item.text) > 1 and not all(i.text.isupper() or not i.text.isalpha() for i in text):
        return False
    return item.base in STOP_WORDS


def _opens(text: Sequence[Item], place: int) -> bool:
    """Whether a capital at ``place`` may be due to a sentence or a quotation that begins there."""
    return place == 0 or bool(_OPENING_GAP.search(text[place].gap))


def _settled(text: Sequence[Item], cited: Vocabulary) -> set[int]:
    """Places that the cited sentences back as part of something longer: a compound, a country, an acronym."""
    found: set[int] = set()
    for first, last, whole in compounds(text):
        if whole in cited.forms:
            found.update(range(first, last + 1))
    for first, last, group in countries(text):
        if "=" + group in cited.forms:
            found.update(range(first, last + 1))
    starts = {item.start: place for place, item in enumerate(text)}
    for run in name_runs(text):
        last = starts[run[-1].start]
        introduced = text[last + 1] if last + 1 < len(text) and text[last + 1].gap == " (" else None
        if introduced and introduced.text in cited.upper:
            found.update(starts[item.start] for item in run)  # the claim itself says what the acronym stands for
        for letters, spelled in initials(run):
            for acronym in cited.upper:
                if (at := letters.find(acronym)) >= 0:
                    found.update(starts[item.start] for item in spelled[at : at + len(acronym)])
    return found


def _stands(item: Item, against: _Against) -> bool:
    """Whether the cited sentences have the word in some form, or spell the acronym out."""
    cited = against.cited
    if item.text.isupper() and len(item.text) > 1:
        if any(item.text in letters for letters in cited.initials):
            return True
        if any(word in cited.places for article in against.articles for word in article.stands_for(item.base)):
            return True
        if item.base in STOP_WORDS:  # US, IT, WHO are not the pronouns
            return item.text in cited.upper or not forms(item.base).isdisjoint(cited.forms - {item.base})
    if item.base in HONORIFICS:
        return True
    short = SHORT.get(item.base, item.base)
    return not forms(item.base).isdisjoint(cited.forms) or any(SHORT.get(w, w) == short for w in _titles(cited, short))


def _has_title(title: str, against: _Against) -> bool:
    """Whether an article speaks of "the president"; in capitals the title belongs to the name beside it."""
    return any(
        not all(article.texts[number][place].is_capital for number, place in article.places[word])
        for article in against.articles
        for word in _titles(article, SHORT.get(title, title))
    )


def _titles(vocabulary: Vocabulary, title: str) -> list[str]:
    return [word for word in (title, *(s for s, long in SHORT.items() if long == title)) if word in vocabulary.places]


def _in_article(text: Sequence[Item], place: int, sure: set[int], against: _Against) -> bool:
    """Whether an article puts the word beside a part of the same name that the cited sentences have."""
    item = text[place]
    if item.base in TITLES and _has_title(item.base, against):
        return True
    for other in range(max(0, place - _REACH), min(len(text), place + _REACH + 1)):
        if other not in sure or text[other].base in TITLES or text[other].base in HONORIFICS:
            continue
        first, second = (item.base, text[other].base) if place < other else (text[other].base, item.base)
        for vocabulary in (against.cited, *against.articles):
            if vocabulary.near(first, second):
                return True
            if len(item.base) == 1 and place < other and vocabulary.begins_with(item.base, second):
                return True
    return False


def _excused(text: Sequence[Item], place: int, against: _Against) -> bool:
    """Whether the word is no name after all: it opens a sentence and looks common, or the whole claim is a headline."""
    item = text[place]
    if any(article.is_name(item.base) for article in against.articles):
        return False
    if _is_headline(text):
        return True
    if not _opens(text, place) or item.text.isupper() or item.base in SAME:
        return False
    return item.base.endswith(_COMMON_ENDINGS) or not _acts(text, place)


def _acts(text: Sequence[Item], place: int) -> bool:
    """Whether the word at ``place`` is used like a name: with another one, as an owner, or as the subject of a verb."""
    if text[place].text.endswith(("'s", "s'")) or place + 1 == len(text):
        return True
    following = text[place + 1]
    if following.gap != " ":
        return following.gap.startswith(",") and following.base in _AFTER_A_COMMA
    return following.is_capital or following.base in _AFTER_A_NAME or is_past_form(following.base)


def _is_headline(text: Sequence[Item]) -> bool:
    telling = [item for item in text if item.base not in STOP_WORDS and item.text[0].isalpha()]
    return len(telling) >= _HEADLINE and all(item.is_capital for item in telling)


def _pairs(text: Sequence[Item], places: Sequence[int]) -> Iterator[tuple[str, str]]:
    """Names side by side; titles, countries and initials aside."""
    for one, two in pairwise(places):
        words = (text[one].base, text[two].base)
        plain = not any(word in TITLES or word in HONORIFICS or word in SAME or len(word) == 1 for word in words)
        owner = text[one].text.endswith(("'s", "s'"))
        if two == one + 1 and text[two].gap == " " and plain and not owner:
            yield words


def _replaced(change: Change, against: _Against) -> bool:
    """Whether the claim has another name in the very place of a name of the sentence."""
    ours, theirs = ([i for i in items(side) if i.base not in HONORIFICS | TITLES] for side in change[:2])
    if not ours or not theirs or not all(i.is_capital and i.base not in STOP_WORDS for i in (*ours, *theirs)):
        return False
    there = _Against(Vocabulary([change.theirs]), against.articles)
    return not _settled(ours, there.cited) and not any(_stands(item, there) for item in ours)


def _misnamed(one: str, two: str, against: _Against) -> bool:
    """Whether the first is only ever a first name in the articles, and never that of the second ("Donald Putin")."""
    vocabularies = (against.cited, *against.articles)
    if any(vocabulary.near(one, two) for vocabulary in vocabularies):
        return False
    before = set().union(*(vocabulary.neighbours(two, -1) for vocabulary in vocabularies)) - TITLES - HONORIFICS
    occurs = any(one in vocabulary.places for vocabulary in vocabularies)
    return occurs and bool(before) and all(vocabulary.always_leads(one) for vocabulary in vocabularies)
