"""Measurements: each prints its figures beside what they are compared to."""
