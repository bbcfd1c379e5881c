"""Full-text search over passages, and the filters: what runs inside a transaction."""
# ruff: noqa: S608 - only constants of this package are put into SQL; values are always bound

from __future__ import annotations

import json
import math
import re
import sqlite3
import sys
from collections.abc import Collection, Mapping, Sequence

from qa.adapters.sqlite import editions
from qa.adapters.sqlite.articles import day, folded
from qa.types import Filters

_WEIGHTS = "bm25(2.0, 1.0)"
"""A word of the title counts twice: the title stands over every passage of its article (`python -m bench.text_search`:
gold article among the first four for .680 of the questions, against .648 with equal weights and .664 with four)."""

POSTINGS = 5_000
"""Up to so many passages are scored for the rarer words of a search. Finding a passage costs 0.03 µs, scoring it 1 µs.
Over 198,144 passages this takes 16 ms of CPU (median; p95 24), 10,000 take 22 (33), and find the answer no oftener
(docs/finding.md). With 2,000, full text alone has the gold article among its first ten for 8 % fewer of the questions
(`python -m bench.text_search`)."""

FEW = 0.3
"""Up to this share of the articles, the passages of those that pass a filter are told apart before any is scored: going
through all of 198,144 takes 55 ms. Above it the best are scored, and those that do not pass left out."""
SPARE = 1.5  # times as many are scored then as would do if passages passed as articles do; where too few pass, all are
TIED = 32  # passages more than wanted are looked at, because some may have the score of the last: copies

_IN = "AND +rowid IN (SELECT value FROM json_each(?))"
_UNUSABLE = re.compile('["\0\ud800-\udfff]')  # ends a string of FTS5, ends one of C, is no character
_POSSESSIVE = re.compile(r"['’]s?$")


def search_text(
    connection: sqlite3.Connection, words: Sequence[str], limit: int, filters: Filters
) -> list[tuple[str, float]]:
    """See PassageSearch.search_text.

    Words that are frequent in a large store find no passage on their own account when rarer ones are there, but count
    in full for the passages that the rarer ones find.
    """
    phrases = quoted(words)
    if not phrases or limit < 1:
        return []
    finding = _finding(connection, phrases)
    adding = [phrase for phrase in phrases if phrase not in finding]
    query = " OR ".join(finding)
    # A passage with both kinds of words scores higher in the second, one with rarer words only has its score above.
    queries = [query, f"({query}) AND ({' OR '.join(adding)})"] if adding else [query]
    scores = _best(connection, queries, limit, filters)
    if filters.as_of is not None:
        scores |= dict(editions.search(connection, " OR ".join(phrases), limit, filters))
    return sorted(scores.items(), key=lambda hit: (-hit[1], hit[0]))[:limit]


def selection(connection: sqlite3.Connection, filters: Filters) -> frozenset[str] | None:
    """See VectorLog.selection."""
    condition, values = filter_sql(filters)
    if not values:
        return None
    rows = connection.execute(f"SELECT articles.id FROM articles WHERE {condition}", values)
    return frozenset(row[0] for row in rows)


def quoted(words: Sequence[str]) -> list[str]:
    """Each word as a quoted FTS5 string, in which no operator means anything; what has no letter or digit is left
    out, and so is a possessive ending, which the index holds as a token of its own."""
    bare = (_POSSESSIVE.sub("", _UNUSABLE.sub(" ", word)) for word in words)
    return list(dict.fromkeys(f'"{word}"' for word in bare if any(character.isalnum() for character in word)))


def filter_sql(filters: Filters) -> tuple[str, tuple[str, ...]]:
    """A condition on the table ``articles`` and its values; no values when everything passes."""
    conditions = {
        "(articles.day IS NULL OR articles.day >= ?)": day(filters.from_),
        "(articles.day IS NULL OR articles.day <= ?)": day(filters.to),
        "articles.publisher_folded = ?": folded(filters.publisher),
        "articles.id = ?": filters.article_id,
        "EXISTS (SELECT 1 FROM versions AS written WHERE written.key = articles.version_key"
        " AND written.origin = ? COLLATE NOCASE)": filters.origin,
        "articles.since <= ?": editions.instant(filters.as_of) or None,
    }
    used = {condition: value for condition, value in conditions.items() if value is not None}
    return " AND ".join(used) or "1", tuple(used.values())


