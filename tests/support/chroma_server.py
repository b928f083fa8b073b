"""A real Chroma server on this machine, that can go away and come back."""

import subprocess
import sys
import time
from pathlib import Path

import httpx

from eval.bench.measured import free_port

START = 60.0  # seconds; a busy machine takes its time


class ChromaServer:
    """`chroma run` over a folder, at an address that stays the same."""

    def __init__(self, folder: Path) -> None:
        self._port = free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self.folder = folder
        self.start()

    def start(self) -> None:
        command = Path(sys.executable).with_name("chroma")
        where = ["--path", self.folder, "--host", "127.0.0.1", "--port", str(self._port)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._process = subprocess.Popen([command, "run", *where], **quiet)
        end = time.monotonic() + START
        while time.monotonic() < end:
            try:
                httpx.get(f"{self.url}/api/v2/heartbeat", trust_env=False)
                return
            except httpx.TransportError:
                time.sleep(0.05)
        self.kill()
        raise AssertionError("the Chroma server did not start")

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
