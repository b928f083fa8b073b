"""Generations of an index on disk."""
