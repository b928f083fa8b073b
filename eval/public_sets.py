"""Measure retrieval on two public sets, with our index and search: `python -m eval public-sets`.

XQuAD (Artetxe et al. 2020): German paragraphs, asked in German and in English; a paragraph is a
turn. QMSum (Zhong et al. 2021): questions about meetings, turns ranked within the meeting in
question; its first meetings only. The index of each is kept in the folder given with --out.
"""

import argparse
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tqdm import tqdm

from corpus import Corpus, Episode, Podcast, Turn, load_corpus, save_corpus
from corpus.cli import Parser, run
from eval.dataset import load_examples
from rag import Scope, Settings, embedder, ensure_index, search

DEEP = 50  # windows looked at, to find five different turns


@dataclass(frozen=True, slots=True)
class Task:
    """A question, its scope, and the turns (from 0) that answer it."""

    question: str
    scope: Scope
    turns: frozenset[int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure one set; returns the exit status."""
    parser = Parser("python -m eval public-sets", description=__doc__)
    parser.add_argument("set", choices=["xquad", "qmsum"])
    parser.add_argument("folder", type=Path, help="with xquad.de.json …, or corpus/ and questions")
    parser.add_argument("--meetings", type=int, default=10, help="of QMSum, from the first")
    parser.add_argument("--out", type=Path, default=Path("build/public"), metavar="DIR")
    return run(parser, arguments, _measure)


def _measure(options: argparse.Namespace) -> None:
    if options.set == "xquad":
        corpus, tasks = xquad(options.folder)
    else:
        corpus, tasks = qmsum(options.folder, options.meetings)
    where = options.out / options.set
    save_corpus(corpus, where / "corpus")
    settings = replace(
        Settings.from_environment(os.environ), corpus=where / "corpus", store=where / "store"
    )
    index = ensure_index(settings, embedder(settings.embedding_model))
    print("| questions | n | hit@1 | hit@5 |", "|---|---|---|---|", sep="\n")
    for name, asked in tasks.items():
        bar = tqdm(asked, desc=name, unit="question", delay=2, disable=None)
        ranks = [
            rank((h.chunk.turn_index for h in search(index, t.question, DEEP, t.scope)), t.turns)
            for t in bar
        ]
        print(f"| {name} | {len(ranks)} | {share(ranks, 1):.3f} | {share(ranks, 5):.3f} |")


def rank(turns: Iterable[int], gold: frozenset[int]) -> int | None:
    """Return the rank (from 1) of the first gold turn among the distinct turns; None if absent."""
    different = dict.fromkeys(turns)
    return next((n for n, turn in enumerate(different, 1) if turn in gold), None)


def share(ranks: Sequence[int | None], k: int) -> float:
    """Return the share of ranks that are at most k."""
    return sum(rank is not None and rank <= k for rank in ranks) / max(len(ranks), 1)


def xquad(folder: Path) -> tuple[Corpus, dict[str, list[Task]]]:
    """Read German paragraphs as the turns of one episode, and their questions by language."""
    german, english = (
        [
            paragraph
            for article in json.loads((folder / f"xquad.{name}.json").read_text("utf-8"))["data"]
            for paragraph in article["paragraphs"]
        ]
        for name in ("de", "en")
    )
    turns = tuple(Turn(None, paragraph["context"]) for paragraph in german)
    episode = Episode("xquad", 1, "XQuAD", language="de", turns=turns)
    tasks = {"German": _about(german), "English": _about(english)}
    return Corpus(Podcast("xquad", "XQuAD", language="de"), (episode,)), tasks


def _about(paragraphs: Sequence[dict[str, Any]]) -> list[Task]:
    return [
        Task(asked["question"], Scope(), frozenset({number}))
        for number, paragraph in enumerate(paragraphs)
        for asked in paragraph["qas"]
    ]


def qmsum(folder: Path, count: int) -> tuple[Corpus, dict[str, list[Task]]]:
    """Read the first `count` meetings, and the questions about them."""
    everything = load_corpus(folder / "corpus")
    meetings = everything.episodes[:count]
    numbers = {meeting.number for meeting in meetings}
    tasks = [
        Task(
            example.question,
            Scope(example.gold[0].episode),
            frozenset(
                turn
                for gold in example.gold
                if gold.turns is not None
                for turn in range(gold.turns[0], gold.turns[1] + 1)
            ),
        )
        for example in load_examples(folder / "questions.jsonl")
        if example.gold and example.gold[0].episode in numbers
    ]
    return Corpus(everything.podcast, meetings), {"QMSum": tasks}
