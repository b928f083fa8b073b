"""Rank the sentences of a stretch of talk by how much they say of what it is about.

A sentence tells more of a stretch the nearer its vector is to their mean and to the chapter's
title, each without what all that are compared have in common.
"""

import re
from collections.abc import Sequence

import numpy as np

from corpus import Chapter
from rag.embedding.embedder import Vectors
from rag.index.index import Index, Level
from rag.retrieval.quotes import choose_quotes, ranked_sentences
from rag.types import Hit, Quote

FEW_TITLES = 3  # whose mean does not say yet what titles have in common
LEANING_PENALTY = 0.1
# How a sentence opens that is not understood alone.
_LEANS = re.compile(
    r"\W*(?:und|aber|also|dann|da|das|dies\w?|er|sie|es|deshalb|deswegen|denn|weil|sondern|oder|"
    r"genau|ja|nein|and|but|so|then|that|this|it|he|she|they|because|or|yes|yeah|no|well)\b",
    re.IGNORECASE,
)
Title = tuple[str, Chapter]  # the id of an episode, and one of its chapters


def telling(index: Index, stretches: Sequence[Sequence[int]]) -> list[list[Hit]]:
    """Rank the sentences of each stretch, given as rows: those that tell most of it first."""
    rows = sorted({row for stretch in stretches for row in stretch})
    if not rows:
        return [[] for _ in stretches]
    vectors = _apart(_vectors(index.sentences, rows))
    inside = {index.sentences.chunks[row].episode.id for row in rows}
    named = [n for n, one in enumerate(index.chapters.chunks) if one.episode.id in inside]
    titles: dict[Title, Vectors] = {}
    if len(named) >= FEW_TITLES:
        chapters = (index.chapters.chunks[row] for row in named)
        pairs = zip(chapters, _apart(_vectors(index.chapters, named)), strict=True)
        titles = {(one.episode.id, one.chapter): vector for one, vector in pairs if one.chapter}
    return [
        _ranked(index, stretch, vectors[np.searchsorted(rows, stretch)], titles)
        for stretch in stretches
    ]


def best_quote(ranked: Sequence[Hit]) -> Quote | None:
    """Quote the best of ranked sentences with what belongs to it; None where none is worth it."""
    return next(iter(choose_quotes(ranked)), None)


def best_quotes(index: Index, rows: Sequence[int], most: int) -> list[Quote]:
    """Quote the best sentences of one stretch in their order, from all over it."""
    (ranked,) = telling(index, [rows])
    quotes: list[Quote] = []
    while ranked and len(quotes) < most:
        quote = best_quote(ranked)
        if quote is None:
            break
        quotes.append(quote)
        ranked = [hit for hit in ranked if not hit.chunk.overlaps(quote)]
    return in_order(quotes)


def in_order(quotes: Sequence[Quote]) -> list[Quote]:
    """Sort quotes as they were said."""
    return sorted(quotes, key=lambda one: (one.episode.number, one.turn_index, one.start))


def _ranked(
    index: Index, stretch: Sequence[int], vectors: Vectors, titles: dict[Title, Vectors]
) -> list[Hit]:
    chunks = [index.sentences.chunks[row] for row in stretch]
    if not chunks:
        return []
    scores = vectors @ _unit(vectors.mean(axis=0))
    about = {(chunk.episode.id, chunk.chapter) for chunk in chunks if chunk.chapter}
    if len(about) == 1 and (title := titles.get(about.pop())) is not None:
        scores = (scores + vectors @ title) / 2
    hits = [
        Hit(chunk, score - LEANING_PENALTY * bool(_LEANS.match(chunk.text)))
        for chunk, score in zip(chunks, scores.tolist(), strict=True)
    ]
    return ranked_sentences(hits, (), index.interviewers)


def _vectors(level: Level, rows: Sequence[int]) -> Vectors:
    return level.vectors_of(np.array(rows, dtype=np.int64))


def _apart(vectors: Vectors) -> Vectors:
    """Take from vectors what all have in common, and make each as long as the others."""
    return _unit(vectors - vectors.mean(axis=0))


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Vectors = vectors / np.maximum(lengths, np.finfo(np.float32).eps)
    return unit
