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
