"""From chunks to an index to hits to an answer with citations. Knows nothing of any window."""
