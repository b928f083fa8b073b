"""Podcasts of any length to measure with, and random vectors that cost nothing.

Beyond the two shipped episodes nothing is embedded: each text gets a random vector, with the
dimension of real ones. They serve to measure size and speed, never quality.
"""

import zlib
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import numpy as np

from corpus import Corpus, Episode, Podcast, load_corpus, save_corpus
from corpus.errors import NachgefragtError
from corpus.formats.document import Document
from corpus.importing.recognise import read
from corpus.importing.turns import joined
from corpus.places import SHIPPED
from rag import Embedder
from rag.embedding.embedder import Vectors
from rag.errors import ModelError

DIMENSION, DIRECTIONS = 384, 32  # real vectors lie near a space of few dimensions, too


def large_corpus(transcripts: Path | None, episodes: int, folder: Path) -> None:
    """Write a corpus with this many episodes, from transcripts or by copying the shipped ones.

    Raises NachgefragtError if the folder holds no transcripts or something else.
    """
    if transcripts is None:
        turns = [episode.turns for episode in load_corpus(SHIPPED)]
    else:
        turns = []
        for file in sorted(transcripts.glob("*.md"))[:episodes]:
            document = read(file.read_text("utf-8"))
            if not isinstance(document, Document):
                raise NachgefragtError(f"{file} is no transcript of one episode.")
            turns.append(joined(document.cues)[0])
    if not turns:
        raise NachgefragtError(f"{transcripts} holds no transcripts (*.md).")
    made = tuple(
        Episode(f"e{n}", n + 1, f"Episode {n + 1}", turns=turns[n % len(turns)])
        for n in range(episodes)
    )
    save_corpus(Corpus(Podcast("bench", "Bench", language="en"), made), folder)


def words_in(corpus: Corpus) -> int:
    """Count the spoken words."""
    return sum(len(turn.text.split()) for episode in corpus for turn in episode.turns)


def first_words(corpus: Corpus, most: int) -> Corpus:
    """Keep the first whole turns of the first episode that have at most `most` words together."""
    first, kept, words = corpus.episodes[0], [], 0
    for turn in first.turns:
        words += len(turn.text.split())
        if words > most:
            break
        kept.append(turn)
    return replace(corpus, episodes=(replace(first, turns=tuple(kept)),))


class Synthetic(Embedder):
    """Random vectors; given a real model, embedding a question takes as long as with it."""

    def __init__(self, real: Embedder | None) -> None:
        super().__init__("synthetic", _none)
        self._real = real
        self._basis = np.random.default_rng(0).standard_normal((DIRECTIONS, DIMENSION))

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector of length 1 per text, the same for the same text."""
        seeds = [np.random.default_rng(zlib.crc32(text.encode())) for text in texts]
        drawn = np.stack([seed.standard_normal(DIRECTIONS) for seed in seeds]) @ self._basis
        vectors: list[list[float]] = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Return a vector of length 1, after running the real model if there is one."""
        if self._real:
            self._real.embed_query(text)
        return self.embed_documents([text])[0]

    def embed_queries(self, texts: list[str]) -> Vectors:
        """Return the vectors of n questions, shape (n, dimension)."""
        return np.array(self.embed_documents(texts), dtype=np.float32)


def _none() -> NoReturn:
    raise ModelError("Synthetic vectors come from no model.")
