"""Clauses: a date or a number is told of what the sentence tells it of ("signed in 2014 and expires in 2020").

A sentence is cut at its signs and conjunctions. The piece that has most of the claim's words, verbs counting double, is
what the claim speaks of; when it has a date of its own, and the claim's date stands only in another piece, the claim
fails, and so with numbers. Only claims of one piece are judged, and only where one piece is clearly meant.
"""

import re
from collections.abc import Callable

from qa.verify import dates
from qa.verify.figures import Number, extract
from qa.verify.negation import analyse
from qa.verify.source import Source
from qa.words import is_past_form

_CUT = re.compile(
    r"(?:[,;:] | - )(?:(?:and|but|while|which|who|where|with|as|after|before) )?|,? (?:and|but|while|whereas) "
)
_VERB = 2  # what a verb counts, where another word counts one

Values = Callable[[str], list[object]]


def dates_agree(claim: str, source: Source) -> bool:
    """Whether the date of ``claim`` (a cleaned text) is not that of another clause of its sentence."""
    return _agree(claim, source, _dates, _same_date)


def numbers_agree(claim: str, source: Source) -> bool:
    """Whether the number of ``claim`` (a cleaned text) is not that of another clause of its sentence."""
    return _agree(claim, source, _numbers, _same_number)


def _agree(claim: str, source: Source, values: Values, is_same: Callable[[object, object], bool]) -> bool:
    ours = values(claim)
    if len(ours) != 1 or len(_CUT.split(claim)) > 1:
        return True
    own = [_is_own(claim, text, values, lambda value: is_same(ours[0], value)) for text in source.texts]
    return False not in own or True in own


def _is_own(claim: str, text: str, values: Values, is_ours: Callable[[object], bool]) -> bool | None:
    """Whether the sentence tells the claim's value of what the claim tells it of; ``None`` where it has no such."""
    pieces = [piece for piece in _CUT.split(text) if piece]
    told = [values(piece) for piece in pieces]
    has = [any(map(is_ours, found)) for found in told]
    if not any(has):
        return None
    shared = [_shared(claim, piece) for piece in pieces]
    best = max(range(len(pieces)), key=lambda place: shared[place])
    clear = shared.count(shared[best]) == 1 and sum(map(bool, told)) > 1
    return not clear or has[best] or not told[best]


def _shared(claim: str, piece: str) -> int:
    theirs = {token.stem for token in analyse(piece)[0] if token.telling}
    words = {token.stem: token.word for token in analyse(claim)[0] if token.telling and token.word[0].isalpha()}
    return sum(_worth(word) for word_stem, word in words.items() if word_stem in theirs)


def _worth(word: str) -> int:
    return _VERB if is_past_form(word) or (word.endswith("s") and not word.endswith("ss")) else 1


def _dates(text: str) -> list[object]:
    return [*dates.mentions(text), *(phrase.lower() for phrase in dates.relative(text))]


def _same_date(ours: object, theirs: object) -> bool:
    if isinstance(ours, dates.Mention) and isinstance(theirs, dates.Mention):
        return dates.is_part(ours, theirs)
    return isinstance(ours, dates.Mention) != isinstance(theirs, dates.Mention) or ours == theirs


def _numbers(text: str) -> list[object]:
    taken = [(mention.start, mention.end) for mention in dates.mentions(text)]
    return [n for n in extract(text) if not any(start <= n.start < end for start, end in taken)]


def _same_number(ours: object, theirs: object) -> bool:
    return ours == theirs or not _values_of(ours).isdisjoint(_values_of(theirs))


def _values_of(number: object) -> set[object]:
    return {value for value, _ in number.readings} if isinstance(number, Number) else set()
