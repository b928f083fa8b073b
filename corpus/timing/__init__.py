"""When something is said, and how sure that is. Knows nothing of where a transcript is from."""
