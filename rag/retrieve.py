"""From a question to the sentences that may answer it: dense and lexical evidence, fused.

A sentence is judged at three levels: by itself, by the passage of three sentences and by the best
window that it stands in. Alone it says too little, the window alone does not say which sentence.
BM25 adds what vectors blur: names, numbers, rare words.

Cosines are brought to about 0–1 on a fixed scale and BM25 is not normalised by question, so that
the scores of different questions can be compared.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from rag.expected import names_in_capitals
from rag.index import Index
from rag.lexical import Analyzer, Scores
from rag.rerank import CANDIDATES
from rag.rows import Around, Places
from rag.serialize import hit_json
from rag.show_kinds import kind_like
from rag.types import Chunk, Hit, Scope

NEAR_TITLE = 0.83  # cosine similarity from which on a chapter's title may be what is asked about
DEPTH = 100  # how many nearest neighbours are asked for at each level, and sentences returned
COSINE_LOW, COSINE_HIGH = 0.75, 0.92  # E5's cosines of unrelated and of well matching texts
# From `python -m eval.fit`, rounded; BM25's are less than half of what it says, since questions in
# another language than the transcript's share only names with it.
SENTENCE, PASSAGE, WINDOW = 0.4, 0.35, 0.25
SENTENCE_BM25, WINDOW_BM25 = 0.005, 0.03


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


def find(index: Index, text: str, scope: Scope) -> Found:
    """Search all three levels with one embedding of the question.

    A window scores what its best sentence does; of those that overlap and have the same best
    sentence only the nearest is returned.
    """
    evidence = weigh(index, text, scope)
    scores, sentences = evidence.fused(), index.sentences
    scores[~sentences.rows.allowed(scope)] = -np.inf
    best = [int(row) for row in _highest(scores, DEPTH) if scores[row] > -np.inf]
    ordered = _looked_at_again(index, text, best)
    hits = tuple(
        Hit(sentences.chunks[row], float(scores[place]))
        for row, place in zip(ordered, best, strict=True)
    )
    windows = tuple(_windows(index, best, scores, evidence))
    nearness = _nearness(evidence, hits, names_unknown(index, text))
    return Found(windows, hits, nearness, evidence.kind)


def nearest_chapter(index: Index, text: str, scope: Scope) -> Chunk | None:
    """The beginning of the chapter whose title is nearest to a question; None if none is near."""
    level, where = index.chapters, Scope(scope.episode)
    # Two, since all others count as being as near as the farthest that was asked for.
    cosines = level.cosines(index.embedder.embed_query(text), 2, where)
    cosines[~level.rows.allowed(where)] = 0.0
    if cosines.max(initial=0.0) < NEAR_TITLE:
        return None
    return level.chunks[int(cosines.argmax())]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for each of n sentences; the first five and `windows` (m windows) by row.

    `sentence`, `passage` and `window` are cosines on a scale from about 0 to 1, the latter two
    of the best one around the sentence. `cohort` are plain cosines to the cohort's questions,
    `kind` is what kind of show facts the question asks for, if it does.
    """

    sentence: Scores
    passage: Scores
    window: Scores
    sentence_bm25: Scores
    window_bm25: Scores
    windows: Scores
    nearest_passage: float
    cohort: Scores
    kind: str | None

    def fused(self) -> Scores:
        """One score per sentence."""
        cosines = SENTENCE * self.sentence + PASSAGE * self.passage + WINDOW * self.window
        bm25 = SENTENCE_BM25 * self.sentence_bm25 + WINDOW_BM25 * self.window_bm25
        scores: Scores = (cosines + bm25).astype(np.float32, copy=False)
        return scores


def weigh(index: Index, text: str, scope: Scope) -> Evidence:
    """All evidence for a question, from one embedding of it."""
    vector = index.embedder.embed_query(text)
    windows = index.windows
    near_windows = _scaled(windows.cosines(vector, DEPTH, scope))
    passages = index.passages.cosines(vector, DEPTH, scope)
    return Evidence(
        sentence=_scaled(index.sentences.cosines(vector, DEPTH, scope)),
        passage=_best_around(index.around_passages, _scaled(passages)),
        window=_best_around(index.around_windows, near_windows),
        sentence_bm25=index.sentences.bm25(text),
        window_bm25=_best_around(index.around_windows, windows.bm25(text)),
        windows=near_windows,
        nearest_passage=float(passages.max(initial=0.0)),
        cohort=index.cohort @ np.array(vector, dtype=np.float32),
        kind=kind_like(vector, index.embedder.name),
    )


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
    firsts, lasts = index.around_passages
    middle = [(firsts[row] + lasts[row] - 1) // 2 for row in best[:CANDIDATES]]
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


def _windows(index: Index, best: list[int], scores: Scores, found: Evidence) -> Iterator[Hit]:
    """The nearest window around each of the best sentences that no window before it holds."""
    firsts, lasts = index.around_windows
    starts, ends = index.sentences.rows.places
    window_starts, window_ends = index.windows.rows.places
    shown: list[int] = []
    for row in best:
        if not any(window_starts[w] <= starts[row] and ends[row] <= window_ends[w] for w in shown):
            shown.append(firsts[row] + int(found.windows[firsts[row] : lasts[row]].argmax()))
            yield Hit(index.windows.chunks[shown[-1]], float(scores[row]))


def _best_around(around: Around, scores: Scores) -> Scores:
    """For each inner row the best score of the outer rows that it lies in: shape (n inner,)."""
    firsts, lasts = around
    best = scores[firsts]
    # Few outer rows hold the same inner one: taking turns is faster than going row by row.
    for step in range(1, int((lasts - firsts).max(initial=1))):
        np.maximum(best, scores[np.minimum(firsts + step, lasts - 1)], out=best)
    return best.astype(np.float32, copy=False)


def _highest(scores: Scores, k: int) -> Places:
    """The rows of the k highest scores, best first, equal ones in the order of the rows."""
    if k < len(scores):
        # From below, equal scores, of which there are many, would make this 20 times slower.
        least = -np.partition(-scores, k - 1)[k - 1]
        rows = np.flatnonzero(scores >= least)
    else:
        rows = np.arange(len(scores))
    order = np.argsort(-scores[rows], kind="stable")[:k]
    return rows[order]


def _scaled(cosines: Scores) -> Scores:
    scaled: Scores = (cosines - np.float32(COSINE_LOW)) / np.float32(COSINE_HIGH - COSINE_LOW)
    return scaled
