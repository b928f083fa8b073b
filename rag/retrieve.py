"""From a question to the sentences that may answer it: dense and lexical evidence, fused.

A sentence is judged at three levels: by itself, by the passage of three sentences and by the best
window that it stands in. Alone it says too little, the window alone does not say which sentence.
BM25 adds what vectors blur: names, numbers, rare words.

Cosines are brought to about 0–1 on a fixed scale and BM25 is not normalised by question, so that
the scores of different questions can be compared.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from rag.expected import names_in_capitals
from rag.index import Index
from rag.lexical import Analyzer, Scores
from rag.near import EVERYWHERE, Near
from rag.rerank import CANDIDATES
from rag.rows import Places
from rag.serialize import hit_json
from rag.show_kinds import kind_like
from rag.types import Chunk, Hit, Scope

NEAR_TITLE = 0.83  # cosine similarity from which on a chapter's title may be what is asked about
DEPTH = 100  # how many nearest neighbours are asked for at each level, and sentences returned
LOTS = 10  # times as many as scores are wanted
COSINE_LOW, COSINE_HIGH = 0.75, 0.92  # E5's cosines of unrelated and of well matching texts
# From `python -m eval.fit`, rounded; BM25's are less than half of what it says, since questions in
# another language than the transcript's share only names with it.
SENTENCE, PASSAGE, WINDOW = 0.4, 0.35, 0.25
SENTENCE_BM25, WINDOW_BM25 = 0.005, 0.03
ALONE = 0.35  # how much a follow-up by itself counts, beside it together with what it leans on


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near a question is to what the podcast says, and to everything else.

    Cosine similarities to the best passage, to the three nearest questions of the cohort and to
    all of them (means); `score` is the best sentence's, from all evidence. `names_unknown`: it
    names something in capitals, like "NPS" or "ChatGPT", that the podcast never says.
    """

    passage: float
    cohort_nearest: float
    cohort_mean: float
    score: float
    names_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What a question brought up: windows to show, sentences to quote, best first.

    `kind` is the kind of show facts that the question asks for, if it is like one that does.
    """

    windows: tuple[Hit, ...]
    sentences: tuple[Hit, ...]
    nearness: Nearness
    kind: str | None = None


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
    evidence = weigh(index, text, scope, alone=alone)
    fused, chunks = evidence.fused(), index.sentences.chunks
    highest = _highest(fused, DEPTH)
    best, scores = evidence.rows[highest].tolist(), fused[highest].tolist()
    ordered = _looked_at_again(index, text, best)
    hits = tuple(Hit(chunks[row], score) for row, score in zip(ordered, scores, strict=True))
    windows = tuple(_windows(index, best, scores, evidence))
    nearness = _nearness(evidence, hits, names_unknown(index, text))
    return Found(windows, hits, nearness, evidence.kind)


def nearest_chapter(index: Index, text: str, scope: Scope) -> Chunk | None:
    """The beginning of the chapter whose title is nearest to a question; None if none is near."""
    level, where = index.chapters, Scope(scope.episode)
    # Two, so that of two alike it is the first.
    near = level.near(index.embedder.embed_query(text), 2, where)
    if near.cosines.max(initial=0.0) < NEAR_TITLE:
        return None
    return level.chunks[int(near.rows[near.cosines.argmax()])]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for each of n sentences, whose `rows` ascend.

    `sentence`, `passage` and `window` are cosines on a scale from about 0 to 1, the latter two
    of the best one around the sentence. `windows` are the nearest ones, `cohort` plain cosines to
    the cohort's questions, `kind` is what kind of show facts the question asks for, if it does.
    """

    rows: Places
    sentence: Scores
    passage: Scores
    window: Scores
    sentence_bm25: Scores
    window_bm25: Scores
    windows: Near
    nearest_passage: float
    cohort: Scores
    kind: str | None

    def fused(self) -> Scores:
        """One score per sentence."""
        cosines = SENTENCE * self.sentence + PASSAGE * self.passage + WINDOW * self.window
        scores: Scores = cosines + _by_words(self.sentence_bm25, self.window_bm25)
        return scores


