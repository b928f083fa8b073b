"""Imports that are stopped: by Ctrl-C at once, by a kill at any point without a loss."""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from corpus import CorpusError, load_corpus
from corpus import __main__ as commands
from corpus.files import remove_leftovers
from corpus.merging.edits import alone, beside
from tests.support.effort import often
from tests.support.feeds import feed, item, vtt
from tests.support.places import ROOT
from tests.support.site import Page, Site

EPISODES = 40
SEED = 4


def started(site: Site, into: Path) -> "subprocess.Popen[str]":
    arguments = ["import", f"{site.url}/feed.xml", "--into", str(into), "--allow-private"]
    return subprocess.Popen(
        [sys.executable, "-m", "corpus", *arguments],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def publish(site: Site, count: int = EPISODES, word: str = "Roggen") -> None:
    items = [item(number, (f"/t/{number}", "text/vtt")) for number in range(1, count + 1)]
    site.pages["/feed.xml"] = Page(feed(*items))
    for number in range(1, count + 1):
        site.pages[f"/t/{number}"] = Page(vtt(("Jana", f"Was ist {word}?"), ("Uwe", f"{number}.")))


@pytest.mark.parametrize("path", ["/feed.xml", "/t/1"])
def test_ctrl_c_does_not_wait_for_a_server(site, into, path):
    publish(site)
    for name, page in site.pages.items():
        page.delay = 30.0 if name >= path else 0.0
    with started(site, into) as process:
        late = time.monotonic() + 60
        while not site.now or (path != "/feed.xml" and not site.log):
            assert time.monotonic() < late
            time.sleep(0.01)
        time.sleep(0.2)
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
        took = time.monotonic() - began
    assert process.returncode == 130
    assert "Traceback" not in err
    assert took < 8  # the servers take thirty; alone on the machine it is a tenth
    assert not into.exists()


WAITS = """
import signal, sys, threading, time
from corpus.cli import Parser, run

def command(options):
    try:
        print("ready", flush=True)
        time.sleep(60)
    finally:
        print("hangs", flush=True)
        time.sleep(60)

sys.exit(run(Parser(), [], command))
"""


def test_the_second_ctrl_c_kills():
    with subprocess.Popen(
        [sys.executable, "-c", WAITS], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout and process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGINT)
        assert process.stdout.readline() == "hangs\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == -signal.SIGINT


def leftovers(into: Path) -> list[str]:
    places = [into, beside(into), beside(into) / "downloads"]
    return [
        file.name
        for place in places if place.is_dir()
        for file in place.iterdir()
        if file.name.startswith(".") or file.suffix in (".part", ".new")
    ]  # fmt: skip


def kills(site: Site, into: Path, times: int, seed: int) -> Counter[str]:
    """Kill an import of a feed that changes; each file is the old one or the new, none is lost."""
    publish(site)
    began = time.monotonic()
    with started(site, into) as process:
        process.communicate(timeout=100)
    lasts = time.monotonic() - began
    assert len(load_corpus(into).episodes) == EPISODES
    chance, found = random.Random(seed), Counter[str]()
    for turn in range(times):
        publish(site, EPISODES + turn, f"Dinkel {turn}")
        with started(site, into) as process:
            time.sleep(chance.uniform(0.3, 1.0) * lasts)
            process.kill()
            process.communicate()
        found["killed" if process.returncode == -signal.SIGKILL else "done before"] += 1
        episodes = load_corpus(into).episodes
        assert len(episodes) >= EPISODES
        words = {one.turns[0].text.removeprefix("Was ist ") for one in episodes}
        found["the old" if f"Dinkel {turn}?" not in words else "some new"] += 1
    with started(site, into) as process:
        out, err = process.communicate(timeout=100)
    assert process.returncode == 0, err
    assert "kept" not in out  # nothing that an import wrote is taken for an editor's work
    said = {turn.text for episode in load_corpus(into) for turn in episode.turns}
    last = EPISODES + times - 1
    assert said == {f"Was ist Dinkel {times - 1}?", *(f"{n}." for n in range(1, last + 1))}
    assert leftovers(into) == []
    return found


@pytest.mark.slow
def test_killed_at_random_points(site, into):
    times = often(4, 50)
    assert kills(site, into, times, SEED)["killed"] >= 0.5 * times


def test_what_a_killed_import_left_is_removed(site, into):
    publish(site, 2)
    address = ["import", f"{site.url}/feed.xml", "--into", str(into), "--allow-private"]
    assert commands.main(address) == 0
    (into / ".001.json.ab_12cde").write_text("{")
    (into / ".gitignore").write_text("")
    (into / ".mein.json.entwurf-8").write_text("{}")
    for file in (beside(into) / "downloads").glob("*.body"):
        file.with_name(f"{file.name}.new").write_bytes(b"hal")
    assert commands.main(address) == 0
    assert sorted(leftovers(into)) == [".gitignore", ".mein.json.entwurf-8"]
    remove_leftovers(into / "nirgends")


def test_two_imports_at_once_change_a_corpus_one_after_the_other(site, into, capsys, monkeypatch):
    publish(site, 2)
    monkeypatch.setattr("corpus.merging.edits.LOCK_TIMEOUT", 0.1)
    with alone(into):
        arguments = ["import", f"{site.url}/feed.xml", "--into", str(into), "--allow-private"]
        assert commands.main(arguments) == 1
    assert "another import is changing it; try again" in capsys.readouterr().err
    with pytest.raises(CorpusError):
        load_corpus(into)
    processes = [started(site, into) for _ in range(3)]
    for process in processes:
        out, err = process.communicate(timeout=100)
        assert process.returncode == 0, err
        assert "failed" not in out
    assert len(load_corpus(into).episodes) == 2
