"""`qa rm`: takes articles out."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from qa.cli.run import OK, run
from qa.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.app import App

_AGE = re.compile(r"(\d{1,5}) ?(d|days?|y|years?)")


@click.command()
@click.argument("articles", nargs=-1, metavar="ARTICLE...")
@click.option("--purge", is_flag=True, help="Remove every byte of them, also from stored answers.")
@click.option(
    "--older-than", "age", metavar="AGE", help="All articles published longer ago than AGE, such as 365d or 2y."
)
@click.option("--undo", is_flag=True, help="Let articles that were taken out be taken in again.")
@click.option("--yes", is_flag=True, help="Do not ask before a purge.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON line per article.")
def rm(articles: tuple[str, ...], age: str | None, **options: bool) -> None:
    """Take ARTICLE out: it answers no question any more, and feeds do not bring it back.

    ARTICLE is an id, the beginning of one, a URL, or the name of the source file. Its versions stay, so that answers
    that cite it still open; with --purge nothing stays but a tombstone: text, passages, words, vectors and the log of
    the store are written anew without it; its quotes in stored answers, the questions that found it and what people
    wrote about these answers become "[removed]". Copies that others published are named, and stay.
    """
    if not articles and age is None:
        raise click.UsageError("Name an ARTICLE, or an age with --older-than.")
    if options["purge"] and not options["yes"] and not options["as_json"]:
        click.confirm("Purged articles cannot be had back. Go on?", abort=True, err=True)
    run(_rm(articles, age, options), as_json=options["as_json"])


async def _rm(articles: tuple[str, ...], age: str | None, options: dict[str, bool]) -> int:
    from qa.app import opened
    from qa.cli.articles import named

    async with opened() as app:
        if options["undo"]:
            for name in articles:
                if not await app.history.lift(name):
                    raise InputError(f"Nothing keeps {name} out.", next_step="Name the id that `qa rm` printed.")
                _told(name, "may come in again", options["as_json"])
            return OK
        ids = [await _id(app, name) if options["purge"] else (await named(app, name)).article.id for name in articles]
        ids += await app.history.older_than(_cutoff(age)) if age else []
        for article_id in dict.fromkeys(ids):
            copies = await app.history.copies_of(article_id) if options["purge"] else ()
            done = await (app.purge(article_id) if options["purge"] else app.remove(article_id))
            what = ("purged" if options["purge"] else "removed") if done else "was not there"
            _told(article_id, what, options["as_json"], copies)
    return OK


async def _id(app: App, name: str) -> str:
    """The id of an article that is there, or was: what was removed can still be purged."""
    from qa.cli.articles import named

    if await app.store.versions_of(name) or await app.history.tombstone(name):
        return name
    return (await named(app, name)).article.id


def _cutoff(age: str) -> str:
    match = _AGE.fullmatch(age.strip())
    if match is None:
        raise InputError(f"{age!r} is no age.", next_step="Write it as 365d or 2y.")
    days = int(match[1]) * (365 if match[2].startswith("y") else 1)
    return (datetime.now(UTC) - timedelta(days=days)).date().isoformat()


def _told(article_id: str, outcome: str, as_json: bool, copies: Sequence[str] = ()) -> None:
    if as_json:
        click.echo(json.dumps({"article_id": article_id, "outcome": outcome, "copies": list(copies)}))
        return
    click.echo(f"{article_id}  {outcome}")
    for copy in copies:
        click.echo(f"  nearly the same text is still there: {copy}", err=True)
