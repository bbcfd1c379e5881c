"""Trains the small model that reranks, reads and verifies. Nothing here is installed; README.md says how to run it."""
