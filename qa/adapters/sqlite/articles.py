"""Articles, their versions and sentences, and the passages of the current versions: what runs inside a transaction."""
# ruff: noqa: S608 - only constants of this package are put into SQL; values are always bound

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from qa.adapters.sqlite import copies, editions
from qa.ports import ArticleState, Heading
from qa.types import Article, Found, Left, Passage, Sentence, Span, StoredArticle

# The columns of `versions` that are fields of Article under the same name, as they are. Whether a title is withheld is
# not kept: that is the rules' of the day of the question.
_PLAIN = tuple(
    field.name
    for field in fields(Article)
    if field.name not in {"id", "captions", "left_out", "found", "title_withheld"}
)
_ARTICLE = ", ".join(f"versions.{name}" for name in ("article_id", "captions", "left_out", "found", *_PLAIN))
# What Passage(*row) takes, from passages joined with versions.
PASSAGE_COLUMNS = (
    "passages.id, versions.article_id, versions.version, passages.first, passages.last, passages.start, passages.end, "
    "passages.text, passages.kind"
)


def state(connection: sqlite3.Connection, article_id: str) -> ArticleState | None:
    """See ArticleStore.state."""
    row = connection.execute(
        "SELECT versions.version, versions.source_hash, articles.pipeline"
        " FROM articles JOIN versions ON versions.key = articles.version_key WHERE articles.id = ?",
        (article_id,),
    ).fetchone()
    return ArticleState(*row) if row else None


def get(connection: sqlite3.Connection, article_id: str, version: str | None) -> StoredArticle | None:
    """See ArticleStore.get."""
    row = connection.execute(
        f"SELECT versions.key, articles.id IS NOT NULL, {_ARTICLE}"
        " FROM versions LEFT JOIN articles ON articles.version_key = versions.key"
        " WHERE versions.article_id = ? AND CASE WHEN ? IS NULL THEN articles.id IS NOT NULL"
        " ELSE versions.version = ? END",
        (article_id, version, version),
    ).fetchone()
    if row is None:
        return None
    article = _article(row[2:])
    spans = connection.execute(
        "SELECT number, start, end, kind FROM sentences WHERE version_key = ? ORDER BY number", (row[0],)
    )
    sentences = tuple(Sentence(article.id, article.version, *span) for span in spans)
    return StoredArticle(article, sentences, current=bool(row[1]))


def current(connection: sqlite3.Connection, after: str, limit: int) -> list[Article]:
    """See ArticleStore.current."""
    rows = connection.execute(
        f"SELECT {_ARTICLE} FROM articles JOIN versions ON versions.key = articles.version_key"
        " WHERE articles.id > ? ORDER BY articles.id LIMIT ?",
        (after, limit),
    )
    return [_article(row) for row in rows]


def with_version(connection: sqlite3.Connection, version: str) -> list[Article]:
    """See TextLookup.with_version."""
    rows = connection.execute(
        f"SELECT {_ARTICLE} FROM versions JOIN articles ON articles.version_key = versions.key"
        " WHERE versions.version = ? ORDER BY articles.id",
        (version,),
    )
    return [_article(row) for row in rows]


