"""`qa doctor`: what is configured, what works, and what to do about the rest."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import click

from qa.cli.run import FAILED, OK, run
from qa.errors import QAError

if TYPE_CHECKING:
    from qa.app import App

Check = tuple[str, Callable[["App"], Awaitable[str]]]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def doctor(as_json: bool) -> None:
    """Say what is configured, what works, and what to do about the rest. Exits 1 when something does not work."""
    run(_doctor(as_json), as_json=as_json)


async def _doctor(as_json: bool) -> int:
    from qa.app import opened

    try:
        async with opened(check_fingerprint=False) as app:
            results = [(name, *await _tried(check, app)) for name, check in CHECKS]
    except QAError as error:  # it does not open at all: the settings or the store
        results = [(error.code, False, str(error))]
    for name, works, said in results:
        if as_json:
            click.echo(json.dumps({"check": name, "ok": works, "detail": said}, ensure_ascii=False))
        else:
            click.echo(f"{'ok ' if works else 'BAD'}  {name:<9} {said}")
    return OK if all(works for _, works, _ in results) else FAILED


async def _tried(check: Callable[[App], Awaitable[str]], app: App) -> tuple[bool, str]:
    try:
        return True, await check(app)
    except QAError as error:
        return False, str(error)


async def _settings(app: App) -> str:
    from qa.settings import TOML

    chosen = ", ".join(sorted(app.settings.model_fields_set)) or "nothing"
    return f"data folder {app.settings.data_dir}; set by environment or {TOML}: {chosen}"


async def _store(app: App) -> str:
    stats = await app.store.stats()
    newest = f"newest of {stats.newest_published[:10]}" if stats.newest_published else "none dated"
    if not stats.articles:
        return "no articles yet: run `qa ingest FOLDER`, or try `qa demo`"
    return f"{stats.articles} articles ({newest}), {stats.passages} passages, {stats.bytes / 1e6:.1f} MB"


async def _embedder(app: App) -> str:
    vectors = await app.embedder.embed(["Does it work?"])
    await app.store.check_fingerprint(app.embedder.fingerprint)
    return f"{app.embedder.fingerprint}, {vectors.shape[1]} dimensions"


async def _index(app: App) -> str:
    import numpy as np

    from qa.types import Filters

    probe = np.zeros(app.embedder.dimension, dtype=np.float32)
    probe[0] = 1.0
    found = await app.index.search_vector(probe, 1, Filters())
    state = f"answered around ({found.degraded})" if found.degraded else "searchable"
    return f"{app.index.name}, {state}"


async def _reader(app: App) -> str:
    return app.reader_notice.removeprefix("Reader: ")


CHECKS: tuple[Check, ...] = (
    ("settings", _settings),
    ("store", _store),
    ("embedder", _embedder),
    ("index", _index),
    ("reader", _reader),
)
