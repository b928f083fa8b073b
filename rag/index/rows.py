"""The chunks of one level in the order of their rows, and which rows contain those of another."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from corpus import Corpus
from rag.types import Chunk, Scope

Places = np.ndarray[Any, np.dtype[np.int64]]
Floats = np.ndarray[Any, np.dtype[np.float32]]
EVERY = slice(None)


@dataclass(frozen=True)
class Around:
    """For each of n inner rows the outer rows that contain it, first to last (half open).

    Both ascend.
    """

    firsts: Places
    lasts: Places

    def best(self, scores: Callable[[Places], Floats], rows: Places | slice = EVERY) -> Floats:
        """Return for each of these inner rows the best score of the outer rows around it."""
        firsts, counts = self.firsts[rows], self._counts[rows]
        best = scores(firsts)
        # Few outer rows hold the same inner one: taking turns is faster than going row by row.
        step, more = 1, self._several if rows is EVERY else np.flatnonzero(counts > 1)
        while len(more):
            best[more] = np.maximum(best[more], scores(firsts[more] + step))
            step += 1
            more = more[counts[more] > step]
        return best

    def inside(self, outer: Places) -> Places:
        """Return the inner rows within these outer rows; several times those in several."""
        starts = np.searchsorted(self.lasts, outer, side="right")
        counts = np.searchsorted(self.firsts, outer, side="right") - starts
        return np.repeat(starts - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())

    @cached_property
    def _several(self) -> Places:
        return np.flatnonzero(self._counts > 1)

    @cached_property
    def _counts(self) -> np.ndarray[Any, np.dtype[np.int16]]:
        # Small, since all of them are read for every question.
        return (self.lasts - self.firsts).astype(np.int16)


@dataclass(frozen=True)
class Rows:
    """Chunks in the order of their lexical index; `ids[i]` names the vector of `chunks[i]`."""

    ids: tuple[str, ...]
    chunks: tuple[Chunk, ...]

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The row number by the id of a vector."""
        return {row_id: number for number, row_id in enumerate(self.ids)}

    def allowed(self, scope: Scope) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Return which of the n rows a scope lets through: shape (n,)."""
        every = np.ones(len(self.chunks), dtype=np.bool_)
        if scope.episode is not None:
            every &= self._episodes == scope.episode
        if scope.speaker is not None:
            codes, speakers = self._speakers
            every &= speakers == codes.get(scope.speaker, -1)
        return every

    @cached_property
    def _episodes(self) -> np.ndarray[Any, Any]:
        return np.array([chunk.episode.number for chunk in self.chunks])

    @cached_property
    def _speakers(self) -> tuple[dict[str | None, int], np.ndarray[Any, Any]]:
        # Numbers compare far faster than names.
        codes: dict[str | None, int] = {}
        numbers = [codes.setdefault(chunk.speaker, len(codes)) for chunk in self.chunks]
        return codes, np.array(numbers, dtype=np.int32)

    @cached_property
    def places(self) -> tuple[Places, Places]:
        """First and last character of each row, counted so that rows compare across levels."""
        # Wide enough apart for any turn and any episode.
        numbers = {e: n for n, e in enumerate(dict.fromkeys(c.episode.id for c in self.chunks))}
        bases = [
            (numbers[chunk.episode.id] << 44) + (chunk.turn_index << 24) for chunk in self.chunks
        ]
        base = np.array(bases, dtype=np.int64)
        starts = np.array([chunk.start for chunk in self.chunks], dtype=np.int64)
        ends = np.array([chunk.end for chunk in self.chunks], dtype=np.int64)
        return base + starts, base + ends

    def around(self, inner: "Rows") -> Around:
        """Find for each of n inner rows those of these rows that contain it."""
        starts, ends = inner.places
        outer_starts, outer_ends = self.places
        lasts = np.searchsorted(outer_starts, starts, side="right")
        # Short sentences that were joined may lie in none: then the last that they begin in.
        firsts = np.minimum(np.searchsorted(outer_ends, ends), lasts - 1)
        return Around(firsts, lasts)


def write_rows(file: Path, corpus: Corpus, rows: Rows) -> None:
    """Write chunks as positions in the corpus."""
    episodes = {episode.id: number for number, episode in enumerate(corpus)}
    table = [
        [
            row_id,
            episodes[chunk.episode.id],
            chunk.turn_index,
            chunk.start,
            chunk.end,
            None if chunk.chapter is None else chunk.episode.chapters.index(chunk.chapter),
        ]
        for row_id, chunk in zip(rows.ids, rows.chunks, strict=True)
    ]
    file.write_text(json.dumps(table), encoding="utf-8")


def read_rows(file: Path, corpus: Corpus) -> Rows:
    """Read chunks back; raises LookupError, TypeError or ValueError where the file is damaged."""
    table = json.loads(file.read_text(encoding="utf-8"))
    chunks: list[Chunk] = []
    for _, number, turn, start, end, chapter in table:
        episode = corpus.episodes[number]
        inside = None if chapter is None else episode.chapters[chapter]
        chunks.append(Chunk(episode, turn, start, end, inside))
    return Rows(tuple(row_id for row_id, *_ in table), tuple(chunks))
