"""`qa keys`: who may use the service."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from qa.cli.run import FAILED, OK, run

if TYPE_CHECKING:
    from qa.types.operations import ApiKey, Scope

SCOPES = ("ask", "ingest", "admin")


@click.group()
def keys() -> None:
    """Make, list and revoke the API keys of this installation.

    Once a key was made, every request to `qa serve` needs one, as `Authorization: Bearer KEY`. Scopes: `ask` asks,
    searches and reads; `ingest` takes articles in and out; `admin` purges them, reads /metrics and runs the
    service. None includes another.
    """


@keys.command()
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(SCOPES),
    default=("ask",),
    show_default=True,
    help="What it may do; give it several times for several.",
)
@click.option("--per-minute", type=click.IntRange(1), help="Requests a minute; else QA_REQUESTS_PER_MINUTE.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def add(name: str, scopes: tuple[Scope, ...], per_minute: int | None, as_json: bool) -> None:
    """Make a key for NAME (a person, a program) and print it. It is shown this once: only its hash is kept."""
    run(_add(name, tuple(dict.fromkeys(scopes)), per_minute, as_json), as_json=as_json)


@keys.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON line per key.")
def list_(as_json: bool) -> None:
    """List the keys, without their secrets."""
    run(_list(as_json), as_json=as_json)


@keys.command()
@click.argument("key_id", metavar="ID")
def revoke(key_id: str) -> None:
    """End the key ID, which `qa keys list` shows. A running server notices within seconds."""
    run(_revoke(key_id))


async def _add(name: str, scopes: tuple[Scope, ...], per_minute: int | None, as_json: bool) -> int:
    from qa.adapters.clock import SystemClock
    from qa.app import operating
    from qa.errors import InputError
    from qa.keys import mint

    if not name.strip() or not name.isprintable():
        raise InputError("A key needs a name of printable characters.", next_step="Name who will use it.")
    text, key = mint(name.strip(), scopes, SystemClock().now(), per_minute)
    async with operating() as operations:
        await operations.keys.add_key(key)
    if as_json:
        click.echo(json.dumps({"key": text, **_shown(key)}, ensure_ascii=False))
    else:
        click.echo(text)
        click.echo(f"Key {key.id} of {key.name}: {', '.join(scopes)}. It is not shown again.", err=True)
    return OK


async def _list(as_json: bool) -> int:
    from qa.app import operating

    async with operating() as operations:
        found = await operations.keys.keys()
    for key in found:
        shown = _shown(key)
        if as_json:
            click.echo(json.dumps(shown, ensure_ascii=False))
        else:
            rate = f"{key.per_minute} a minute" if key.per_minute else ""
            ended = f"revoked {key.revoked_at}" if key.revoked_at else ""
            line = f"{key.id}  {','.join(key.scopes):<16}  {key.created_at}  {key.name}  {rate}  {ended}"
            click.echo(line.rstrip())
    if not found and not as_json:
        click.echo("There are no keys: `qa serve` is open to this machine. `qa keys add NAME` makes one.", err=True)
    return OK


async def _revoke(key_id: str) -> int:
    from qa.adapters.clock import SystemClock
    from qa.app import operating

    async with operating() as operations:
        ended = await operations.keys.revoke_key(key_id, SystemClock().now())
    if not ended:
        click.echo(f"qa: There is no valid key {key_id}. `qa keys list` shows them.", err=True)
        return FAILED
    click.echo(f"Key {key_id} is revoked.")
    return OK


def _shown(key: ApiKey) -> dict[str, Any]:
    return {
        "id": key.id,
        "name": key.name,
        "scopes": list(key.scopes),
        "created_at": key.created_at,
        "per_minute": key.per_minute,
        "revoked_at": key.revoked_at,
    }
