"""Read the best windows together with the question: does one of them answer it?

The encoder that makes the vectors, with an adapter of its own, reads question and window as one
text; a linear model of the first token scores the window (a cross-encoder, Nogueira and Cho 2019;
learned with its sentences as Provence is, Chirkova et al. 2025, arXiv 2501.16214). No index can
prepare that, so only the best windows are read. `python -m eval train-reader` makes reader.npz.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from corpus import sentence_spans
from rag.embedding.embedder import PROMPTS, Vectors, adapted_weights
from rag.embedding.onnx_encoder import OnnxEncoder, onnx_encoder
from rag.embedding.tokenization import placed
from rag.index.bm25 import Scores
from rag.index.index import Index
from rag.index.rows import Places

if TYPE_CHECKING:
    from tokenizers import Tokenizer

FILE = Path(__file__).with_suffix(".npz")
LONGEST = 280  # tokens of question, context and window together
LONGEST_QUESTION = 48  # tokens
LONGEST_CONTEXT = 160  # characters
MOST_BEFORE = 1000  # characters in which the last sentence of the turn before is looked for
THREADS = 2
# Of a window's logit, cut off at both ends, in the scores of its sentences.
WEIGHT, BOUND = 0.015, 6.0


@dataclass(frozen=True, slots=True)
class Passage:
    """A text to read: the words before it, its own, and the characters of its sentences."""

    context: str
    text: str
    sentences: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Joined:
    """The tokens of question and passage as one text, and those of each sentence, by its number.

    Sentences for which there was no room are left out.
    """

    ids: list[int]
    sentences: dict[int, slice]


@dataclass(frozen=True, slots=True)
class Reading:
    """How well windows answer a question, as logits: that of the best, and those of n sentences.

    A sentence counts by the best window that it is in; the `rows` ascend.
    """

    best: float
    rows: Places
    windows: Scores

    def lift(self, rows: Places) -> Scores:
        """Return what it adds to the scores of these rows, ascending; 0 for what was not read."""
        lift = np.zeros(len(rows), dtype=np.float32)
        read, _, places = np.intersect1d(rows, self.rows, assume_unique=True, return_indices=True)
        bounded = np.clip(self.windows[places], -BOUND, BOUND) + BOUND
        lift[np.searchsorted(rows, read)] = WEIGHT * bounded
        return lift


@dataclass(frozen=True)
class WindowScorer:
    """The encoder and a linear model of a window's first token: (width + 1,), the bias last."""

    encoder: OnnxEncoder
    window: Vectors

    def scores(self, question: str, passages: Sequence[Passage]) -> list[float]:
        """Score n passages as answers to a question: logits."""
        cutter, folded = self.encoder.cutter, self.encoder.weights.folded
        ids = [joined(cutter, folded, question, passage).ids for passage in passages]
        firsts = [vectors[0] for vectors in self.encoder.token_vectors(ids)] if ids else []
        return [float(first @ self.window[:-1] + self.window[-1]) for first in firsts]


def joined(
    cutter: "Tokenizer", folded: Mapping[int, str], question: str, passage: Passage
) -> Joined:
    """Join a question and a passage to one text of at most LONGEST tokens."""
    before = f"{passage.context[-LONGEST_CONTEXT:]} " if passage.context else ""
    (asked,) = placed(cutter, folded, [question], PROMPTS["query"])
    (said,) = placed(cutter, folded, [before + passage.text], PROMPTS["document"])
    start, *own, end = asked.ids
    head = [start, *own[:LONGEST_QUESTION], end]
    ids = [*head, *said.ids[1:-1]][: LONGEST - 1]
    places = {}
    for number, (first, last) in enumerate(passage.sentences):
        place = said.inside(len(before) + first, len(before) + last)
        if place != slice(None) and len(head) - 1 + place.stop <= len(ids):
            places[number] = slice(len(head) - 1 + place.start, len(head) - 1 + place.stop)
    return Joined([*ids, end], places)


@dataclass(frozen=True)
class Reader:
    """A reader; `load` gives the model, which it loads when it is first needed (a second).

    That raises ModelError where it cannot be.
    """

    load: Callable[[], WindowScorer]

    def read(self, index: Index, question: str, windows: Sequence[int]) -> Reading:
        """Read the windows in these rows, at least one."""
        passages: list[Passage] = []
        for chunk in (index.windows.chunks[window] for window in windows):
            # The last sentence of the turn before: often the question that is answered.
            number, turns = chunk.turn_index, chunk.episode.turns
            before = turns[number - 1].text[-MOST_BEFORE:] if number else ""
            start, end = sentence_spans(before)[-1] if before else (0, 0)
            passages.append(Passage(before[start:end].strip(), chunk.text))
        logits = self.load().scores(question, passages)
        best: dict[int, float] = {}
        for window, logit in zip(windows, logits, strict=True):
            for row in index.around_windows.inside(np.array([window])).tolist():
                best[row] = max(logit, best.get(row, logit))
        known = sorted(best)
        scores = np.array([best[row] for row in known], dtype=np.float32)
        return Reading(max(logits), np.array(known, dtype=np.int64), scores)


def bundled_reader() -> Reader:
    """Make the reader that is shipped."""
    return Reader(_load)


@cache
def _load() -> WindowScorer:
    encoder = onnx_encoder(adapted_weights(FILE), THREADS, quantized=True)
    with np.load(FILE) as told:
        return WindowScorer(encoder, told["window"])
