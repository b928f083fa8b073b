"""From a question to the sentences that may answer it: dense and lexical evidence, fused.

A sentence is judged at three levels: by itself, by the passage of three sentences and by the best
window that it stands in. Alone it says too little, the window alone does not say which sentence.
BM25 adds what vectors blur: names, numbers, rare words.

Cosines are read on the index's own scale (rag.background) and BM25 is not normalised by question,
so that the scores of different questions can be compared.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from rag.background import Reached
from rag.embedding import Vectors
from rag.expected import names_in_capitals
from rag.index import Index
from rag.language import detect
from rag.lexical import Analyzer, Scores
from rag.near import EVERYWHERE, Near
from rag.rerank import CANDIDATES
from rag.rows import Places
from rag.serialize import hit_json
from rag.show_kinds import kind_like
from rag.types import Chunk, Hit, Language, Scope

DEPTH = 100  # how many nearest neighbours are asked for at each level, and sentences returned
LOTS = 10  # times as many as scores are wanted
BEST, BESIDE = 12, 3  # of so many best sentences so many on either side are returned as well
# Of the mean of all questions about everything else so much is taken from a question: what is near
# to any question, like a greeting, comes up less.
CENTERED = 0.45
# From `python -m eval.fit`, rounded; BM25's are less than half of what it says, since questions in
# another language than the transcript's share only names with it.
SENTENCE, PASSAGE, WINDOW = 0.4, 0.35, 0.25
SENTENCE_BM25, WINDOW_BM25 = 0.005, 0.03
ALONE = 0.35  # how much a follow-up by itself counts, beside it together with what it leans on


@dataclass(frozen=True, slots=True)
class Nearness:
    """How much nearer a question is to what the podcast says than questions about everything else.

    The best passage and the best sentence's score, in spreads of the index's background; the three
    nearest questions of the cohort and all of them, in deviations of these. `names_unknown`: it
    names something in capitals, like "NPS" or "ChatGPT", that the podcast never says.
    """

    passage: float
    score: float
    cohort_nearest: float
    cohort_mean: float
    names_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What a question brought up: windows to show, sentences to quote, best first.

    The sentences are followed by those that stand beside the first of them. `kind` is the kind of
    show facts that the question asks for, if it is like one that does.
    """

    windows: tuple[Hit, ...]
    sentences: tuple[Hit, ...]
    nearness: Nearness
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Sought:
    """A question as it is searched for: its words, its vector of length 1, its language."""

    text: str
    vector: Vectors
    language: Language


def search(index: Index, text: str, k: int = 10, scope: Scope | None = None) -> list[Hit]:
    """The k best windows for a question, best first, as `python -m rag search` shows them."""
    return list(find(index, text, scope or Scope()).windows[:k])


def find(index: Index, text: str, scope: Scope, alone: str | None = None) -> Found:
    """Search all three levels with one vector of the question.

    `alone` is a follow-up by itself where `text` is together with what it leans on: its own words
    shall count for more, or what was quoted already would come up again.

    A window scores what its best sentence does; of those that overlap and have the same best
    sentence only the nearest is returned.
    """
    asked = [index.embedder.embed_query(each) for each in (text, alone) if each is not None]
    sought = Sought(text, together(asked), detect(text, index.corpus.podcast.language))
    searched = search_for(index, sought, scope)
    evidence = searched.evidence()
    fused, chunks = evidence.fused(), index.sentences.chunks
    highest = _highest(fused, DEPTH)
    best, scores = evidence.rows[highest].tolist(), fused[highest].tolist()
    ordered = _looked_at_again(index, text, best)
    hits = [Hit(chunks[row], score) for row, score in zip(ordered, scores, strict=True)]
    beside = searched.evidence(_beside(index, ordered))
    hits += map(Hit, (chunks[row] for row in beside.rows), beside.fused().tolist())
    windows = tuple(_windows(index, best, scores, searched.windows))
    near = nearness(index, sought, searched, index.cohort @ sought.vector)
    return Found(windows, tuple(hits), near, _kind(index, asked))


def nearest_chapter(index: Index, text: str, scope: Scope) -> Chunk | None:
    """The beginning of the chapter whose title is nearest to a question; None if none is near."""
    level, where = index.chapters, Scope(scope.episode)
    # Two, so that of two alike it is the first.
    near = level.near(index.embedder.embed_query(text), 2, where)
    if near.cosines.max(initial=-1.0) < index.background.title:
        return None
    return level.chunks[int(near.rows[near.cosines.argmax()])]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for each of n sentences, whose `rows` ascend.

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
        """One score per sentence."""
        cosines = SENTENCE * self.sentence + PASSAGE * self.passage + WINDOW * self.window
        scores: Scores = cosines + _by_words(self.sentence_bm25, self.window_bm25)
        return scores


