"""From a question to the chunks that may answer it: dense and lexical evidence, fused.

A row's score is its cosine similarity plus a share of its BM25 score. The cosine is brought to
about 0–1 on a fixed scale and BM25 is not normalised by question, so that the scores of different
questions can be compared: the refusal rests on that.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from rag.index import Index, Level
from rag.lexical import Scores
from rag.serialize import hit_json
from rag.types import Chunk, Hit, Scope

DEPTH = 100  # how many nearest neighbours are asked for at each level
COSINE_LOW, COSINE_HIGH = 0.75, 0.92  # E5's cosines of unrelated and of well matching texts
# What counts beside a window's cosine, and what makes a sentence's score; chosen on the dev half
# of eval/questions.jsonl.
WINDOW_BM25 = 0.08
SENTENCE_COSINE, SENTENCE_BM25, WINDOW_AROUND = 0.53, 0.04, 0.47


@dataclass(frozen=True, slots=True)
class Found:
    """What a question brought up: windows to show, sentences to quote, best first."""

    windows: tuple[Hit, ...]
    sentences: tuple[Hit, ...]


def search(index: Index, text: str, k: int = 10, scope: Scope | None = None) -> list[Hit]:
    """The k best windows for a question, best first, as `python -m rag search` shows them."""
    vector = index.embedder.embed_query(text)
    return list(_windows(index.windows, vector, text, scope or Scope())[:k])


def find(index: Index, text: str, scope: Scope) -> Found:
    """Search both levels with one embedding of the question.

    A sentence is judged by itself and by the best window that it stands in: alone it says too
    little, the window alone does not say which sentence.
    """
    vector = index.embedder.embed_query(text)
    windows = _windows(index.windows, vector, text, scope)
    return Found(windows, _sentences(index.sentences, vector, text, scope, windows))


class PodcastRetriever(BaseRetriever):
    """The index as a LangChain retriever, for other LangChain programs.

    Each Document's text is the verbatim chunk, its metadata are those of `search --json`.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)
    index: Index
    k: int = 5
    scope: Scope = Scope()

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        hits = search(self.index, query, self.k, self.scope)
        rows = [hit_json(hit, rank) for rank, hit in enumerate(hits, 1)]
        return [Document(page_content=row.pop("text"), metadata=row) for row in rows]


def _windows(level: Level, vector: list[float], text: str, scope: Scope) -> tuple[Hit, ...]:
    scores = (
        (row, cosine + WINDOW_BM25 * bm25)
        for row, cosine, bm25 in _rows(level, vector, text, scope)
    )
    return _best_first(level, scores)


def _sentences(
    level: Level, vector: list[float], text: str, scope: Scope, windows: tuple[Hit, ...]
) -> tuple[Hit, ...]:
    around = _ByPlace(windows)
    scores = (
        (
            row,
            SENTENCE_COSINE * cosine
            + SENTENCE_BM25 * bm25
            + WINDOW_AROUND * around.best(level.chunks[row]),
        )
        for row, cosine, bm25 in _rows(level, vector, text, scope)
    )
    return _best_first(level, scores)


def _rows(
    level: Level, vector: list[float], text: str, scope: Scope
) -> Iterator[tuple[int, float, float]]:
    """The rows that either side finds, each with its scaled cosine and its BM25 score."""
    near = level.dense(vector, DEPTH, scope)
    lexical = level.bm25(text)
    # A row that only BM25 found is at best as near as the farthest that was asked for.
    farthest = min(near.values(), default=COSINE_LOW)
    for row in {*near, *_best_rows(lexical)}:
        if row in near or _allowed(level, row, scope):
            yield row, _scaled(near.get(row, farthest)), float(lexical[row])


def _best_first(level: Level, scores: Iterable[tuple[int, float]]) -> tuple[Hit, ...]:
    hits = (Hit(level.chunks[row], score) for row, score in scores)
    return tuple(sorted(hits, key=lambda hit: -hit.score))


class _ByPlace:
    """Windows that were found, by the turn that they are cut from."""

    def __init__(self, windows: tuple[Hit, ...]) -> None:
        self._farthest = min((hit.score for hit in windows), default=0.0)
        self._turns: dict[tuple[str, int], list[Hit]] = {}
        for hit in windows:
            place = (hit.chunk.episode.id, hit.chunk.turn_index)
            self._turns.setdefault(place, []).append(hit)

    def best(self, sentence: Chunk) -> float:
        """The score of the best window that contains the sentence."""
        windows = self._turns.get((sentence.episode.id, sentence.turn_index), [])
        scores = [
            hit.score
            for hit in windows
            if hit.chunk.start <= sentence.start and sentence.end <= hit.chunk.end
        ]
        return max(scores, default=self._farthest)


def _best_rows(lexical: Scores) -> list[int]:
    depth = min(DEPTH, len(lexical))
    best: np.ndarray[Any, Any] = np.argpartition(-lexical, depth - 1)[:depth] if depth else lexical
    return [int(row) for row in best if lexical[row] > 0]


def _allowed(level: Level, row: int, scope: Scope) -> bool:
    chunk = level.chunks[row]
    return scope.episode in (None, chunk.episode.number) and scope.speaker in (None, chunk.speaker)


def _scaled(cosine: float) -> float:
    return (cosine - COSINE_LOW) / (COSINE_HIGH - COSINE_LOW)
