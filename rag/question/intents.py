"""Tell what a question wants of the podcast: one linear model of its vector and its letters.

It is learned from the wordings in intents.toml. What only looks alike there, and all questions
about what is said, want nothing else than an answer: their intent is NONE. For the own embedding
model it was learned once (`python -m eval fit-kinds`, with more questions about what is said), for
any other it is learned when an index is made.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from rag.embedding.cache import CachedEmbedder
from rag.embedding.embedder import OWN_MODEL, Embedder, Vectors
from rag.text.background_questions import BACKGROUND
from rag.text.digest import digest
from rag.text.ngrams import BUCKETS, ngrams

if TYPE_CHECKING:
    from scipy.sparse import csr_array

WORDINGS = Path(__file__).with_suffix(".toml")
FILE = Path(__file__).with_suffix(".npz")
SOMETHING, FILLED = "▢", 6  # stands for a topic in a wording, which is taught with so many
LOOKS_ALIKE = "lookalike_"  # before the language of wordings that only look like an intent
BACKGROUND_WEIGHT = 0.5  # of a background question, against 1 for the others
TRUST = 30.0  # in the examples; the less, the smaller the weights
VECTOR = 2.0  # how much a vector counts against the letters, both of length 1
ENOUGH = 2e-5  # slope of what is minimised at which learning ends
# How likely an intent has to be. Nothing else is asked: a fact of the show is told only if its
# notes know it, and most requests look for what they need before they answer.
LEAST = 0.35
# Below this not even a fixed expression makes it one: of the dev halves' 742 content questions 6
# match one above it, 5 at three times as much, which loses 3 of 18 facts.
PLAUSIBLE = 0.04
NONE = "none"  # the intent of a question about what is said


@dataclass(frozen=True)
class Learned:
    """The linear model of a question's vector and its runs of letters.

    `weights` are (dimension, intents), `of_runs` (BUCKETS, intents), `bias` is (intents,);
    `learned_from` is the digest of all that it was learned from.
    """

    intents: tuple[str, ...]
    weights: Vectors
    of_runs: Vectors
    bias: Vectors
    learned_from: str

    def chances(self, text: str, vector: Sequence[float]) -> dict[str, float]:
        """Return how likely a question has each intent, and none; they sum to 1."""
        runs = ngrams(text)
        evidence = np.array(vector, dtype=np.float32) @ self.weights + self.bias
        evidence += self.of_runs[runs].sum(axis=0) / max(len(runs), 1) ** 0.5
        chances = np.exp(evidence - evidence.max())
        return dict(zip(self.intents, map(float, chances / chances.sum()), strict=True))


Known = list[tuple[str, str, float]]  # intents, questions, how much each counts


def wordings(file: Path = WORDINGS) -> list[tuple[str, str]]:
    """Read every wording as (intent, question), those with SOMETHING with a few topics each."""
    intents: dict[str, dict[str, str]] = tomllib.loads(file.read_text("utf-8"))
    topics = {part: lines.splitlines() for part, lines in intents.pop("topics").items()}
    every = (
        (NONE if part.startswith(LOOKS_ALIKE) else intent, question)
        for intent, parts in intents.items()
        for part, lines in parts.items()
        for line in filter(None, lines.splitlines())
        for question in _filled(line, topics[part.removeprefix(LOOKS_ALIKE)])
    )
    return list(dict.fromkeys(every))


def _filled(line: str, topics: Sequence[str]) -> list[str]:
    """Put topics into a wording: what it is about says nothing of what is wanted."""
    if SOMETHING not in line:
        return [line]
    return [line.replace(SOMETHING, topic) for topic in Random(line).sample(topics, FILLED)]


def known(others: Iterable[str] = ()) -> Known:
    """Return the wordings, with `others` and the background questions as those of no intent.

    Some of these are small talk, which the wordings have as well: of them only that counts.
    """
    taught = [(intent, question, 1.0) for intent, question in wordings()]
    seen = {question.casefold() for _, question, _ in taught}
    strange = [question for question in BACKGROUND if question.casefold() not in seen]
    return [
        *taught,
        *((NONE, question, 1.0) for question in others if question.casefold() not in seen),
        *((NONE, question, BACKGROUND_WEIGHT) for question in strange),
    ]


def learn(known: Known, embedder: Embedder | CachedEmbedder) -> Learned:
    """Fit a logistic regression of a question's intent on its vector and its letters."""
    _, questions, _ = zip(*known, strict=True)
    return fitted(known, embedder.embed_queries(list(questions)))


