"""Reports of the benchmark: Markdown, JSON, and a plot of cost over corpus size."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus.files import write_whole
from eval.bench.rows import Ratio, Row
from eval.quality.report import commit

HEAD = ("what", "episodes", "ours", "usual recipe", "BM25 alone", "target", "met")
MARK = {True: "yes", False: "no", None: ""}
NOTES = """\
The usual recipe is LangChain's: RecursiveCharacterTextSplitter (1000 characters, 200 shared), a \
sentence-transformers model in single precision, Chroma, the four nearest. Its model has the \
bundled weights and computes in single precision, but for its table of words, which stays in four \
bits and flatters its memory and its start. All systems run one after the other, each in a process \
of its own; ways of asking take turns, question by question. Ratios are of processor time, which \
bears a busy machine; seconds and milliseconds are of the clock.

Beyond the first size vectors are drawn, not computed: what is measured there is size and speed of \
search. Embedding a question costs what it does with the real model."""


def about() -> dict[str, Any]:
    """Describe the machine, the date and the commit."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text().splitlines() if told.exists() else []
    named = (line.split(": ")[1] for line in lines if line.startswith("model name"))
    return {
        "date": datetime.now(UTC).isoformat(timespec="minutes"),
        "commit": commit(),
        "processor": next(named, platform.processor()),
        "cores": os.cpu_count(),
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.0f} GB",
        "busy": f"load {os.getloadavg()[0]:.1f} when it began",
        "system": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
    }


def write(
    folder: Path,
    machine: dict[str, Any],
    rows: Sequence[Row],
    ratios: Sequence[Ratio],
    growth: dict[str, list[tuple[int, float]]],
) -> None:
    """Write bench.md, bench.json and, if several sizes were measured, bench.svg."""
    folder.mkdir(parents=True, exist_ok=True)
    data = {
        "about": machine,
        "rows": [asdict(row) for row in rows],
        "ratios": [asdict(ratio) for ratio in ratios],
        "growth": growth,
    }
    write_whole(folder / "bench.json", json.dumps(data, ensure_ascii=False, indent=1) + "\n")
    several = len(growth.get("words", [])) > 1
    plot = "\n\n![Cost over the size of the corpus](bench.svg)" if several else ""
    told = "\n".join(f"- {name}: {value}" for name, value in machine.items())
    text = f"# How fast, how large\n\n`python -m eval bench`\n\n{told}\n\n{NOTES}\n\n{table(rows)}"
    write_whole(folder / "bench.md", f"{text}{plot}\n")
    if several:
        _plot(growth, folder / "bench.svg")


def table(rows: Sequence[Row]) -> str:
    """Format the rows as a Markdown table."""
    lines = [
        (row.what, row.size, *(*row.values, "–", "–")[:3], row.target, MARK[row.met])
        for row in rows
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in (HEAD, ("---",) * len(HEAD), *lines))


def _plot(growth: dict[str, list[tuple[int, float]]], file: Path) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    shown = [name for name in growth if name != "words"]
    figure = Figure(figsize=(4 * len(shown), 3.5), layout="constrained")
    FigureCanvasAgg(figure)
    for panel, name in zip(figure.subplots(1, len(shown), squeeze=False)[0], shown, strict=True):
        episodes, values = zip(*growth[name], strict=True)
        panel.plot(episodes, values, marker="o")
        panel.set(xscale="log", xlabel="episodes", title=name, ylim=(0, None))
    figure.savefig(file, metadata={"Date": None})
