"""Chunks, their vectors and words, opened to be searched. Does not know who asks what."""
