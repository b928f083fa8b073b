"""The entry point: what it prints, what it refuses, how it ends."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.request import Request

import pytest

from app import GRADIO_ENVIRONMENT, AddressError, address
from eval.bench.measured import free_port
from rag import Settings
from tests.support.places import ROOT


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def run(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    return python("app.py", *arguments, **environment)


def python(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_help_names_the_settings() -> None:
    process = run("--help")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert out.startswith("usage: python app.py")
    assert "GRADIO_SERVER_PORT" in out


def test_a_busy_port_is_one_line_that_names_the_variable(taken: int) -> None:
    process = run(GRADIO_SERVER_PORT=str(taken))
    out, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert out == ""
    assert err.count("\n") == 1
    assert f"Port {taken} is busy" in err
    assert "GRADIO_SERVER_PORT" in err


def test_a_missing_corpus_is_one_line(tmp_path: Path) -> None:
    process = run(NACHGEFRAGT_CORPUS=str(tmp_path / "nowhere"), GRADIO_SERVER_PORT=str(free_port()))
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert err.count("\n") == 1
    assert "nowhere" in err


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", "78 60", "²"])
def test_a_port_that_is_none(port: str) -> None:
    with pytest.raises(AddressError, match="GRADIO_SERVER_PORT"):
        address({"GRADIO_SERVER_PORT": port})


def test_an_address_that_is_not_ours() -> None:
    with pytest.raises(AddressError, match="GRADIO_SERVER_NAME"):
        address({"GRADIO_SERVER_NAME": "no such host"})


def test_a_free_port_on_this_machine_only() -> None:
    port = free_port()
    assert address({"GRADIO_SERVER_PORT": str(port)}) == ("127.0.0.1", port)


def test_gradio_reports_to_nobody() -> None:
    assert GRADIO_ENVIRONMENT["GRADIO_ANALYTICS_ENABLED"] == "False"


@contextmanager
def serving(
    settings: Settings, *arguments: str, **environment: str
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address of a window of its own process, which is ready."""
    port = free_port()
    places = {f"NACHGEFRAGT_{n.upper()}": str(getattr(settings, n)) for n in ("corpus", "store")}
    environment = {"GRADIO_SERVER_PORT": str(port), **places, **environment}
    with python(*arguments, **environment) as process:
        try:
            assert process.stdout is not None
            ready = process.stdout.readline()
            assert f"http://127.0.0.1:{port}" in ready, process.communicate()[1]
            yield f"http://127.0.0.1:{port}/", process
        finally:
            process.kill()


@pytest.mark.model
@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_told_to_end(indexed: Settings, kind: signal.Signals) -> None:
    with serving(indexed, "app.py", "-v") as (url, process):
        for path in ("", "ready", "?question=GEHEIMFRAGE"):
            with closing(urllib.request.urlopen(url + path)) as page:
                assert page.headers["content-security-policy"].startswith("default-src 'self'")
        process.send_signal(kind)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 0
    assert out == ""
    lines = [json.loads(line) for line in err.splitlines() if line.startswith("{")]
    assert [line["route"] for line in lines] == ["/", "/ready", "/"]
    assert "GEHEIM" not in err and "Traceback" not in err


QUESTION = b'{"data": ["Welches Holz federt, Esche oder Fichte?", null, null, null]}'
IMPATIENT = """
import sys, app, ui.door.server
ui.door.server.DRAIN_SECONDS = 1
sys.exit(app.main([]))
"""


@pytest.mark.model
@pytest.mark.slow
def test_an_answer_that_does_not_end_keeps_nobody(indexed: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(60)
        model = {
            "NACHGEFRAGT_LLM": "ollama:any",
            "NACHGEFRAGT_LLM_TIMEOUT": "300",
            "OLLAMA_HOST": f"127.0.0.1:{silent.getsockname()[1]}",
        }
        with serving(indexed, "-c", IMPATIENT, **model) as (url, process):
            asked = Request(f"{url}gradio_api/call/ask", QUESTION)
            asked.add_header("Content-Type", "application/json")
            with urllib.request.urlopen(asked) as started:
                number = json.load(started)["event_id"]
            with (
                urllib.request.urlopen(f"{url}gradio_api/call/ask/{number}"),
                closing(silent.accept()[0]),  # the model has been asked
            ):
                process.send_signal(signal.SIGTERM)
                assert process.wait(60) == 0
