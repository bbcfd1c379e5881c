"""`qa serve`: the service over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qa.cli.run import OK, run
from qa.errors import ConfigError

if TYPE_CHECKING:
    from api.access import Access
    from qa.adapters.ownership import Ownership
    from qa.app import App

LOCK_FOLDER = "server"


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 is any free one.")
@click.option("--demo", is_flag=True, help="Serve the demonstration articles, in an installation of their own.")
@click.option("--open", "open_", is_flag=True, help="Let in everybody who reaches it, without a key.")
@click.option(
    "--allow-host", "names", multiple=True, metavar="NAME", help="Another name that it is addressed by, without a key."
)
def serve(host: str, port: int, demo: bool, open_: bool, names: tuple[str, ...]) -> None:
    """Serve answers over HTTP, with a page to ask on.

    Everybody on this machine may use it until a key is made (`qa keys add`); from then on every request needs one. It
    does not start on an address that others reach as long as there is no key, unless you say --open.

    Ctrl-C or SIGTERM finishes the answers that are being made, then stops. One server per data folder: a second one
    says where the first one is, and exits 1.
    """
    run(_serve(host, port, demo, open_, names))


async def _serve(host: str, port: int, demo: bool, open_: bool, names: tuple[str, ...]) -> int:
    from qa.settings import load

    folder = load().data_dir / "demo" if demo else load().data_dir
    with _alone(folder) as lock:
        access = await _access(folder, host, open_, names)
        from api import logs, tracing
        from api.app import create_app
        from api.server import address, listen
        from api.server import serve as serve_web
        from api.slack.attach import attached
        from qa.app import opened

        with listen(host, port) as listening:
            lock.note({"address": address(listening)})
            async with opened(data_dir=folder) as app:
                await _greet(app, demo)
                logs.configure(as_json=app.settings.log_format == "json", texts=app.settings.log_texts)
                stop_tracing = tracing.start()
                web = create_app(app, access=access)
                warming = asyncio.create_task(app.warm_up())
                try:
                    async with attached(web, app.settings) as slack:
                        click.echo(f"Serving on {address(listening)} (Ctrl-C stops)")
                        if slack:
                            click.echo(slack)
                        await serve_web(web, listening)
                finally:
                    warming.cancel()
                    await asyncio.wait([warming])
                    await asyncio.to_thread(stop_tracing)
    return OK


async def _access(folder: Path, host: str, open_: bool, names: tuple[str, ...]) -> Access:
    """Who may come in; says so. ConfigError when that would be everybody, and nobody asked for it."""
    from api.access import LOOPBACK_NAMES, Access, is_loopback
    from qa.app import operating

    async with operating(data_dir=folder) as operations:
        made = await operations.keys.keys()
    hosts = (*LOOPBACK_NAMES, *(name.lower() for name in names))
    if made and not open_:
        valid = sum(key.revoked_at is None for key in made)
        click.echo(f"Every request needs a key; {valid} of {len(made)} are valid (`qa keys list`).", err=True)
        return Access(hosts, keys="always")
    if is_loopback(host):
        return Access(hosts, keys="never" if open_ else "auto")
    if not open_:
        raise ConfigError(
            f"On {host} everybody who reaches it could ask, read and delete.",
            next_step="Make a key first, with `qa keys add NAME`, or say --open to let everybody in.",
        )
    click.echo(f"Open: everybody who reaches {host} may ask, read and delete.", err=True)
    return Access((*hosts, host.lower()), addresses=True, keys="never")


@contextmanager
def _alone(folder: Path) -> Iterator[Ownership]:
    """The right to serve ``folder``; ConfigError names the server that has it."""
    from qa.adapters.ownership import Ownership, owner

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
