-- Conversations and feedback.

CREATE TABLE conversations (
    id TEXT PRIMARY KEY,
    created_at TEXT NOT NULL
) STRICT;

-- A turn comes in with its answer, in one transaction. No reference to answers: saving one again replaces its row.
CREATE TABLE turns (
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    answer_id TEXT NOT NULL,
    PRIMARY KEY (conversation_id, number),
    UNIQUE (conversation_id, answer_id)
) STRICT, WITHOUT ROWID;

-- AUTOINCREMENT: a number is never given twice, so that whoever reads on from one misses nothing.
CREATE TABLE feedback (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    answer_id TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('up', 'down')),
    given_at TEXT NOT NULL,
    reason TEXT,
    claim INTEGER,
    given_by TEXT
) STRICT;
CREATE INDEX feedback_by_answer ON feedback (answer_id);
