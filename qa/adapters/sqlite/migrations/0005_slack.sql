-- Events from Slack, each to be answered once. What was asked is kept until it is answered, and no longer.

-- state: 'waiting' (a reply in a thread that nobody has called us into yet; its text is not kept), 'pending', 'leased',
-- 'done'. position orders the events of a thread (Slack's timestamp, of equal length). Times are seconds since 1970.
CREATE TABLE slack_events (
    key TEXT PRIMARY KEY,
    thread TEXT NOT NULL,
    position TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'pending', 'leased', 'done')),
    body TEXT NOT NULL,
    received REAL NOT NULL,
    not_before REAL NOT NULL,
    worker TEXT,
    leased_until REAL,
    attempts INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX slack_events_open ON slack_events (position, key) WHERE state IN ('pending', 'leased');
CREATE INDEX slack_events_waiting ON slack_events (received) WHERE state = 'waiting';
CREATE INDEX slack_events_by_thread ON slack_events (thread, position);
