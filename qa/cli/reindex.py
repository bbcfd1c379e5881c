"""`qa reindex`: embeds everything again with the configured embedder, beside the old vectors, and then swaps."""

import click

from qa.cli.run import OK, run


@click.command()
def reindex() -> None:
    """Embed every passage again, after a change of the embedder; the old vectors answer until the swap.

    Interrupted, it goes on where it was when run again.
    """
    run(_reindex())


async def _reindex() -> int:
    from rich.console import Console
    from rich.progress import Progress

    from qa.app import opened

    console = Console(stderr=True)
    count = 0
    async with opened(check_fingerprint=False) as app:
        total = (await app.store.stats()).passages
        with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
            task = progress.add_task("Embedding", total=total)
            async for embedded in app.reindex():
                count += embedded
                progress.update(task, completed=count)
    click.echo(f"Embedded {count} passages with {app.embedder.fingerprint}; they are in use now.")
    return OK
