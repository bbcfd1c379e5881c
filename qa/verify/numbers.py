"""Numbers and amounts: figures, words, scales, percent, money, fractions, ordinals, times of day, ranges.

Compared by exact value and unit: thirty-five is 35, 1,200 million dollars is $1.2bn, two dozen is 24, half is 50 %.
A number that the claim rounds must say so: see ``rounding``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from qa.verify.alignment import Change, changes
from qa.verify.dates import mentions
from qa.verify.figures import Number, Reading, extract, grouped
from qa.verify.normalise import fold, words
from qa.verify.number_words import IMPLIED, IMPLIED_ORDINALS
from qa.verify.rounding import hedge_before, opposed, rounds
from qa.verify.source import Source
from qa.verify.units import converted
from qa.words import word_set

_OWN_KIND = frozenset(("%", "ordinal", "time", "digits", "vague", "fraction"))
_BEFORE = re.compile(r"([^\W\d_]+|'s)[ -]$")
_AFTER = re.compile(r"[ -]([^\W\d_]+)")
_DETERMINERS = word_set("the his her its their our my your this that every no 's")
_RESUMING = word_set("the these those between")
_WHOLES = word_set("of the its their his her all a an")
_SHORT_CHANGE = 5  # words; a longer one is a clause of its own
_PRONOUN_BEFORE = word_set("no any every some each this that the which other another")
_PRONOUN_AFTER = word_set("of another day who that or and to in on at is was has by")


def backed(claim: str, source: Source) -> bool:
    """Whether every number of ``claim`` (a cleaned text) stands in the cited sentences."""
    wanted = _wanted(claim)
    if not wanted:
        return True
    if any(_replaced(change) for change in changes(claim, source.texts)) and not _phrased(wanted, claim, source.texts):
        return False
    if any(_bounded_otherwise(number, claim, source.texts) for number in wanted):
        return False
    pool = _pool(source.texts)
    if all(_stands(number, claim, pool, source.texts) for number in wanted):
        return True
    joined = grouped(claim)  # "1 200" is one number or two
    return joined != claim and all(_stands(n, joined, pool, source.texts) for n in _wanted(joined))


def _wanted(text: str) -> list[Number]:
    """The numbers of ``text`` that say how many; those of dates are left to the dates."""
    dated = {place for mention in mentions(text) for place in range(mention.start, mention.end)}
    return [n for n in extract(text) if n.start not in dated and not _is_idle(n, text)]


def _replaced(change: Change) -> bool:
    """Whether the claim has another number in the very place of a number of the sentence."""
    if mentions(change.ours) or mentions(change.theirs) or max(len(words(side)) for side in change[:2]) > _SHORT_CHANGE:
        return False
    theirs = [*extract(change.theirs), *extract(grouped(change.theirs))]
    values = {value for number in theirs for value, _ in number.readings}
    numbers = [n for n in extract(grouped(change.ours)) if not _is_idle(n, grouped(change.ours))]
    return bool(values and numbers) and not any(
        value in values or _is_rounded(value, values) for n in numbers for value, _ in n.readings
    )


def _phrased(wanted: Sequence[Number], claim: str, texts: Sequence[str]) -> bool:
    """Whether each number stands in the sentences behind the same two words, so that it is in nobody's place."""
    for number in wanted:
        words_before = claim[: number.start].split()[-2:]
        phrase = fold(" ".join([*words_before, claim[number.start : number.end]]))
        if len(words_before) < 2 or not any(phrase in fold(text) for text in texts):
            return False
    return True


def _bounded_otherwise(number: Number, claim: str, texts: Sequence[str]) -> bool:
    """Whether the claim says "more than" where the sentences say "less than", or the other way round."""
    hedge = hedge_before(claim, number.start)
    if hedge is None:
        return False
    values = {value for value, _ in number.readings}
    found = ((text, n) for text in texts for n in extract(text))
    return opposed(hedge, [hedge_before(text, n.start) for text, n in found if any(v in values for v, _ in n.readings)])


def _is_rounded(value: Fraction | str, values: Iterable[Fraction | str]) -> bool:
    exact = [said for said in values if isinstance(said, Fraction)]
    return isinstance(value, Fraction) and any(rounds(value, hedge, exact) for hedge in ("over", "under", "about"))


