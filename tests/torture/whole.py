"""Is a store file whole? Looked at from outside, with plain SQL, so that no code of the store judges itself."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

# Each finds rows that must not be there.
_RULES = {
    "a current version without sentences": """
        SELECT articles.id FROM articles WHERE NOT EXISTS
        (SELECT 1 FROM sentences WHERE sentences.version_key = articles.version_key)""",
    "a version without sentences": """
        SELECT article_id FROM versions WHERE NOT EXISTS
        (SELECT 1 FROM sentences WHERE sentences.version_key = versions.key)""",
    "a current article without passages": """
        SELECT articles.id FROM articles WHERE NOT EXISTS
        (SELECT 1 FROM passages WHERE passages.version_key = articles.version_key)""",
    "a passage of a version that is not current": """
        SELECT passages.id FROM passages WHERE version_key NOT IN (SELECT version_key FROM articles)""",
    "a passage that is not what stands in its article": """
        SELECT passages.id FROM passages JOIN versions ON versions.key = passages.version_key
        WHERE substr(versions.text, passages.start + 1, passages.end - passages.start) <> passages.text""",
    "a passage without a vector": """
        SELECT id FROM passages WHERE id NOT IN (SELECT passage_id FROM vector_log WHERE vector IS NOT NULL)""",
    "a vector without a passage": """
        SELECT passage_id FROM vector_log WHERE vector IS NOT NULL AND passage_id NOT IN (SELECT id FROM passages)""",
    "vectors of different lengths": """
        SELECT DISTINCT length(vector) FROM vector_log WHERE vector IS NOT NULL LIMIT -1 OFFSET 1""",
    "a log entry beyond the newest": """
        SELECT seq FROM vector_log WHERE seq > (SELECT newest_seq FROM store_state)""",
    "a broken reference": "PRAGMA foreign_key_check",
}


def problems(path: Path) -> list[str]:
    """What is wrong with the store at ``path``, a line each; none when it is whole."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        for rule, query in _RULES.items():
            found += [f"{rule}: {row}" for row in connection.execute(query).fetchmany(5)]
        try:
            # 1: also against the rows that the words stand for.
            connection.execute("INSERT INTO passage_words (passage_words, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            found.append(f"the words are not those of the passages: {error}")
        return found
