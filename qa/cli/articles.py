"""Finds the article that a person names, for the commands about one article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.errors import InputError

if TYPE_CHECKING:
    from qa.app import App
    from qa.types import StoredArticle


async def named(app: App, name: str, version: str | None = None) -> StoredArticle:
    """The article whose id, the beginning of one, source or address is ``name``. InputError unless just one is."""
    exact = await app.store.get(name, version)
    if exact:
        return exact
    if len(name) == 16 and (tombstone := await app.history.tombstone(name)) and tombstone.purged:
        raise InputError(f"{name} was purged on {tombstone.removed_at}.", next_step="Nothing of it was kept.")
    matches = [a async for a in app.articles() if name in (a.source, a.url) or a.id.startswith(name)]
    if len(matches) == 1 and (found := await app.store.get(matches[0].id, version)):
        return found
    problem = f"{len(matches)} articles match" if len(matches) > 1 else "No article matches"
    raise InputError(f"{problem} {name!r}.", next_step="Run `qa show` for the list.")
