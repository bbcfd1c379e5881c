"""Extraction in processes of its own, where a hostile source costs a process and not the service."""
