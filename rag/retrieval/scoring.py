"""Score each sentence as the answer to a question: dense and lexical evidence, fused.

A sentence is judged at three levels: by itself, by the passage of three sentences and by the best
window around it. Alone it says too little, the window alone does not say which sentence.
BM25 adds what vectors blur: names, numbers, rare words.

Cosines are read on the index's own scale (rag.index.background) and BM25 is not normalised by
question, so that the scores of different questions can be compared.
"""

from dataclasses import dataclass

import numpy as np

from rag.embedding.embedder import Vectors
from rag.index.background import Reached
from rag.index.bm25 import Scores
from rag.index.dense import EVERYWHERE, Near
from rag.index.index import Index
from rag.index.rows import Places
from rag.types import Language, Scope

DEPTH = 100  # how many nearest neighbours are asked for at each level, and sentences returned
GROUPS_EACH = 10  # groups of scores for each that is wanted
# Of the mean of all questions about everything else so much is taken from a question: what is near
# to any question, like a greeting, comes up less.
CENTERED = 0.45
# From `python -m eval fit`, rounded; BM25's are less than half of what it says, since
# questions in another language than the transcript's share only names with it.
SENTENCE, PASSAGE, WINDOW = 0.4, 0.35, 0.25
SENTENCE_BM25, WINDOW_BM25 = 0.005, 0.03


@dataclass(frozen=True, slots=True)
class Sought:
    """A question as it is searched for: its words, its vector of length 1, its language."""

    text: str
    vector: Vectors
    language: Language


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence for each of n sentences, whose `rows` ascend.

    `sentence`, `passage` and `window` are cosines in spreads above the level of the index, the
    latter two of the best one around the sentence.
    """

    rows: Places
    sentence: Scores
    passage: Scores
    window: Scores
    sentence_bm25: Scores
    window_bm25: Scores

    def fused(self) -> Scores:
        """Combine the evidence into one score per sentence."""
        cosines = SENTENCE * self.sentence + PASSAGE * self.passage + WINDOW * self.window
        scores: Scores = cosines + _by_words(self.sentence_bm25, self.window_bm25)
        return scores


@dataclass(frozen=True, slots=True)
class Searched:
    """The nearest rows to a question at each level, and the BM25 scores of all sentences.

    `window_bm25` is that of the best window around each.
    """

    index: Index
    scope: Scope
    sentences: Near
    passages: Near
    windows: Near
    sentence_bm25: Scores
    window_bm25: Scores

    def evidence(self, rows: Places | None = None) -> Evidence:
        """Collect the evidence for some sentences, without `rows` for all candidates."""
        index = self.index
        rows = self._candidates() if rows is None else rows
        scaled = index.background.scaled
        return Evidence(
            rows=rows,
            sentence=scaled(self.sentences.at(rows)),
            passage=scaled(index.around_passages.best(self.passages.at, rows)),
            window=scaled(index.around_windows.best(self.windows.at, rows)),
            sentence_bm25=self.sentence_bm25[rows],
            window_bm25=self.window_bm25[rows],
        )

    def _candidates(self) -> Places:
        """Return the rows of the scope that can be among the DEPTH best, ascending.

        Those near at some level, and the DEPTH best by their words: none of the others is nearer
        than these or has better words.
        """
        index, by_words = self.index, _by_words(self.sentence_bm25, self.window_bm25)
        if self.scope != EVERYWHERE:
            by_words[~index.sentences.rows.allowed(self.scope)] = -np.inf
        passages = index.around_passages.inside(self.passages.nearer())
        windows = index.around_windows.inside(self.windows.nearer())
        best = highest(by_words, DEPTH)
        rows = np.concatenate([self.sentences.nearer(), passages, windows, best])
        return np.unique(rows[by_words[rows] > -np.inf])


def search_for(index: Index, sought: Sought, scope: Scope) -> Searched:
    """Search all levels of an index for what is near to a question."""
    vector = (sought.vector - CENTERED * index.centres[sought.language]).tolist()
    return Searched(
        index,
        scope,
        sentences=index.sentences.near(vector, DEPTH, scope),
        passages=index.passages.near(vector, DEPTH, scope),
        windows=index.windows.near(vector, DEPTH, scope),
        sentence_bm25=index.sentences.bm25(sought.text),
        window_bm25=index.around_windows.best(index.windows.bm25(sought.text).take),
    )


def reached_by(searched: Searched, background_cosines: Scores) -> Reached:
    """Measure how near a question comes to an index, and by its cosines to the background."""
    background = searched.index.background
    passages, scores = searched.passages.cosines, searched.evidence().fused()
    if not len(scores):
        passages, scores = np.full(1, background.level, np.float32), np.zeros(1, np.float32)
    three = np.partition(background_cosines, -3)[-3:]
    cosines = np.array([passages.max(), three.mean(), background_cosines.mean()], dtype=np.float32)
    passage, background_nearest, background_mean = background.scaled(cosines).tolist()
    return Reached(passage, float(scores.max()), background_nearest, background_mean)


def _by_words(sentence_bm25: Scores, window_bm25: Scores) -> Scores:
    scores = SENTENCE_BM25 * sentence_bm25 + WINDOW_BM25 * window_bm25
    return scores.astype(np.float32, copy=False)


def highest(scores: Scores, k: int) -> Places:
    """Return the rows of the k highest scores, best first, equal ones in the order of the rows."""
    # Of each of several groups the highest, of these the k-th: so high are k scores at least.
    groups = GROUPS_EACH * k
    grouped = scores[: len(scores) // groups * groups].reshape(-1, groups)
    reached = np.partition(grouped.max(axis=0, initial=-np.inf), -k)[-k]
    above, equal = np.flatnonzero(scores > reached), np.flatnonzero(scores == reached)
    rows = np.concatenate([above, equal[:k]])
    return rows[np.argsort(-scores[rows], kind="stable")[:k]]
