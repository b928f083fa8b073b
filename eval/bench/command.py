"""The command `python -m eval bench`: compare speed and size with the usual recipe and BM25.

Writes bench.md, bench.json and bench.svg. With --quick it measures only the ratios that CI watches
and fails if one is more than a quarter worse than in eval/bench/bench.toml.
"""

import argparse
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus.cli import Parser, run
from corpus.errors import NachgefragtError
from corpus.places import CODE, SHIPPED
from eval.bench.corpora import large_corpus
from eval.bench.load import measure
from eval.bench.measured import QUESTION, cold, measured, window_opens
from eval.bench.report import about, table, write
from eval.bench.rows import SYSTEMS, Ratio, Row, ask_rows, index_rows, mb, paired, rates
from eval.bench.watched import load_watched, worse

WORK = CODE / "build" / "bench"
SIZES = [100, 1000]
QUICK_WORDS, QUICK_EPISODES, QUICK_QUESTIONS, QUESTIONS = 1200, 20, 25, 100
Growth = dict[str, list[tuple[int, float]]]


class Slower(NachgefragtError):
    """A ratio is worse than the committed one."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; returns the exit status: 0, or 1 after a line on stderr."""
    parser = Parser("python -m eval bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="only the ratios that CI watches")
    parser.add_argument("--out", type=Path, metavar="DIR", help="for the report (build/bench)")
    parser.add_argument(
        "--transcripts", type=Path, metavar="DIR", help="for large corpora: a folder of *.md"
    )
    parser.add_argument(
        "--episodes", type=int, nargs="*", default=SIZES, metavar="N", help="sizes (100 1000)"
    )
    return run(parser, arguments, _bench)


def _bench(options: argparse.Namespace) -> None:
    machine = about()
    rows, ratios, growth = _quick() if options.quick else _full(options)
    print(table(rows), *(f"{ratio.name}: {ratio.value:.3f}" for ratio in ratios), sep="\n")
    write(options.out or WORK, machine, rows, ratios, growth)
    if options.quick:
        lines = worse(ratios, load_watched())
        for line in lines:
            print(line, file=sys.stderr)
        if lines:
            raise Slower(f"{len(lines)} ratios are worse than eval/bench/bench.toml allows.")


def _quick() -> tuple[list[Row], list[Ratio], Growth]:
    small, large = WORK / "quick", WORK / f"quick-{QUICK_EPISODES}"
    rows, ratios = _small(small, QUICK_WORDS, QUICK_QUESTIONS)
    shutil.rmtree(large, ignore_errors=True)
    more, _ = _large(large, None, QUICK_EPISODES, QUICK_QUESTIONS, largest=False)
    return rows + more[0], ratios + more[1], {}


def _full(options: argparse.Namespace) -> tuple[list[Row], list[Ratio], Growth]:
    small = WORK / "small"
    rows, ratios = _small(small, 0, QUESTIONS)
    rows += [*_starts(small), *_many()]
    sizes: list[dict[str, Any]] = []
    for episodes in options.episodes:
        kind = "given" if options.transcripts else "copies"
        folder, last = WORK / f"{kind}-{episodes}", episodes == max(options.episodes)
        (more, _), found = _large(folder, options.transcripts, episodes, QUESTIONS, last)
        rows += more
        sizes.append(found)
    if len(sizes) > 1:
        first, last = sizes[0]["ours"], sizes[-1]["ours"]
        grown = (last["peak"] - first["peak"]) / (last["chunks"] - first["chunks"]) * 1e6
        rows.append(Row("memory per million more chunks", "", [f"{grown / 1e9:.2f} GB"], "stated"))
    return rows, ratios, _growth(sizes)


def _small(folder: Path, words: int, questions: int) -> tuple[list[Row], list[Ratio]]:
    """Measure the shipped episodes, or their first `words` words, with real embeddings."""
    shutil.rmtree(folder, ignore_errors=True)
    size = "2" if not words else f"{words:,} words"
    built = {s: measured(f"index-{s}", folder, str(SHIPPED), str(words)) for s in SYSTEMS}
    asked = {s: measured(f"ask-{s}", folder, "", str(questions)) for s in SYSTEMS}
    rate, ours = rates(built), asked["ours"]
    ratios = [
        Ratio(
            "index, words per processor second, ours / recipe", rate["ours"] / rate["recipe"], True
        ),
        Ratio("ask / bare", paired(ours, "asked", "bare"), False),
        Ratio("ask in one episode / ask", paired(ours, "episode", "asked"), False),
    ]
    return [*index_rows(size, built), *ask_rows(size, asked, largest=False)], ratios


def _starts(folder: Path) -> list[Row]:
    """Measure cold starts: from launching a process to its first answer, best of three."""
    ask = ("-m", "rag", "ask", QUESTION, f"--corpus={folder}/corpus", f"--store={folder}/store")
    theirs = ("-m", "eval.bench.systems", "ask-recipe", str(folder), "", "1")
    words = ("-m", "eval.bench.systems", "ask-bm25", str(folder), "", "1")
    costs = [
        min((cold(*c) for _ in range(3)), key=lambda cost: cost.wall) for c in (ask, theirs, words)
    ]
    window = min(window_opens(folder, dict(os.environ)) for _ in range(2))
    walls, cpus = [f"{cost.wall:.1f} s" for cost in costs], [f"{cost.cpu:.1f} s" for cost in costs]
    return [
        Row("start to first answer", "2", walls, "< 4 s", costs[0].wall < 4),
        Row("… processor time", "2", cpus),
        Row("… peak memory", "2", [mb(cost.memory) for cost in costs]),
        Row("start of the window", "2", [f"{window:.1f} s"], "< 8 s", window < 8),
    ]


def _many() -> list[Row]:
    """Measure fifty users of one window with the shipped episodes for a minute."""
    load = measure(users=50, seconds=60.0, every=4.0)
    slow, wrong = load.percentile(0.95), sum(load.errors.values())
    counts = f"{len(load.asks)}, {load.count('answer')}, {wrong}"
    memory = " → ".join(f"{size:.0f} MB" for size in load.memory)
    return [
        Row("50 users, each asks every 4 s: 95th percentile", "2", [f"{slow:.2f} s"],
            "< 1.5 s", slow < 1.5),
        Row("… asked, answered, errors", "2", [counts], "0 errors", wrong == 0),
        Row("… memory before, at half time, after", "2", [memory]),
    ]  # fmt: skip


def _large(
    folder: Path, transcripts: Path | None, episodes: int, questions: int, largest: bool
) -> tuple[tuple[list[Row], list[Ratio]], dict[str, Any]]:
    """Measure a corpus with random vectors; it is built once and kept in its folder."""
    if not (folder / "corpus" / "podcast.json").exists():
        large_corpus(transcripts, episodes, folder / "corpus")
    built = measured("index-synthetic", folder)
    asked = {
        system: measured(f"ask-{system}", folder, "drawn", str(questions)) for system in SYSTEMS
    }
    size, ours = f"{episodes:,}", asked["ours"]
    rows = [
        Row("words", size, [f"{built['words']:,}"]),
        Row("chunks", size, [f"{ours['chunks']:,}"]),
        Row("index without embedding (0 s where it was built before)", size,
            [f"{built['build']['wall']:.1f} s"]),
        Row("disk", size, [mb(built["disk"][name]) for name in ("store", "recipe", "bm25")]),
        *ask_rows(size, asked, largest),
    ]  # fmt: skip
    ratios = [
        Ratio(f"ask / bare, {size} episodes", paired(ours, "asked", "bare"), False),
        Ratio(f"in a speaker's words / ask, {size} episodes",
              paired(ours, "speaker", "asked"), False),
    ]  # fmt: skip
    return (rows, ratios), {"episodes": episodes, "built": built, "ours": ours}


def _growth(sizes: list[dict[str, Any]]) -> Growth:
    """Collect what the plot shows: figures by number of episodes."""
    growth: Growth = {"words": [], "ask, p50 (ms)": [], "memory (MB)": [], "disk (MB)": []}
    for one in sizes:
        walls = sorted(one["ours"]["asked"]["wall"])
        values = (
            one["built"]["words"],
            walls[len(walls) // 2] * 1000,
            one["ours"]["peak"] / 1e6,
            one["built"]["disk"]["store"] / 1e6,
        )
        for name, value in zip(growth, values, strict=True):
            growth[name].append((one["episodes"], value))
    return growth
