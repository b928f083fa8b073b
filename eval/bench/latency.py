"""Measure speed and memory on this machine: `python -m eval latency`.

Asks the eval set's questions in process, with the reader and without it, then through the API of a
window that it starts as a user would, and one on the command line; prints a Markdown table.
Building the index is not measured.
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

from langchain_core.runnables import Runnable

from corpus.cli import Parser, run
from corpus.errors import NachgefragtError
from corpus.places import CODE
from eval.bench.measured import free_port
from eval.dataset import first_questions
from rag import Answer, Question, Settings, answer_pipeline, embedder, ensure_index
from rag.retrieval.second_look import second_look

APP = CODE / "app.py"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; returns the exit status."""
    parser = Parser("python -m eval latency", description=__doc__)
    parser.add_argument("-n", type=int, default=100, help="questions to ask each way (100)")
    return run(parser, arguments, _measure)


def _measure(options: argparse.Namespace) -> None:
    questions = first_questions(options.n)
    settings = Settings.from_environment(os.environ)
    index = ensure_index(settings, embedder(settings.embedding_model))
    read = _asked(answer_pipeline(index, None, second_look(settings.reranker)), questions)
    unread = _asked(answer_pipeline(index), questions)
    cold = _command_line(questions[0])
    with window() as (url, process, started):
        ask = _client(url, questions[0])
        first_answer = time.perf_counter() - started
        through_api = _times(ask, questions)
        peak = memory(process.pid, "VmHWM")
    day, machine, cores = date.today(), platform.machine(), os.cpu_count()
    print(f"{len(questions)} questions, {day}, {machine}, {cores} cores\n")
    print(table(read, unread, through_api, cold, first_answer, peak))


def _asked(pipeline: Runnable[Question, Answer], questions: list[str]) -> list[float]:
    pipeline.invoke(Question("Was war das Schlimmste?"))  # loads what is loaded when first needed
    return _times(lambda text: pipeline.invoke(Question(text)), questions)


def _command_line(question: str) -> float:
    """Measure a process that answers one question, in seconds."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "rag", "ask", question], cwd=CODE, check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip
    return time.perf_counter() - started


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
    read: list[float],
    unread: list[float],
    through_api: list[float],
    cold: float,
    first_answer: float,
    peak: float | None,
) -> str:
    """Format the figures and their targets as a Markdown table.

    Milliseconds per question with the reader, without it and through the API, seconds of a command
    and to the window's first answer, peak memory in MB.
    """
    rows = [
        ("ask in process, median", f"{statistics.median(read):.0f} ms", "≤ 350 ms"),
        ("ask in process, 95th percentile", f"{_percentile(read):.0f} ms", ""),
        ("… without the reader, median", f"{statistics.median(unread):.0f} ms", "≤ 60 ms"),
        ("… without the reader, 95th percentile", f"{_percentile(unread):.0f} ms", ""),
        ("ask through the API, median", f"{statistics.median(through_api):.0f} ms", ""),
        ("ask through the API, 95th percentile", f"{_percentile(through_api):.0f} ms", ""),
        ("ask on the command line", f"{cold:.1f} s", "≤ 4 s"),
        ("start of the window to its first answer", f"{first_answer:.1f} s", "≤ 15 s"),
        ("peak memory of the window", f"{peak / 1e3:.2f} GB" if peak else "unknown", "≤ 1 GB"),
    ]
    lines = [f"| {name} | {value} | {target} |" for name, value, target in rows]
    return "\n".join(["| what | measured | target |", "|---|---|---|", *lines])


def _percentile(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]
