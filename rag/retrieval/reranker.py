"""Rerank the best results with a cross-encoder, if one is set.

It takes the place of the bundled reader (rag.retrieval.reader). Any that sentence-transformers can
load will do (NACHGEFRAGT_RERANKER, name or folder).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from rag.errors import ModelError, first_line

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

CANDIDATES = 30  # best finds that are looked at again
T = TypeVar("T")


@dataclass(frozen=True)
class Reranker:
    """A cross-encoder that is loaded when it is first needed (seconds)."""

    load: Callable[[], "CrossEncoder"]

    @cached_property
    def _model(self) -> "CrossEncoder":
        return self.load()

    def rank(self, question: str, finds: Sequence[T], texts: Sequence[str]) -> list[T]:
        """Sort n results, best first; `texts` (n) is what the cross-encoder reads of each.

        Those after the first CANDIDATES keep their places. Raises ModelError if it cannot be
        loaded.
        """
        some = texts[:CANDIDATES]
        if len(some) < 2:
            return list(finds)
        pairs = [(question, text) for text in some]
        scores = np.asarray(self._model.predict(pairs, show_progress_bar=False))
        order = np.argsort(-scores, kind="stable")
        return [*(finds[row] for row in order), *finds[len(some) :]]


def cross_encoder(name: str) -> "CrossEncoder":
    """Load a cross-encoder. Raises ModelError."""
    from sentence_transformers import CrossEncoder

    try:
        # One score a pair, whatever number of labels the model was made for.
        model: CrossEncoder = CrossEncoder(name, num_labels=1)
    except Exception as error:  # it raises what its libraries raise
        raise ModelError(
            f"The reranker {name!r} cannot be loaded ({first_line(error)}). "
            "Unset NACHGEFRAGT_RERANKER to do without."
        ) from error
    return model
