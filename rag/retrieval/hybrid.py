"""Retrieve the sentences that may answer a question, and how near it comes to the podcast."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from rag.embedding.embedder import Vectors
from rag.index.bm25 import Scores
from rag.index.dense import Near
from rag.index.index import Index
from rag.index.rows import Places
from rag.retrieval.quotes import ranked_sentences
from rag.retrieval.reader import Reader, Reading
from rag.retrieval.reranker import CANDIDATES, Reranker
from rag.retrieval.scoring import DEPTH, Evidence, Searched, Sought, highest, reached_by, search_for
from rag.serialize import hit_json, origin
from rag.text.language import detect
from rag.types import Chunk, Found, Hit, Nearness, Question, Scope
from rag.understand import Understood, understand

READ = 4  # windows that a reader reads for each question
BEST, BESIDE = 12, 3  # of so many best sentences so many on either side are returned as well
ALONE = 0.35  # weight of a follow-up by itself, against 1 for it with what it leans on


def retrieve(
    index: Index, understood: Understood, second_look: Reader | Reranker | None = None
) -> Found:
    """Search all three levels of an index with the one vector of a question.

    A window scores what its best sentence does; of those that overlap and have the same best
    sentence only the nearest is returned. A reader or a reranker looks at the best of them again.
    """
    sought = sought_for(index, understood)
    searched = search_for(index, sought, understood.scope)
    evidence, reading = searched.evidence(), None
    if isinstance(second_look, Reader) and len(evidence.rows):
        reading = second_look.read(index, sought.text, _best_windows(index, searched, evidence))
        evidence = searched.evidence(np.union1d(evidence.rows, reading.rows))
    fused = _scored(evidence, reading)
    top = highest(fused, DEPTH)
    best, scores = evidence.rows[top].tolist(), fused[top].tolist()
    ordered = best
    if isinstance(second_look, Reranker):
        ordered = _reranked(index, second_look, sought.text, best)
    chunks = index.sentences.chunks
    hits = [Hit(chunks[row], score) for row, score in zip(ordered, scores, strict=True)]
    beside = searched.evidence(_beside(index, ordered))
    hits += map(Hit, (chunks[row] for row in beside.rows), _scored(beside, reading).tolist())
    near = nearness(index, sought, searched, index.background_vectors @ sought.vector)
    return Found(
        windows=tuple(_windows(index, best, scores, searched.windows)),
        sentences=tuple(hits),
        ranked=tuple(ranked_sentences(hits, understood.named, index.interviewers)),
        nearness=replace(near, read=reading.best if reading else None),
    )


def search(
    index: Index,
    text: str,
    k: int = 10,
    scope: Scope | None = None,
    second_look: Reader | Reranker | None = None,
) -> list[Hit]:
    """Find the k best windows for a question, best first, as `python -m rag search` shows them.

    Raises QuestionError as `understand` does.
    """
    understood = understand(index, Question(text, (), scope or Scope()))
    return list(retrieve(index, understood, second_look).windows[:k])


def sought_for(index: Index, understood: Understood) -> Sought:
    """Collect what is searched for: the words of a question, its one vector, its language."""
    language = detect(understood.query, index.corpus.podcast.language)
    return Sought(understood.query, together(understood.vectors), language)


def nearest_chapter(index: Index, text: str, scope: Scope) -> Chunk | None:
    """Find the start of the chapter whose title is nearest to a question, if one is near."""
    level, where = index.chapters, Scope(scope.episode)
    # Two, so that of two equal ones it is the first.
    near = level.near(index.embedder.embed_query(text), 2, where)
    if near.cosines.max(initial=-1.0) < index.background.title:
        return None
    return level.chunks[int(near.rows[near.cosines.argmax()])]


def nearness(
    index: Index, sought: Sought, searched: Searched, background_cosines: Scores
) -> Nearness:
    """Compare what a question reaches with what is typical; cosines as in `reached_by`."""
    reached = reached_by(searched, background_cosines)
    typical = index.background.typical[sought.language]
    mean, varies = typical.mean, typical.deviation
    return Nearness(
        passage=reached.passage - mean.passage,
        score=reached.score - mean.score,
        background_nearest=(reached.background_nearest - mean.background_nearest)
        / varies.background_nearest,
        background_mean=(reached.background_mean - mean.background_mean) / varies.background_mean,
    )


def together(vectors: Sequence[Sequence[float]]) -> Vectors:
    """Mix the vector of a question with that of a follow-up alone: shape (dimension,)."""
    drawn = np.array([1.0, ALONE][: len(vectors)]) @ np.array(vectors)
    together: Vectors = (drawn / np.linalg.norm(drawn)).astype(np.float32)
    return together


def _beside(index: Index, best: Sequence[int]) -> Places:
    """Return the rows next to the first of these, in the same turn and chapter; none of these."""
    chunks = index.sentences.chunks
    beside = {
        row
        for middle in best[:BEST]
        for row in range(max(middle - BESIDE, 0), min(middle + BESIDE + 1, len(chunks)))
        if chunks[row].same_place(chunks[middle])
    }
    return np.array(sorted(beside.difference(best)), dtype=np.int64)


def _reranked(index: Index, reranker: Reranker, text: str, best: list[int]) -> list[int]:
    """Sort the best sentences by the reranker, which reads each with its neighbours.

    The scores keep their places, so that quoting and refusing use the same scale.
    """
    around = index.around_passages
    middle = [(around.firsts[row] + around.lasts[row] - 1) // 2 for row in best[:CANDIDATES]]
    texts = [index.passages.chunks[row].text for row in middle]
    return reranker.rank(text, best, texts)


class PodcastRetriever(BaseRetriever):
    """The index as a LangChain retriever, for other LangChain programs.

    Each Document's text is the verbatim chunk, its metadata are those of `search --json`, and
    `source`, `title` and `url` of its episode.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)
    index: Index
    k: int = 5
    scope: Scope = Scope()
    second_look: Reader | Reranker | None = None

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        hits = search(self.index, query, self.k, self.scope, self.second_look)
        rows = [hit_json(hit, rank) | origin(hit) for rank, hit in enumerate(hits, 1)]
        return [Document(page_content=row.pop("text"), metadata=row) for row in rows]


def _scored(evidence: Evidence, reading: Reading | None) -> Scores:
    return evidence.fused() + (reading.lift(evidence.rows) if reading else 0)


def _best_windows(index: Index, searched: Searched, evidence: Evidence) -> list[int]:
    """Return the rows of the best windows, as many as are read."""
    fused = evidence.fused()
    best = evidence.rows[highest(fused, DEPTH)].tolist()
    return [window for _, window in islice(_around(index, best, searched.windows), READ)]


def _windows(index: Index, best: list[int], scores: list[float], near: Near) -> Iterator[Hit]:
    """Yield the windows around the best sentences, each with the score of its sentence."""
    for place, window in _around(index, best, near):
        yield Hit(index.windows.chunks[window], scores[place])


def _around(index: Index, best: list[int], near: Near) -> Iterator[tuple[int, int]]:
    """Yield the nearest window around each of the best sentences that no earlier one holds.

    As the sentence's place among these and the window's row.
    """
    around = index.around_windows
    cosines = dict(zip(near.rows.tolist(), near.cosines.tolist(), strict=True))
    shown: set[int] = set()
    for place, row in enumerate(best):
        holding = range(around.firsts[row], around.lasts[row])
        if shown.isdisjoint(holding):
            nearest = max(holding, key=lambda window: cosines.get(window, near.farthest))
            shown.add(nearest)
            yield place, nearest
