"""`qa show`: an article with its sentence numbers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from qa.cli.run import OK, run

if TYPE_CHECKING:
    from qa.types import Article, StoredArticle


@click.command()
@click.argument("article", required=False)
@click.option("--version", "version", metavar="HASH", help="An older version; without it, the current one.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def show(article: str | None, version: str | None, as_json: bool) -> None:
    """Print ARTICLE with its sentence numbers, and what was left out of its text.

    ARTICLE is an id, the beginning of one, or the name of the source file. Without it, lists the articles.
    """
    run(_show(article, version, as_json), as_json=as_json)


async def _show(name: str | None, version: str | None, as_json: bool) -> int:
    from qa.app import opened
    from qa.cli.articles import named
    from qa.record import article_to_dict, stored_to_dict

    async with opened() as app:
        if name is None:
            async for article in app.articles():
                click.echo(json.dumps(article_to_dict(article), ensure_ascii=False) if as_json else _line(article))
            return OK
        stored = await named(app, name, version)
        copies = [await app.store.get(other) for other in await app.history.copies_of(stored.article.id)]
    if as_json:
        click.echo(json.dumps(stored_to_dict(stored), ensure_ascii=False))
    else:
        click.echo(_page(stored))
        for copy in copies:
            click.echo(f"Copy: {_line(copy.article)}" if copy else "")
    return OK


def _line(article: Article) -> str:
    from qa.cli.render import describe

    return f"{article.id}  {describe(article.title, article.publisher, article.origin, article.published_at)}"


def _page(stored: StoredArticle) -> str:
    from qa.addressed import is_addressed
    from qa.cli.render import plain

    article = stored.article
    lines = [_line(article), f"version {article.version}{'' if stored.current else ' (not the current one)'}"]
    lines += [
        f"{key}: {value}" for key in ("byline", "dateline", "url", "updated_at") if (value := getattr(article, key))
    ]
    lines.append("")
    for sentence in stored.sentences:
        mark = "  (caption)" if sentence.kind == "caption" else ""
        if is_addressed(article.text[sentence.start : sentence.end]):
            mark += "  (addresses an assistant: never cited)"
        lines.append(f"{sentence.number:>4}  {' '.join(article.text[sentence.start : sentence.end].split())}{mark}")
    if article.left_out:
        lines += ["", "Left out of the text:"]
        lines += [f"      {left.kind}: {left.text}" for left in article.left_out]
    return plain("\n".join(lines))
