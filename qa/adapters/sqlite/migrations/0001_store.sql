-- The store's first schema. A statement ends with a semicolon at the end of a line.

-- One row: where the change log stands, and which embedder made the vectors.
CREATE TABLE store_state (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    newest_seq INTEGER NOT NULL,
    pruned_seq INTEGER NOT NULL,
    fingerprint TEXT,
    next_fingerprint TEXT
) STRICT;
INSERT INTO store_state VALUES (1, 0, 0, NULL, NULL);

-- Every version of every article, for as long as citations may name it.
CREATE TABLE versions (
    key INTEGER PRIMARY KEY,
    article_id TEXT NOT NULL,
    version TEXT NOT NULL,
    source TEXT NOT NULL,
    source_hash TEXT NOT NULL,
    extractor TEXT NOT NULL,
    title TEXT,
    publisher TEXT,
    origin TEXT,
    byline TEXT,
    dateline TEXT,
    url TEXT,
    published_at TEXT,
    updated_at TEXT,
    captions TEXT NOT NULL,
    left_out TEXT NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (article_id, version)
) STRICT;
CREATE INDEX versions_by_text ON versions (version);

CREATE TABLE sentences (
    version_key INTEGER NOT NULL REFERENCES versions (key) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (version_key, number)
) STRICT, WITHOUT ROWID;

-- The current articles. day and publisher_folded are what filters compare.
CREATE TABLE articles (
    id TEXT PRIMARY KEY,
    version_key INTEGER NOT NULL UNIQUE REFERENCES versions (key),
    pipeline TEXT NOT NULL,
    day TEXT,
    publisher_folded TEXT
) STRICT;

-- The reference to articles, not to versions, is what keeps passages to current versions.
CREATE TABLE passages (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    version_key INTEGER NOT NULL REFERENCES articles (version_key),
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX passages_by_version ON passages (version_key, id);

CREATE VIEW passage_text AS
    SELECT passages.key AS key, versions.title AS title, passages.text AS text
    FROM passages JOIN versions ON versions.key = passages.version_key;
CREATE VIRTUAL TABLE passage_words USING fts5 (
    title, text,
    content = 'passage_text', content_rowid = 'key',
    tokenize = 'porter unicode61 remove_diacritics 2'
);
-- Merge early. With the default of 4 the words of 50 replaced versions took 3.6 times the space of one, with 2 1.8 times.
INSERT INTO passage_words (passage_words, rank) VALUES ('automerge', 2);

-- The vectors in use, each at the place of its latest change; NULL once the passage is gone (little-endian float32).
CREATE TABLE vector_log (
    seq INTEGER PRIMARY KEY,
    passage_id TEXT NOT NULL UNIQUE,
    article_id TEXT NOT NULL,
    vector BLOB
) STRICT;
CREATE INDEX vector_log_gone ON vector_log (seq) WHERE vector IS NULL;

-- Vectors of store_state.next_fingerprint, gathered for the swap.
CREATE TABLE next_vectors (
    passage_id TEXT PRIMARY KEY REFERENCES passages (id) ON DELETE CASCADE,
    vector BLOB NOT NULL
) STRICT;

CREATE TABLE answers (
    id TEXT PRIMARY KEY,
    asked_at TEXT NOT NULL,
    record TEXT NOT NULL
) STRICT;
