"""`qa mcp`: the service for an agent, over standard input and output."""

from __future__ import annotations

import click

from qa.cli.run import OK, run


@click.command()
def mcp() -> None:
    """Serve an agent over standard input and output (Model Context Protocol).

    Tools: ask, search, read_article; articles are resources. Over HTTP the same is at /mcp of `qa serve`.
    """
    run(_mcp())


async def _mcp() -> int:
    from api.limits import Limits
    from api.mcp import server
    from api.service import Service
    from qa.app import opened
    from qa.cli.ask import announce

    async with opened() as app:
        announce(app)
        service = Service.of(app, Limits())
        try:
            await server(service).run_stdio_async()
        finally:
            await service.close()
    return OK
