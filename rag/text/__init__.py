"""Words: their stems, language, numbers, names. Knows nothing of podcasts, vectors or an index."""
