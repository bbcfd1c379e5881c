"""What is done with the time that a question names: which articles are searched, in which order, what is said first."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from qa.types import Filters, Hit, Notice, Period

FRESH = 30  # days; evidence that is older is old for a question about now
_RANK = 10  # the smaller, the more the first places count; qa/fuse.py has 60 for two searches over the same passages
_NEWNESS = 2  # how much the order by day counts against the order by relevance


def within(filters: Filters, found: Period | None, asked_at: str) -> Filters:
    """``filters`` narrowed to articles that can tell of ``found``: none published before it began, for they cannot know
    of it, and none after its end where the question asks for what was before. Days that are given win; a time that is
    still to come narrows nothing, for what is planned was told before."""
    if found is None or (found.from_ or "") > asked_at[:10]:
        return filters
    narrowed = filters
    if found.from_ and not filters.from_:
        narrowed = replace(narrowed, from_=found.from_)
    if found.to and not found.from_ and not filters.to:
        narrowed = replace(narrowed, to=found.to)
    return narrowed


def age(
    found: Period | None, days: Sequence[str | None], asked_at: str, articles: str = "article here"
) -> tuple[Notice, ...]:
    """What has to be said first about the ``days`` of the ``articles``, those in evidence or those that claims cite:
    that the newest is older than what the question asks about, that some have no date and were kept all the same."""
    if found is None or not days:
        return ()
    notices = []
    newest = max((day[:10] for day in days if day), default=None)
    fresh = found.from_ or (date.fromisoformat(asked_at[:10]) - timedelta(days=FRESH)).isoformat()
    asked_of_past = fresh <= asked_at[:10] and not (found.to and not found.from_)
    if newest and newest < fresh and asked_of_past:
        notices.append(
            Notice("old_evidence", f"The question is about {found.phrase}; the newest {articles} is of {newest}.")
        )
    undated = sum(day is None for day in days)
    if undated and (found.from_ or found.to):
        some = "1 article here has no date" if undated == 1 else f"{undated} articles here have no date"
        notices.append(Notice("undated_evidence", f"{some} and may tell of another time than {found.phrase}."))
    return tuple(notices)


def in_order(hits: Sequence[Hit], days: Mapping[str, str | None], found: Period | None) -> tuple[Hit, ...]:
    """``hits`` as they stand, but for a period with an end those first that were published in it or a few days behind
    it, and for a question about the latest by relevance and newness together (reciprocal rank fusion of the two
    orders); ``days`` gives each article's by its id, undated ones count as the oldest."""
    if found is None:
        return tuple(hits)
    if found.from_ or found.to:
        return tuple(sorted(hits, key=lambda hit: not found.covers(days.get(hit.passage.article_id))))
    by_day = sorted(range(len(hits)), key=lambda at: days.get(hits[at].passage.article_id) or "", reverse=True)
    rank = {at: place for place, at in enumerate(by_day, start=1)}
    order = sorted(range(len(hits)), key=lambda at: (-1 / (_RANK + at + 1) - _NEWNESS / (_RANK + rank[at]), at))
    return tuple(hits[at] for at in order)
