"""Works ahead: some items at once, their results in the order of the items, and no more than a few waiting."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from typing import TypeVar

In = TypeVar("In")
Out = TypeVar("Out")


async def ahead(
    items: AsyncIterator[In], work: Callable[[In], Awaitable[Out]], window: int
) -> AsyncGenerator[Out, None]:
    """``work(item)`` for each of ``items``, up to ``window`` at once, yielded in the order of ``items``.

    Results that nobody took yet count towards ``window``: a slow consumer slows the work down. ``items`` is asked for
    the next one only when there is room, and again whenever a result was taken, so it may grow by what results bring.
    An error of ``items`` or ``work`` is raised in its turn. Closing the generator cancels what runs.
    """
    running: deque[asyncio.Task[Out]] = deque()
    exhausted = False
    try:
        while True:
            while len(running) < window and not exhausted:
                try:
                    item = await anext(items)
                except StopAsyncIteration:
                    exhausted = True
                else:
                    running.append(asyncio.ensure_future(work(item)))
            if not running:
                return
            result = await running[0]
            running.popleft()
            yield result
            exhausted = False
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
