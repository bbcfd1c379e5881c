"""The steps of ingesting, in the order in which `qa/ingest.py` calls them: read, decide, embed, write."""
