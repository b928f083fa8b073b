"""BM25 over stems, for names, numbers and rare words that vectors blur."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import bm25s
import numpy as np

from rag.text.analyzer import Analyzer
from rag.text.letters import differ_in_one

SHORTEST_MISSPELT = 5  # letters of a term of which one may be wrong
SHORTEST_PART = 4  # letters of a part of a longer word
Scores = np.ndarray[Any, np.dtype[np.float32]]


class LexicalIndex:
    """BM25 (Lucene's variant) over n texts, through bm25s."""

    def __init__(self, bm25: bm25s.BM25) -> None:
        self._bm25 = bm25

    @classmethod
    def build(cls, texts: Sequence[str]) -> "LexicalIndex":
        """Index n texts; text number i is document number i."""
        analyzer = Analyzer()
        bm25 = bm25s.BM25(method="lucene")
        # An index over nothing, or nothing but blanks, still needs a document and a term.
        terms = [analyzer.terms(text) or [""] for text in texts] or [[""]]
        bm25.index(terms, show_progress=False)
        return cls(bm25)

    def save(self, folder: Path) -> None:
        """Write the index into a new folder."""
        self._bm25.save(str(folder), show_progress=False)

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex":
        """Open an index; its arrays stay on disk and are mapped into memory."""
        return cls(bm25s.BM25.load(str(folder), mmap=True, show_progress=False))

    def knows(self, term: str) -> bool:
        """Return whether a term, as `Analyzer.terms` writes it, occurs in any document."""
        return term in self._bm25.vocab_dict

    def resembles(self, term: str) -> bool:
        """Return whether a term occurs, perhaps misspelt, or what it ends or begins with does."""
        ends = (term[at:] for at in range(1, len(term) - SHORTEST_PART + 1))
        begins = (term[:at] for at in range(SHORTEST_PART + 1, len(term)))
        parts = (*ends, *begins)
        return self.knows(term) or any(map(self.knows, parts)) or bool(self.nearly(term))

    def nearly(self, term: str) -> list[str]:
        """Return the terms that are this one but for one letter, not the first; of 5 at least."""
        if len(term) < SHORTEST_MISSPELT:
            return []
        alike = (known for known in self._bm25.vocab_dict if known[:1] == term[0])
        return [known for known in alike if len(known) > 3 and differ_in_one(term, known)]

    def scores(self, text: str) -> Scores:
        """Compute BM25 scores of all n documents for a question; zeros if no term occurs."""
        return self.scores_of(Analyzer().terms(text))

    def scores_of(self, terms: Iterable[str]) -> Scores:
        """Compute them for terms, as `Analyzer.terms` writes them."""
        known = [term for term in terms if self.knows(term)]
        scores: Scores = self._bm25.get_scores(known) if known else np.zeros(self.size, np.float32)
        return scores

    @property
    def size(self) -> int:
        """The number of documents, at least one."""
        documents: int = self._bm25.scores["num_docs"]
        return documents