def _best(connection: sqlite3.Connection, queries: Sequence[str], limit: int, filters: Filters) -> dict[str, float]:
    """The best ``limit`` passages that any of ``queries`` finds, each with its score in the last that does, and all
    that tie with the last of them: SQLite gives equal ranks in the order of its row ids, which depends on history.
    There may be more of them.

    A query finds nothing that the first one does not.
    """
    versions, share = _passing(connection, filters)
    first, among = limit + TIED, None
    if versions is not None and share > FEW:
        first = int(first * SPARE / share)
    elif versions is not None:
        among = _among(connection, queries[0], versions)
        if not among:
            return {}
    for depth in (first, sys.maxsize):
        scores: dict[int, float] = {}
        floor = -math.inf  # at it and below passages may be missing
        for query in queries:
            rows = _ranked(connection, query, depth, among)
            scores.update(rows)
            if len(rows) == depth:
                floor = max(floor, rows[-1][1])
        best = _named(connection, {key: score for key, score in scores.items() if score > floor}, versions)
        if len(best) >= limit or floor == -math.inf:
            break
    return best


def _passing(connection: sqlite3.Connection, filters: Filters) -> tuple[frozenset[int] | None, float]:
    """The keys of the versions that pass, ``None`` for all of them, and their share."""
    condition, values = filter_sql(filters)
    if not values:
        return None, 1.0
    rows = connection.execute(f"SELECT version_key FROM articles WHERE {condition}", values)
    keys = frozenset(row[0] for row in rows)
    (articles,) = connection.execute("SELECT count(*) FROM articles").fetchone()
    return keys, len(keys) / max(1, articles)


def _among(connection: sqlite3.Connection, query: str, versions: Collection[int]) -> list[int]:
    """The keys of the passages of ``versions`` that ``query`` finds; to score one takes ten times as long."""
    rows = connection.execute(
        # Without the plus, SQLite searches anew for each of the passages.
        "SELECT rowid FROM passage_words WHERE passage_words MATCH ? AND +rowid IN (SELECT passages.key"
        " FROM json_each(?) AS passing CROSS JOIN passages ON passages.version_key = passing.value)",
        (query, json.dumps(sorted(versions))),
    )
    return [row[0] for row in rows]


def _ranked(
    connection: sqlite3.Connection, query: str, depth: int, among: Sequence[int] | None
) -> list[tuple[int, float]]:
    """The keys of the best ``depth`` passages with their scores, best first; only those of ``among``, if given."""
    narrowed, keys = ("", ()) if among is None else (_IN, (json.dumps(among),))
    rows = connection.execute(
        # Not ORDER BY rank: FTS5 would sort all that it finds, where SQLite keeps the best only.
        f"SELECT rowid, -rank AS score FROM passage_words WHERE passage_words MATCH ? AND rank MATCH '{_WEIGHTS}'"
        f" {narrowed} ORDER BY score DESC LIMIT ?",
        (query, *keys, depth),
    )
    return rows.fetchall()


def _named(
    connection: sqlite3.Connection, scores: Mapping[int, float], versions: Collection[int] | None
) -> dict[str, float]:
    """``scores``, which are by the keys of the passages, by their ids; only those of ``versions``, if given."""
    rows = connection.execute(
        "SELECT id, key, version_key FROM passages WHERE key IN (SELECT value FROM json_each(?))",
        (json.dumps(list(scores)),),
    )
    return {passage: scores[key] for passage, key, version in rows if versions is None or version in versions}


def _finding(connection: sqlite3.Connection, phrases: list[str]) -> list[str]:
    """The rarest phrase and, rarest first, as many more as stand in ``POSTINGS`` passages together."""
    counts = {phrase: _count(connection, phrase) for phrase in phrases}
    kept: list[str] = []
    total = 0
    for phrase in sorted(phrases, key=lambda phrase: counts[phrase]):
        total += counts[phrase]
        if kept and total > POSTINGS:
            break
        kept.append(phrase)
    return kept


def _count(connection: sqlite3.Connection, phrase: str) -> int:
    """In how many passages ``phrase`` stands; counting stops above ``POSTINGS``."""
    row = connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM passage_words WHERE passage_words MATCH ? LIMIT ?)", (phrase, POSTINGS + 1)
    ).fetchone()
    return int(row[0])