def _is_idle(number: Number, text: str) -> bool:
    """Words that look like numbers and count nothing: "one another", "first he said", "a second later", "half-time"."""
    word = text[number.start : number.end].lower()
    before, after = _neighbours(number, text)
    if word == "one":
        return before in _PRONOUN_BEFORE or after in _PRONOUN_AFTER or not after
    if word in ("first", "second", "third"):
        if before in ("a", "one") and after == "of":
            return False
        return before not in _DETERMINERS and not text.startswith("-", number.end)
    if word in ("half", "quarter", "quarters", "halves"):
        return after not in _WHOLES
    return False


def _neighbours(number: Number, text: str) -> tuple[str, str]:
    """The words right before and after ``number``, folded; empty where there is none or punctuation parts them."""
    before = _BEFORE.search(text[max(0, number.start - 30) : number.start])
    after = _AFTER.match(text, number.end)
    return fold(before[1]) if before else "", fold(after[1]) if after else ""


def _pool(texts: Sequence[str]) -> dict[Fraction | str, set[str]]:
    """Every value of the cited sentences with its units, what their words imply included."""
    pool: dict[Fraction | str, set[str]] = {}
    for value, unit in _said(texts):
        pool.setdefault(value, set()).add(unit)
    return pool


def _said(texts: Sequence[str]) -> Iterator[Reading]:
    for text in texts:
        dates = mentions(text)
        days = {place for m in dates for place in range(m.start, m.end) if any(p.day or p.weekday for p in m.parts)}
        for reading in (text, grouped(text)) if grouped(text) != text else (text,):
            for number in extract(reading):
                if number.start not in days:
                    yield from number.readings
        yield from ((value, "") for value in converted(text))
        for mention in dates:
            yield from ((Fraction(parts.day), "ordinal") for parts in mention.parts if parts.day)
        for word in words(text):
            if word.folded in IMPLIED:
                yield Fraction(IMPLIED[word.folded]), ""
            if word.folded in IMPLIED_ORDINALS:
                yield Fraction(IMPLIED_ORDINALS[word.folded]), "ordinal"


def _stands(number: Number, claim: str, pool: Mapping[Fraction | str, set[str]], texts: Sequence[str]) -> bool:
    if any(_agrees(unit, pool.get(value, ())) or _vague(value, unit, pool) for value, unit in number.readings):
        return True
    if (hedge := hedge_before(claim, number.start)) and any(
        isinstance(value, Fraction) and rounds(value, hedge, _of_unit(unit, pool)) for value, unit in number.readings
    ):
        return True
    word, (before, noun) = claim[number.start : number.end].lower(), _neighbours(number, claim)
    if word in ("one", "a single"):
        singular = re.compile(rf"\b(?:an?|the|another)(?: [\w'-]+){{0,2}} {re.escape(noun)}\b")
        if any(singular.search(fold(text)) for text in texts):
            return True
    introduces = word == "one" and number.start == 0  # "One survivor, Maili Tamang, …"
    resumes = word == "two" and before in _RESUMING  # "the two presidents", who are named
    return (introduces or resumes) and not _counted(pool)


def _counted(pool: Mapping[Fraction | str, set[str]]) -> bool:
    """Whether the sentences count anything that "one" or "the two" could be a wrong number of."""
    return any(isinstance(value, Fraction) and value > 1 and "" in units for value, units in pool.items())


def _of_unit(unit: str, pool: Mapping[Fraction | str, set[str]]) -> Iterator[Fraction]:
    return (said for said, units in pool.items() if isinstance(said, Fraction) and _agrees(unit, units))


def _agrees(unit: str, units: Iterable[str]) -> bool:
    """A claim may leave a currency out, not put one in; a plain dollar is anybody's."""
    for theirs in units:
        if unit == theirs:
            return True
        if unit.startswith("dollar") and theirs.startswith("dollar") and "dollar" in (unit, theirs):
            return True
        if not unit and theirs not in _OWN_KIND:
            return True
        if unit == "points" and not theirs:
            return True
    return False


def _vague(value: Fraction | str, unit: str, pool: Mapping[Fraction | str, set[str]]) -> bool:
    """ "Dozens" and "hundreds" hold from twice the word up to a hundred times it, "thousands" to a thousand times."""
    if unit != "vague" or not isinstance(value, Fraction):
        return False
    most = value * (1000 if value >= 1000 else 100)
    return any(isinstance(said, Fraction) and 2 * value <= said < most for said in pool)
