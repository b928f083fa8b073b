"""Find the rows of a level nearest to a question, also within an episode or by a speaker.

Up to EXACT rows all vectors of a level are fetched from Chroma once and compared here: the
result is exact then, and the same in every process, while an approximate graph depends on how it
was built and read. Beyond that Chroma's graph is asked.

Chroma's filter reads every row's metadata: in a podcast of 138,000 sentences it takes 50 times as
long as the search. So of a large level, too, the vectors of a small scope are fetched once and
compared here, and for a large one more neighbours are asked for and those outside left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from chromadb import Collection
from chromadb.api.types import GetResult

from rag.index.rows import Floats, Places, Rows
from rag.types import Scope

# Rows of a level whose vectors are all kept in memory (31 MB of 384 dimensions): some 40 episodes.
EXACT = 20_000
# Rows of a scope of a larger level whose vectors are kept (8 MB), and of how many scopes.
SMALL, KEPT = 5000, 4
MOST_ASKED = 2000  # neighbours, of which those within a large scope are kept
EVERYWHERE = Scope()
Where = dict[str, Any]
Vectors = tuple[Places, Floats]  # n rows, ascending, and their vectors: shape (n, dimension)
NOWHERE: Vectors = (np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32))
BEYOND = np.iinfo(np.int64).max  # the number of no row


@dataclass(frozen=True, slots=True)
class Near:
    """The k rows of a level nearest to a question, ascending, and their cosine similarities.

    (Those times the length of the question's vector, if it is not 1.)

    Rows outside the top k get the lowest similarity in the top k.
    """

    rows: Places
    cosines: Floats

    @property
    def farthest(self) -> float:
        """The cosine of all others."""
        return float(self.cosines.min(initial=1.0))

    def nearer(self) -> Places:
        """Return the rows that are nearer than all others."""
        return self.rows[self.cosines > self.farthest]

    def at(self, rows: Places) -> Floats:
        """Return the cosines of any rows of the level, in the shape of these."""
        cosines = np.append(self.cosines, np.float32(self.farthest))
        known = np.append(self.rows, BEYOND)
        places = np.searchsorted(known, rows)
        return np.where(known[places] == rows, cosines[places], cosines[-1])


@dataclass(frozen=True)
class Neighbours:
    """Finds rows by their vectors, which a Chroma collection holds under the rows' ids."""

    rows: Rows
    vectors: Collection
    _kept: dict[Scope, Vectors] = field(default_factory=dict)

    def near(self, vector: Sequence[float], k: int, scope: Scope) -> Near:
        """Find the k rows of a scope nearest to a vector, which may be shorter than 1.

        Of a large scope they may be fewer than k, where the rest is far away.
        """
        rows, cosines = self._near(vector, k, scope)
        order = np.argsort(rows)
        return Near(rows[order], cosines[order])

    def vectors_of(self, rows: Places) -> Floats:
        """Return the vectors of n rows in their order: shape (n, dimension)."""
        if len(self.rows.ids) <= EXACT:
            known, vectors = self._every
        else:
            ids = [self.rows.ids[row] for row in rows]
            known, vectors = self._read(self.vectors.get(ids=ids, include=["embeddings"]))
        return vectors[np.searchsorted(known, rows)]

    def _near(self, vector: Sequence[float], k: int, scope: Scope) -> tuple[Places, Floats]:
        if len(self.rows.ids) <= EXACT:
            rows, vectors = self._every
            within = slice(None) if scope == EVERYWHERE else self.rows.allowed(scope)[rows]
            return _nearest(vector, k, (rows[within], vectors[within]))
        if scope == EVERYWHERE:
            return self._ask(vector, k)
        inside = self.rows.allowed(scope)
        count = int(inside.sum())
        if count <= SMALL:
            return _nearest(vector, k, self._of_small(scope, np.flatnonzero(inside)))
        rows, cosines = self._ask(vector, min(2 * k * len(inside) // count, MOST_ASKED))
        here = np.flatnonzero(inside[rows])[:k]
        if len(here) >= k // 4:
            return rows[here], cosines[here]
        wanted = {"episode": scope.episode, "speaker": scope.speaker}
        tests: list[Where] = [{k: v} for k, v in wanted.items() if v is not None]
        return self._ask(vector, k, {"$and": tests} if len(tests) > 1 else next(iter(tests), None))

    @cached_property
    def _every(self) -> Vectors:
        return self._read(self.vectors.get(include=["embeddings"]))

    def _ask(
        self, vector: Sequence[float], k: int, where: Where | None = None
    ) -> tuple[Places, Floats]:
        # Asked directly: LangChain's store would read every row's text and metadata as well.
        found = self.vectors.query(
            query_embeddings=[vector], n_results=k, where=where, include=["distances"]
        )
        rows = [self.rows.numbers.get(row_id, -1) for row_id in found["ids"][0]]
        known = np.array(rows, dtype=np.int64)
        # Chroma compares directions; what was taken from a question made it shorter.
        length = np.float32(np.linalg.norm(vector))
        cosines = length * (1.0 - np.array((found["distances"] or [[]])[0], dtype=np.float32))
        here = known >= 0  # others are left over from an update that was cut off
        return known[here], cosines[here]

    def _of_small(self, scope: Scope, inside: Places) -> Vectors:
        if scope not in self._kept:
            ids = [self.rows.ids[row] for row in inside]
            found = self.vectors.get(ids=ids, include=["embeddings"]) if ids else None
            self._kept[scope] = self._read(found)
        kept = self._kept[scope]
        for oldest in list(self._kept)[:-KEPT]:
            self._kept.pop(oldest, None)
        return kept

    def _read(self, found: GetResult | None) -> Vectors:
        """Return the rows that Chroma returned, ascending, and their vectors, of length 1."""
        numbers = self.rows.numbers
        rows = np.array([numbers.get(row_id, -1) for row_id in found["ids"]] if found else [])
        ascending = np.argsort(rows, kind="stable")[np.count_nonzero(rows < 0) :]
        if found is None or not len(ascending):
            return NOWHERE
        vectors = np.array(found["embeddings"], dtype=np.float32)[ascending]
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        # One without a length is near to nothing, and must not make the others that, too.
        return rows[ascending], vectors / np.maximum(lengths, np.finfo(np.float32).tiny)


def _nearest(vector: Sequence[float], k: int, among: Vectors) -> tuple[Places, Floats]:
    rows, vectors = among
    if not len(rows):
        return NOWHERE
    cosines = vectors @ np.array(vector, dtype=np.float32)
    nearest = np.argsort(-cosines, kind="stable")[:k]
    return rows[nearest], cosines[nearest]
