"""How people ask about the show itself in words that no fixed expression knows.

The fixed expressions of `rag.show_questions` know some wordings for sure. Of what kind another
question is, a linear model says from its vector. `python -m eval.fit_kinds` learned it from the
examples in eval/show_examples.toml; with another embedding model there are only the expressions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from rag.embedding import MULTILINGUAL_E5, Vectors

FILE = Path(__file__).with_suffix(".npz")
LEAST = 0.5  # probability of its kind from which on a question is taken for one about the show
NONE = "none"  # the kind of those that only look alike


@dataclass(frozen=True)
class Learned:
    """The linear model: `weights` are (kinds, dimension), `bias` is (kinds,).

    `learned_from` is the digest of all that it was learned from.
    """

    kinds: tuple[str, ...]
    weights: Vectors
    bias: Vectors
    learned_from: str

    def chances(self, vector: Sequence[float]) -> dict[str, float]:
        """How likely a question with this vector is of each kind, and of none; they sum to 1."""
        evidence = self.weights @ np.array(vector, dtype=np.float32) + self.bias
        chances = np.exp(evidence - evidence.max())
        return dict(zip(self.kinds, map(float, chances / chances.sum()), strict=True))


def kind_like(vector: Sequence[float], model: str) -> str | None:
    """The kind of show facts that a question asks for, or None if it asks for none.

    `vector` is the question's by the embedding model of that name.
    """
    if model not in MULTILINGUAL_E5:
        return None
    chances = learned().chances(vector)
    kind = max(chances, key=lambda kind: chances[kind])
    return None if kind == NONE or chances[kind] < LEAST else kind


@cache
def learned() -> Learned:
    """The linear model as it is shipped."""
    with np.load(FILE) as file:
        kinds = tuple(map(str, file["kinds"]))
        weights, bias = (file[name].astype(np.float32) for name in ("weights", "bias"))
        return Learned(kinds, weights, bias, str(file["learned_from"]))
