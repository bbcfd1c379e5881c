"""Tests of the reader that asks a model."""
