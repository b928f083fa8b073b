"""Measure how well intents are told apart: `python -m eval intents`.

Every wording is judged by a model that was learned without it, in five parts by a digest of its
text. Printed are, by intent, how many were recognised; then, of questions about what is said, how
many were taken for something else: the worst fault.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.cli import Parser, run
from eval.fitting.fit_kinds import every
from rag import embedder
from rag.embedding.embedder import Vectors
from rag.question.intents import NONE, Known, fitted, likeliest
from rag.text.digest import digest

PARTS = 5


@dataclass(frozen=True, slots=True)
class Held:
    """A wording, its intent, and the one that it was taken for when it was not learned from."""

    text: str
    intent: str
    taken: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; returns the exit status."""
    return run(Parser("python -m eval intents", description=__doc__), arguments, _print)


def _print(_: argparse.Namespace) -> None:
    questions = every()
    held = held_out(questions, embedder(None).embed_queries([text for _, text, _ in questions]))
    for line in table(held):
        sys.stdout.write(f"{line}\n")


def held_out(known: Known, vectors: Vectors) -> list[Held]:
    """Judge each by a model learned from the other parts; `vectors`: shape (n, dimension)."""
    part = np.array([int(digest(text), 16) % PARTS for _, text, _ in known])
    found = []
    for each in range(PARTS):
        rest = [one for one, at in zip(known, part, strict=True) if at != each]
        model = fitted(rest, vectors[part != each])
        for row in np.flatnonzero(part == each):
            intent, text, _ = known[row]
            found.append(Held(text, intent, likeliest(model.chances(text, vectors[row])) or NONE))
    return found


def table(held: Sequence[Held]) -> list[str]:
    """Return a line for each intent, one for them all, and one for questions of none."""
    intents = sorted({one.intent for one in held} - {NONE})
    lines = [_line(name, [one for one in held if one.intent == name]) for name in intents]
    wanting = [one for one in held if one.intent != NONE]
    content = [one for one in held if one.intent == NONE]
    return [*lines, _line("all", wanting), _line("about what is said", content)]


def _line(name: str, some: Sequence[Held]) -> str:
    right = sum(one.taken == one.intent for one in some)
    wrong = sum(one.taken not in (NONE, one.intent) for one in some)
    return f"{name:20} {right / len(some):5.2f} right {wrong / len(some):5.2f} wrong of {len(some)}"
