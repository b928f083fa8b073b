"""How fast and how large it is on this machine: `python -m eval.bench.latency`.

Asks the eval set's questions in process, then through the API of a window that it starts as a
user would, and prints a Markdown table: set-up of the index is not measured, asking is. Nothing is
compared; `python -m eval` knows about quality.
"""

import argparse
import os
import platform
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from corpus.places import CODE
from eval.dataset import QUESTIONS, load_examples
from rag import Question, Settings, answer_pipeline, embedder, ensure_index

APP = CODE / "app.py"


def main() -> int:
    """Measure and print; returns the exit status."""
    parser = argparse.ArgumentParser("python -m eval.bench.latency", description=__doc__)
    parser.add_argument("-n", type=int, default=100, help="questions to ask each way (100)")
    questions = _questions(parser.parse_args().n)
    in_process = _times(_in_process(), questions)
    with window() as (url, process, started):
        ask = _client(url, questions[0])
        first_answer = time.perf_counter() - started
        through_api = _times(ask, questions)
        memory = _peak_memory(process.pid)
    _print(in_process, through_api, first_answer, memory, len(questions))
    return 0


def _questions(count: int) -> list[str]:
    texts = [example.question for example in load_examples(QUESTIONS)]
    return [texts[i % len(texts)] for i in range(count)]


def _in_process() -> Callable[[str], object]:
    settings = Settings.from_environment(os.environ)
    pipeline = answer_pipeline(ensure_index(settings, embedder(settings.embedding_model)))
    pipeline.invoke(Question("Guten Morgen"))
    return lambda text: pipeline.invoke(Question(text))


@contextmanager
def window(**settings: str) -> Iterator[tuple[str, "subprocess.Popen[bytes]", float]]:
    """Start a window; yields its address, its process and the time at which it was launched."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
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
        raise SystemExit("The window did not start within a minute.")
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


def _peak_memory(pid: int) -> float | None:
    """Return the peak memory of a process in GB; None where the system does not tell."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return None
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(peak.split()[1]) / 1e6


def _print(
    in_process: list[float],
    through_api: list[float],
    first_answer: float,
    memory: float | None,
    count: int,
) -> None:
    rows = [
        ("ask in process, median", f"{statistics.median(in_process):.0f} ms", "≤ 50 ms"),
        ("ask in process, 95th percentile", f"{_percentile(in_process):.0f} ms", ""),
        ("ask through the API, median", f"{statistics.median(through_api):.0f} ms", "≤ 200 ms"),
        ("ask through the API, 95th percentile", f"{_percentile(through_api):.0f} ms", ""),
        ("start of the window to its first answer", f"{first_answer:.1f} s", "≤ 15 s"),
        ("peak memory of the window", f"{memory:.2f} GB" if memory else "unknown", "≤ 1.5 GB"),
    ]
    table = [f"| {name} | {value} | {target} |" for name, value, target in rows]
    print(f"{count} questions, {date.today()}, {platform.machine()}, {os.cpu_count()} cores\n")
    print("| what | measured | target |", "|---|---|---|", *table, sep="\n")


def _percentile(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


if __name__ == "__main__":
    sys.exit(main())
