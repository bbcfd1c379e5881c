"""News is asked about while it is news: of two passages that match a question alike, the newer one counts for more."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from qa.types import Question

WEIGHT = 0.75
HALF_LIFE = 30  # days
"""Fitted on one half of the RealTime QA questions, where 14 to 30 days and weights of 0.5 to 1 do about as well
(`python -m bench.levers`); `python -m bench.news_retrieval` gives the figures of the other half."""

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def by_recency(
    ranked: Sequence[tuple[str, float]], days: Mapping[str, str | None], question: Question
) -> list[tuple[str, float]]:
    """``ranked`` (ids with scores) with the scores of recent ones raised, best first, ties by id.

    ``days`` gives the publication of each id as an ISO date or instant; one without it counts as old. What appeared
    after the question was asked counts as new. A question that names a past year, or that is asked within dates, says
    itself which time it means: its scores stay.
    """
    asked = day(question.asked_at)
    if asked is None or question.filters.from_ or question.filters.to or _names_past_year(question.text, asked):
        return list(ranked)
    newness = {published: _newness(day(published), asked) for published in {None, *days.values()}}
    scored = [(key, score * (1 + WEIGHT * newness[days.get(key)])) for key, score in ranked]
    return sorted(scored, key=lambda item: (-item[1], item[0]))


def _names_past_year(text: str, asked: date) -> bool:
    return any(int(year) < asked.year for year in _YEAR.findall(text))


def _newness(published: date | None, asked: date) -> float:
    """1 for what appeared on the day of the question, half as much each ``HALF_LIFE`` before."""
    return 0.0 if published is None else float(0.5 ** (max(0, (asked - published).days) / HALF_LIFE))


def names_a_year(text: str) -> bool:
    """Whether a question says by a year which time it means."""
    return bool(_YEAR.search(text))


def day(text: str | None) -> date | None:
    """The day that an ISO date or instant begins with; None where it begins with none."""
    found = _DAY.match(text or "")
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
