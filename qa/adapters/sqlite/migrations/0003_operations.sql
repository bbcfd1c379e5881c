-- Operating a service: keys, jobs, replies to requests that are sent twice.

-- Of a key's secret only the hash is kept. scopes is a JSON list.
CREATE TABLE api_keys (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    digest BLOB NOT NULL,
    scopes TEXT NOT NULL,
    created_at TEXT NOT NULL,
    per_minute INTEGER,
    revoked_at TEXT
) STRICT;

-- owner and lease_until say who does the job, and until when nobody else may.
CREATE TABLE jobs (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    items INTEGER NOT NULL,
    status TEXT NOT NULL,
    finished INTEGER NOT NULL,
    started_at TEXT,
    ended_at TEXT,
    code TEXT,
    message TEXT,
    owner TEXT,
    lease_until REAL
) STRICT;
CREATE INDEX jobs_open ON jobs (number) WHERE status IN ('queued', 'running');

-- What is still to be taken in: an item goes when it is finished, its reports stay.
CREATE TABLE job_items (
    job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    source TEXT NOT NULL,
    data BLOB,
    metadata TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (job_id, number)
) STRICT;

CREATE TABLE job_reports (
    job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    item INTEGER NOT NULL,
    source TEXT NOT NULL,
    outcome TEXT NOT NULL,
    article_id TEXT,
    version TEXT,
    reason TEXT,
    detail TEXT,
    PRIMARY KEY (job_id, number),
    UNIQUE (job_id, item, source)
) STRICT;

-- reply is NULL while the request is being answered.
CREATE TABLE replies (
    key TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    owner TEXT NOT NULL,
    begun_at TEXT NOT NULL,
    status INTEGER,
    headers TEXT,
    reply BLOB
) STRICT;
CREATE INDEX replies_by_age ON replies (begun_at);
