"""When a question asks about: the days that its words name, or those of an event that the articles date.

An event is looked for only where a question has one ("since the election"): its words and the question's names are
searched as a question of their own. Where the articles do not clearly put it on a day, nothing is narrowed, and that is
said.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from qa.cite import cite
from qa.evidence import articles_of, gather
from qa.period import Dated, Happening, dated, happening, period
from qa.ports import ArticleStore
from qa.question import understand
from qa.retrieve import Retrieval, retrieve
from qa.statements import statements
from qa.types import Evidence, Notice, Period, Question
from qa.types.query import Query

_SHOWN = 2  # articles that are cited for the day of an event


@dataclass(frozen=True, slots=True)
class When:
    """``period`` is what the question is about. ``narrows`` is that by which articles may be left out: not the time
    before an event, of which later articles tell as well. ``notices`` say where the days of an event come from, or
    that they are unknown."""

    period: Period | None = None
    narrows: Period | None = None
    notices: tuple[Notice, ...] = ()


async def when(question: Question, query: Query, retrieval: Retrieval, articles: ArticleStore) -> When:
    """The time of ``question``. Searches once more where an event gives it, and then raises what a search raises."""
    named = period(question.text, question.asked_at)
    event = None if named and (named.from_ or named.to) else happening(question.text, query.names)
    if event is None:
        return When(named, named)
    text = " ".join((event.phrase, *(name for name in query.names if name not in event.phrase)))
    found = await retrieve(replace(question, text=text), understand(text).words, retrieval)
    evidence = gather(found.hits, await articles_of(found.hits, articles))
    at = dated(event, statements(evidence), question.asked_at)
    if at is None and event.year is None:
        text = f"The articles do not clearly say when “{event.phrase}” was: articles of any time were searched."
        return When(named, named, (Notice("unknown_time", text),))
    return _when(event, at, evidence)


def _when(event: Happening, at: Dated | None, evidence: Evidence) -> When:
    first, last = at.days if at else (date(event.year or 1, 1, 1), date(event.year or 1, 12, 31))
    if event.is_before:
        found = Period(event.shown, None, (first - timedelta(days=1)).isoformat())
    elif event.word == "during" and last > first:
        found = Period(event.shown, first.isoformat(), last.isoformat())
    else:
        found = Period(event.shown, first.isoformat())
    if at is None:
        return When(found, None if event.is_before else found)
    days = first.isoformat() if first == last else f"{first.isoformat()} to {last.isoformat()}"
    articles = "an article here puts" if len(at.statements) == 1 else f"{len(at.statements)} articles here put"
    citations = cite([s.label for s in at.statements[:_SHOWN]], evidence).citations
    notice = Notice("dated_event", f"“{event.phrase}”: {articles} it on {days}.", citations)
    return When(found, None if event.is_before else found, (notice,))
