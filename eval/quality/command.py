"""Ask the questions of an eval set and measure how good the answers are.

Prints tables, and writes report.json and report.html into a folder. Other commands measure speed
and size (bench, latency, load, checking), times (timing) and public sets (public-sets), or learn
numbers (fit, fit-kinds, embed-cohort); each has --help, as in `python -m eval bench --help`.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from corpus import load_corpus
from corpus.cli import Parser, run
from corpus.errors import NachgefragtError
from corpus.files import write_whole
from eval.dataset import QUESTIONS, load_examples
from eval.quality.asking import ask_all, asking_once
from eval.quality.baselines import bm25_alone, langchain_recipe
from eval.quality.compare import comparison, load_report
from eval.quality.figures import figures
from eval.quality.generation import generation_rows
from eval.quality.metrics import locate
from eval.quality.page import page
from eval.quality.report import Run, commit, report_json, settings_json, table
from eval.quality.thresholds import load_thresholds, shortfalls
from rag import ChatModel, Settings, chat_model, embedder, ensure_index

OUT = Path("build") / "eval"


class BelowThreshold(NachgefragtError):
    """A figure does not reach what eval/thresholds.toml asks for."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask the set; returns the exit status: 0, or 1 after a line on stderr."""
    parser = Parser("python -m eval", description=__doc__)
    parser.add_argument("--dataset", type=Path, default=QUESTIONS, metavar="FILE.jsonl")
    parser.add_argument("--corpus", type=Path, metavar="DIR", help="folder of the corpus")
    parser.add_argument("--out", type=Path, default=OUT, metavar="DIR", help=f"default: {OUT}")
    parser.add_argument("--check", action="store_true", help="exit 1 below the thresholds")
    parser.add_argument("--compare", type=Path, metavar="OLD.json", help="another report.json")
    return run(parser, arguments, _evaluate)


def _evaluate(options: argparse.Namespace) -> None:
    settings = Settings.from_environment(os.environ)
    if options.corpus:
        settings = replace(settings, corpus=options.corpus)
    old = load_report(options.compare) if options.compare else None
    limits = load_thresholds() if options.check else {}
    done = evaluate(settings, options.dataset, options.out, chat_model(settings))
    print(table(done))
    if old is not None:
        print("", comparison(done.asked, old), sep="\n")
    print(f"\nWritten: {options.out / 'report.html'}, {options.out / 'report.json'}")
    missed = shortfalls(done.figures, limits)
    for line in missed:
        print(f"Below its threshold: {line}", file=sys.stderr)
    if missed:
        raise BelowThreshold(f"{len(missed)} figures do not reach eval/thresholds.toml.")


def evaluate(settings: Settings, dataset: Path, out: Path, model: ChatModel | None) -> Run:
    """Ask a set and write the reports into a folder. Raises NachgefragtError."""
    examples, corpus = load_examples(dataset), load_corpus(settings.corpus)
    index = ensure_index(settings, asking_once(embedder(settings.embedding_model)))
    baselines = {"LangChain": langchain_recipe(index, out), "BM25": bm25_alone(index)}
    # Gold that is not in the corpus can never be hit: the set is of another edition of it.
    lost = [e.id for e in examples if any(locate(gold, corpus) is None for gold in e.gold)]
    if lost:
        print(f"Note: gold that is not in the corpus: {', '.join(lost)}", file=sys.stderr)
    asked = ask_all(index, examples, baselines, model)
    about = {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit(),
        "dataset": str(dataset),
        "embedding model": index.embedder.name,
        "language model": model.name if model else None,
        "settings": settings_json(settings),
    }
    written = generation_rows([(one.answer, one.example) for one in asked]) if model else []
    done = Run(about, asked, figures(asked, corpus), written)
    out.mkdir(parents=True, exist_ok=True)
    report = json.dumps(report_json(done), ensure_ascii=False, indent=1)
    write_whole(out / "report.json", report + "\n")
    write_whole(out / "report.html", page(done))
    return done
