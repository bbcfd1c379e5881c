"""English words as the steps compare them: tokens, stems, stop words, the value of number words.

Word-level only: no model, no tagger. Everything is pure, and total for any Unicode text.
"""

import re
import threading
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import Stemmer  # type: ignore[import-not-found]  # ships no types

from qa.remembered import KEPT_WORDS, remembered

# An acronym with points first ("U.S."), then numbers with their inner signs ("1,200.5"), then words, whose inner
# apostrophes stay ("won't"). Hyphens separate: "cyber-attacks" and "cyber attacks" are the same two words.
_TOKEN = re.compile(r"(?:[A-Za-z]\.){2,}|\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\W_]+")


def word_set(text: str) -> frozenset[str]:
    """The words of a list written as text."""
    return frozenset(text.split())


STOP_WORDS = word_set(
    """a about above after again against ago all also although am an and another any anybody anyone anything are around
    as at away back be because been before being below between both but by came can come could did do
    does doing done down during each either else ever every everyone everything few for from further gave get gets
    getting give given go goes going gone got had has have having he her here hers herself him himself his how
    however i if in into is it its itself just let like made make makes many may me might more most much must my
    myself never no nor not nothing now of off often on once one only onto or other others our ours ourselves out
    over own per perhaps please put rather really s same say says shall she should since so some somebody someone
    something soon still such t take taken tell than that the their theirs them themselves then there these they
    thing things this those though through thus to too took toward towards under until up upon us use used very via
    was way we well went were what whatever when where whether which while who whom whose why will with within
    without would yet you your yours yourself"""
)

NUMBER_WORDS = {
    word: value
    for value, words in {
        0: "zero",
        1: "one",
        2: "two couple",
        3: "three",
        4: "four",
        5: "five",
        6: "six",
        7: "seven",
        8: "eight",
        9: "nine",
        10: "ten",
        11: "eleven",
        12: "twelve dozen dozens",
        13: "thirteen",
        14: "fourteen",
        15: "fifteen",
        16: "sixteen",
        17: "seventeen",
        18: "eighteen",
        19: "nineteen",
        20: "twenty",
        30: "thirty",
        40: "forty",
        50: "fifty",
        60: "sixty",
        70: "seventy",
        80: "eighty",
        90: "ninety",
        100: "hundred hundreds",
        1000: "thousand thousands",
        10**6: "million millions",
        10**9: "billion billions",
        10**12: "trillion trillions",
    }.items()
    for word in words.split()
}


def _forms(text: str) -> dict[str, str]:
    """The base of each form, of a list written as ``base:form,form``."""
    return {form: pair.partition(":")[0] for pair in text.split() for form in pair.partition(":")[2].split(",")}


# The stemmer knows endings, not vowel changes: forms that do not look like their base.
_PAST_FORMS = _forms(
    """arise:arose,arisen awake:awoke bear:bore,born,borne beat:beaten begin:began,begun bend:bent bind:bound
    bite:bit,bitten bleed:bled blow:blew,blown break:broke,broken breed:bred bring:brought build:built
    burn:burnt buy:bought catch:caught choose:chose,chosen cling:clung creep:crept deal:dealt die:died dig:dug
    draw:drew,drawn dream:dreamt drink:drank,drunk drive:drove,driven eat:ate,eaten fall:fell,fallen feed:fed
    feel:felt fight:fought find:found flee:fled fly:flew,flown forbid:forbade,forbidden forget:forgot,forgotten
    forgive:forgave,forgiven freeze:froze,frozen grow:grew,grown hang:hung hear:heard hide:hid,hidden hold:held
    keep:kept kneel:knelt know:knew,known lay:laid lead:led leave:left lend:lent lie:lain light:lit lose:lost
    mean:meant meet:met pay:paid ride:rode,ridden ring:rang,rung rise:rose,risen run:ran say:said see:saw,seen
    seek:sought sell:sold send:sent shake:shook,shaken shine:shone shoot:shot show:shown shrink:shrank,shrunk
    sing:sang,sung sink:sank,sunk sit:sat sleep:slept slide:slid speak:spoke,spoken spend:spent spin:spun
    stand:stood steal:stole,stolen stick:stuck strike:struck,stricken swear:swore,sworn sweep:swept
    swim:swam,swum swing:swung teach:taught tear:tore,torn tell:told think:thought throw:threw,thrown
    understand:understood wake:woke,woken wear:wore,worn weep:wept win:won withdraw:withdrew,withdrawn
    write:wrote,written"""
)
_BASES = _PAST_FORMS | _forms(
    """child:children man:men woman:women person:people foot:feet tooth:teeth mouse:mice die:dead,death,dying
    life:lives wife:wives half:halves"""
)

