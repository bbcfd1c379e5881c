-- Where articles come from.

-- The language that the source names, and where each piece of metadata was found: [field, where, as written].
ALTER TABLE versions ADD COLUMN language TEXT;
ALTER TABLE versions ADD COLUMN found TEXT NOT NULL DEFAULT '[]';