@dataclass(frozen=True, slots=True)
class Searched:
    """What is near to a question at each level, and the BM25 scores of all sentences.

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
        """All evidence for some sentences, without `rows` for all that can be among the best."""
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
        """The rows of the sentences of the scope that can be among the DEPTH best, ascending.

        Those near at some level, and the DEPTH best by their words: none of the others is nearer
        than these or has better words.
        """
        index, by_words = self.index, _by_words(self.sentence_bm25, self.window_bm25)
        if self.scope != EVERYWHERE:
            by_words[~index.sentences.rows.allowed(self.scope)] = -np.inf
        passages = index.around_passages.inside(self.passages.nearer())
        windows = index.around_windows.inside(self.windows.nearer())
        best = _highest(by_words, DEPTH)
        rows = np.concatenate([self.sentences.nearer(), passages, windows, best])
        return np.unique(rows[by_words[rows] > -np.inf])


def search_for(index: Index, sought: Sought, scope: Scope) -> Searched:
    """Ask all levels of an index for what is near to a question."""
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


def reached_by(searched: Searched, cohort: Scores) -> Reached:
    """How near a question comes to an index and, by these cosines, to the cohort's questions."""
    background = searched.index.background
    passages, scores = searched.passages.cosines, searched.evidence().fused()
    if not len(scores):
        passages, scores = np.full(1, background.level, np.float32), np.zeros(1, np.float32)
    three = np.partition(cohort, -3)[-3:]
    cosines = np.array([passages.max(), three.mean(), cohort.mean()], dtype=np.float32)
    passage, cohort_nearest, cohort_mean = background.scaled(cosines).tolist()
    return Reached(passage, float(scores.max()), cohort_nearest, cohort_mean)


def nearness(index: Index, sought: Sought, searched: Searched, cohort: Scores) -> Nearness:
    """What a question reaches beside what is typical; `cohort` as in `reached_by`."""
    reached = reached_by(searched, cohort)
    typical = index.background.typical[sought.language]
    mean, varies = typical.mean, typical.deviation
    return Nearness(
        passage=reached.passage - mean.passage,
        score=reached.score - mean.score,
        cohort_nearest=(reached.cohort_nearest - mean.cohort_nearest) / varies.cohort_nearest,
        cohort_mean=(reached.cohort_mean - mean.cohort_mean) / varies.cohort_mean,
        names_unknown=names_unknown(index, sought.text),
    )


def together(vectors: Sequence[Sequence[float]]) -> Vectors:
    """The vector of a question, that of a follow-up drawn towards its own: shape (dimension,)."""
    drawn = np.array([1.0, ALONE][: len(vectors)]) @ np.array(vectors)
    together: Vectors = (drawn / np.linalg.norm(drawn)).astype(np.float32)
    return together


def _kind(index: Index, vectors: Sequence[Sequence[float]]) -> str | None:
    """The kind of show facts that is asked for; a follow-up asks for it by itself, too."""
    kinds = {kind_like(vector, index.embedder.name) for vector in vectors}
    return kinds.pop() if len(kinds) == 1 else None


def _beside(index: Index, best: Sequence[int]) -> Places:
    """The rows beside the first of these, in the same turn and chapter; none of these."""
    chunks = index.sentences.chunks
    beside = {
        row
        for middle in best[:BEST]
        for row in range(max(middle - BESIDE, 0), min(middle + BESIDE + 1, len(chunks)))
        if chunks[row].same_place(chunks[middle])
    }
    return np.array(sorted(beside.difference(best)), dtype=np.int64)


def names_unknown(index: Index, text: str) -> bool:
    """Whether a question names something in capitals that is said nowhere in the podcast."""
    terms = Analyzer().terms(" ".join(names_in_capitals(text)))
    return not all(map(index.windows.lexical.knows, terms))


def _looked_at_again(index: Index, text: str, best: list[int]) -> list[int]:
    """The best sentences in the order of the reranker, which reads each with its neighbours.

    They take over one another's scores: what is quoted or refused is judged on the same scale.
    """
    if index.reranker is None:
        return best
    around = index.around_passages
    middle = [(around.firsts[row] + around.lasts[row] - 1) // 2 for row in best[:CANDIDATES]]
    texts = [index.passages.chunks[row].text for row in middle]
    return index.reranker.rank(text, best, texts)


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


def _windows(index: Index, best: list[int], scores: list[float], near: Near) -> Iterator[Hit]:
    """The nearest window around each of the best sentences that no window before it holds."""
    around = index.around_windows
    cosines = dict(zip(near.rows.tolist(), near.cosines.tolist(), strict=True))
    shown: set[int] = set()
    for row, score in zip(best, scores, strict=True):
        holding = range(around.firsts[row], around.lasts[row])
        if shown.isdisjoint(holding):
            nearest = max(holding, key=lambda window: cosines.get(window, near.farthest))
            shown.add(nearest)
            yield Hit(index.windows.chunks[nearest], score)


def _by_words(sentence_bm25: Scores, window_bm25: Scores) -> Scores:
    scores = SENTENCE_BM25 * sentence_bm25 + WINDOW_BM25 * window_bm25
    return scores.astype(np.float32, copy=False)


def _highest(scores: Scores, k: int) -> Places:
    """The rows of the k highest scores, best first, equal ones in the order of the rows."""
    # Of each of several lots the highest, of these the k-th: so high are k scores at least.
    lots = LOTS * k
    dealt = scores[: len(scores) // lots * lots].reshape(-1, lots)
    reached = np.partition(dealt.max(axis=0, initial=-np.inf), -k)[-k]
    above, equal = np.flatnonzero(scores > reached), np.flatnonzero(scores == reached)
    rows = np.concatenate([above, equal[:k]])
    return rows[np.argsort(-scores[rows], kind="stable")[:k]]
