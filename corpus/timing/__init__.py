"""Times of speech, and how certain they are. Does not know where a transcript is from."""