def fitted(known: Known, vectors: Vectors) -> Learned:
    """Fit it to vectors that are there: shape (n, dimension)."""
    from scipy.sparse import csr_array, hstack
    from sklearn.linear_model import LogisticRegression

    intents, questions, importance = map(list, zip(*known, strict=True))
    # A constant part that all vectors share would only slow the learning down.
    middle, dimension = vectors.mean(axis=0), vectors.shape[1]
    features = hstack([csr_array(VECTOR * (vectors - middle)), _runs_of(questions)], "csr")
    model = LogisticRegression(C=TRUST, max_iter=1000, tol=ENOUGH)
    model.fit(features, intents, sample_weight=importance)
    learned = model.coef_.T.astype(np.float32)
    weights = VECTOR * learned[:dimension]
    bias = (model.intercept_ - middle @ weights).astype(np.float32)
    names = tuple(map(str, model.classes_))
    return Learned(names, weights, learned[dimension:], bias, digest(*intents, *questions))


def _runs_of(questions: Sequence[str]) -> "csr_array":
    """Return which runs of letters each has, in rows of length 1: shape (n, BUCKETS)."""
    from scipy.sparse import csr_array

    runs = list(map(ngrams, questions))
    sizes = np.array(list(map(len, runs)))
    values = np.repeat(np.maximum(sizes, 1) ** -0.5, sizes).astype(np.float32)
    buckets = np.array([*chain.from_iterable(runs)], dtype=np.int32)
    ends = np.concatenate([[0], np.cumsum(sizes)])
    return csr_array((values, buckets, ends), shape=(len(runs), BUCKETS))


def write_intents(file: Path, model: Learned) -> None:
    """Write what was learned, weights in half precision."""
    np.savez_compressed(
        file,
        intents=np.array(model.intents),
        weights=model.weights.astype(np.float16),
        of_runs=model.of_runs.astype(np.float16),
        bias=model.bias,
        learned_from=model.learned_from,
    )


def read_intents(file: Path) -> Learned:
    """Read it back. Raises OSError, LookupError or ValueError where the file is damaged."""
    with np.load(file) as told:
        intents = tuple(map(str, told["intents"]))
        weights, of_runs, bias = (
            told[name].astype(np.float32) for name in ("weights", "of_runs", "bias")
        )
        return Learned(intents, weights, of_runs, bias, str(told["learned_from"]))


def learn_into(folder: Path, embedder: CachedEmbedder, before: Path | None) -> None:
    """Write what was learned for an embedding model into an index; `before` is the last one.

    Nothing for our own model, whose own is shipped.
    """
    if embedder.name == OWN_MODEL or not embedder.embedder.understands:
        return
    file, of_before = folder / FILE.name, before / FILE.name if before else None
    wanted = known()
    intents, questions, _ = zip(*wanted, strict=True)
    if of_before and of_before.exists():
        model = read_intents(of_before)
        if model.learned_from == digest(*intents, *questions):
            return write_intents(file, model)
    write_intents(file, learn(wanted, embedder))


def intents_beside(folder: Path, name: str) -> Learned | None:
    """Read what was learned for the embedding model of that name; None if nothing was."""
    if name == OWN_MODEL:
        return learned()
    file = folder / FILE.name
    return read_intents(file) if file.exists() else None


@cache
def learned() -> Learned:
    """Read what is shipped for our own model."""
    return read_intents(FILE)


def likeliest(chances: Mapping[str, float]) -> str | None:
    """Return the likeliest intent; None if that is NONE, or it is not likely enough."""
    intent = max(chances, key=lambda intent: chances[intent])
    return intent if chances[intent] >= LEAST and intent != NONE else None
