"""A process that serves the bot for the soak, and ends itself with SIGKILL at the point that it is told:

    python -m tests.slack.soak_worker FOLDER SLACK_URL [POINT NUMBER]

POINT is `name:before` or `name:after`; NUMBER says at which passing of it.
"""

from __future__ import annotations

import asyncio
import functools
import logging
import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any

import uvicorn
from slack_sdk.web.async_client import AsyncWebClient

from api.app import create_app
from api.slack.attach import attached
from api.slack.work import Pace
from qa.adapters.sqlite.inbox import SqliteInbox
from qa.settings import load
from tests.api.support import StubReader, installation
from tests.slack.workspace import BOT_TOKEN, SECRET

PACE = Pace(workers=4, lease_seconds=3, look_seconds=0.1, pause_seconds=0.2, longest_pause_seconds=2)
INBOX = ("accept", "lease", "finish")


def arm(point: str, number: int) -> None:
    """Makes the ``number``-th passing of ``point`` this process's last act."""
    name, when = point.rsplit(":", 1)
    left = number

    def passing(here: str) -> None:
        nonlocal left
        if here == when:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    if name in INBOX:
        real = getattr(SqliteInbox, name)

        @functools.wraps(real)
        async def watched(*args: Any, **kwargs: Any) -> Any:
            passing("before")
            result = await real(*args, **kwargs)
            if result is not None:  # a lease that found nothing is none
                passing("after")
            return result

        setattr(SqliteInbox, name, watched)
        return
    call = AsyncWebClient.api_call

    async def called(self: AsyncWebClient, api_method: str, **kwargs: Any) -> Any:
        if api_method != name:
            return await call(self, api_method, **kwargs)
        passing("before")
        result = await call(self, api_method, **kwargs)
        passing("after")
        return result

    setattr(AsyncWebClient, "api_call", called)  # noqa: B010 - mypy minds the other way


async def serve(folder: Path, slack_url: str) -> None:
    app = await installation(folder, StubReader())
    web = create_app(app)
    settings = load(data_dir=folder, slack_bot_token=BOT_TOKEN, slack_signing_secret=SECRET, slack_api_url=slack_url)
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listening:
        server = uvicorn.Server(uvicorn.Config(web, log_config=None, access_log=False, ws="none"))
        async with attached(web, settings, PACE):
            sys.stdout.write(f"{listening.getsockname()[1]}\n")
            sys.stdout.flush()
            await server.serve(sockets=[listening])


if __name__ == "__main__":
    if len(sys.argv) > 3:
        arm(sys.argv[3], int(sys.argv[4]))
    logging.disable(logging.WARNING)
    asyncio.run(serve(Path(sys.argv[1]), sys.argv[2]))
