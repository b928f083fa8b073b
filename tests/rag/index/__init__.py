"""Chunks, vectors and BM25."""
