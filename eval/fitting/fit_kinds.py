"""Learn which questions ask about the show itself: `python -m eval fit-kinds`, on dev only.

For the bundled embedding model. Learns from rag/show/examples.toml and, as questions about anything
else, from the background questions and the dev half of eval/questions.jsonl. Writes
rag/show/classifier.npz.
"""

import argparse
from collections.abc import Sequence

from corpus.cli import Parser, run
from eval.dataset import QUESTIONS, load_examples
from rag import embedder
from rag.question.followup import search_query
from rag.show.classifier import FILE, Known, known, learn, write_kinds


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn the model and write it; returns the exit status."""
    return run(Parser("python -m eval fit-kinds", description=__doc__), arguments, _fit)


def _fit(_: argparse.Namespace) -> None:
    model = learn(every(), embedder(None))
    write_kinds(FILE, model)
    print(f"{FILE}: {len(every())} questions, {len(model.kinds)} kinds")


def every() -> Known:
    """Collect the training data: kind, question and weight of each."""
    dev = [example for example in load_examples(QUESTIONS) if example.split == "dev"]
    return known(search_query(e.question, e.history) for e in dev if e.gold or not e.answerable)
