"""`qa serve`: the service over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qa.cli.run import OK, run
from qa.errors import ConfigError

if TYPE_CHECKING:
    from qa.adapters.chroma.ownership import Ownership
    from qa.app import App

LOCK_FOLDER = "server"


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 is any free one.")
@click.option("--demo", is_flag=True, help="Serve the demonstration articles, in an installation of their own.")
def serve(host: str, port: int, demo: bool) -> None:
    """Serve answers over HTTP, with a page to ask on.

    Ctrl-C or SIGTERM finishes the answers that are being made, then stops. One server per data folder: a second one
    says where the first one is, and exits 1.
    """
    run(_serve(host, port, demo))


async def _serve(host: str, port: int, demo: bool) -> int:
    from qa.settings import load

    folder = load().data_dir / "demo" if demo else load().data_dir
    with _alone(folder) as lock:
        from api.access import is_loopback
        from api.app import create_app
        from api.server import address, listen
        from api.server import serve as serve_web
        from qa.app import opened

        if not is_loopback(host):
            raise ConfigError(
                f"On {host} everybody who reaches it could ask, read and delete.",
                next_step="Listen on 127.0.0.1, and let a proxy that checks who asks stand before it.",
            )
        with listen(host, port) as listening:
            lock.note({"address": address(listening)})
            async with opened(data_dir=folder) as app:
                await _greet(app, demo)
                click.echo(f"Serving on {address(listening)} (Ctrl-C stops)")
                await serve_web(create_app(app), listening)
    return OK


@contextmanager
def _alone(folder: Path) -> Iterator[Ownership]:
    """The right to serve ``folder``; ConfigError names the server that has it."""
    from qa.adapters.chroma.ownership import Ownership, owner

    lock = Ownership.acquire(folder / LOCK_FOLDER)
    if lock is None:
        other = owner(folder / LOCK_FOLDER) or {}
        where = f"pid {other.get('pid', 'unknown')}, {other.get('address', 'still starting')}"
        raise ConfigError(
            f"{folder} is being served already ({where}).", next_step="Use or stop that one, or set QA_DATA_DIR."
        )
    try:
        yield lock
    finally:
        lock.release()


async def _greet(app: App, demo: bool) -> None:
    from qa.cli.ask import announce
    from qa.cli.ingest import summary, take
    from qa.resources import resource_dir

    if demo:
        counts = await take(app, (str(resource_dir("seeds")),), lambda report: None)
        click.echo(f"Demonstration articles: {summary(counts)}", err=True)
    elif await app.is_empty():
        click.echo("There are no articles yet: run `qa ingest FOLDER`, or `qa serve --demo`.", err=True)
    announce(app)