def passages(connection: sqlite3.Connection, ids: Sequence[str], as_of: str | None = None) -> list[Passage]:
    """See PassageSearch.passages."""
    rows = connection.execute(
        f"SELECT {PASSAGE_COLUMNS} FROM passages JOIN versions ON versions.key = passages.version_key"
        " WHERE passages.id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    found = {row[0]: Passage(*row) for row in rows}
    if as_of is not None:
        found = editions.passages(connection, ids) | found
    return [found[passage_id] for passage_id in ids if passage_id in found]


def headings(connection: sqlite3.Connection, article_ids: Sequence[str]) -> dict[str, Heading]:
    """See PassageSearch.headings."""
    rows = connection.execute(
        "SELECT id, day FROM articles WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(article_ids)),),
    )
    found = rows.fetchall()
    stories = copies.stories(connection, [row[0] for row in found])
    return {row[0]: Heading(row[1], stories[row[0]]) for row in found}


def take_out(connection: sqlite3.Connection, article_id: str) -> tuple[str, ...]:
    """Removes the passages of the article's current version, and their words; gives their ids. Questions about the
    past still find them."""
    editions.keep(connection, article_id)
    owner = "SELECT version_key FROM articles WHERE id = ?"
    connection.execute(
        # An external content table forgets a row when it is told the row's old words.
        "INSERT INTO passage_words (passage_words, rowid, title, text) SELECT 'delete', key, title, text"
        f" FROM passage_text WHERE key IN (SELECT key FROM passages WHERE version_key = ({owner}))",
        (article_id,),
    )
    gone = connection.execute(
        f"DELETE FROM passages WHERE version_key = ({owner}) RETURNING id", (article_id,)
    ).fetchall()
    return tuple(row[0] for row in gone)


def put_in(
    connection: sqlite3.Connection,
    article: Article,
    sentences: Sequence[Sentence],
    passages: Sequence[Passage],
    pipeline: str,
) -> None:
    """Makes the version current, with its sentences and passages. The old one's passages were taken out before."""
    key = _put_version(connection, article)
    connection.execute("DELETE FROM sentences WHERE version_key = ?", (key,))
    connection.executemany(
        "INSERT INTO sentences (version_key, number, start, end, kind) VALUES (?, ?, ?, ?, ?)",
        [(key, s.number, s.start, s.end, s.kind) for s in sentences],
    )
    connection.execute(
        "INSERT OR REPLACE INTO articles (id, version_key, pipeline, day, publisher_folded) VALUES (?, ?, ?, ?, ?)",
        (article.id, key, pipeline, day(article.published_at), folded(article.publisher)),
    )
    editions.begin(connection, article)
    copies.place(connection, article)
    connection.executemany(
        "INSERT INTO passages (id, version_key, first, last, start, end, kind, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(p.id, key, p.first, p.last, p.start, p.end, p.kind, p.text) for p in passages],
    )
    connection.execute(
        "INSERT INTO passage_words (rowid, title, text) SELECT key, title, text FROM passage_text"
        " WHERE key IN (SELECT key FROM passages WHERE version_key = ?)",
        (key,),
    )


def drop(connection: sqlite3.Connection, article_id: str) -> bool:
    """Takes the article out of the current ones; False when it was not there."""
    editions.end(connection, article_id)
    copies.remove(connection, article_id)
    return connection.execute("DELETE FROM articles WHERE id = ?", (article_id,)).rowcount > 0


def counts(connection: sqlite3.Connection) -> tuple[int, int, int, str | None]:
    """Current articles, versions of all articles, passages, and the latest publication date of a current article."""
    row: tuple[int, int, int, str | None] = connection.execute(
        "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM versions), (SELECT count(*) FROM passages),"
        # Among the articles of the latest day only: rows of versions are long to read.
        " (SELECT max(published_at) FROM versions JOIN articles ON articles.version_key = versions.key"
        " WHERE articles.day = (SELECT max(day) FROM articles))"
    ).fetchone()
    return row


def day(date: str | None) -> str | None:
    """The day of an ISO date or instant."""
    return date[:10] if date else None


def folded(publisher: str | None) -> str | None:
    """A publisher's name as it is compared: case, in any script, makes no difference."""
    return publisher.casefold() if publisher is not None else None


def _put_version(connection: sqlite3.Connection, article: Article) -> int:
    row = {name: getattr(article, name) for name in _PLAIN}
    row["article_id"] = article.id
    row["captions"] = json.dumps([(span.start, span.end) for span in article.captions])
    row["left_out"] = json.dumps([(left.kind, left.text) for left in article.left_out])
    row["found"] = json.dumps([(found.field, found.where, found.written) for found in article.found])
    updates = ", ".join(f"{name} = excluded.{name}" for name in row if name not in {"article_id", "version"})
    # No "INSERT OR REPLACE": that would give the version another key, and take its sentences with it.
    [(key,)] = connection.execute(
        f"INSERT INTO versions ({', '.join(row)}) VALUES ({', '.join(f':{name}' for name in row)})"
        f" ON CONFLICT (article_id, version) DO UPDATE SET {updates} RETURNING key",
        row,
    ).fetchall()
    return int(key)


def _article(row: Sequence[str]) -> Article:
    article_id, captions, left_out, found, *plain = row
    values: dict[str, Any] = dict(zip(_PLAIN, plain, strict=True))
    return Article(
        id=article_id,
        captions=tuple(Span(start, end) for start, end in json.loads(captions)),
        left_out=tuple(Left(kind, text) for kind, text in json.loads(left_out)),
        found=tuple(Found(*entry) for entry in json.loads(found)),
        **values,
    )
