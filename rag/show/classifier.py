"""Classify questions about the show whose words no fixed expression knows.

The fixed expressions of `rag.show.patterns` know some wordings for sure. All other questions are
classified by a linear model of their vectors, learned from the examples in examples.toml.
For the own embedding model it was learned once (`python -m eval fit-kinds`, with more
negative examples), for any other it is learned when an index is made.
"""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from rag.embedding.cache import Remembered
from rag.embedding.embedder import OWN_MODEL, Embedder, Vectors
from rag.text.background_questions import COHORT
from rag.text.digest import digest

EXAMPLES = Path(__file__).with_name("examples.toml")
COHORT_WEIGHT = 0.5  # of a question of the cohort, against 1 for the others
TRUST = 100.0  # in the examples; the less, the smaller the weights
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
        """Return how likely a question is of each kind, and of none; they sum to 1."""
        evidence = self.weights @ np.array(vector, dtype=np.float32) + self.bias
        chances = np.exp(evidence - evidence.max())
        return dict(zip(self.kinds, map(float, chances / chances.sum()), strict=True))


Known = list[tuple[str, str, float]]  # kinds, questions, how much each counts


def kind_like(vector: Sequence[float], model: Learned | None) -> str | None:
    """Return the kind of show facts that a question with this vector asks for, or None."""
    if model is None:
        return None
    chances = model.chances(vector)
    kind = max(chances, key=lambda kind: chances[kind])
    return None if kind == NONE or chances[kind] < LEAST else kind


def examples() -> list[tuple[str, str]]:
    """Read every example as (kind, question)."""
    kinds: dict[str, str] = tomllib.loads(EXAMPLES.read_text("utf-8"))
    return [(kind, line) for kind, lines in kinds.items() for line in lines.splitlines()]


def known(others: Iterable[str] = ()) -> Known:
    """Return the examples, with `others` and the cohort's questions as those of no kind."""
    return [
        *((kind, question, 1.0) for kind, question in examples()),
        *((NONE, question, 1.0) for question in others),
        *((NONE, question, COHORT_WEIGHT) for question in COHORT),
    ]


def learn(known: Known, embedder: Embedder | Remembered) -> Learned:
    """Fit a logistic regression of a question's vector on its kind."""
    from sklearn.linear_model import LogisticRegression

    kinds, questions, importance = map(list, zip(*known, strict=True))
    vectors = embedder.embed_queries(questions)
    # A constant part that all vectors share would only slow the learning down.
    middle = vectors.mean(axis=0)
    model = LogisticRegression(C=TRUST, max_iter=4000)
    model.fit(vectors - middle, kinds, sample_weight=importance)
    bias = (model.intercept_ - model.coef_ @ middle).astype(np.float32)
    names = tuple(map(str, model.classes_))
    return Learned(names, model.coef_.astype(np.float32), bias, digest(*kinds, *questions))


def write_kinds(file: Path, model: Learned) -> None:
    """Write what was learned, weights in half precision."""
    np.savez_compressed(
        file,
        kinds=np.array(model.kinds),
        weights=model.weights.astype(np.float16),
        bias=model.bias,
        learned_from=model.learned_from,
    )


def read_kinds(file: Path) -> Learned:
    """Read it back. Raises OSError, LookupError or ValueError where the file is damaged."""
    with np.load(file) as told:
        kinds = tuple(map(str, told["kinds"]))
        weights, bias = (told[name].astype(np.float32) for name in ("weights", "bias"))
        return Learned(kinds, weights, bias, str(told["learned_from"]))


def learn_into(folder: Path, embedder: Remembered, before: Path | None) -> None:
    """Write what was learned for an embedding model into an index; `before` is the last one.

    Nothing for our own model, whose own is shipped.
    """
    if embedder.name == OWN_MODEL or not embedder.embedder.understands:
        return
    file, of_before = folder / FILE.name, before / FILE.name if before else None
    wanted = known()
    kinds, questions, _ = zip(*wanted, strict=True)
    if of_before and of_before.exists():
        model = read_kinds(of_before)
        if model.learned_from == digest(*kinds, *questions):
            return write_kinds(file, model)
    write_kinds(file, learn(wanted, embedder))


def kinds_beside(folder: Path, name: str) -> Learned | None:
    """Read what was learned for the embedding model of that name; None if nothing was."""
    if name == OWN_MODEL:
        return learned()
    file = folder / FILE.name
    return read_kinds(file) if file.exists() else None


@cache
def learned() -> Learned:
    """Read what is shipped for our own model."""
    return read_kinds(FILE)
