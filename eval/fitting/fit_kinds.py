"""Learn to tell what a question wants: `python -m eval fit-kinds`, on dev and train only.

For the bundled embedding model. Learns from rag/question/intents.toml and, as questions about what
is said, from the background questions, the dev half of eval/questions.jsonl and the questions of
eval/shows/train.jsonl. Writes rag/question/intents.npz.
"""

import argparse
from collections.abc import Sequence

from corpus.cli import Parser, run
from eval.dataset import QUESTIONS, load_examples
from eval.made_up import load_shows
from rag import embedder
from rag.question.followup import search_query
from rag.question.intents import FILE, Known, known, learn, write_intents


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn the model and write it; returns the exit status."""
    return run(Parser("python -m eval fit-kinds", description=__doc__), arguments, _fit)


def _fit(_: argparse.Namespace) -> None:
    model = learn(every(), embedder(None))
    write_intents(FILE, model)
    print(f"{FILE}: {len(every())} questions, {len(model.intents)} intents")


def every() -> Known:
    """Collect the training data: kind, question and weight of each."""
    dev = [example for example in load_examples(QUESTIONS) if example.split == "dev"]
    asked = [search_query(e.question, e.history) for e in dev if e.gold or not e.answerable]
    shows = [
        one.text
        for show in load_shows("train")
        for one in show.questions
        if not (one.said or one.after)
    ]
    return known(dict.fromkeys([*asked, *shows]))
