"""What the image holds runs with a read-only root, by a user who may only write to its data."""

import json
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

import httpx
import pytest
import yaml

from eval.bench.measured import free_port
from tests.support.jail import ROOT, Jail, built, possible

pytestmark = [
    pytest.mark.model,
    pytest.mark.slow,
    pytest.mark.skipif(not possible(), reason="no root, or no namespaces, on this machine"),
]
QUESTION = "Welche Anfragen sollte man auf keinen Fall automatisieren?"


@pytest.fixture(scope="module")
def jail(tmp_path_factory: pytest.TempPathFactory, shipped_vectors: Path) -> Jail:
    return built(tmp_path_factory.mktemp("image"), shipped_vectors)


@pytest.fixture
def port() -> int:
    return free_port()


def wait_until_ready(process: "subprocess.Popen[str]", url: str) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end and process.poll() is None:
        try:
            if httpx.get(f"{url}/ready", trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise AssertionError(ended(process))


def ended(process: "subprocess.Popen[str]") -> str:
    """Kill what still runs; what it said that nobody has read yet."""
    process.kill()
    said = process.stdout.read() if process.stdout and not process.stdout.closed else ""
    with process:
        return said


def asked(url: str) -> dict:
    call = f"{url}/gradio_api/call/ask"
    with httpx.Client(trust_env=False, timeout=60) as client:
        number = client.post(call, json={"data": [QUESTION]}).json()["event_id"]
        events = client.get(f"{call}/{number}").text
    [answer] = json.loads(events.split("event: complete\ndata: ")[1].splitlines()[0])
    return answer


def test_the_window_answers_and_ends_when_it_is_told_to(jail: Jail, port: int) -> None:
    url = f"http://127.0.0.1:{port}"
    settings = {"GRADIO_SERVER_PORT": str(port), "NACHGEFRAGT_FEEDBACK": "/data/feedback.jsonl"}
    process = jail.start("/app/deploy/run.sh", "app.py", **settings)
    try:
        wait_until_ready(process, url)
        status = Path(f"/proc/{process.pid}/status").read_text("ascii")
        assert "\nUid:\t10001\t10001\t10001\t10001\n" in status
        assert "\nCapEff:\t0000000000000000\n" in status and "\nNoNewPrivs:\t1\n" in status
        answer = asked(url)
        ready = jail.start("/app/.venv/bin/python", "/app/deploy/ready.py", **settings)
        assert (ready.communicate()[0], ready.returncode) == ("", 0)
        process.terminate()
        said = process.communicate(timeout=60)[0]
    finally:
        ended(process)
    assert answer["grounded"] and "Beschwerden und Reklamationen" in answer["answer"]
    # One line, that it is ready: nothing complained about what it could not write.
    assert (process.returncode, len(said.splitlines())) == (0, 1), said


def test_the_index_of_the_image_is_taken_as_it_is(jail: Jail) -> None:
    """Whoever starts with the image's data does not wait for it."""
    process = jail.start("/app/deploy/run.sh", "-m", "rag", "index")
    said = process.communicate(timeout=120)[0]
    assert process.returncode == 0 and "0" in said, said


def test_nothing_of_the_code_can_be_written(jail: Jail) -> None:
    for place in ("/app", "/app/.venv", "/app/corpus/data", "/tmp", "/usr", "/etc", "/"):
        process = jail.start("/usr/bin/touch", f"{place}/x")
        said = process.communicate(timeout=60)[0]
        assert process.returncode == 1 and ("Read-only" in said or "No such file" in said), said


def test_a_podcast_of_ones_own_is_refreshed_into_the_data(jail: Jail) -> None:
    shutil.copytree(ROOT / "docs" / "example", jail.data / "feed", dirs_exist_ok=True)
    refresh = ("/app/deploy/run.sh", "-m", "rag", "refresh", "/data/feed/feed.xml")
    process = jail.start(*refresh, NACHGEFRAGT_CORPUS="/data/podcasts/werkstatt")
    said = process.communicate(timeout=120)[0]
    assert process.returncode == 0, said
    assert (jail.data / "podcasts" / "werkstatt" / "podcast.json").exists()


def test_a_window_that_is_not_there_is_not_ready(jail: Jail, port: int) -> None:
    process = jail.start(
        "/app/.venv/bin/python", "/app/deploy/ready.py", GRADIO_SERVER_PORT=str(port)
    )
    assert (process.communicate(timeout=60)[0], process.returncode) == ("", 1)


def test_the_windows_of_the_composition_share_a_server(jail: Jail) -> None:
    """Its commands and settings, each in a process here; their names are addresses of this one."""
    told = (ROOT / "deploy" / "compose.yaml").read_text("utf-8")
    told = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", told)  # what stands where nobody says otherwise
    services = yaml.safe_load(told)["services"]
    server, *windows = (free_port() for _ in range(3))
    here = ("http://chroma:8000", f"http://127.0.0.1:{server}")

    def started(name: str, *command: str, **more: str) -> "subprocess.Popen[str]":
        settings = services[name].get("environment", {}) | more
        settings = {key: said.replace(*here) for key, said in settings.items()}
        heard = name != "chroma"
        return jail.start("/app/deploy/run.sh", *command, heard=heard, **settings)

    words = services["chroma"]["command"]
    words[words.index("--host") + 1], words[words.index("--port") + 1] = "127.0.0.1", str(server)
    running = [started("chroma", *words)]
    try:
        wait_until_it_listens(running[0], server)
        index = started("index", *services["index"]["command"])
        said = index.communicate(timeout=180)[0]
        assert index.returncode == 0, said
        for number, port in enumerate(windows, 1):
            settings = {"GRADIO_SERVER_PORT": str(port)}
            running.append(started(f"window-{number}", "app.py", **settings))
        for port, window in zip(windows, running[1:], strict=True):
            wait_until_ready(window, f"http://127.0.0.1:{port}")
            assert asked(f"http://127.0.0.1:{port}")["grounded"]
            window.terminate()
            assert window.wait(timeout=60) == 0
    finally:
        for process in running:
            ended(process)


def wait_until_it_listens(process: "subprocess.Popen[str]", port: int) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(ended(process))