_PLURALS = word_set("people children men women police families lives wives feet")
_SINGULARS = word_set("news series status process access congress press business virus bus gas crisis analysis always")

_NEGATIONS = word_set("not no never nobody nothing none neither nor without cannot")
ASKING = "did|does|do|is|are|was|were|has|have|had|will|would|can|could"
"""What a yes/no question begins with, as a pattern."""
MONTHS = word_set(
    """january february march april may june july august september october november december jan feb mar apr jun
        jul aug sep sept oct nov dec"""
)
WEEKDAYS = word_set("monday tuesday wednesday thursday friday saturday sunday")

_stemmer = Stemmer.Stemmer("english", 0)  # without a cache of its own
_stemming = threading.Lock()  # the stemmer keeps the word it works on in itself


class Token(NamedTuple):
    """One word of a text: as written (``text[start:end]``), in lower case without accents and inner points, and its
    stem. ``is_stop`` for a function word; "US" and "IT" in capitals are names, not pronouns."""

    text: str
    lower: str
    stem: str
    is_stop: bool
    start: int
    end: int

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()

    @property
    def is_number(self) -> bool:
        """Whether it is a figure or a number word."""
        return self.lower in NUMBER_WORDS or self.lower[:1].isdecimal()


@remembered
def tokens(text: str) -> tuple[Token, ...]:
    """The words of ``text``, in order."""
    return tuple([Token(match[0], *_forms_of(match[0]), *match.span()) for match in _TOKEN.finditer(text)])


@lru_cache(maxsize=KEPT_WORDS)
def stem(word: str) -> str:
    """The stem of a lower-case ``word`` (Snowball's English stemmer, after irregular forms)."""
    with _stemming:
        return str(_stemmer.stemWord(_BASES.get(word, word)))


def denies(words: Iterable[Token]) -> bool:
    """Whether one of ``words`` denies ("not", "never", "didn't")."""
    return any(word.lower in _NEGATIONS or word.lower.endswith("n't") for word in words)


def is_past_form(word: str) -> bool:
    """Whether a lower-case ``word`` looks like the past form of a verb."""
    return word in _PAST_FORMS or (len(word) > 4 and word.endswith("ed"))


def is_plural_form(word: str) -> bool:
    """Whether a lower-case ``word`` has the form of a plural noun; verbs in -s have it too."""
    if word in _PLURALS:
        return True
    return (
        len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "'s")) and word not in _SINGULARS
    )


def value(word: str) -> float | None:
    """What a figure or number word comes to; ``None`` for other words and for figures that are no plain number."""
    if word in NUMBER_WORDS:
        return float(NUMBER_WORDS[word])
    try:
        return float(word.replace(",", ""))
    except ValueError:
        return None


@lru_cache(maxsize=KEPT_WORDS)
def _forms_of(text: str) -> tuple[str, str, bool]:
    """``lower``, ``stem`` and ``is_stop`` of the word ``text``."""
    lower = _plain(text)
    is_stop = lower in STOP_WORDS and not (len(lower) > 1 and text.replace(".", "").isupper())
    return lower, stem(lower), is_stop


def _plain(word: str) -> str:
    """``word`` in lower case without accents, inner points and a genitive's ending."""
    if word.isascii():
        lower = word.lower()
    else:
        decomposed = unicodedata.normalize("NFKD", word).casefold().replace("’", "'")
        lower = "".join(char for char in decomposed if not unicodedata.combining(char))
    return (lower.replace(".", "") if word[0].isalpha() else lower).removesuffix("'s")
