"""Keep an index up to date with its corpus. Knows no questions."""