def weigh(
    index: Index, text: str, scope: Scope, rows: Places | None = None, alone: str | None = None
) -> Evidence:
    """All evidence for a question; `alone` as in `find`.

    For the sentences in `rows`; without for those of the scope that can be among the DEPTH best.
    """
    asked = [index.embedder.embed_query(each) for each in (text, alone) if each is not None]
    vector = _together(asked)
    levels = index.sentences, index.passages, index.windows
    near = [level.near(vector, DEPTH, scope) for level in levels]
    bm25 = index.sentences.bm25(text), index.around_windows.best(index.windows.bm25(text).take)
    if rows is None:
        rows = _candidates(index, scope, near, _by_words(*bm25))
    sentences, passages, windows = near
    return Evidence(
        rows=rows,
        sentence=_scaled(sentences.at(rows)),
        passage=_scaled(index.around_passages.best(passages.at, rows)),
        window=_scaled(index.around_windows.best(windows.at, rows)),
        sentence_bm25=bm25[0][rows],
        window_bm25=bm25[1][rows],
        windows=windows,
        nearest_passage=float(passages.cosines.max(initial=0.0)),
        cohort=index.cohort @ np.array(vector, dtype=np.float32),
        kind=_kind(index, asked),
    )


def _together(vectors: Sequence[Sequence[float]]) -> Sequence[float]:
    """The vector of a question, that of a follow-up drawn towards its own."""
    if len(vectors) == 1:
        return vectors[0]
    drawn = np.array([1.0, ALONE]) @ np.array(vectors)
    together: list[float] = (drawn / np.linalg.norm(drawn)).tolist()
    return together


def _kind(index: Index, vectors: Sequence[Sequence[float]]) -> str | None:
    """The kind of show facts that is asked for; a follow-up asks for it by itself, too."""
    kinds = {kind_like(vector, index.embedder.name) for vector in vectors}
    return kinds.pop() if len(kinds) == 1 else None


def _candidates(index: Index, scope: Scope, near: Sequence[Near], by_words: Scores) -> Places:
    """The rows of the sentences of a scope that can be among the DEPTH best, ascending.

    Those near at some level, and the DEPTH best by their words: none of the others is nearer than
    these or has better words.
    """
    sentences, passages, windows = (level.nearer() for level in near)
    if scope != EVERYWHERE:
        by_words[~index.sentences.rows.allowed(scope)] = -np.inf
    around = index.around_passages.inside(passages), index.around_windows.inside(windows)
    rows = np.concatenate([sentences, *around, _highest(by_words, DEPTH)])
    return np.unique(rows[by_words[rows] > -np.inf])


def names_unknown(index: Index, text: str) -> bool:
    """Whether a question names something in capitals that is said nowhere in the podcast."""
    terms = Analyzer().terms(" ".join(names_in_capitals(text)))
    return not all(map(index.windows.lexical.knows, terms))


def _nearness(evidence: Evidence, best: tuple[Hit, ...], unknown: bool) -> Nearness:
    three = np.partition(evidence.cohort, -3)[-3:]
    score = best[0].score if best else 0.0
    mean = float(evidence.cohort.mean())
    return Nearness(evidence.nearest_passage, float(three.mean()), mean, score, unknown)


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


def _windows(index: Index, best: list[int], scores: list[float], found: Evidence) -> Iterator[Hit]:
    """The nearest window around each of the best sentences that no window before it holds."""
    around, near = index.around_windows, found.windows
    cosines = dict(zip(near.rows.tolist(), near.cosines.tolist(), strict=True))
    others = near.farthest
    shown: set[int] = set()
    for row, score in zip(best, scores, strict=True):
        holding = range(around.firsts[row], around.lasts[row])
        if shown.isdisjoint(holding):
            nearest = max(holding, key=lambda window: cosines.get(window, others))
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


def _scaled(cosines: Scores) -> Scores:
    scaled: Scores = (cosines - np.float32(COSINE_LOW)) / np.float32(COSINE_HIGH - COSINE_LOW)
    return scaled
