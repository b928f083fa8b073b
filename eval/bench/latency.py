"""Measure speed and memory on this machine: `python -m eval latency`.

Asks the eval set's questions in process, then through the API of a window that it starts as a
user would, and prints a Markdown table. Building the index is not measured.
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from corpus.cli import Parser, run
from corpus.errors import NachgefragtError
from corpus.places import CODE
from eval.bench.measured import free_port
from eval.dataset import first_questions
from rag import Question, Settings, answer_pipeline, embedder, ensure_index

APP = CODE / "app.py"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; returns the exit status."""
    parser = Parser("python -m eval latency", description=__doc__)
    parser.add_argument("-n", type=int, default=100, help="questions to ask each way (100)")
    return run(parser, arguments, _measure)


def _measure(options: argparse.Namespace) -> None:
    questions = first_questions(options.n)
    settings = Settings.from_environment(os.environ)
    pipeline = answer_pipeline(ensure_index(settings, embedder(settings.embedding_model)))
    pipeline.invoke(Question("Guten Morgen"))
    in_process = _times(lambda text: pipeline.invoke(Question(text)), questions)
    with window() as (url, process, started):
        ask = _client(url, questions[0])
        first_answer = time.perf_counter() - started
        through_api = _times(ask, questions)
        peak = memory(process.pid, "VmHWM")
    day, machine, cores = date.today(), platform.machine(), os.cpu_count()
    print(f"{len(questions)} questions, {day}, {machine}, {cores} cores\n")
    print(table(in_process, through_api, first_answer, peak))


@contextmanager
def window(**settings: str) -> Iterator[tuple[str, "subprocess.Popen[bytes]", float]]:
    """Start a window; yields its address, its process and the time at which it was launched."""
    port = free_port()
    started = time.perf_counter()
    environment = {**os.environ, "GRADIO_SERVER_PORT": str(port), **settings}
    process = subprocess.Popen([sys.executable, APP], env=environment, stdout=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}", process, started
    finally:
        process.terminate()
        process.wait(timeout=30)


def _client(url: str, question: str) -> Callable[[str], object]:
    from gradio_client import Client

    # Until the window listens, connecting fails; a minute is more than any start takes.
    for _ in range(600):
        try:
            client = Client(url, verbose=False)
            break
        except Exception:  # the client raises what its HTTP library raises
            time.sleep(0.1)
    else:
        raise NachgefragtError("The window did not start within a minute.")
    client.predict(question, api_name="/ask")
    return lambda text: client.predict(text, api_name="/ask")


def _times(ask: Callable[[str], object], questions: list[str]) -> list[float]:
    """Measure each question, in milliseconds."""
    times = []
    for question in questions:
        started = time.perf_counter()
        ask(question)
        times.append((time.perf_counter() - started) * 1000)
    return times


def memory(pid: int | None, field: str) -> float | None:
    """Return the memory of a process in MB, or None if the system does not tell.

    `field` is "VmRSS" for its resident size, "VmHWM" for the largest so far.
    """
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return None
    size = next(line for line in status.splitlines() if line.startswith(f"{field}:"))
    return int(size.split()[1]) / 1e3


def table(
    in_process: list[float], through_api: list[float], first_answer: float, peak: float | None
) -> str:
    """Format the figures and their targets as a Markdown table.

    Milliseconds per question, seconds to the first answer, peak memory in MB.
    """
    rows = [
        ("ask in process, median", f"{statistics.median(in_process):.0f} ms", "≤ 50 ms"),
        ("ask in process, 95th percentile", f"{_percentile(in_process):.0f} ms", ""),
        ("ask through the API, median", f"{statistics.median(through_api):.0f} ms", "≤ 200 ms"),
        ("ask through the API, 95th percentile", f"{_percentile(through_api):.0f} ms", ""),
        ("start of the window to its first answer", f"{first_answer:.1f} s", "≤ 15 s"),
        ("peak memory of the window", f"{peak / 1e3:.2f} GB" if peak else "unknown", "≤ 1.5 GB"),
    ]
    lines = [f"| {name} | {value} | {target} |" for name, value, target in rows]
    return "\n".join(["| what | measured | target |", "|---|---|---|", *lines])


def _percentile(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]
