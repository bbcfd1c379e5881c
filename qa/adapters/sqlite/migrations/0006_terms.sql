-- The terms of the full-text index, to find what a mistyped word may be. A view of it, with no content of its own.
CREATE VIRTUAL TABLE passage_terms USING fts5vocab ('passage_words', 'row');
