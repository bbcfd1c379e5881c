"""Lists of articles and of their versions: what runs inside a transaction."""
# ruff: noqa: S608 - only constants of this package are put into SQL; values are always bound

from __future__ import annotations

import sqlite3

from qa.adapters.sqlite import articles, search
from qa.types import Article, Filters


def listed(connection: sqlite3.Connection, filters: Filters, after: str, limit: int) -> list[Article]:
    """See ArticleList.listed."""
    condition, values = search.filter_sql(filters)
    ids = connection.execute(
        f"SELECT articles.id FROM articles WHERE {condition} AND articles.id > ? ORDER BY articles.id LIMIT ?",
        (*values, after, limit),
    ).fetchall()
    found = (articles.get(connection, row[0], None) for row in ids)
    return [stored.article for stored in found if stored]


def versions_of(connection: sqlite3.Connection, article_id: str) -> list[str]:
    """See ArticleList.versions_of."""
    rows = connection.execute("SELECT version FROM versions WHERE article_id = ? ORDER BY key DESC", (article_id,))
    return [row[0] for row in rows]
