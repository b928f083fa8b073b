"""Embed texts, each only once. Knows nothing of how the vectors are used."""
