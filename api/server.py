"""Runs the web application on a socket until it is told to stop, and then finishes what runs."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Callable, Generator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from qa.errors import ConfigError

FINISH_SECONDS = 30
"""How long answers that are being made may take once the service is told to stop."""
IDLE_SECONDS = 75
"""How long an idle connection stays open: longer than proxies and clients keep theirs, else they would at times send a
request into one that has just been closed."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 is any free one. ConfigError when it cannot."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host.strip("[]"), port), family=family, backlog=2048)
        # asyncio sets it only on sockets that it made itself. Connections inherit it; without it a body waits 40 ms
        # for the client to acknowledge its head.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listening
    except OSError as error:
        raise ConfigError(
            f"{host}:{port} cannot be listened on ({error.strerror}).", next_step="Give another --host or --port."
        ) from error


def address(listening: socket.socket) -> str:
    """The URL of what listens on the socket."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


async def serve(web: FastAPI, listening: socket.socket) -> None:
    """Serves until SIGINT or SIGTERM; answers that are being made then have ``FINISH_SECONDS``. A second signal stops
    at once."""
    config = uvicorn.Config(
        web,
        log_config=None,
        access_log=False,
        ws="none",
        server_header=False,
        timeout_graceful_shutdown=FINISH_SECONDS,
        timeout_keep_alive=IDLE_SECONDS,
    )
    await _Server(config, web.state.service.begin_stop).serve(sockets=[listening])


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, begin_stop: Callable[[], None]) -> None:
        super().__init__(config)
        self._begin_stop = begin_stop

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        # uvicorn's own raises the signal again once it has stopped, which would end the process before the store and
        # the index are closed.
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._stop)
        try:
            yield
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(number)

    def _stop(self) -> None:
        self.force_exit = self.should_exit
        self.should_exit = True
        self._begin_stop()
