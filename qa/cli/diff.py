"""`qa diff`: what changed in an article."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

import click

from qa.cli.run import OK, run
from qa.errors import InputError
from qa.titles import heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.app import App
    from qa.diff import Change
    from qa.types import StoredArticle
    from qa.types.sources import Edition


@click.command()
@click.argument("article")
@click.argument("versions", nargs=-1, metavar="[OLD [NEW]]")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def diff(article: str, versions: tuple[str, ...], as_json: bool) -> None:
    """Print what changed in ARTICLE: between its last two versions, from OLD to the newest, or from OLD to NEW.

    ARTICLE is an id, the beginning of one, a URL, or the name of the source file.
    """
    if len(versions) > 2:
        raise click.UsageError("There are two versions at most: OLD and NEW.")
    run(_diff(article, versions, as_json), as_json=as_json)


async def _diff(name: str, versions: tuple[str, ...], as_json: bool) -> int:
    from qa.app import opened
    from qa.diff import diff as changes

    async with opened() as app:
        old, new, editions = await _pair(app, name, versions)
    found = changes(old, new)
    if as_json:
        ends = {"article_id": new.article.id, "from": old.article.version, "to": new.article.version}
        click.echo(json.dumps(ends | {"changes": [dataclasses.asdict(change) for change in found]}, ensure_ascii=False))
    else:
        click.echo(_page(old, new, editions, found))
    return OK


async def _pair(
    app: App, name: str, versions: tuple[str, ...]
) -> tuple[StoredArticle, StoredArticle, Sequence[Edition]]:
    from qa.cli.articles import named

    article = (await named(app, name)).article
    editions = await app.history.editions(article.id)
    known = list(dict.fromkeys(edition.version for edition in editions))
    if not versions and len(known) < 2:
        raise InputError(f"{article.id} has one version.", next_step="There is nothing to compare it with.")
    old = await named(app, article.id, _version(versions[0], known) if versions else known[-2])
    new = await named(app, article.id, _version(versions[1], known) if len(versions) > 1 else known[-1])
    return old, new, editions


def _version(name: str, known: Sequence[str]) -> str:
    matches = [version for version in known if version.startswith(name)]
    if len(matches) != 1:
        raise InputError(f"There is no version {name!r}.", next_step=f"There are {', '.join(known)}.")
    return matches[0]


def _page(old: StoredArticle, new: StoredArticle, editions: Sequence[Edition], found: Sequence[Change]) -> str:
    from qa.cli.render import plain

    since = {edition.version: edition.since for edition in editions}
    lines = [
        f"{new.article.id}  {heading(new.article.title) or new.article.source}",
        *(
            f"{mark} {v}  since {since.get(v, '?')}"
            for mark, v in (("-", old.article.version), ("+", new.article.version))
        ),
        "",
    ]
    lines += [line for change in found for line in _lines(change)] or ["No difference in what is kept."]
    return plain("\n".join(lines))


def _lines(change: Change) -> list[str]:
    from qa.diff import words

    where = "" if change.where == "text" else f"{change.where}: "
    if change.kind != "changed" or change.where != "text":
        gone = [f"- {where}{change.before}"] if change.before is not None else []
        return gone + ([f"+ {where}{change.after}"] if change.after is not None else [])
    marks = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return ["~ " + "".join(marks[kind].format(text) for kind, text in words(change))]
