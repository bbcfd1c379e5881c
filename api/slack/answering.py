"""What the bot needs of the service: answers, and what stands around them."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import date, timedelta
from typing import Protocol

from api.problem import Problem
from api.service import Service
from api.slack.answer import Nearest, Searched
from api.slack.calls import LaterError
from qa.ask import ask
from qa.types import Answer, Article, Citation, Event, Feedback, Filters, Question

_NEAREST = 3
_RECENT_DAYS = 14
_LISTED = 200
_AROUND = 1  # sentences before and after a quotation


class Answering(Protocol):
    """The service, as the bot sees it."""

    def ask(self, question: Question) -> AsyncGenerator[Event, None]:
        """The events of a question, up to ``done`` or ``error``. LaterError when too much is being answered."""
        ...

    def now(self) -> str:
        """The present instant, as answers have it."""
        ...

    async def begin(self, conversation_id: str) -> None:
        """Makes sure that there is that conversation."""
        ...

    async def last_answer(self, conversation_id: str) -> Answer | None:
        """The last answer of that conversation."""
        ...

    async def feedback(self, feedback: Feedback) -> bool:
        """Keeps what somebody thought of an answer; False when that was not kept."""
        ...

    async def answer(self, answer_id: str) -> Answer | None:
        """An answer that was given before."""
        ...

    async def searched(self, answer: Answer) -> Searched:
        """What a refusal tells of the articles."""
        ...

    async def passages(self, answer: Answer) -> Sequence[tuple[Citation, Article, str, str]]:
        """For each citation of ``answer`` its article and the text before and after the quotation."""
        ...

    async def source(self, name: str) -> Filters | None:
        """The filter for articles that ``name`` wrote, or else published; ``None`` when there are none."""
        ...

    async def newest(self, most: int) -> Sequence[Article]:
        """The newest articles; any, where none has a date."""
        ...


class ServiceAnswering:
    """The service of this process."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._app = service.app

    async def ask(self, question: Question) -> AsyncGenerator[Event, None]:
        """See Answering. It is computed away from the loop that serves, and stopped when nobody follows any more."""
        try:
            run = self._service.runs.start(question.answer_id or "", ask(question, self._app.asking))
        except Problem as problem:
            raise LaterError(str(problem)) from problem
        async with aclosing(run.follow()) as events:
            async for numbered in events:
                if numbered is not None:
                    yield numbered[1]

    def now(self) -> str:
        """See Answering."""
        return self._app.asking.clock.now()

    async def begin(self, conversation_id: str) -> None:
        """See Answering."""
        await self._app.store.begin_conversation(conversation_id, self.now())

    async def last_answer(self, conversation_id: str) -> Answer | None:
        """See Answering."""
        conversation = await self._app.store.conversation(conversation_id)
        turns = conversation.turns if conversation else ()
        return await self.answer(turns[-1].answer_id) if turns else None

    async def feedback(self, feedback: Feedback) -> bool:
        """See Answering."""
        return await self._app.store.give_feedback(feedback) is not None

    async def answer(self, answer_id: str) -> Answer | None:
        """See Answering."""
        return await self._app.asking.answers.answer(answer_id)

    async def searched(self, answer: Answer) -> Searched:
        """See Answering."""
        stats = await self._app.store.stats()
        nearest: list[Nearest] = []
        for hit in answer.hits[:_NEAREST]:
            stored = await self._app.store.get(hit.article_id, hit.version)
            if stored is not None:
                nearest.append(Nearest(stored.article, stored.article.text[hit.start : hit.end]))
        return Searched(stats.articles, stats.newest_published, tuple(nearest))

    async def passages(self, answer: Answer) -> Sequence[tuple[Citation, Article, str, str]]:
        """See Answering."""
        sides = [side for entry in answer.disagreements for side in entry.sides]
        cited = [c for claim in answer.claims for c in claim.citations] + [c for side in sides for c in side.citations]
        found: list[tuple[Citation, Article, str, str]] = []
        for citation in dict.fromkeys(cited):
            stored = await self._app.store.get(citation.article_id, citation.version)
            if stored is None:
                continue
            text = stored.article.text
            before = [s.start for s in stored.sentences if s.end <= citation.start][-_AROUND:]
            after = [s.end for s in stored.sentences if s.start >= citation.end][:_AROUND]
            start, end = min(before, default=citation.start), max(after, default=citation.end)
            found.append((citation, stored.article, text[start : citation.start], text[citation.end : end]))
        return found

    async def source(self, name: str) -> Filters | None:
        """See Answering."""
        names = (name, f"The {name}")
        for filters in (Filters(**{field: n}) for field in ("origin", "publisher") for n in names):
            if await self._app.store.listed(filters, limit=1):
                return filters
        return None

    async def newest(self, most: int) -> Sequence[Article]:
        """See Answering."""
        day = (await self._app.store.stats()).newest_published
        if day is None:
            return await self._app.store.current(limit=most)
        since = date.fromisoformat(day[:10]) - timedelta(days=_RECENT_DAYS)
        recent = await self._app.store.listed(Filters(from_=since.isoformat()), limit=_LISTED)
        return sorted(recent, key=lambda article: article.published_at or "", reverse=True)[:most]


def answer_id_of(key: str) -> str:
    """The id of the answer to the event ``key``: the same each time, so that an answer once given is found."""
    return hashlib.sha256(f"slack {key}".encode()).hexdigest()[:32]


def conversation_of(channel: str, root: str) -> str:
    """The id of the conversation in the thread under ``root``."""
    return hashlib.sha256(f"slack {channel} {root}".encode()).hexdigest()[:32]
