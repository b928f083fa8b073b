"""Embed a question to several podcasts only once."""

from collections.abc import Sequence
from functools import lru_cache

from rag.embedding.embedder import Embedder, Vectors
from rag.embedding.spans import Parts

KEPT = 32  # the latest questions: those that are being asked at the same time


class Once(Embedder):
    """An embedder that still knows the latest questions, in memory only."""

    def __init__(self, embedder: Embedder) -> None:
        super().__init__(embedder.name, lambda: embedder.model)
        self.understands = embedder.understands
        self._embedder = embedder
        self._latest = lru_cache(KEPT)(embedder.embed_query)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed passages as the wrapped embedder does."""
        return self._embedder.embed_documents(texts)

    def embed_parts(self, items: Sequence[Parts]) -> Vectors:
        """Embed parts as the wrapped embedder does."""
        return self._embedder.embed_parts(items)

    def source(self, parts: Parts) -> str:
        """Return what the wrapped embedder does."""
        return self._embedder.source(parts)

    def embed_query(self, text: str) -> list[float]:
        """Embed one question as the wrapped embedder does, the same question once."""
        return self._latest(text)

    def embed_queries(self, texts: list[str]) -> Vectors:
        """Embed questions as the wrapped embedder does."""
        return self._embedder.embed_queries(texts)
