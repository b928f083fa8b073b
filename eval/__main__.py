"""The command `python -m eval`: ask the eval set's questions and print how good the answers are."""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tqdm import tqdm

from corpus.command_line import Parser, run
from eval.dataset import QUESTIONS, Example, load_examples
from eval.metrics import hit_at, is_verbatim, refusal_is_right, says
from rag import Answer, Question, Settings, answer_pipeline, embedder, ensure_index


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the set and what came back."""

    example: Example
    answer: Answer


def main() -> int:
    """Run the set; returns the exit status: 0, or 1 after one line on stderr."""
    parser = Parser("python -m eval", description=__doc__)
    parser.add_argument("--dataset", type=Path, default=QUESTIONS, metavar="FILE.jsonl")
    parser.add_argument("--corpus", type=Path, metavar="DIR", help="folder of the corpus")
    return run(parser, None, _evaluate)


def _evaluate(options: argparse.Namespace) -> None:
    settings = Settings.from_environment(os.environ)
    if options.corpus:
        settings = replace(settings, corpus=options.corpus)
    print(table(ask_all(settings, load_examples(options.dataset))))


def ask_all(settings: Settings, examples: Sequence[Example]) -> list[Asked]:
    """Ask every question of a set. Raises NachgefragtError where there is nothing to ask."""
    pipeline = answer_pipeline(ensure_index(settings, embedder(settings.embedding_model)))
    bar = tqdm(examples, desc="Asking", unit="question", delay=2, disable=None)
    return [
        Asked(example, pipeline.invoke(Question(example.question, example.history)))
        for example in bar
    ]


def table(asked: Sequence[Asked]) -> str:
    """Shares per kind of question and split, as a Markdown table."""
    kinds = dict.fromkeys(one.example.type for one in asked)
    lines = ["| kind | split | questions | hit@1 | hit@3 | rightly answered or refused |"]
    lines.append("|---|---|---|---|---|---|")
    for kind in [*kinds, "all"]:
        for split in ("dev", "test"):
            some = [
                a for a in asked if kind in (a.example.type, "all") and a.example.split == split
            ]
            if some:
                lines.append(_row(kind, split, some))
    verbatim = _share([is_verbatim(one.answer) for one in asked])
    return "\n".join([*lines, "", f"Quotes that are verbatim: {verbatim}"])


def _row(kind: str, split: str, asked: Sequence[Asked]) -> str:
    with_gold = [one for one in asked if one.example.answerable]
    first = _share([_hit(one, 1) for one in with_gold])
    third = _share([_hit(one, 3) for one in with_gold])
    right = _share([refusal_is_right(one.answer, one.example) for one in asked])
    return f"| {kind} | {split} | {len(asked)} | {first} | {third} | {right} |"


def _hit(one: Asked, k: int) -> bool:
    if one.example.gold:
        return hit_at(one.answer, one.example, k)
    return says(one.answer, one.example)


def _share(values: Sequence[bool]) -> str:
    return f"{sum(values) / len(values):.2f}" if values else "–"


if __name__ == "__main__":
    sys.exit(main())
