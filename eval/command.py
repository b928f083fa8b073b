"""Ask the questions of all eval sets and measure how good the answers are.

The sets: shipped (or own, with --dataset or --corpus: then that one alone), made-up and, with
--public, xquad, qmsum, nomiracl and founders-talk. Prints tables, and writes report.json and
report.html into a folder, which also keeps the indexes. Other commands propose questions for a set
of one's own (draft), measure speed and size (bench, latency, load, checking) and times (timing), or
learn (train-embedder, train-reader, fit, fit-kinds, intents, embed-background); each has --help, as
in `python -m eval bench --help`.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from corpus.cli import Parser, run
from corpus.errors import NachgefragtError
from corpus.files import write_whole
from eval.dataset import QUESTIONS
from eval.made_up import made_up
from eval.page.page import page
from eval.public_sets import public_sets
from eval.quality.asking import asking_once
from eval.quality.compare import comparison, load_report
from eval.quality.generation import generation_rows
from eval.quality.report import Run, commit, report_json, settings_json, table
from eval.quality.thresholds import load_thresholds, shortfalls
from eval.sets import (
    SHIPPED_SET,
    Asking,
    EvalSet,
    chosen,
    judge_answers,
    podcast_set,
    sampled,
)
from rag import ChatModel, Settings, chat_model, embedder
from rag.retrieval.second_look import second_look

OUT = Path("build") / "eval"


class BelowThreshold(NachgefragtError):
    """A figure does not reach what eval/thresholds.toml asks for."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask the set; returns the exit status: 0, or 1 after a line on stderr."""
    parser = Parser("python -m eval", description=__doc__)
    parser.add_argument(
        "--dataset",
        type=Path,
        default=QUESTIONS,
        metavar="FILE.jsonl",
        help="a set of your own: see docs/evaluating.md",
    )
    parser.add_argument("--corpus", type=Path, metavar="DIR", help="folder of the corpus")
    parser.add_argument("--out", type=Path, default=OUT, metavar="DIR", help=f"default: {OUT}")
    parser.add_argument(
        "--public", type=Path, metavar="DIR", help="public sets, see eval/README.md"
    )
    parser.add_argument("--sets", metavar="NAME[,NAME]", help="only these: made-up, shipped/dev …")
    parser.add_argument(
        "--sample", type=int, default=1, choices=range(1, 101), metavar="N", help="ask every Nth"
    )
    parser.add_argument("--check", action="store_true", help="exit 1 below the thresholds")
    parser.add_argument("--compare", type=Path, metavar="OLD.json", help="another report.json")
    return run(parser, arguments, _evaluate)


def _evaluate(options: argparse.Namespace) -> None:
    settings = Settings.from_environment(os.environ)
    if options.corpus:
        settings = replace(settings, corpus=options.corpus)
    old = load_report(options.compare) if options.compare else None
    limits = load_thresholds() if options.check else {}
    own = podcast_set(settings, options.dataset)
    others = []
    if own.name == SHIPPED_SET:
        others += [EvalSet("made-up", *made_up(part), judge_answers) for part in ("dev", "test")]
    if options.public:
        others += public_sets(options.public)
    # Of all but the podcast's own, a sample if one will do.
    sets = [own, *(sampled(one, options.sample) for one in others)]
    asked = chosen(sets, options.sets.split(",")) if options.sets else sets
    done = evaluate(settings, asked, options.out, chat_model(settings))
    print(table(done))
    if old is not None:
        print("", comparison(done.asked, old), sep="\n")
    print(f"\nWritten: {options.out / 'report.html'}, {options.out / 'report.json'}")
    missed = shortfalls(done.figures, limits)
    for line in missed:
        print(f"Below its threshold: {line}", file=sys.stderr)
    if missed:
        raise BelowThreshold(f"{len(missed)} figures do not reach eval/thresholds.toml.")


def evaluate(
    settings: Settings, sets: Sequence[EvalSet], out: Path, model: ChatModel | None
) -> Run:
    """Measure sets and write the reports into a folder. Raises NachgefragtError."""
    once = asking_once(embedder(settings.embedding_model))
    look = second_look(settings.reranker)
    measured = [one.judge(Asking(one, settings, once, out, model, look)) for one in sets]
    about = {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit(),
        "questions": ", ".join(
            f"{part}: {len(some)}" for one in sets for part, some in one.parts.items()
        ),
        "embedding model": once.name,
        "language model": model.name if model else None,
        "settings": settings_json(settings),
    }
    asked = {part: some for one in measured for part, some in one.asked.items()}
    answers = [(one.answer, one.example) for some in asked.values() for one in some]
    done = Run(
        about,
        asked,
        [figure for one in measured for figure in one.figures],
        generation_rows(answers) if model else [],
        {part: one.corpus for one in sets for part in one.parts if part in asked},
    )
    out.mkdir(parents=True, exist_ok=True)
    report = json.dumps(report_json(done), ensure_ascii=False, indent=1)
    write_whole(out / "report.json", report + "\n")
    write_whole(out / "report.html", page(done))
    return done
