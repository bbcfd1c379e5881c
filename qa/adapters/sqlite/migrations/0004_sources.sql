-- Where articles come from.

-- The language that the source names, and where each piece of metadata was found: [field, where, as written].
ALTER TABLE versions ADD COLUMN language TEXT;
ALTER TABLE versions ADD COLUMN found TEXT NOT NULL DEFAULT '[]';

-- The last fetch of each source: what makes the next one short.
CREATE TABLE visits (
    name TEXT PRIMARY KEY,
    article_id TEXT NOT NULL,
    version TEXT NOT NULL,
    source_hash TEXT NOT NULL,
    pipeline TEXT NOT NULL,
    visited_at TEXT NOT NULL,
    etag TEXT,
    last_modified TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX visits_by_article ON visits (article_id);

-- Which version was the one to be had, and when: known to have been public since, taken into this store at.
CREATE TABLE editions (
    key INTEGER PRIMARY KEY,
    article_id TEXT NOT NULL,
    version TEXT NOT NULL,
    since TEXT NOT NULL,
    until TEXT,
    taken_at TEXT NOT NULL
) STRICT;
CREATE INDEX editions_by_article ON editions (article_id, since);
ALTER TABLE articles ADD COLUMN since TEXT NOT NULL DEFAULT '';

-- Passages of versions that are no longer current: only questions about the past search them.
CREATE TABLE past_passages (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    article_id TEXT NOT NULL,
    version TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    text TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT
) STRICT;
CREATE INDEX past_passages_by_article ON past_passages (article_id, version);
CREATE VIRTUAL TABLE past_words USING fts5 (
    title, text,
    content = 'past_passages', content_rowid = 'key',
    tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER past_passages_in AFTER INSERT ON past_passages BEGIN
    INSERT INTO past_words (rowid, title, text) VALUES (new.key, new.title, new.text);
END;
CREATE TRIGGER past_passages_out AFTER DELETE ON past_passages BEGIN
    INSERT INTO past_words (past_words, rowid, title, text) VALUES ('delete', old.key, old.title, old.text);
END;

-- What stays of an article that is gone: no word of it.
CREATE TABLE tombstones (
    article_id TEXT PRIMARY KEY,
    removed_at TEXT NOT NULL,
    reason TEXT NOT NULL,
    purged INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- By which copies of a text are found (qa/fingerprint.py), and the pairs that were: one < two. Current versions only.
CREATE TABLE sketches (
    hash INTEGER NOT NULL,
    article_id TEXT NOT NULL,
    PRIMARY KEY (hash, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX sketches_by_article ON sketches (article_id);
CREATE TABLE copies (
    one TEXT NOT NULL,
    two TEXT NOT NULL,
    share REAL NOT NULL,
    PRIMARY KEY (one, two)
) STRICT, WITHOUT ROWID;
CREATE INDEX copies_by_two ON copies (two);
