"""Measure the cost of resolving and checking a model's replies: `python -m eval checking`.

No model is needed: the reply to each question of the set is made of sentences found for it, every
second one with a number that nobody said, and arrives in small pieces. Measures processor time of
the resolver and the check alone: without the search, the prompt and the waiting for the model.
"""

import argparse
import os
from collections.abc import Iterator, Sequence
from statistics import median, quantiles
from time import thread_time

from tqdm import tqdm

from corpus.cli import Parser, run
from eval.dataset import QUESTIONS, Example, load_examples
from rag import Index, Question, Settings, embedder, ensure_index
from rag.generation.context import Passages, passages_for
from rag.generation.verify import VerificationContext
from rag.generation.write import SENT_TOKENS, drafts
from rag.retrieval.hybrid import retrieve
from rag.understand import understand

SENTENCES = 6  # of a reply; the prompt asks for two to five
LETTERS = 4  # that arrive at once, about a token


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; returns the exit status."""
    parser = Parser("python -m eval checking", description=__doc__)
    parser.add_argument("-n", type=int, default=100, help="questions to take (100)")
    return run(parser, arguments, _measure)


def _measure(options: argparse.Namespace) -> None:
    settings = Settings.from_environment(os.environ)
    index = ensure_index(settings, embedder(settings.embedding_model))
    spent = milliseconds(index, load_examples(QUESTIONS)[: options.n])
    print(f"{len(spent)} replies of up to {SENTENCES} sentences, processor time per reply:")
    slow = quantiles(spent, n=20)[-1]
    print(f"median {median(spent):.1f} ms, p95 {slow:.1f} ms, most {max(spent):.1f} ms")


def milliseconds(index: Index, examples: Sequence[Example]) -> list[float]:
    """Return the processor time of one reply to each question, in milliseconds."""
    bar = tqdm(examples, desc="Checking", unit="reply", delay=2, disable=None)
    spent = []
    for example in bar:
        understood = understand(index, Question(example.question, example.history))
        passages = passages_for(retrieve(index, understood), SENT_TOKENS)
        pieces = list(_pieces(passages))
        context = VerificationContext(
            understood.language, index.corpus.speakers, index.windows.lexical.knows
        )
        started = thread_time()
        for draft in drafts(iter(pieces), passages, context):
            tuple(draft.citations)
        spent.append((thread_time() - started) * 1000)
    return spent


def _pieces(passages: Passages) -> Iterator[str]:
    shown = [
        (number, sentence.text)
        for passage in passages.passages
        for number, sentence in zip(passage.numbers, passage.sentences, strict=True)
    ]
    lies = ("", " 4711")
    reply = " ".join(
        f"{text.rstrip('.!?')}{lies[place % 2]} [S{number}]."
        for place, (number, text) in enumerate(shown[:SENTENCES])
    )
    yield from (reply[start : start + LETTERS] for start in range(0, len(reply), LETTERS))
