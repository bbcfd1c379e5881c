"""`qa demo`: the demonstration articles, in an installation of their own."""

from __future__ import annotations

import click

from qa.cli.run import run

QUESTION = "Did Putin expel anyone?"


@click.command()
@click.argument("question", default=QUESTION)
@click.option("--json", "as_json", is_flag=True, help="Print the whole answer record.")
def demo(question: str, as_json: bool) -> None:
    """Answer QUESTION (there is one if you give none) over the articles that come with the package.

    They live in a folder `demo` inside the data folder, apart from your own articles. Exit codes as for `qa ask`.
    """
    run(_demo(question, as_json), as_json=as_json)


async def _demo(question: str, as_json: bool) -> int:
    from qa.app import opened
    from qa.cli.ask import announce, answer
    from qa.cli.ingest import summary, take
    from qa.resources import resource_dir
    from qa.settings import load
    from qa.types import Filters

    folder = load().data_dir / "demo"
    async with opened(data_dir=folder) as app:
        counts = await take(app, (str(resource_dir("seeds")),), lambda report: None)
        click.echo(f"Demonstration articles: {summary(counts)}", err=True)
        announce(app)
        click.echo(f"\n{question}\n", err=True)
        return await answer(app, question, Filters(), as_json=as_json)
