"""Runs each measurement in its own process."""

import json
import os
import random
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import NachgefragtError
from corpus.places import CODE

LONGEST = 3600  # seconds that a measurement may take
QUESTION = "Welche Anfragen sollte man auf keinen Fall automatisieren?"


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of processor time and of the clock, and the largest memory in bytes."""

    cpu: float
    wall: float
    memory: int


def measured(task: str, folder: Path, *rest: str) -> dict[str, Any]:
    """Run a task of `eval.bench.systems`; returns its JSON. Raises NachgefragtError if it fails."""
    command = [sys.executable, "-m", "eval.bench.systems", task, str(folder), *rest]
    done = subprocess.run(
        command, cwd=CODE, capture_output=True, text=True, timeout=LONGEST, check=False
    )
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:]
        raise NachgefragtError(f"The measurement {task} failed: {''.join(last)}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def cold(*command: str) -> Cost:
    """Measure a Python process from start to end. Raises NachgefragtError if it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=CODE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise NachgefragtError(f"{' '.join(command)} failed.")
    cpu = usage.ru_utime + usage.ru_stime
    return Cost(cpu, time.perf_counter() - started, usage.ru_maxrss * 1024)


def window_opens(folder: Path, environment: dict[str, str]) -> float:
    """Measure the seconds from launching the window until it serves its page.

    Raises NachgefragtError if it never does.
    """
    port = free_port()
    settings = {
        "GRADIO_SERVER_PORT": str(port),
        "NACHGEFRAGT_CORPUS": str(folder / "corpus"),
        "NACHGEFRAGT_STORE": str(folder / "store"),
    }
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, CODE / "app.py"],
        env=environment | settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while process.poll() is None and time.perf_counter() - started < LONGEST:
            # An OSError: nobody listens yet, or answers with an error.
            with suppress(OSError), direct.open(f"http://127.0.0.1:{port}/", timeout=5):
                return time.perf_counter() - started
            time.sleep(0.05)
    finally:
        process.terminate()
        process.wait(timeout=30)
    raise NachgefragtError("The window did not open.")


def free_port() -> int:
    """Return a port of this machine that nobody listens on.

    It is below those that a system gives to whoever wants any (Linux from 32768, others from
    49152): one of them may be somebody's by the time that a server has started.
    """
    while True:
        port = random.randrange(20_000, 32_000)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
