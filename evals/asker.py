"""Asks one case at a time from code that is not async: an installation with the articles, on a loop of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TypeVar

from evals.corpus import Corpus, resolve
from evals.recorded import replaying
from evals.run import asked, corpus_of, installation, reader_of, take
from evals.sets import Batch
from evals.transport import RecordedTransport
from evals.types import Case, CaseScore, Result
from qa.app import App
from qa.settings import load

T = TypeVar("T")


class Asker:
    """Takes the articles in when it is made; ``close`` takes the installation away. QAError when there are none."""

    def __init__(self, articles: Path, *, recordings: Path | None = None) -> None:
        self._runner = asyncio.Runner()
        self._stack = AsyncExitStack()
        self._transport: RecordedTransport | None = None
        self._app, self._corpus = self._run(self._opened(articles, recordings))

    @property
    def reader(self) -> str:
        """Who reads, as a baseline names it."""
        return reader_of(self._app)

    def ask(self, case: Case) -> Result:
        """The result of ``case``; CasesError when its passages do not stand in the articles."""
        (ready,) = resolve([case], self._corpus)

        async def one() -> Result:
            return await anext(asked([ready], self._app))

        result = self._run(one())
        if self._transport and self._transport.missing:
            self._transport.missing.clear()
            reason = f"no recorded reply; `{self._transport.command}` records it"
            return Result(ready, 1, None, CaseScore("could_not_grade", reason=reason))
        return result

    def close(self) -> None:
        """Gives everything back."""
        self._run(self._stack.aclose())
        self._runner.close()

    async def _opened(self, articles: Path, recordings: Path | None) -> tuple[App, Corpus]:
        settings = load()
        if recordings:
            settings, self._transport = replaying(recordings, settings)
        app = await self._stack.enter_async_context(installation(settings, self._transport))
        reports = [report async for report in take(Batch(articles, ()), app)]
        return app, await corpus_of(reports, app)

    def _run(self, work: Coroutine[object, object, T]) -> T:
        return self._runner.run(work)
