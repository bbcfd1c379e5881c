"""Where a later sentence overtakes an earlier one: what was not done in October may have been done in November, and
then the articles do not contradict each other.

Only days tell: a Yes overtakes a No of an older article where it is of a day behind that, or names none and the No
leaves open what comes ("has not yet"). Two reports on one day stay a dispute, and so does a denial of what was done at
a time before it.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from qa.extractive.told import Told
from qa.period.phrases import spans
from qa.recency import day
from qa.statements import Statement, statements
from qa.types import Evidence
from qa.words import word_set

_OPEN = word_set("has hasn't have haven't still")
_NOT_YET = word_set("yet")
_ENDED = re.compile(r"\b(?:no longer|any ?longer|any ?more)\b", re.IGNORECASE)
_SAYING = word_set(
    "said says deny denies denied denying told according insisted reject rejects rejected dispute disputed"
)
_NEAR = timedelta(days=7)  # two reports of one time; behind it a plain "did not" is of another


def overtaken(told: Told, evidence: Evidence) -> Mapping[str, Statement]:
    """For the label of each sentence that ``told`` has on one side, the oldest of the other side which overtakes it."""
    if not (told.done and told.denied):
        return {}
    dated = [(known, s) for s in statements(evidence) if s.label in told.answers and (known := day(s.day))]
    dated.sort(key=lambda one: one[0])
    found: dict[str, Statement] = {}
    for then, earlier in dated:
        so = earlier.label in told.done
        for now, later in dated:
            if now <= then or (later.label in told.done) == so or earlier.label in found:
                continue
            if _ends(later) if so else _happened_since(earlier, then, later, now):
                found[earlier.label] = later
    return found


def _ends(later: Statement) -> bool:
    """Whether it says that something is no more."""
    return bool(_ENDED.search(later.text))


def _happened_since(earlier: Statement, then: date, later: Statement, now: date) -> bool:
    """Whether ``later`` tells as done behind the day ``then`` what ``earlier`` tells as not done."""
    times = _times(later, now)
    if times:
        return min(times) > then  # "took bribes in 2015, it was said on Monday" tells nothing new
    if any(time < then - _NEAR for time in _times(earlier, then)):
        return False  # "did not meet him on 3 February": nothing later makes that so
    words = {token.word for token in earlier.tokens}
    if words & _SAYING:  # somebody denies it: another who says so leaves that a dispute
        return bool(words & _NOT_YET)
    return bool(words & (_OPEN | _NOT_YET)) or now - then > _NEAR


def _times(statement: Statement, published: date) -> list[date]:
    """The first days of the times that ``statement`` names."""
    return [span.days[0] for span in spans(statement.text, published, told=True)]
