"""Processes for the fault tests: indexing and asking that may die, each in a fork of this one.

Importing what they need takes seconds, so it is done once. A line on stdin is a job, a line on
stdout its outcome. Nothing has started a thread before a fork.
"""

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from corpus import NachgefragtError
from rag import Question, Settings, answer_json, answer_pipeline, open_index, update_index
from rag.upkeep.refresh import refresh
from tests.support.fakes import fake_embedder
from tests.support.places import ROOT

OVERRIDES = 0b1110  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER


def index(settings: Settings, rebuild: bool) -> dict[str, Any]:
    return {"embedded": update_index(settings, fake_embedder(), rebuild).embedded}


def ask(settings: Settings, question: str) -> dict[str, Any]:
    answer = answer_pipeline(open_index(settings, fake_embedder())).invoke(Question(question))
    return {"text": answer.text}


def ask_all(settings: Settings, questions: list[str]) -> dict[str, Any]:
    """The answers with all that they cite, but for how long they took."""
    pipeline = answer_pipeline(open_index(settings, fake_embedder()))
    answers = [answer_json(pipeline.invoke(Question(question))) for question in questions]
    return {"answers": [json.dumps(answer | {"timings": None}) for answer in answers]}


def done(job: dict[str, Any]) -> dict[str, Any]:
    settings = Settings(Path(job["corpus"]), Path(job["store"]))
    if job.get("largest"):
        resource.setrlimit(resource.RLIMIT_FSIZE, (job["largest"], job["largest"]))
    if job.get("obeys"):
        obey_permissions()
    try:
        if "source" in job:
            return {"added": refresh(settings, job["source"], fake_embedder(), True).added}
        if "questions" in job:
            return ask_all(settings, job["questions"])
        if "question" in job:
            return ask(settings, job["question"])
        return index(settings, job.get("rebuild", False))
    except NachgefragtError as error:
        return {"error": str(error)}


def obey_permissions() -> None:
    """Root writes wherever it likes; without these capabilities it does not."""
    if os.getuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        header, data = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
        assert libc.capget(header, data) == 0
        for field in range(3):  # effective, permitted, inheritable
            data[field] &= ~OVERRIDES
        assert libc.capset(header, data) == 0, os.strerror(ctypes.get_errno())


def forked(job: dict[str, Any]) -> dict[str, Any]:
    """Do a job in a child; with `kill_after`, it is killed after so many seconds of work."""
    read, write = os.pipe()
    assert threading.active_count() == 1
    child = os.fork()
    if child == 0:
        os.close(read)
        os.write(write, json.dumps(done(job)).encode())
        os._exit(0)
    os.close(write)
    # Seconds of the child's own work: a busy machine does not move the point.
    clock = (~child << 3) | 2
    ended, usage = 0, None
    while job.get("kill_after") and not ended:
        if time.clock_gettime(clock) >= job["kill_after"]:
            os.kill(child, signal.SIGKILL)
            break
        time.sleep(0.001)
        ended, status, usage = os.wait4(child, os.WNOHANG)
    with os.fdopen(read, "rb") as pipe:
        said = pipe.read()
    if not ended:
        _, status, usage = os.wait4(child, 0)
    assert usage is not None
    outcome: dict[str, Any] = json.loads(said) if said else {}
    return outcome | {
        "status": os.waitstatus_to_exitcode(status),
        "work": usage.ru_utime + usage.ru_stime,
    }


class Children:
    """The other end: gives jobs to a process that forks for each."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def do(self, settings: Settings, **job: object) -> dict[str, Any]:
        """The outcome of a job: what it found or its error, its exit status, its CPU seconds."""
        places = {"corpus": str(settings.corpus), "store": str(settings.store)}
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(places | job) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the forking process has died"
        outcome: dict[str, Any] = json.loads(line)
        return outcome


@contextmanager
def children() -> Iterator[Children]:
    """A process that forks for each job, until the block ends."""
    command = [sys.executable, "-m", "tests.support.fault_child"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, **pipes) as process:
        yield Children(process)
        assert process.stdin is not None
        process.stdin.close()


def main() -> None:
    for line in sys.stdin:
        print(json.dumps(forked(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
