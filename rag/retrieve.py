"""From a question to the sentences that may answer it, and how near it comes to the podcast."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from rag.analyzer import Analyzer
from rag.embedding import Vectors
from rag.evidence import DEPTH, Searched, Sought, highest, reached_by, search_for
from rag.expected import names_in_capitals
from rag.index import Index
from rag.language import detect
from rag.lexical import Scores
from rag.near import Near
from rag.rerank import CANDIDATES
from rag.rows import Places
from rag.serialize import hit_json
from rag.show_kinds import kind_like
from rag.types import Chunk, Hit, Scope

BEST, BESIDE = 12, 3  # of so many best sentences so many on either side are returned as well
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
    top = highest(fused, DEPTH)
    best, scores = evidence.rows[top].tolist(), fused[top].tolist()
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
    kinds = {kind_like(vector, index.kinds) for vector in vectors}
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
