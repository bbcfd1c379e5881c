"""How soon the Slack bot acknowledges and answers while many ask at once: `python -m bench.slack [QUESTIONS]`.

`qa serve --demo` with the extractive reader, in a process of its own, and a stand-in of Slack that answers at once.
Beside it, in the same run, as many requests to `/healthz`, on an idle service and while the questions are answered.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from tests.slack import events
from tests.slack.server import standing_in
from tests.slack.soak import answered
from tests.slack.workspace import BOT, BOT_TOKEN, SECRET, Workspace

QUESTIONS = (
    "How many diplomats did Washington expel?",
    "What did Medvedev say?",
    "How long did the diplomats have to leave?",
    "Who is the mayor of Paris?",
)
AT_ONCE = 32


@asynccontextmanager
async def served(folder: str, slack_url: str) -> Any:
    """`qa serve --demo` with the bot; gives its address."""
    settings = {"QA_DATA_DIR": folder, "QA_READER": "extractive", "SLACK_BOT_TOKEN": BOT_TOKEN, "PYTHONUNBUFFERED": "1"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "qa.cli", "serve", "--demo", "--port", "0",
        env=os.environ | settings | {"SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": slack_url},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    assert process.stdout
    try:
        async for line in process.stdout:
            if found := re.search(r"Serving on (\S+)", line.decode()):
                yield found[1]
                return
    finally:
        process.terminate()
        await process.wait()


async def timed(calls: Iterator[Callable[[], Awaitable[httpx.Response]]]) -> list[float]:
    """Milliseconds of each call, ``AT_ONCE`` of them at a time, in order of size."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(call: Callable[[], Awaitable[httpx.Response]]) -> float:
        async with gate:
            begun = time.perf_counter()
            assert (await call()).status_code == 200
            return (time.perf_counter() - begun) * 1000

    return sorted(await asyncio.gather(*(one(call) for call in calls)))


def row(name: str, milliseconds: list[float]) -> str:
    """A line of the table."""
    middle, late = milliseconds[len(milliseconds) // 2], milliseconds[int(len(milliseconds) * 0.95)]
    return f"{name:44} p50 {middle:7.0f}   p95 {late:7.0f}   slowest {milliseconds[-1]:7.0f} ms"


async def main(count: int) -> None:
    """Prints the table."""
    space = Workspace()
    space.channel("C1", "channel", "U1")
    async with standing_in(space) as slack:
        with tempfile.TemporaryDirectory() as folder:
            async with served(folder, slack.url) as address, httpx.AsyncClient(base_url=address, timeout=30) as http:

                def health() -> Iterator[Callable[[], Awaitable[httpx.Response]]]:
                    return (lambda: http.get("/healthz") for _ in range(count))

                print(row("/healthz, nothing else to do", await timed(health())))
                messages = [space.say("C1", "U1", f"<@{BOT}> {QUESTIONS[n % len(QUESTIONS)]}") for n in range(count)]
                payloads = [events.message_event(space, message, "app_mention") for message in messages]
                begun = time.perf_counter()
                print(
                    row(
                        f"acknowledging {count} mentions, {AT_ONCE} at once",
                        await timed(iter([lambda p=p: events.deliver(http, p) for p in payloads])),  # type: ignore[misc]
                    )
                )
                print(row("/healthz, while they are answered", await timed(health())))
                while sum(answered(space).values()) < count:  # noqa: ASYNC110 - what is waited for sets no event
                    await asyncio.sleep(0.05)
                print(f"{count} questions answered in {time.perf_counter() - begun:.1f} s")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
